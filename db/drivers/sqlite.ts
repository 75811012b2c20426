import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { sleep } from "../../async/sleep.ts";
import type { DatabaseError } from "../../errors/database_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { missingFlag } from "../../internal/permission.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import type { SqliteMode } from "../connect.ts";
import type { ExecuteResult } from "../queries.ts";
import type { FileAddress } from "../engine/address.ts";
import { jsonText, REFUSED } from "../engine/bind.ts";
import { isRenamed, safeName, withNames } from "../engine/columns.ts";
import { BATCH_ROWS, type Connection, type Cursor, type Loss, type SqlDriver } from "../engine/driver.ts";
import { databaseError } from "../engine/failure.ts";
import { fetched } from "../engine/fetched.ts";
import { scan } from "../engine/scan.ts";
import type { Statement } from "../engine/statement.ts";
import { dateOf, exact, parsedJson } from "../engine/values.ts";
import type { SqlRow } from "../sql_value.ts";
import { classifySqlite } from "./sqlite_errors.ts";

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
    encode,
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

// Not by exec(), whose errors have no code on Deno.
function run(database: DatabaseSync, sql: string): void {
  database.prepare(sql).get();
}

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

function encode(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      // A number is bound as a double, which makes 5.0 of 5 in columns of text or of no type.
      return Number.isSafeInteger(value) ? BigInt(value) : Number.isFinite(value) ? value : REFUSED;
    case "bigint":
      return value <= MAX_INTEGER && value >= MIN_INTEGER ? value : REFUSED;
    case "boolean":
      return value ? 1n : 0n;
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      return REFUSED;
  }
}

function encodeObject(value: object): unknown {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? REFUSED : value.toISOString();
  return jsonText(value) ?? REFUSED;
}

/** What is kept with a statement. */
interface Prepared {
  statement: StatementSync;
  /** The names of its columns; empty where it gives no rows. */
  names: readonly string[];
  /** Whether a name is not the column's own. */
  isRenamed: boolean;
  /** For each column, what makes a value of what SQLite stores; undefined where that is the same. */
  readers: readonly (((value: SQLOutputValue) => unknown) | undefined)[];
  /** The version of the schema that the columns are of. */
  schema: unknown;
  /** Whether its rows are being read. */
  isBusy: boolean;
  /** Whether integers are read as bigints. */
  isReadingBigInts: boolean;
  /** Whether it has given an integer that a number cannot hold. */
  hasBigInts: boolean;
}

/** What only reads, so that it may be run twice. */
const READS = new Set(["SELECT", "VALUES"]);

function readingNumbers(prepared: Prepared): StatementSync {
  if (prepared.isReadingBigInts) prepared.statement.setReadBigInts(prepared.isReadingBigInts = false);
  return prepared.statement;
}

function readingBigInts(prepared: Prepared): StatementSync {
  if (!prepared.isReadingBigInts) prepared.statement.setReadBigInts(prepared.isReadingBigInts = true);
  return prepared.statement;
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_OUT_OF_RANGE";
}

