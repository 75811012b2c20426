import type { DatabaseError } from "../errors/database_error.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { currentAmbient, runAmbient } from "../internal/ambient.ts";
import { lazy } from "../internal/lazy.ts";
import { checkOneOf, checkOptions } from "../internal/validate.ts";
import { connect, type ConnectOptions } from "./connect.ts";
import type { Database } from "./database.ts";
import type {
  DocumentDatabase,
  DocumentFilter,
  DocumentRecord,
  FindOptions,
  InsertOptions,
} from "./document_database.ts";
import { engineOf, parseAddress } from "./engine/address.ts";
import type { Circumstances, DatabaseErrorCode } from "./engine/failure.ts";
import { connectOptions } from "./engine/option_names.ts";
import type { ExecuteManyResult, ExecuteResult, QueryOptions } from "./queries.ts";
import type { SqlParameters, SqlRow } from "./sql_value.ts";
import type { Transaction } from "./transaction.ts";

const failures = lazy(() => import("./engine/failure.ts"));

/** What a {@linkcode DatabaseSession} works with: rows by SQL, or documents. */
export type DatabaseKind = "sql" | "nosql";

/** What was done since the last commit. */
interface Unit {
  transaction: Transaction;
  /** Keeps or undoes it. */
  end(isKept: boolean): Promise<void>;
}

/** What a unit that is not kept is ended with. */
const UNDONE = Symbol("undone");

/**
 * One unit of work on a database: it connects at its first call, runs every call in one transaction, and ends with its
 * block.
 *
 * `await using` cannot see whether its block threw. So the session commits at the end of the block unless a call on it
 * failed or the task that it runs in was cancelled: then it rolls back. Where the block may throw by itself, use
 * {@linkcode DatabaseSession.transaction}, whose meaning is exact.
 *
 * Documents (MongoDB) are not in a transaction: what is inserted is kept.
 *
 * @example Kept at the end of the block
 * ```ts
 * import { DatabaseSession } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * await using session = new DatabaseSession("sqlite::memory:");
 * await session.execute("create table city (name text)");
 * await session.execute("insert into city values (:name)", { name: "دمشق" });
 * assert.deepEqual(await session.all("select name from city"), [{ name: "دمشق" }]);
 * ```
 */
export class DatabaseSession implements AsyncDisposable {
  /** What it works with. */
  readonly kind: DatabaseKind;
  readonly #url: string;
  readonly #options: ConnectOptions;
  #connection: Promise<Database | DocumentDatabase> | undefined;
  #unit: Promise<Unit> | undefined;
  #hasFailed = false;
  #closing: Promise<void> | undefined;

  /**
   * Makes a session; nothing is opened yet.
   *
   * @param url Where the database is, as `connect` takes it.
   * @param kind `"sql"` or `"nosql"`; what the URL says by default.
   * @param options Options of `connect`.
   * @throws {ValidationError} If the URL is wrong, or `kind` is not what it says, or an option is not known.
   */
  constructor(url: string, kind?: DatabaseKind, options: ConnectOptions = {}) {
    const found: DatabaseKind = engineOf(url) === "mongodb" ? "nosql" : "sql";
    if (found === "sql") parseAddress(url);
    checkOneOf("kind", kind ?? found, ["sql", "nosql"]);
    if (kind !== undefined && kind !== found) {
      throw new ValidationError({ code: "ARGUMENT_NOT_ONE_OF", params: { name: "kind", allowed: found, value: kind } });
    }
    checkOptions(options, connectOptions);
    this.kind = found;
    this.#url = url;
    this.#options = options;
  }

  /**
   * Runs a statement for its effect.
   *
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param params The placeholders' values.
   * @param options A signal.
   * @returns What it changed.
   * @throws {ValidationError} If values are missing, superfluous or of a kind that cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or holds documents.
   */
  execute(sql: string, params?: SqlParameters, options: QueryOptions = {}): Promise<ExecuteResult> {
    return this.#inUnit("execute", (transaction) => transaction.execute(sql, params, options));
  }

