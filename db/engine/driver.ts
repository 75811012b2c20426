import type { DatabaseError } from "../../errors/database_error.ts";
import type { TlsOptions } from "../connect.ts";
import type { ExecuteResult } from "../queries.ts";
import type { SqlRow } from "../sql_value.ts";
import type { Encode } from "./bind.ts";
import type { Failure } from "./failure.ts";
import type { Dialect } from "./scan.ts";
import type { Statement } from "./statement.ts";

/** A value, or a promise of it where the driver has to wait. */
export type Awaitable<T> = T | Promise<T>;

/**
 * What a driver file provides: everything else (pool, placeholders, transactions, cancellation of what waits, errors'
 * shape) is the same for all.
 */
export interface SqlDriver {
  /** How it writes SQL. */
  readonly dialect: Dialect;
  /** What it is connected to, as messages show it: without user or password. */
  readonly place: string;
  /** What Deno must be told to allow. */
  readonly flags: readonly string[];
  /** How many connections there may be at a time. */
  readonly maxConnections: number;
  /** Whether connections answer at once, without a promise. */
  readonly isImmediate: boolean;
  /** How many statements of one caller it may be sent before the first is answered. */
  readonly maxAhead: number;
  /** What begins a transaction. */
  readonly begin: string;
  /** Turns a value into what it binds. */
  readonly encode: Encode;
  /** How many statements are kept ready. */
  readonly maxStatements: number;
  /** How long a statement waits for a lock that another process holds, where the driver itself does not wait. */
  readonly lockPatienceMs: number;
  /** Opens a connection; stops when the signal fires. */
  open(signal: AbortSignal | undefined): Promise<Connection>;
  /** Says what an error of the driver means. */
  classify(error: unknown): Failure;
}

/** One connection: one statement at a time. */
export interface Connection {
  /** Whether it can be used further; once false it stays so. */
  readonly isUsable: boolean;
  /** Runs a statement for its effect. */
  execute(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Awaitable<ExecuteResult>;
  /** Runs a statement and gives all its rows. */
  all(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Awaitable<SqlRow[]>;
  /** Runs a statement and gives its first row. */
  one(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Awaitable<SqlRow | undefined>;
  /**
   * Runs a statement and gives its rows in batches.
   *
   * @param isInside Whether it is inside a transaction, so that other statements may come between two batches.
   */
  cursor(statement: Statement, values: readonly unknown[], isInside: boolean): Awaitable<Cursor>;
  /** Runs a statement of the engine's own, without values: BEGIN, COMMIT and the like. */
  command(sql: string): Awaitable<void>;
  /** How much of a transaction is lost when a statement in it has failed. */
  lossAfter(failure: DatabaseError): Loss;
  /** Says goodbye to the server and closes; returns within about a second. */
  close(): Promise<void>;
  /** Closes at once; what is under way fails. */
  destroy(): void;
}

/** Nothing, what was done since the last savepoint, or the whole transaction. */
export type Loss = "nothing" | "savepoint" | "transaction";

/** Rows on their way. */
export interface Cursor {
  /** Whether its connection is free for other statements between two batches. */
  readonly isShared: boolean;
  /** Gives the next rows; none at the end. */
  next(signal: AbortSignal | undefined): Awaitable<SqlRow[]>;
  /**
   * Stops the statement where it is; called at the end too.
   *
   * @param hasTurn Whether the connection may be used for it.
   */
  close(hasTurn: boolean): Awaitable<void>;
}

/** The options of connecting with their defaults, as drivers get them. */
export interface ConnectSettings {
  connectTimeoutMs: number;
  maxConnections: number;
  prepare: boolean;
  tls: boolean | TlsOptions | undefined;
}

/** How many rows a cursor gives at a time. */
export const BATCH_ROWS = 256;
