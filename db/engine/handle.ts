import { DatabaseError } from "../../errors/database_error.ts";
import { MaktabaError } from "../../errors/maktaba_error.ts";
import { currentAmbient, runAmbient } from "../../internal/ambient.ts";
import { LinkedSignal, throwIfCancelled, withSignal } from "../../internal/signals.ts";
import { checkFunction, checkOptions } from "../../internal/validate.ts";
import type { ExecuteResult, QueryOptions, TransactionOptions } from "../queries.ts";
import type { SqlParameters, SqlRow } from "../sql_value.ts";
import { again } from "./again.ts";
import { bind } from "./bind.ts";
import { isInside, runInside } from "./context.ts";
import type { Connection, SqlDriver } from "./driver.ts";
import { checkRows, executeRows, type SqlParametersList } from "./execute_rows.ts";
import { databaseError, isReason } from "./failure.ts";
import { queryOptions, transactionOptions } from "./option_names.ts";
import { Pool } from "./pool.ts";
import type { Statement, Statements } from "./statement.ts";
import { streamRows } from "./stream_rows.ts";
import { rollBack, transactionWords } from "./transaction_words.ts";

/** What all handles on one database share. */
export interface Engine {
  readonly driver: SqlDriver;
  readonly statements: Statements;
  /** The pool of the database itself. */
  readonly pool: Pool;
}

/** How a statement is run. */
type Method = "execute" | "all" | "one";

/** What statements are run through: a database, or a transaction on it. */
export class Handle {
  readonly #engine: Engine;
  /** Where connections come from; in a transaction, the one that it has, for one caller at a time. */
  readonly #pool: Pool;
  /** What the transaction was begun on; undefined for the database itself. */
  readonly #parent: Handle | undefined;
  readonly #depth: number;
  /** Ends the transaction. */
  readonly #signal: AbortSignal | undefined;
  /** How many transactions are open on this. */
  #transactions = 0;
  /** What made the database undo the transaction. */
  #loss: DatabaseError | undefined;
  #closing: Promise<void> | undefined;

  /**
   * Made by `openHandle` and by `transaction`.
   *
   * @param engine What all handles share.
   * @param pool Where connections come from.
   * @param parent What the transaction was begun on.
   * @param signal Ends the transaction.
   */
  constructor(engine: Engine, pool: Pool, parent: Handle | undefined, signal: AbortSignal | undefined) {
    this.#engine = engine;
    this.#pool = pool;
    this.#parent = parent;
    this.#depth = parent === undefined ? 0 : parent.#depth + 1;
    this.#signal = signal;
  }

  /** Runs a statement for its effect. */
  execute(sql: string, params: SqlParameters | undefined, options: QueryOptions | undefined): Promise<ExecuteResult> {
    return this.#run("execute", sql, params, options) as Promise<ExecuteResult>;
  }