  /**
   * Runs a statement once for each set of values: all of them are done or, if one fails, none.
   *
   * @param sql One statement, with placeholders `:name` or `?`.
   * @param rows The values of each time: an array, or anything that can be iterated over.
   * @param options A signal.
   * @returns How many rows it changed in all.
   * @throws {ValidationError} If `rows` cannot be iterated over, or values are missing, superfluous or of a kind that
   * cannot be bound.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or holds documents.
   */
  executeMany(
    sql: string,
    rows: Iterable<SqlParameters> | AsyncIterable<SqlParameters>,
    options: QueryOptions = {},
  ): Promise<ExecuteManyResult> {
    return this.#inUnit("executeMany", (transaction) => transaction.executeMany(sql, rows, options));
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
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or holds documents.
   */
  all<T = SqlRow>(sql: string, params?: SqlParameters, options: QueryOptions = {}): Promise<T[]> {
    return this.#inUnit("all", (transaction) => transaction.all<T>(sql, params, options));
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
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or holds documents.
   */
  one<T = SqlRow>(sql: string, params?: SqlParameters, options: QueryOptions = {}): Promise<T | undefined> {
    return this.#inUnit("one", (transaction) => transaction.one<T>(sql, params, options));
  }

  /**
   * Inserts documents.
   *
   * @param collection The collection's name.
   * @param documents The documents.
   * @param options A signal.
   * @returns The `_id` of each, in order.
   * @throws {ValidationError} If the name is empty, or a document is not an object.
   * @throws {DatabaseError} If the database refuses one or cannot be reached, or is one of SQL.
   */
  insert(collection: string, documents: readonly DocumentRecord[], options?: InsertOptions): Promise<unknown[]>;
  /**
   * Inserts one document.
   *
   * @param collection The collection's name.
   * @param document The document.
   * @param options A signal.
   * @returns Its `_id`.
   * @throws {ValidationError} If the name is empty, or the document is not an object.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or is one of SQL.
   */
  insert(collection: string, document: DocumentRecord, options?: InsertOptions): Promise<unknown>;
  async insert(
    collection: string,
    documents: DocumentRecord | readonly DocumentRecord[],
    options: InsertOptions = {},
  ): Promise<unknown> {
    return await (await this.#documents("insert")).insert(collection, documents as DocumentRecord, options);
  }

  /**
   * Finds documents.
   *
   * @typeParam T The type of a document.
   * @param collection The collection's name.
   * @param filter Which documents; all by default.
   * @param options How many, in which order, a signal.
   * @returns The documents.
   * @throws {ValidationError} If an argument is wrong.
   * @throws {DatabaseError} If the database refuses it or cannot be reached, or is one of SQL.
   */
  async find<T = DocumentRecord>(
    collection: string,
    filter: DocumentFilter = {},
    options: FindOptions = {},
  ): Promise<T[]> {
    return await (await this.#documents("find")).find<T>(collection, filter, options);
  }

  /**
   * Runs a function in a transaction: what it did is kept if it returns, and undone if it throws. Before other calls it
   * is a transaction of its own, kept at once; after them it is a part of the session's unit of work (a savepoint).
   *
   * @typeParam T What the function gives.
   * @param work What to do, with the transaction.
   * @returns What the function gave.
   * @throws {DatabaseError} If the transaction cannot be begun or committed, or the database holds documents.
   * @throws What the function threw.
   *
   * @example Undone although no call failed
   * ```ts
   * import { DatabaseSession } from "@maktaba/std/db";
   * import assert from "node:assert/strict";
   *
   * await using session = new DatabaseSession("sqlite::memory:");
   * await session.execute("create table t (n integer)");
   * await assert.rejects(session.transaction(async (tx) => {
   *   await tx.execute("insert into t values (1)");
   *   throw new Error("changed my mind");
   * }), /changed my mind/);
   * assert.deepEqual(await session.all("select * from t"), []);
   * ```
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T> | T): Promise<T> {
    const unit = await this.#unit;
    if (unit !== undefined) return await unit.transaction.transaction(work);
    return await (await this.#sql("transaction")).transaction(work);
  }

  /**
   * Keeps what was done so far; the next call begins anew.
   *
   * @throws {DatabaseError} If the database cannot keep it; it is undone then.
   */
  async commit(): Promise<void> {
    await this.#end(true);
  }

  /** Undoes what was done since the last commit; the next call begins anew. */
  async rollback(): Promise<void> {
    await this.#end(false);
  }

  /**
   * Ends the session as the end of its block does: commits unless a call on it failed, then closes the connection. A
   * second call waits for the first.
   *
   * @throws {DatabaseError} If the database cannot keep what was done.
   */
  async close(): Promise<void> {
    await (this.#closing ??= this.#close());
  }

  /** Ends the session, as `await using` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    try {
      await this.#end(!this.#hasFailed && currentAmbient()?.signal.aborted !== true);
    } finally {
      // One that could not be opened has nothing to close.
      await (await this.#connection?.catch(() => undefined))?.close();
    }
  }

  async #end(isKept: boolean): Promise<void> {
    const unit = this.#unit;
    this.#unit = undefined;
    this.#hasFailed = false;
    // One that could not be begun has nothing to end.
    await (await unit?.catch(() => undefined))?.end(isKept);
  }

  async #inUnit<T>(operation: string, call: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      const database = await this.#sql(operation);
      this.#unit ??= begin(database).catch((error) => {
        this.#unit = undefined;
        throw error;
      });
      return await call((await this.#unit).transaction);
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  async #sql(operation: string): Promise<Database> {
    if (this.kind === "sql") return await this.#connected() as Database;
    throw await failure("DB_KIND", { place: "nosql", operation });
  }

  async #documents(operation: string): Promise<DocumentDatabase> {
    if (this.kind === "nosql") return await this.#connected() as DocumentDatabase;
    throw await failure("DB_KIND", { place: "sql", operation });
  }

  async #connected(): Promise<Database | DocumentDatabase> {
    if (this.#closing !== undefined) throw await failure("DB_CLOSED", { place: this.kind });
    // A connection that failed is not remembered: the next call may succeed.
    this.#connection ??= connect(this.#url, this.#options).catch((error) => {
      this.#connection = undefined;
      throw error;
    });
    return await this.#connection;
  }
}

async function failure(code: DatabaseErrorCode, circumstances: Circumstances): Promise<DatabaseError> {
  const { databaseError } = failures.module ?? await failures.load();
  return databaseError({ code }, circumstances);
}

/** Begins a transaction that stays open until it is told to end. */
async function begin(database: Database): Promise<Unit> {
  const begun = Promise.withResolvers<Transaction>();
  const ending = Promise.withResolvers<void>();
  // It belongs to the session, not to the task whose call happened to be the first.
  const done = runAmbient(undefined, () =>
    database.transaction((transaction) => {
      begun.resolve(transaction);
      return ending.promise;
    }));
  done.catch(begun.reject);
  const transaction = await begun.promise;
  return {
    transaction,
    async end(isKept) {
      if (isKept) ending.resolve();
      else ending.reject(UNDONE);
      try {
        await done;
      } catch (error) {
        if (error !== UNDONE) throw error;
      }
    },
  };
}