class SqliteConnection implements Connection {
  readonly #database: DatabaseSync;
  #schemaVersion: StatementSync | undefined;
  #lastChange: Prepared | undefined;
  #isUsable = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  execute(statement: Statement, values: readonly unknown[]): ExecuteResult {
    const { changes, lastInsertRowid } = this.#change(this.#prepared(statement), values);
    // What SQLite tells after other statements is what the last one that wrote did.
    if (!statement.isWrite) return { rowsAffected: 0, lastInsertId: undefined };
    const isInsert = statement.verb === "INSERT" || statement.verb === "REPLACE";
    return { rowsAffected: changes, lastInsertId: isInsert && changes > 0 ? lastInsertRowid : undefined };
  }

  #change(prepared: Prepared, values: readonly unknown[]): { changes: number; lastInsertRowid: number | bigint } {
    try {
      const { changes, lastInsertRowid } = readingNumbers(prepared).run(...values as SQLInputValue[]);
      if (Number.isSafeInteger(lastInsertRowid)) return { changes: changes as number, lastInsertRowid };
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
    // The change is made. Some runtimes round such a number, others throw: SQLite itself knows it.
    this.#lastChange ??= this.#prepare("SELECT changes() AS changes, last_insert_rowid() AS id");
    const [changes, id] = readingBigInts(this.#lastChange).get() as unknown as [bigint, bigint];
    return { changes: Number(changes), lastInsertRowid: exact(id) };
  }

  all(statement: Statement, values: readonly unknown[]): SqlRow[] {
    return this.#read(statement, (prepared, native) => {
      const rows = native.all(...values as SQLInputValue[]) as unknown as SQLOutputValue[][];
      return rows.map((row) => toRow(row, prepared));
    });
  }

  one(statement: Statement, values: readonly unknown[]): SqlRow | undefined {
    return this.#read(statement, (prepared, native) => {
      const row = native.get(...values as SQLInputValue[]) as unknown as SQLOutputValue[] | undefined;
      return row === undefined ? undefined : toRow(row, prepared);
    });
  }

  /** Reads integers as numbers, which is faster, until there is one that a number cannot hold. */
  #read<T>(statement: Statement, run: (prepared: Prepared, native: StatementSync) => T): T {
    const prepared = this.#withColumns(statement);
    // What changes something must not be run a second time.
    if (prepared.hasBigInts || !READS.has(statement.verb)) return run(prepared, readingBigInts(prepared));
    try {
      return run(prepared, readingNumbers(prepared));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      prepared.hasBigInts = true;
      return run(prepared, readingBigInts(prepared));
    }
  }

  cursor(statement: Statement, values: readonly unknown[]): Cursor {
    const isSure = iterationTells(this.#database);
    if (!isSure && statement.verb !== "SELECT") return fetched(this, statement, values);
    const prepared = this.#withColumns(statement);
    const rows = readingBigInts(prepared).iterate(...values as SQLInputValue[]) as unknown as Iterator<
      SQLOutputValue[]
    >;
    prepared.isBusy = true;
    let seen = 0;
    return {
      isShared: true,
      next: () => {
        const batch = nextRows(rows, prepared);
        seen += batch.length;
        if (batch.length === 0 && !isSure) this.#checkEnd(prepared.statement.sourceSQL, values, seen);
        return batch;
      },
      close() {
        rows.return?.();
        prepared.isBusy = false;
      },
    };
  }

  /** Asks for the row after the last one, where an iteration does not tell an error from its end: this tells. */
  #checkEnd(sql: string, values: readonly unknown[], seen: number): void {
    const text = `SELECT * FROM (${sql.replace(/;\s*$/, "")}\n) LIMIT 1 OFFSET ${seen}`;
    this.#database.prepare(text).get(...values as SQLInputValue[]);
  }

  command(sql: string): void {
    // Some errors make SQLite roll back by itself; undoing it again would be another error.
    if (/^(?:ROLLBACK|RELEASE)/.test(sql) && !this.#database.isTransaction) return;
    run(this.#database, sql);
  }

  lossAfter(_failure: DatabaseError): Loss {
    return this.#database.isTransaction ? "nothing" : "transaction";
  }

  close(): Promise<void> {
    this.destroy();
    return Promise.resolve();
  }

  destroy(): void {
    if (!this.#isUsable) return;
    this.#isUsable = false;
    this.#database.close();
  }

  #prepared(statement: Statement): Prepared {
    const known = statement.native as Prepared | undefined;
    if (known !== undefined && !known.isBusy) return known;
    const prepared = this.#prepare(statement.text);
    // One whose rows are being read goes on; the next caller gets a statement of its own.
    statement.native = prepared;
    return prepared;
  }

  #prepare(text: string): Prepared {
    const statement = this.#database.prepare(text);
    refuseMore(text, statement.sourceSQL);
    const prepared: Prepared = {
      statement,
      names: [],
      isRenamed: false,
      readers: [],
      schema: undefined,
      isBusy: false,
      isReadingBigInts: false,
      hasBigInts: false,
    };
    readColumns(prepared);
    // Building rows here from arrays is faster than having them built, and gives plain objects.
    statement.setReturnArrays(true);
    return prepared;
  }

  // `*` stands for other columns when the schema has changed, by this program or another. SQLite finds that out when a
  // statement runs, not when it is prepared: so something runs first, and then the statement is prepared anew.
  #withColumns(statement: Statement): Prepared {
    const prepared = this.#prepared(statement);
    if (!statement.hasStar) return prepared;
    this.#schemaVersion ??= this.#database.prepare("PRAGMA schema_version");
    const schema = this.#schemaVersion.get()?.["schema_version"];
    if (prepared.schema === schema) return prepared;
    run(this.#database, "SELECT 1 FROM sqlite_schema LIMIT 1");
    const fresh = this.#prepare(statement.text);
    fresh.schema = schema;
    statement.native = fresh;
    return fresh;
  }
}

let canIterate: boolean | undefined;

// Deno 2.9 ends an iteration at an error as if there were no more rows.
function iterationTells(database: DatabaseSync): boolean {
  if (canIterate === undefined) {
    canIterate = false;
    try {
      for (const _ of database.prepare("SELECT abs(-9223372036854775807 - 1)").iterate());
    } catch {
      canIterate = true;
    }
  }
  return canIterate;
}

// SQLite prepares the first statement and passes over the rest in silence.
function refuseMore(text: string, source: string): void {
  const rest = text.slice(source.length);
  if (rest.trim() === "" || scan(rest, "sqlite").verb === "") return;
  throw new ValidationError({ code: "ARGUMENT_SQL_MANY", params: { name: "sql" } });
}

function readColumns(prepared: Prepared): void {
  const columns = prepared.statement.columns();
  prepared.names = columns.map(({ name }) => safeName(name));
  prepared.isRenamed = prepared.names.some(isRenamed);
  prepared.readers = columns.map(({ type }) => reader(type));
}

/** Reads values of a column by what it is declared as; SQLite itself has no such types. */
function reader(type: string | null): ((value: SQLOutputValue) => unknown) | undefined {
  switch (/^\s*(\w+)/.exec(type ?? "")?.[1]?.toUpperCase()) {
    case "BOOLEAN":
    case "BOOL":
      return (value) => value === 1 || value === 1n ? true : value === 0 || value === 0n ? false : value;
    case "DATE":
    case "DATETIME":
    case "TIMESTAMP":
    case "TIMESTAMPTZ":
      return (value) => typeof value === "string" ? dateOf(value) : value;
    case "JSON":
    case "JSONB":
      return (value) => typeof value === "string" ? parsedJson(value) : value;
    default:
      return undefined;
  }
}

function toRow(values: readonly SQLOutputValue[], { names, readers, isRenamed }: Prepared): SqlRow {
  const row: SqlRow = {};
  for (let index = 0; index < names.length; index++) {
    const read = readers[index];
    const value = read === undefined ? values[index] : read(values[index]!);
    row[names[index]!] = typeof value === "bigint" ? exact(value) : value;
  }
  return isRenamed ? withNames(row) : row;
}

function nextRows(rows: Iterator<SQLOutputValue[]>, prepared: Prepared): SqlRow[] {
  const batch: SqlRow[] = [];
  while (batch.length < BATCH_ROWS) {
    const { done, value } = rows.next();
    if (done) break;
    batch.push(toRow(value, prepared));
  }
  return batch;
}
