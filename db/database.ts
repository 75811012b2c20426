import { checkDelay, checkOptions } from "../internal/validate.ts";
import type { Handle } from "./engine/handle.ts";
import { closeOptions } from "./engine/option_names.ts";
import { Queries, type TransactionOptions } from "./queries.ts";
import { Transaction } from "./transaction.ts";

/** Options for {@linkcode Database.close}. */
export interface CloseOptions {
  /**
   * How long it waits for what is under way before it closes by force, in milliseconds.
   *
   * @default 5000
   */
  drainTimeoutMs?: number | undefined;
}

/**
 * An SQL database: SQLite, PostgreSQL, MySQL or MariaDB. {@linkcode connect} opens one.
 *
 * {@linkcode Queries} describes its calls. Servers are reached over a pool of connections (so that a `SET` reaches one of
 * them alone: make settings in a transaction); SQLite over one, so that there a call waits while a transaction is open.
 *
 * @example A table, a row, a question
 * ```ts
 * import { connect } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * await using db = await connect("sqlite::memory:");
 * await db.execute("create table city (id integer primary key, name text not null)");
 * await db.execute("insert into city (name) values (:name)", { name: "مكة" });
 * assert.deepEqual(await db.all("select * from city"), [{ id: 1, name: "مكة" }]);
 * ```
 */
export class Database extends Queries implements AsyncDisposable {
  readonly #handle: Handle;

  /**
   * Made by {@linkcode connect}.
   *
   * @internal
   * @param handle What runs statements.
   */
  constructor(handle: Handle) {
    super(handle);
    this.#handle = handle;
  }

  /**
   * Runs a function in a transaction: what it did is kept if it returns, and undone if it throws.
   *
   * Inside the function only what it is given may be used: using this object there throws, on every database, as it
   * would wait for ever on some and escape the transaction on others.
   *
   * @typeParam T What the function gives.
   * @param work What to do, with the transaction.
   * @param options A signal.
   * @returns What the function gave, once the transaction is committed.
   * @throws {ValidationError} If `work` is not a function.
   * @throws {DatabaseError} If the transaction cannot be begun or committed.
   * @throws What the function threw.
   *
   * @example All or nothing
   * ```ts
   * import { connect } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using db = await connect("sqlite::memory:");
   * await db.execute("create table t (n integer unique)");
   * await assert.rejects(db.transaction(async (tx) => {
   *   await tx.execute("insert into t values (1)");
   *   await tx.execute("insert into t values (1)");
   * }));
   * assert.deepEqual(await db.all("select * from t"), []);
   * ```
   */
  override transaction<T>(
    work: (transaction: Transaction) => Promise<T> | T,
    options?: TransactionOptions,
  ): Promise<T> {
    return this.#handle.transaction(work, (inner) => new Transaction(inner), options);
  }

  /**
   * Closes the database. It refuses new calls, waits for those under way, then closes by force; it always returns. A
   * second call waits for the first.
   *
   * @param options How long it waits.
   * @throws {ValidationError} If `drainTimeoutMs` is not a number of milliseconds.
   * @throws {DatabaseError} If it is called inside a transaction of this database.
   */
  async close(options: CloseOptions = {}): Promise<void> {
    checkOptions(options, closeOptions);
    const { drainTimeoutMs = 5_000 } = options;
    checkDelay("drainTimeoutMs", drainTimeoutMs);
    await this.#handle.close(drainTimeoutMs);
  }

  /** Closes the database, as `await using` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
