import { onAbort } from "../../internal/signals.ts";
import type { Connection } from "./driver.ts";
import type { Failure } from "./failure.ts";

/** What a pool needs to know. */
export interface PoolOptions {
  /** How many connections there may be at a time. */
  max: number;
  /** How long a caller waits for one, in milliseconds; may be Infinity. */
  acquireTimeoutMs: number;
  /** Opens one. */
  open(signal: AbortSignal | undefined): Promise<Connection>;
  /** Makes the error for a caller that gets none. */
  refuse(failure: Failure, ms?: number): Error;
  /** The code of the error for whoever comes after it was closed. */
  closedCode: "DB_CLOSED" | "DB_TRANSACTION_OVER";
}

interface Waiter {
  /** When it gives up. */
  readonly deadline: number;
  /** Hands over a connection, or the place for one. */
  resolve(connection: Connection | undefined): void;
  reject(error: unknown): void;
}

/** Lends connections, first come, first served, each to one at a time. */
export class Pool {
  readonly #options: PoolOptions;
  /** All that are open, lent or not. */
  readonly #open: Set<Connection> = new Set();
  readonly #idle: Connection[];
  readonly #waiters: Set<Waiter> = new Set();
  /** How many there are, those being opened included. */
  #size: number;
  #isClosed = false;
  #isForced = false;
  #whenIdle: (() => void) | undefined;
  /** Looks after whoever waits longest: all wait for the same time, so that one timer does for all. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Starts without opening anything.
   *
   * @param options How many, and how they are opened.
   * @param first A connection that is open already.
   */
  constructor(options: PoolOptions, first?: Connection) {
    this.#options = options;
    this.#idle = first === undefined ? [] : [first];
    for (const connection of this.#idle) this.#open.add(connection);
    this.#size = this.#idle.length;
  }

  /** Whether it has been closed by force. */
  get isForced(): boolean {
    return this.#isForced;
  }

  /** Gives a connection if one is free right now. */
  take(): Connection | undefined {
    if (this.#isClosed) throw this.#closed();
    return this.#takeIdle();
  }

  /** Lends a connection that is free right now for the length of a call that answers at once: it is not given back. */
  glance(): Connection | undefined {
    const connection = this.#idle.at(-1);
    if (connection?.isUsable && !this.#isClosed) return connection;
    const other = this.take();
    if (other !== undefined) this.#idle.push(other);
    return other;
  }

  /**
   * Gives a connection, when one is free.
   *
   * @param signal Ends the wait.
   */
  async acquire(signal: AbortSignal | undefined): Promise<Connection> {
    const idle = this.take();
    if (idle !== undefined) return idle;
    if (this.#size < this.#options.max) this.#size++;
    else {
      const connection = await this.#turn(signal);
      if (connection !== undefined) return connection;
    }
    return await this.#make(signal);
  }

  /** Takes a connection back, once. */
  release(connection: Connection): void {
    if (!connection.isUsable) {
      this.#drop(connection);
      this.#leave();
    } else if (!this.#wake(connection)) this.#idle.push(connection);
    this.#settle();
  }

  /**
   * Refuses new callers, and waits for those that were there before.
   *
   * @param timeoutMs How long.
   * @returns Whether all were done in time.
   */
  async drain(timeoutMs: number): Promise<boolean> {
    this.#isClosed = true;
    if (this.#isDone) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#whenIdle = () => resolve(true);
    const timer = timeoutMs === Infinity ? undefined : setTimeout(() => resolve(false), timeoutMs);
    const isDone = await promise;
    clearTimeout(timer);
    return isDone;
  }

  /** Drains, then closes every connection, by force where the time is over. */
  async close(timeoutMs: number): Promise<void> {
    if (!await this.drain(timeoutMs)) {
      this.#isForced = true;
      for (const waiter of this.#waiters) waiter.reject(this.#closed());
      this.#waiters.clear();
      for (const connection of this.#open) if (!this.#idle.includes(connection)) connection.destroy();
    }
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }

  #takeIdle(): Connection | undefined {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.isUsable) return connection;
      // The server closed it while nobody used it.
      this.#drop(connection);
      this.#size--;
    }
    return undefined;
  }

  /** Opens a connection in a place that is counted already. */
  async #make(signal: AbortSignal | undefined): Promise<Connection> {
    try {
      const connection = await this.#options.open(signal);
      if (this.#isForced) {
        connection.destroy();
        throw this.#closed();
      }
      this.#open.add(connection);
      return connection;
    } catch (error) {
      this.#leave();
      this.#settle();
      throw error;
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<Connection | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Connection | undefined>();
    const waiter: Waiter = { deadline: performance.now() + this.#options.acquireTimeoutMs, resolve, reject };
    this.#waiters.add(waiter);
    this.#watch();
    const giveUp = (error: unknown) => {
      if (this.#waiters.delete(waiter)) reject(error);
    };
    using _ = signal === undefined ? null : onAbort(signal, giveUp);
    try {
      return await promise;
    } finally {
      if (this.#waiters.size === 0) this.#unwatch();
      this.#settle();
    }
  }

  /** Starts the timer, unless it runs or nobody waits for a limited time. */
  #watch(): void {
    const [first] = this.#waiters;
    if (this.#timer !== undefined || first === undefined || first.deadline === Infinity) return;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, first.deadline - performance.now()));
  }

  #unwatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    const { acquireTimeoutMs, refuse } = this.#options;
    for (const waiter of this.#waiters) {
      // Timers may fire a little early.
      if (waiter.deadline > now + 1) break;
      this.#waiters.delete(waiter);
      waiter.reject(refuse({ code: "DB_POOL_TIMEOUT" }, acquireTimeoutMs));
    }
    this.#watch();
  }

  #drop(connection: Connection): void {
    this.#open.delete(connection);
    connection.destroy();
  }

  /** Gives the place of a connection that is gone to whoever waits, so that nobody else can come between. */
  #leave(): void {
    if (!this.#wake(undefined)) this.#size--;
  }

  /** Hands a connection, or the place for one, to whoever waits longest. */
  #wake(connection: Connection | undefined): boolean {
    if (this.#waiters.size === 0) return false;
    const [waiter] = this.#waiters;
    this.#waiters.delete(waiter!);
    waiter!.resolve(connection);
    return true;
  }

  get #isDone(): boolean {
    return this.#waiters.size === 0 && this.#size === this.#idle.length;
  }

  #settle(): void {
    if (this.#whenIdle !== undefined && this.#isDone) this.#whenIdle();
  }

  #closed(): Error {
    return this.#options.refuse({ code: this.#options.closedCode });
  }
}
