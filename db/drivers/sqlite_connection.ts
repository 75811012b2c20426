import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { DatabaseError } from "../../errors/database_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import type { ExecuteResult } from "../queries.ts";
import type { Connection, Cursor, Loss } from "../engine/driver.ts";
import { fetched } from "../engine/fetched.ts";
import { scan } from "../engine/scan.ts";
import type { Statement } from "../engine/statement.ts";
import { exact } from "../engine/values.ts";
import type { SqlRow } from "../sql_value.ts";
import { nextRows, type RowShape, rowShape, toRow } from "./sqlite_values.ts";

/** What is kept with a statement. */
interface Prepared extends RowShape {
  readonly statement: StatementSync;
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

/** A connection to a database of SQLite: the database itself, opened once. */
export class SqliteConnection implements Connection {
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
    const shape = rowShape(statement);
    // Building rows here from arrays is faster than having them built, and gives plain objects.
    statement.setReturnArrays(true);
    return {
      statement,
      names: shape.names,
      isRenamed: shape.isRenamed,
      readers: shape.readers,
      schema: undefined,
      isBusy: false,
      isReadingBigInts: false,
      hasBigInts: false,
    };
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

/** Runs a statement for its effect: not by `exec()`, whose errors have no code on Deno. */
export function run(database: DatabaseSync, sql: string): void {
  database.prepare(sql).get();
}

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
