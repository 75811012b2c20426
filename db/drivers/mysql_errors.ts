import { originalMessage } from "../../internal/driver_error.ts";
import { type DatabaseErrorCode, type Failure, networkFailure } from "../engine/failure.ts";

/** What the servers' error numbers mean (MySQL's and MariaDB's server error references). */
const NUMBERS: Readonly<Record<number, DatabaseErrorCode>> = {
  1007: "DB_ALREADY_EXISTS",
  1020: "DB_SERIALIZATION",
  1021: "DB_FULL",
  1022: "DB_UNIQUE",
  1040: "DB_TOO_MANY_CONNECTIONS",
  1044: "DB_PERMISSION",
  1045: "DB_AUTHENTICATION",
  1048: "DB_NOT_NULL",
  1049: "DB_DATABASE_UNKNOWN",
  1050: "DB_ALREADY_EXISTS",
  1051: "DB_TABLE_UNKNOWN",
  1053: "DB_CONNECTION_LOST",
  1054: "DB_COLUMN_UNKNOWN",
  1060: "DB_ALREADY_EXISTS",
  1061: "DB_ALREADY_EXISTS",
  1062: "DB_UNIQUE",
  1064: "DB_SYNTAX",
  1114: "DB_FULL",
  1142: "DB_PERMISSION",
  1143: "DB_PERMISSION",
  1146: "DB_TABLE_UNKNOWN",
  1149: "DB_SYNTAX",
  1203: "DB_TOO_MANY_CONNECTIONS",
  1205: "DB_LOCKED",
  1213: "DB_DEADLOCK",
  1216: "DB_FOREIGN_KEY",
  1217: "DB_FOREIGN_KEY",
  1226: "DB_TOO_MANY_CONNECTIONS",
  1227: "DB_PERMISSION",
  1264: "DB_VALUE",
  1265: "DB_VALUE",
  1290: "DB_READ_ONLY",
  1292: "DB_VALUE",
  1317: "DB_STOPPED",
  1364: "DB_NOT_NULL",
  1366: "DB_VALUE",
  1367: "DB_VALUE",
  1406: "DB_VALUE",
  1451: "DB_FOREIGN_KEY",
  1452: "DB_FOREIGN_KEY",
  1586: "DB_UNIQUE",
  1690: "DB_VALUE",
  1698: "DB_AUTHENTICATION",
  1792: "DB_READ_ONLY",
  1836: "DB_READ_ONLY",
  1927: "DB_CONNECTION_LOST",
  1969: "DB_TIMEOUT",
  3024: "DB_TIMEOUT",
  3140: "DB_VALUE",
  3572: "DB_LOCKED",
  3819: "DB_CHECK",
  4025: "DB_CHECK",
};

/** Numbers whose messages hold names only. */
const NAMES_ONLY: ReadonlySet<number> = new Set([
  1007,
  1020,
  1021,
  1040,
  1044,
  1045,
  1046,
  1048,
  1049,
  1050,
  1051,
  1052,
  1053,
  1054,
  1060,
  1061,
  1068,
  1091,
  1114,
  1142,
  1143,
  1146,
  1203,
  1205,
  1213,
  1216,
  1217,
  1226,
  1227,
  1264,
  1265,
  1290,
  1305,
  1317,
  1364,
  1406,
  1451,
  1452,
  1698,
  1792,
  1836,
  1927,
  1969,
  3024,
  3572,
  3819,
  4025,
]);

/** What the message says of what was broken, after or before the value: only the names are taken. */
const NAMES: Readonly<Record<string, RegExp>> = {
  DB_UNIQUE: /^.*for key '([^']*)'$/s,
  DB_FOREIGN_KEY: /CONSTRAINT `([^`]*)` FOREIGN KEY/,
  DB_NOT_NULL: /^(?:Column|Field) '([^']*)'/,
  DB_CHECK: /^(?:Check constraint '|CONSTRAINT `)([^'`]*)['`]/,
};

interface ServerError {
  code?: unknown;
  errno?: unknown;
  sqlState?: string;
  fatal?: unknown;
}

/**
 * Says what an error of the driver means. Its message may hold values, so that no more of it than names is used.
 *
 * @param error What it threw.
 */
export function classifyMysql(error: unknown): Failure {
  const { errno, sqlState, fatal } = error as ServerError;
  // A number that comes without a state is the system's, not the server's.
  if (typeof errno === "number" && typeof sqlState === "string") {
    const code = NUMBERS[errno] ?? "DB_STATEMENT_FAILED";
    const constraint = NAMES[code]?.exec(originalMessage(error))?.[1];
    return { code, sqlState, constraint, isNamesOnly: NAMES_ONLY.has(errno) };
  }
  return networkFailure(error) ?? { code: fatal === true ? "DB_CONNECTION_LOST" : "DB_STATEMENT_FAILED" };
}
