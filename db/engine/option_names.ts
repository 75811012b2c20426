import type { OptionNames } from "../../internal/validate.ts";
import type { ConnectOptions, TlsOptions } from "../connect.ts";
import type { CloseOptions } from "../database.ts";
import type { QueryOptions, TransactionOptions } from "../queries.ts";

/** The options of connecting. */
export const connectOptions: OptionNames<ConnectOptions> = {
  signal: true,
  connectTimeoutMs: true,
  maxConnections: true,
  acquireTimeoutMs: true,
  busyTimeoutMs: true,
  mode: true,
  prepare: "boolean",
  tls: true,
};

/** The options of encryption. */
export const tlsOptions: OptionNames<TlsOptions> = { ca: true, cert: true, key: true, verify: "boolean" };

/** The options of a statement. */
export const queryOptions: OptionNames<QueryOptions> = { signal: true };

/** The options of a transaction. */
export const transactionOptions: OptionNames<TransactionOptions> = { signal: true };

/** The options of closing. */
export const closeOptions: OptionNames<CloseOptions> = { drainTimeoutMs: true };
