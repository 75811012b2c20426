import type { DatabaseSync } from "node:sqlite";
import { sleep } from "../../async/sleep.ts";
import { missingFlag } from "../../internal/permission.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import type { SqliteMode } from "../connect.ts";
import type { FileAddress } from "../engine/address.ts";
import type { Connection, SqlDriver } from "../engine/driver.ts";
import { databaseError } from "../engine/failure.ts";
import { run, SqliteConnection } from "./sqlite_connection.ts";
import { classifySqlite } from "./sqlite_errors.ts";
import { encodeSqlite } from "./sqlite_values.ts";

/** A file of SQLite's, and what may be done to it. */
export interface SqliteFile extends FileAddress {
  mode: SqliteMode;
}

/**
 * The driver for SQLite: `node:sqlite`, which all runtimes ship. It answers within the call, over one connection.
 *
 * @param file Where the database is.
 * @param lockPatienceMs How long a statement waits for a lock of another process.
 */
export function sqliteDriver(file: SqliteFile, lockPatienceMs: number): SqlDriver {
  const { path, mode } = file;
  return {
    dialect: "sqlite",
    place: `sqlite:${path}`,
    flags: [`--allow-read=${path}`, ...(mode === "ro" ? [] : [`--allow-write=${path}`])],
    maxConnections: 1,
    isImmediate: true,
    maxAhead: 1,
    // The lock is taken at the start: a transaction that reads first and writes later could else not wait for it.
    begin: mode === "ro" ? "BEGIN" : "BEGIN IMMEDIATE",
    lockPatienceMs,
    maxStatements: 500,
    encode: encodeSqlite,
    open: (signal) => open(file, lockPatienceMs, signal),
    classify: classifySqlite,
  };
}

async function open(
  file: SqliteFile,
  lockPatienceMs: number,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const { DatabaseSync } = await loadDriver("node:sqlite", () => import("node:sqlite"));
  const path = await pathOf(file);
  const end = performance.now() + lockPatienceMs;
  for (;;) {
    signal?.throwIfAborted();
    const database = await openFile(DatabaseSync, path, file.mode);
    try {
      for (const setting of settingsOf(path, file.mode)) run(database, setting);
      return new SqliteConnection(database);
    } catch (error) {
      database.close();
      if (classifySqlite(error).code !== "DB_LOCKED" || performance.now() > end) throw error;
    }
    await sleep(10, { signal });
  }
}

// Three slashes make a relative path, as in SQLAlchemy. Who means an absolute one would get an error, for want of the
// folder; unless there is such a folder from the root, which is then what was meant.
async function pathOf({ path, isAmbiguous }: FileAddress): Promise<string> {
  if (!isAmbiguous) return path;
  const { existsSync } = await import("node:fs");
  const { dirname, resolve } = await import("node:path");
  return !existsSync(dirname(resolve(path))) && existsSync(dirname(`/${path}`)) ? `/${path}` : path;
}

async function openFile(Database: typeof DatabaseSync, path: string, mode: SqliteMode): Promise<DatabaseSync> {
  if (mode === "rwc" || path === MEMORY) return new Database(path);
  const { pathToFileURL } = await import("node:url");
  const url = pathToFileURL(path);
  url.searchParams.set("mode", mode);
  try {
    return new Database(url.href, { readOnly: mode === "ro" });
  } catch (error) {
    const { existsSync } = await import("node:fs");
    if (missingFlag(error) !== undefined || existsSync(path)) throw error;
    throw databaseError({ code: "DB_FILE_MISSING" }, { place: `sqlite:${path}`, mode }, error);
  }
}

const MEMORY = ":memory:";

function settingsOf(path: string, mode: SqliteMode): readonly string[] {
  // Whether there is a log of what is written is for who writes.
  return path === MEMORY || mode === "ro" ? SETTINGS : [...FILE_SETTINGS, ...SETTINGS];
}

// A statement that meets a lock fails at once, and is tried again by the engine without stopping the program meanwhile:
// whoever holds the lock may be in the same program, and could else never let go of it.
const SETTINGS = ["PRAGMA busy_timeout = 0", "PRAGMA foreign_keys = ON"];
const FILE_SETTINGS = ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"];
