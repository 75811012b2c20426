import type { Handle } from "./engine/handle.ts";
import type { SqlParameters, SqlRow } from "./sql_value.ts";
import type { Transaction } from "./transaction.ts";

/** What {@linkcode Queries.execute} gives. */
export interface ExecuteResult {
  /** How many rows were inserted, updated or deleted; 0 for statements that do none of this. */
  rowsAffected: number;
  /**
   * The number that the database gave the inserted row: SQLite's last rowid, MySQL's auto-increment (of several rows
   * the first one's), and with `RETURNING` what the first column says of the last row. Undefined where there is none.
   */
  lastInsertId: number | bigint | undefined;
}

/** What {@linkcode Queries.executeMany} gives. */
export interface ExecuteManyResult {
  /** How many rows were inserted, updated or deleted in all. */
  rowsAffected: number;
}

/** Options of every statement. */
export interface QueryOptions {
  /** Stops the statement, on the server too; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** Options for {@linkcode Queries.transaction}. */
export interface TransactionOptions {
  /** Stops what the transaction waits for and undoes it; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * The calls that a `Database` and a `Transaction` have in common: the type for a function that works with either.
 *
 * Values are given by name for `:name` (or in order, for `?`), and are bound, never pasted into the SQL. Every call
 * holds one statement.
 *
 * @example With or without a transaction
 * ```ts
 * import { connect, type Queries } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * async function addCity(db: Queries, name: string): Promise<void> {
 *   await db.execute("insert into city values (:name)", { name });
 * }
 *
 * await using db = await connect("sqlite::memory:");
 * await db.execute("create table city (name text)");
 * await addCity(db, "فاس");
 * await db.transaction((tx) => addCity(tx, "تونس"));
 * assert.deepEqual(await db.one("select count(*) as n from city"), { n: 2 });
 * ```
 */
export abstract class Queries {
  readonly #handle: Handle;

  /**
   * Made by `connect()` and `transaction()`.
   *
   * @internal
   * @param handle What runs statements.
   */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Runs a statement for its effect.
   *
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns What it changed.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or the transaction is over.
   *
   * @example How many rows it changed
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * await db.execute("create table t (n integer)");
   * const { rowsAffected } = await db.execute("insert into t values (:a), (:b)", { a: 1, b: 2 });
   * assert.equal(rowsAffected, 2);
   * ```
   */
  execute(sql: string, params?: SqlParameters, options?: QueryOptions): Promise<ExecuteResult> {
    return this.#handle.execute(sql, params, options);
  }

  /**
   * Runs a statement once for each set of values: all of them are kept or, if one fails, none. PostgreSQL is sent a
   * hundred at a time, several times as fast as a call for each, unless there is a signal or a task that may stop them:
   * then they are sent one by one.
   *
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param rows The values of each time: an array, or anything that can be iterated over, such as records as they come
   * from a file. It may not use this database itself.
   * @param options A signal, which stops it and undoes what was done.
   * @returns How many rows it changed in all.
   * @throws {ValidationError} If `rows` cannot be iterated over, or values are missing, superfluous or of a kind that
   * cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or the transaction is over.
   *
   * @example Many rows at once
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * await db.execute("create table city (name text, country text)");
   * const cities = [{ name: "مكة", country: "SA" }, { name: "القدس", country: "PS" }];
   * const { rowsAffected } = await db.executeMany("insert into city values (:name, :country)", cities);
   * assert.equal(rowsAffected, 2);
   * ```
   */
  async executeMany(
    sql: string,
    rows: Iterable<SqlParameters> | AsyncIterable<SqlParameters>,
    options?: QueryOptions,
  ): Promise<ExecuteManyResult> {
    return { rowsAffected: await this.#handle.executeMany(sql, rows, options) };
  }

  /**
   * Runs a statement and gives all its rows.
   *
   * @typeParam T The type of a row; what the columns are is for the caller to know.
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns The rows; none for a statement that gives none.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or the transaction is over.
   */
  all<T = SqlRow>(sql: string, params?: SqlParameters, options?: QueryOptions): Promise<T[]> {
    return this.#handle.all(sql, params, options) as Promise<T[]>;
  }

  /**
   * Runs a statement and gives its first row.
   *
   * @typeParam T The type of a row.
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns The row, or undefined where there is none.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or the transaction is over.
   *
   * @example A row that may not be there
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * assert.deepEqual(await db.one("select :n + 1 as n", { n: 1 }), { n: 2 });
   * assert.equal(await db.one("select 1 where false"), undefined);
   * ```
   */
  one<T = SqlRow>(sql: string, params?: SqlParameters, options?: QueryOptions): Promise<T | undefined> {
    return this.#handle.one(sql, params, options) as Promise<T | undefined>;
  }

  /**
   * Runs a statement and gives its rows as they come, a batch at a time, so that they need not fit into memory. Leaving
   * the loop stops the statement.
   *
   * In a transaction other calls may come between; MySQL's protocol cannot do that, so there the rows are fetched at
   * once.
   *
   * @typeParam T The type of a row.
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns The rows; the statement starts with the first that is asked for.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or the transaction is over.
   *
   * @example Row by row
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * let sum = 0;
   * const sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :last) select i from n";
   * for await (const { i } of db.rows<{ i: number }>(sql, { last: 1000 })) sum += i;
   * assert.equal(sum, 500500);
   * ```
   */
  rows<T = SqlRow>(
    sql: string,
    params?: SqlParameters,
    options?: QueryOptions,
  ): AsyncGenerator<T, void, undefined> {
    return this.#handle.rows(sql, params, options) as AsyncGenerator<T, void, undefined>;
  }

  /**
   * Runs a function in a transaction: what it did is kept if it returns, and undone if it throws. In a transaction that
   * is one inside of it, a savepoint.
   *
   * @typeParam T What the function gives.
   * @param work What to do, with the transaction.
   * @param options A signal.
   * @returns What the function gave.
   * @throws {ValidationError} If `work` is not a function.
   * @throws {DatabaseError} If the transaction cannot be begun or committed.
   * @throws What the function threw.
   */
  abstract transaction<T>(
    work: (transaction: Transaction) => Promise<T> | T,
    options?: TransactionOptions,
  ): Promise<T>;
}