  /**
   * Runs a statement once for each set of values, all of them or none.
   *
   * @returns How many rows it changed.
   */
  async executeMany(sql: string, rows: SqlParametersList, options: QueryOptions | undefined): Promise<number> {
    if (options !== undefined) checkOptions(options, queryOptions);
    checkRows(rows);
    return await this.transaction((inner) => inner.#executeRows(sql, rows), (inner: Handle) => inner, options);
  }

  /** Runs a statement and gives all its rows. */
  all(sql: string, params: SqlParameters | undefined, options: QueryOptions | undefined): Promise<SqlRow[]> {
    return this.#run("all", sql, params, options) as Promise<SqlRow[]>;
  }

  /** Runs a statement and gives its first row. */
  one(sql: string, params: SqlParameters | undefined, options: QueryOptions | undefined): Promise<SqlRow | undefined> {
    return this.#run("one", sql, params, options) as Promise<SqlRow | undefined>;
  }

  /** Runs a statement and gives its rows in the order in which they come. */
  rows(
    sql: string,
    params: SqlParameters | undefined,
    options: QueryOptions | undefined,
  ): AsyncGenerator<SqlRow, void, undefined> {
    if (options !== undefined) checkOptions(options, queryOptions);
    const { statements, driver } = this.#engine;
    const statement = statements.get(sql, Array.isArray(params));
    const values = bind(statement, params, driver.encode);
    const isInTransaction = this.#parent !== undefined;
    return streamRows({
      pool: this.#pool,
      place: driver.place,
      signals: [options?.signal, this.#signal],
      check: () => this.#checkUsable(),
      open: (connection, live) => this.#patiently(() => connection.cursor(statement, values, isInTransaction), live),
      failed: (error, connection, live) => this.#failed(error, connection, statement, live),
    });
  }

  /**
   * Runs a function in a transaction on this; in one already, between a savepoint and its release.
   *
   * @param work The function.
   * @param wrap Makes what it is given.
   * @param options A signal that ends the transaction.
   */
  async transaction<H, T>(
    work: (wrapped: H) => Promise<T> | T,
    wrap: (inner: Handle) => H,
    options: TransactionOptions | undefined,
  ): Promise<T> {
    checkFunction("work", work);
    if (options !== undefined) checkOptions(options, transactionOptions);
    this.#checkUsable();
    return await this.#underSignals(options?.signal, async (live) => {
      const connection = await this.#pool.acquire(live);
      this.#transactions++;
      try {
        return await this.#transact(connection, (inner) => work(wrap(inner)), live);
      } finally {
        this.#transactions--;
        this.#pool.release(connection);
      }
    });
  }

