import { originalMessage } from "../../internal/driver_error.ts";
import { type DatabaseErrorCode, type Failure, networkFailure } from "../engine/failure.ts";

/** What SQLSTATEs mean (PostgreSQL's manual, appendix A); two characters stand for a class. */
const STATES: Readonly<Record<string, DatabaseErrorCode>> = {
  "08": "DB_CONNECTION_LOST",
  "22": "DB_VALUE",
  "23502": "DB_NOT_NULL",
  "23503": "DB_FOREIGN_KEY",
  "23505": "DB_UNIQUE",
  "23514": "DB_CHECK",
  "23P01": "DB_UNIQUE",
  "25006": "DB_READ_ONLY",
  "25P02": "DB_TRANSACTION_ABORTED",
  "28": "DB_AUTHENTICATION",
  "3D000": "DB_DATABASE_UNKNOWN",
  "40001": "DB_SERIALIZATION",
  "40P01": "DB_DEADLOCK",
  "42501": "DB_PERMISSION",
  "42601": "DB_SYNTAX",
  "42703": "DB_COLUMN_UNKNOWN",
  "42P01": "DB_TABLE_UNKNOWN",
  "42P04": "DB_ALREADY_EXISTS",
  "42P06": "DB_ALREADY_EXISTS",
  "42P07": "DB_ALREADY_EXISTS",
  "42710": "DB_ALREADY_EXISTS",
  "42701": "DB_ALREADY_EXISTS",
  "42804": "DB_VALUE",
  "42846": "DB_VALUE",
  "53100": "DB_FULL",
  "53300": "DB_TOO_MANY_CONNECTIONS",
  "55P03": "DB_LOCKED",
  "57014": "DB_STOPPED",
  "57P01": "DB_CONNECTION_LOST",
  "57P02": "DB_CONNECTION_LOST",
  "57P03": "DB_UNREACHABLE",
};

/** Classes of SQLSTATEs whose messages hold names only: values are in other fields. */
const NAMES_ONLY = new Set(["08", "23", "25", "28", "3D", "3F", "40", "42", "53", "55", "57"]);
/** A mistake in the statement, of which the message quotes a part. */
const SYNTAX_ERROR = "42601";

/** The driver's own codes. */
const DRIVER_CODES: Readonly<Record<string, DatabaseErrorCode>> = {
  CONNECT_TIMEOUT: "DB_CONNECT_TIMEOUT",
  CONNECTION_CLOSED: "DB_CONNECTION_LOST",
  CONNECTION_DESTROYED: "DB_CONNECTION_LOST",
  CONNECTION_ENDED: "DB_CONNECTION_LOST",
  UNDEFINED_VALUE: "DB_VALUE",
  SASL_SIGNATURE_MISMATCH: "DB_AUTHENTICATION",
};

interface ServerError {
  code?: unknown;
  severity?: unknown;
  constraint_name?: string;
  column_name?: string;
}

/**
 * Says what an error of the driver means. Its message and detail may hold values, so that nothing of them is used.
 *
 * @param error What it threw.
 */
export function classifyPostgres(error: unknown): Failure {
  const { code, severity, constraint_name, column_name } = error as ServerError;
  if (typeof code !== "string") return { code: "DB_STATEMENT_FAILED" };
  if (severity === undefined) {
    return networkFailure(error) ?? { code: DRIVER_CODES[code] ?? "DB_STATEMENT_FAILED" };
  }
  const known = STATES[code] ?? STATES[code.slice(0, 2)] ?? "DB_STATEMENT_FAILED";
  // One state for a statement that took too long and one that somebody stopped: only the text tells.
  const isTimeout = code === "57014" && /timeout/i.test(originalMessage(error));
  return {
    code: isTimeout ? "DB_TIMEOUT" : known,
    sqlState: code,
    constraint: constraint_name ?? column_name,
    isNamesOnly: NAMES_ONLY.has(code.slice(0, 2)) && code !== SYNTAX_ERROR,
  };
}
