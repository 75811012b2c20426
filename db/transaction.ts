import type { Handle } from "./engine/handle.ts";
import { Queries, type TransactionOptions } from "./queries.ts";

/**
 * What the function of a transaction is given to work with: the same calls as a `Database` ({@linkcode Queries}), all
 * of them in the transaction. Calls that are made at the same time run one after the other.
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
export class Transaction extends Queries {
  readonly #handle: Handle;

  /**
   * Made by `transaction()`.
   *
   * @internal
   * @param handle What runs statements.
   */
  constructor(handle: Handle) {
    super(handle);
    this.#handle = handle;
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
  override transaction<T>(
    work: (transaction: Transaction) => Promise<T> | T,
    options?: TransactionOptions,
  ): Promise<T> {
    return this.#handle.transaction(work, (inner) => new Transaction(inner), options);
  }
}
