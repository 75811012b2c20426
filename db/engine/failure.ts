import { DatabaseError, type DatabaseErrorInit } from "../../errors/database_error.ts";
import type { ErrorCode } from "../../errors/catalogue.ts";
import { printable, withoutQuoted } from "../../internal/driver_error.ts";
import { missingFlag, neededFlags } from "../../internal/permission.ts";
import { type Dialect, scan } from "./scan.ts";

/** A code of this module's errors. */
export type DatabaseErrorCode = Extract<ErrorCode, `DB_${string}`>;

/** What an error of a driver means. */
export interface Failure {
  code: DatabaseErrorCode;
  /** The SQLSTATE that the server gave. */
  sqlState?: string | undefined;
  /** The constraint, index, table or column that the server named. */
  constraint?: string | undefined;
  /**
   * Whether the driver's message holds names and no values.
   *
   * @default false
   */
  isNamesOnly?: boolean | undefined;
}

/** The error where Deno does not allow to connect; undefined where the driver failed for another reason. */
export function notAllowed(error: unknown, place: string, needed: readonly string[]): DatabaseError | undefined {
  const missing = missingFlag(error);
  if (missing === undefined) return undefined;
  const circumstances = { place, flags: neededFlags(missing, needed) };
  return databaseError({ code: "DB_NOT_ALLOWED", isNamesOnly: true }, circumstances, error);
}

/** Codes after which the same may succeed. */
const RETRYABLE: ReadonlySet<DatabaseErrorCode> = new Set<DatabaseErrorCode>([
  "DB_UNREACHABLE",
  "DB_CONNECT_TIMEOUT",
  "DB_TOO_MANY_CONNECTIONS",
  "DB_CONNECTION_LOST",
  "DB_POOL_TIMEOUT",
  "DB_DEADLOCK",
  "DB_SERIALIZATION",
  "DB_LOCKED",
]);

/** Whether an error is the reason of a signal that has fired. */
export function isReason(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal !== undefined && signal.aborted && error === signal.reason;
}

/** What a message may be about; each takes what it needs. */
export interface Circumstances {
  /** The server or file. */
  place: string;
  /** The statement, if one was running. */
  sql?: string | undefined;
  /** Whose SQL it is. */
  dialect?: Dialect | undefined;
  /** A time, where one ran out. */
  ms?: number | undefined;
  /** How a file was to be opened. */
  mode?: string | undefined;
  /** The flags that Deno wants, where it refused. */
  flags?: string | undefined;
  /** A call, where it is not for this kind of database. */
  operation?: string | undefined;
}

/**
 * Makes the error for a failure.
 *
 * @param failure What happened.
 * @param circumstances Where and at what.
 * @param cause The driver's error.
 */
export function databaseError(failure: Failure, circumstances: Circumstances, cause?: unknown): DatabaseError {
  const { code, sqlState, constraint, isNamesOnly } = failure;
  const { place, ms, operation, flags, mode } = circumstances;
  const sql = circumstances.sql === undefined ? undefined : withoutValues(circumstances.sql, circumstances.dialect!);
  const init = {
    code,
    params: {
      place,
      sql,
      ms,
      operation,
      flags,
      mode,
      constraint: constraint ?? "?",
      reason: sqlState ?? codeOf(cause) ?? "?",
    },
    sqlState,
    constraint,
    context: { place, ...(sql === undefined ? {} : { sql }) },
    retryable: RETRYABLE.has(code),
    ...(cause === undefined ? {} : { cause: isNamesOnly ? printable(cause, String) : withoutValuesIn(cause, sql) }),
  };
  // Each message takes those of the values that it names, which the type of a union cannot say.
  return new DatabaseError(init as DatabaseErrorInit);
}

/**
 * Makes a driver's error fit to be printed.
 *
 * @param error The error; it is changed.
 * @param sql The statement as errors show it: what it shows, the driver's message may show too.
 */
export function withoutValuesIn(error: unknown, sql: string = ""): unknown {
  return printable(error, (message) => withoutQuoted(message, (quoted) => quoted !== "" && sql.includes(quoted)));
}

function codeOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

const LONGEST_SQL = 200;

/**
 * A statement as errors show it: without the values written in it, on one line, shortened.
 *
 * @param sql The statement.
 * @param dialect Whose SQL it is.
 */
export function withoutValues(sql: string, dialect: Dialect): string {
  let text = "";
  let from = 0;
  for (const { kind, start, end } of scan(sql, dialect).pieces) {
    if (kind !== "literal") continue;
    text += `${sql.slice(from, start)}?`;
    from = end;
  }
  const line = (text + sql.slice(from)).trim().replace(/\s+/g, " ");
  return line.length > LONGEST_SQL ? `${line.slice(0, LONGEST_SQL - 1)}…` : line;
}

const NETWORK: Readonly<Record<string, DatabaseErrorCode>> = {
  ECONNREFUSED: "DB_UNREACHABLE",
  ENOTFOUND: "DB_UNREACHABLE",
  EAI_AGAIN: "DB_UNREACHABLE",
  EHOSTUNREACH: "DB_UNREACHABLE",
  ENETUNREACH: "DB_UNREACHABLE",
  ENOENT: "DB_UNREACHABLE",
  ECONNRESET: "DB_CONNECTION_LOST",
  EPIPE: "DB_CONNECTION_LOST",
  ETIMEDOUT: "DB_CONNECT_TIMEOUT",
};

/**
 * Says what an error of the network means, whichever runtime it comes from.
 *
 * @returns Undefined for other errors.
 */
export function networkFailure(error: unknown): Failure | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const code = NETWORK[codeOf(at) ?? ""];
    if (code !== undefined) return { code };
  }
  return undefined;
}