  /** Refuses new calls, waits for those under way for a time, then closes by force. */
  async close(drainTimeoutMs: number): Promise<void> {
    if (this.#transactions > 0 && isInside(this)) throw this.#error({ code: "DB_TRANSACTION_OUTER" });
    await (this.#closing ??= this.#pool.close(drainTimeoutMs));
  }

  // Not async: where the answer is there at once, a promise of it is all that has to be made.
  #run(
    method: Method,
    sql: string,
    params: SqlParameters | undefined,
    options: QueryOptions | undefined,
  ): Promise<unknown> {
    try {
      if (options !== undefined) checkOptions(options, queryOptions);
      const signal = options?.signal;
      const { statements, driver } = this.#engine;
      const statement = statements.get(sql, Array.isArray(params));
      const values = bind(statement, params, driver.encode);
      this.#checkUsable();
      const connection = driver.isImmediate ? this.#glance(signal) : undefined;
      return connection === undefined
        ? this.#underSignals(signal, (live) => this.#runWaiting(method, statement, values, live))
        : this.#runAtOnce(connection, method, statement, values, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #glance(signal: AbortSignal | undefined): Connection | undefined {
    this.#signal?.throwIfAborted();
    throwIfCancelled(signal);
    return this.#pool.glance();
  }

  #runAtOnce(
    connection: Connection,
    method: Method,
    statement: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    try {
      return Promise.resolve(connection[method](statement, values, undefined));
    } catch (error) {
      const failure = this.#failed(error, connection, statement, undefined);
      if (!(failure instanceof DatabaseError && failure.code === "DB_LOCKED")) throw failure;
    }
    return this.#underSignals(signal, (live) => this.#runWaiting(method, statement, values, live));
  }

  async #executeRows(sql: string, rows: SqlParametersList): Promise<number> {
    const connection = await this.#pool.acquire(this.#signal);
    const signal = this.#signal;
    const failed = (error: unknown, statement: Statement) => this.#failed(error, connection, statement, signal);
    try {
      return await executeRows({ connection, ...this.#engine, signal, failed }, sql, rows);
    } finally {
      this.#pool.release(connection);
    }
  }

  async #runWaiting(
    method: Method,
    statement: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const connection = await this.#pool.acquire(signal);
    try {
      return await this.#patiently(() => connection[method](statement, values, signal), signal);
    } catch (error) {
      throw this.#failed(error, connection, statement, signal);
    } finally {
      this.#pool.release(connection);
    }
  }

  async #transact<T>(
    connection: Connection,
    work: (inner: Handle) => Promise<T> | T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { begin, place } = this.#engine.driver;
    const words = transactionWords(this.#depth, begin);
    await this.#command(connection, words.begin, signal);
    const inner = this.#inner(connection, signal);
    try {
      const result = await runInside(this, () => work(inner));
      signal?.throwIfAborted();
      await inner.#pool.drain(Infinity);
      if (inner.#loss !== undefined) throw inner.#aborted();
      await runAmbient(undefined, () => this.#command(connection, words.commit, undefined));
      return result;
    } catch (error) {
      await inner.#pool.drain(Infinity);
      await rollBack(connection, words.rollback, place);
      throw error;
    }
  }

  #inner(connection: Connection, signal: AbortSignal | undefined): Handle {
    const pool = new Pool({
      max: 1,
      // Whoever waits, waits for other calls of the same transaction.
      acquireTimeoutMs: Infinity,
      open: () => Promise.reject(this.#error({ code: "DB_CONNECTION_LOST" })),
      refuse: (failure, ms) => this.#error(failure, ms),
      closedCode: "DB_TRANSACTION_OVER",
    }, connection);
    return new Handle(this.#engine, pool, this, signal);
  }

  async #command(connection: Connection, sql: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#patiently(() => connection.command(sql), signal);
    } catch (error) {
      throw this.#failed(error, connection, sql, signal);
    }
  }

  /** Does something again while another process holds a lock, where the driver itself does not wait for it. */
  #patiently<T>(work: () => T | Promise<T>, signal: AbortSignal | undefined): T | Promise<T> {
    const { driver } = this.#engine;
    if (driver.lockPatienceMs === 0) return work();
    return again(work, (error) => driver.classify(error).code === "DB_LOCKED", driver.lockPatienceMs, signal);
  }

  #underSignals<T>(
    signal: AbortSignal | undefined,
    work: (live: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    if (this.#signal !== undefined) return this.#underBoth(signal, this.#signal, work);
    // Nothing to be bound to: most calls of most programs.
    return signal === undefined && currentAmbient() === undefined ? work(undefined) : withSignal(signal, work);
  }

  async #underBoth<T>(
    signal: AbortSignal | undefined,
    own: AbortSignal,
    work: (live: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    using linked = new LinkedSignal([signal, own]);
    return await withSignal(linked.signal, work);
  }

  #checkUsable(): void {
    if (this.#loss !== undefined) throw this.#aborted();
    if (this.#transactions > 0 && isInside(this)) throw this.#error({ code: "DB_TRANSACTION_OUTER" });
  }

  #aborted(): DatabaseError {
    return databaseError({ code: "DB_TRANSACTION_ABORTED" }, { place: this.#engine.driver.place }, this.#loss);
  }

  #error(failure: Parameters<typeof databaseError>[0], ms?: number): DatabaseError {
    return databaseError(failure, { place: this.#engine.driver.place, ms });
  }

  /** What to throw for what a statement or command threw, and what it means for the transaction. */
  #failed(
    error: unknown,
    connection: Connection,
    statement: Statement | string,
    signal: AbortSignal | undefined,
  ): unknown {
    if (error instanceof MaktabaError || isReason(error, signal)) return error;
    const { driver, pool } = this.#engine;
    const failure = pool.isForced ? { code: "DB_CLOSED" as const } : driver.classify(error);
    const isCommand = typeof statement === "string";
    const sql = isCommand ? statement : statement.source;
    const made = databaseError(failure, { place: driver.place, sql, dialect: driver.dialect }, error);
    if (!isCommand && this.#parent !== undefined) this.#lose(made, connection);
    return made;
  }

  #lose(failure: DatabaseError, connection: Connection): void {
    const loss = connection.lossAfter(failure);
    if (loss === "nothing") return;
    this.#loss ??= failure;
    if (loss === "savepoint") return;
    for (let at = this.#parent; at !== undefined && at.#parent !== undefined; at = at.#parent) at.#loss ??= failure;
  }
}
