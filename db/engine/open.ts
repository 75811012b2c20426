import {
  checkBoolean,
  checkDelay,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkText,
} from "../../internal/validate.ts";
import type { ConnectOptions, SqliteMode, TlsOptions } from "../connect.ts";
import { Database } from "../database.ts";
import { DocumentDatabase } from "../document_database.ts";
import { type Address, parseAddress, SQLITE_MODES } from "./address.ts";
import type { ConnectSettings, SqlDriver } from "./driver.ts";
import { connectOptions, tlsOptions } from "./option_names.ts";

/**
 * Opens a database.
 *
 * @param url Where it is.
 * @param options The caller's options.
 */
export async function open(url: string, options: ConnectOptions): Promise<Database | DocumentDatabase> {
  const { acquireTimeoutMs, busyTimeoutMs, mode, ...settings } = checked(options);
  const address = parseAddress(url);
  // Each kind of database is loaded by those who use it.
  if (address.engine === "mongodb") {
    const { mongodbDriver } = await import("../drivers/mongodb.ts");
    return new DocumentDatabase(await mongodbDriver(address.url, settings, options.signal));
  }
  const driver = await sqlDriver(address, settings, { busyTimeoutMs, mode });
  const { openHandle } = await import("./open_handle.ts");
  return new Database(await openHandle(driver, acquireTimeoutMs, options.signal));
}

function checked(options: ConnectOptions): ConnectSettings & SqliteSettings & { acquireTimeoutMs: number } {
  checkOptions(options, connectOptions);
  const {
    connectTimeoutMs = 10_000,
    maxConnections = 10,
    acquireTimeoutMs = 30_000,
    busyTimeoutMs = 5_000,
    mode,
    prepare = true,
    tls,
  } = options;
  checkDelay("connectTimeoutMs", connectTimeoutMs);
  checkInteger("maxConnections", maxConnections, { min: 1, max: 10_000 });
  checkDelay("acquireTimeoutMs", acquireTimeoutMs);
  checkDelay("busyTimeoutMs", busyTimeoutMs);
  if (mode !== undefined) checkOneOf("mode", mode, SQLITE_MODES);
  checkBoolean("prepare", prepare);
  if (tls !== undefined && typeof tls !== "boolean") checkTls(tls);
  return { connectTimeoutMs, maxConnections, acquireTimeoutMs, busyTimeoutMs, mode, prepare, tls };
}

function checkTls(tls: TlsOptions): void {
  checkOptions(tls, tlsOptions, "tls");
  for (const name of ["ca", "cert", "key"] as const) if (tls[name] !== undefined) checkText(`tls.${name}`, tls[name]);
  checkBoolean("tls.verify", tls.verify === undefined ? true : tls.verify);
}

/** The options that only SQLite has. */
interface SqliteSettings {
  busyTimeoutMs: number;
  mode: SqliteMode | undefined;
}

async function sqlDriver(
  address: Exclude<Address, { engine: "mongodb" }>,
  settings: ConnectSettings,
  sqlite: SqliteSettings,
): Promise<SqlDriver> {
  if (address.engine === "sqlite") {
    const { sqliteDriver } = await import("../drivers/sqlite.ts");
    const { mode = address.mode ?? "rwc", busyTimeoutMs } = sqlite;
    return sqliteDriver({ ...address, mode }, busyTimeoutMs);
  }
  if (address.engine === "postgres") {
    const { postgresDriver } = await import("../drivers/postgres.ts");
    return postgresDriver(address, settings);
  }
  const { mysqlDriver } = await import("../drivers/mysql.ts");
  return mysqlDriver(address, settings);
}
