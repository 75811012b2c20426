import { originalMessage } from "../../internal/driver_error.ts";
import type { DatabaseErrorCode, Failure } from "../engine/failure.ts";

/** What SQLite's result codes mean, the extended one first (https://sqlite.org/rescode.html). */
const CODES: Readonly<Record<number, DatabaseErrorCode>> = {
  275: "DB_CHECK",
  787: "DB_FOREIGN_KEY",
  1299: "DB_NOT_NULL",
  1555: "DB_UNIQUE",
  2067: "DB_UNIQUE",
  2579: "DB_UNIQUE",
  3091: "DB_VALUE",
  3: "DB_PERMISSION",
  5: "DB_LOCKED",
  6: "DB_LOCKED",
  8: "DB_READ_ONLY",
  9: "DB_STOPPED",
  11: "DB_FILE_INVALID",
  13: "DB_FULL",
  14: "DB_FILE_UNAVAILABLE",
  18: "DB_VALUE",
  20: "DB_VALUE",
  23: "DB_PERMISSION",
  26: "DB_FILE_INVALID",
};

/** What is told by the text alone: a general error has no finer code. */
const TEXTS: readonly (readonly [RegExp, DatabaseErrorCode])[] = [
  [/^no such table/, "DB_TABLE_UNKNOWN"],
  [/^no such column|has no column named/, "DB_COLUMN_UNKNOWN"],
  [/already exists$/, "DB_ALREADY_EXISTS"],
  [/syntax error|^incomplete input|^unrecognized token/, "DB_SYNTAX"],
  [/^integer overflow|^malformed JSON|^datatype mismatch/, "DB_VALUE"],
  [/^file is not a database/, "DB_FILE_INVALID"],
  [/^database (?:table )?is locked/, "DB_LOCKED"],
  [/^unable to open database file/, "DB_FILE_UNAVAILABLE"],
  [/database is not open|has been finalized/, "DB_CLOSED"],
];

/**
 * Says what an error of `node:sqlite` means.
 *
 * @param error What it threw.
 */
export function classifySqlite(error: unknown): Failure {
  const { errcode } = error as { errcode?: unknown };
  const message = originalMessage(error);
  const number = typeof errcode === "number" ? errcode : 0;
  const code = CODES[number] ?? CODES[number & 255] ?? TEXTS.find(([text]) => text.test(message))?.[1];
  return { code: code ?? "DB_STATEMENT_FAILED", constraint: constraintIn(message, number) };
}

// "UNIQUE constraint failed: city.name, city.country", "CHECK constraint failed: positive"
function constraintIn(message: string, errcode: number): string | undefined {
  if ((errcode & 255) !== 19) return undefined;
  return /^\w[\w ]* constraint failed: (.+)$/s.exec(message)?.[1];
}
