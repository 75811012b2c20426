import type { ExecuteManyResult, ExecuteResult, QueryOptions, TransactionOptions } from "./database.ts";
import type { Handle } from "./engine/handle.ts";
import type { SqlParameters, SqlRow } from "./sql_value.ts";

/**
 * What the function of a transaction is given to work with: the same calls as a `Database`, all of them in the
 * transaction. Calls that are made at the same time run one after the other.
 *
 * @example Read and write in one transaction
 * ```ts
 * import { connect } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * await using db = await connect("sqlite::memory:");
 * await db.execute("create table account (name text, balance integer)");
 * await db.execute("insert into account values ('ali', 10)");
 * const left = await db.transaction(async (tx) => {
 *   await tx.execute("update account set balance = balance - :sum where name = 'ali'", { sum: 3 });
 *   return (await tx.one<{ balance: number }>("select balance from account"))?.balance;
 * });
 * assert.equal(left, 7);
 * ```
 */
export class Transaction {
  readonly #handle: Handle;

  /**
   * Made by `transaction()`.
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
   * @throws {DatabaseError} If the database refuses it, or the transaction is over.
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
   * @param options A signal.
   * @returns How many rows it changed in all.
   * @throws {ValidationError} If `rows` cannot be iterated over, or values are missing, superfluous or of a kind that
   * cannot be bound.
   * @throws {DatabaseError} If the database refuses it or the transaction is over.
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
   * @typeParam T The type of a row.
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns The rows.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it, or the transaction is over.
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
   * @throws {DatabaseError} If the database refuses it, or the transaction is over.
   */
  one<T = SqlRow>(sql: string, params?: SqlParameters, options?: QueryOptions): Promise<T | undefined> {
    return this.#handle.one(sql, params, options) as Promise<T | undefined>;
  }

  /**
   * Runs a statement and gives its rows as they come. Other calls may come between; MySQL's protocol cannot do that, so
   * there the rows are fetched at once.
   *
   * @typeParam T The type of a row.
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns The rows; the statement starts with the first that is asked for.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it, or the transaction is over.
   */
  rows<T = SqlRow>(
    sql: string,
    params?: SqlParameters,
    options?: QueryOptions,
  ): AsyncGenerator<T, void, undefined> {
    return this.#handle.rows(sql, params, options) as AsyncGenerator<T, void, undefined>;
  }

  /**
   * Runs a function in a transaction inside this one (a savepoint): what it did is undone if it throws, and this
   * transaction can go on.
   *
   * @typeParam T What the function gives.
   * @param work What to do, with the inner transaction.
   * @param options A signal.
   * @returns What the function gave. It is kept for good when the outermost transaction is committed.
   * @throws {ValidationError} If `work` is not a function.
   * @throws {DatabaseError} If the savepoint cannot be set or released, or the transaction is over.
   * @throws What the function threw.
   *
   * @example A part that may fail
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * await db.execute("create table t (n integer)");
   * await db.transaction(async (tx) => {
   *   await tx.execute("insert into t values (1)");
   *   await tx.transaction(async (inner) => {
   *     await inner.execute("insert into t values (2)");
   *     throw new Error("not this part");
   *   }).catch(() => {});
   * });
   * assert.deepEqual(await db.all("select * from t"), [{ n: 1 }]);
   * ```
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T> | T, options?: TransactionOptions): Promise<T> {
    return this.#handle.transaction(work, (inner) => new Transaction(inner), options);
  }
}
