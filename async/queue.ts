import { type ErrorDetails, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { showAs } from "../internal/show.ts";
import { throwIfCancelled } from "../internal/signals.ts";
import { checkFunction, checkInteger, checkOptions, type OptionNames } from "../internal/validate.ts";
import { signalOf } from "./internal/acquire_options.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import { Heap, type QueueStore, Ring, Stack } from "./queue_store.ts";
import type { AcquireOptions } from "./semaphore.ts";
import { WaitLine } from "./wait_line.ts";

/** What `put` rejects with once the queue is shut down, and `get` once it is empty as well. */
export class QueueShutDownError extends MaktabaError {
  static {
    nameErrorClass(this, "QueueShutDownError");
  }

  /**
   * Makes the error.
   *
   * @param details A cause and the like.
   */
  constructor(details: ErrorDetails = {}) {
    super({ code: "ASYNC_QUEUE_SHUT_DOWN", ...details });
  }
}

/** Options for {@linkcode Queue.shutdown}. */
export interface ShutdownOptions {
  /**
   * Whether items that are still in the queue are dropped, rather than left to be taken.
   *
   * @default false
   */
  immediate?: boolean | undefined;
}

const shutdownNames: OptionNames<ShutdownOptions> = { immediate: "boolean" };

/**
 * Hands items from those who make them to those who use them, first in, first out. A bound on its size makes makers
 * wait for users.
 *
 * @typeParam T The items.
 *
 * @example A maker, a user and a bound
 * ```ts
 * import { createTask, Queue } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const queue = new Queue<number>(2);
 * createTask(async () => {
 *   for (let n = 1; n <= 4; n++) await queue.put(n);
 *   queue.shutdown();
 * });
 * const taken: number[] = [];
 * for await (const n of queue) taken.push(n);
 * assert.deepEqual(taken, [1, 2, 3, 4]);
 * ```
 */
export class Queue<T> implements AsyncIterable<T> {
  static {
    showAs(Queue, ({ size, maxSize, isShutDown }) => ({ size, maxSize, isShutDown }));
  }

  /** How many items it holds at most. */
  readonly maxSize: number;
  readonly #store: QueueStore<T>;
  readonly #getters: WaitLine<T> = new WaitLine(this, "get");
  readonly #putters: WaitLine<void, { item: T }> = new WaitLine(this, "put");
  readonly #joiners: WaitLine<void> = new WaitLine(this, "join");
  #unfinished = 0;
  #isShutDown = false;

  /**
   * Makes an empty queue.
   *
   * @param maxSize How many items it holds at most, a whole number from 1; Infinity by default.
   * @param store Where the items are kept: for queues of another order.
   * @throws {ValidationError} If `maxSize` is not such a number.
   */
  constructor(maxSize: number = Infinity, store: QueueStore<T> = new Ring()) {
    if (maxSize !== Infinity) checkInteger("maxSize", maxSize, { min: 1 });
    this.maxSize = maxSize;
    this.#store = store;
  }

  /** How many items are in it. */
  get size(): number {
    return this.#store.size;
  }

  /** Whether it is empty. */
  get isEmpty(): boolean {
    return this.#store.size === 0;
  }

  /** Whether whoever puts an item has to wait. */
  get isFull(): boolean {
    return this.#store.size >= this.maxSize;
  }

  /** Whether it has been shut down. */
  get isShutDown(): boolean {
    return this.#isShutDown;
  }

  /**
   * Puts an item in, waiting for a place if need be.
   *
   * @param item The item.
   * @param options A further signal.
   * @returns When it is in.
   * @throws {QueueShutDownError} If the queue is or gets shut down.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  put(item: T, options?: AcquireOptions): Promise<void> {
    // An async function would take longer, as it has a promise of its own.
    try {
      const signal = this.#begin(options);
      if (this.#isShutDown) throw new QueueShutDownError();
      if (this.isFull) return goOnLater(this.#putters.wait(signal, { item }));
      this.#add(item);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Puts an item in if there is a place.
   *
   * @param item The item.
   * @returns Whether it is in.
   * @throws {QueueShutDownError} If the queue is shut down.
   */
  tryPut(item: T): boolean {
    if (this.#isShutDown) throw new QueueShutDownError();
    if (this.isFull) return false;
    this.#add(item);
    return true;
  }

  /**
   * Takes the next item, waiting for one if need be.
   *
   * @param options A further signal.
   * @returns The item.
   * @throws {QueueShutDownError} If the queue is shut down and empty.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  get(options?: AcquireOptions): Promise<T> {
    try {
      const signal = this.#begin(options);
      if (this.#store.size > 0) return Promise.resolve(this.#take());
      if (this.#isShutDown) throw new QueueShutDownError();
      return goOnLater(this.#getters.wait(signal));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes the next item if there is one.
   *
   * @returns The item in an object, or undefined: an item may itself be undefined.
   * @throws {QueueShutDownError} If the queue is shut down and empty.
   */
  tryGet(): { item: T } | undefined {
    if (this.#store.size > 0) return { item: this.#take() };
    if (this.#isShutDown) throw new QueueShutDownError();
    return undefined;
  }

  /**
   * Says that an item that was taken has been dealt with; `join` waits for that.
   *
   * @throws {InvalidStateError} If it is called more often than items were put in.
   */
  taskDone(): void {
    if (this.#unfinished === 0) throw new InvalidStateError({ code: "ASYNC_TOO_MANY_DONE" });
    if (--this.#unfinished === 0) this.#joiners.serveAll();
  }

  /**
   * Waits until every item that was put in has been dealt with.
   *
   * @param options A further signal.
   * @returns When it has.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async join(options?: AcquireOptions): Promise<void> {
    const signal = this.#begin(options);
    if (this.#unfinished > 0) await this.#joiners.wait(signal);
  }

  /**
   * Ends the queue: nothing more goes in, and what is in it may still be taken.
   *
   * @param options Whether to drop what is in it.
   * @throws {ValidationError} If an option is wrong.
   */
  shutdown(options: ShutdownOptions = {}): void {
    checkOptions(options, shutdownNames);
    this.#isShutDown = true;
    if (options.immediate) { while (this.#store.size > 0) this.#drop(); }
    this.#putters.failAll(new QueueShutDownError());
    if (this.#store.size === 0) this.#getters.failAll(new QueueShutDownError());
  }

  /** Takes items until the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (true) {
      try {
        yield await this.get();
      } catch (error) {
        if (error instanceof QueueShutDownError && this.#isShutDown && this.isEmpty) return;
        throw error;
      }
    }
  }

  #begin(options: AcquireOptions | undefined): AbortSignal | undefined {
    const signal = signalOf(options);
    throwIfCancelled(signal);
    return signal;
  }

  #add(item: T): void {
    this.#unfinished++;
    if (!this.#getters.serve(item)) this.#store.add(item);
  }

  #take(): T {
    const item = this.#store.take();
    // The place that came free is filled at once by the item of whoever waits longest, so that nobody overtakes it and
    // the bound is never passed.
    const waiting = this.#putters.firstLoad;
    if (waiting !== undefined) {
      this.#add(waiting.item);
      this.#putters.serve();
    }
    return item;
  }

  #drop(): void {
    this.#store.take();
    this.taskDone();
  }
}

/**
 * A {@linkcode Queue} that gives the smallest item first, and equal ones in the order in which they came.
 *
 * @typeParam T The items.
 *
 * @example
 * ```ts
 * import { PriorityQueue } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const queue = new PriorityQueue<{ at: number }>((a, b) => a.at - b.at);
 * queue.tryPut({ at: 2 });
 * queue.tryPut({ at: 1 });
 * assert.deepEqual(await queue.get(), { at: 1 });
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * Makes an empty queue.
   *
   * @param compare Tells which of two items comes first, as `Array.prototype.sort` wants it.
   * @param maxSize How many items it holds at most, a whole number from 1; Infinity by default.
   * @throws {ValidationError} If an argument is wrong.
   */
  constructor(compare: (a: T, b: T) => number, maxSize: number = Infinity) {
    checkFunction("compare", compare);
    super(maxSize, new Heap(compare));
  }
}

/**
 * A {@linkcode Queue} that gives the newest item first.
 *
 * @typeParam T The items.
 *
 * @example
 * ```ts
 * import { LifoQueue } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const queue = new LifoQueue<string>();
 * queue.tryPut("ا");
 * queue.tryPut("ب");
 * assert.equal(await queue.get(), "ب");
 * ```
 */
export class LifoQueue<T> extends Queue<T> {
  /**
   * Makes an empty queue.
   *
   * @param maxSize How many items it holds at most, a whole number from 1; Infinity by default.
   * @throws {ValidationError} If `maxSize` is not such a number.
   */
  constructor(maxSize: number = Infinity) {
    super(maxSize, new Stack());
  }
}

// Whoever has put or taken an item goes on before whoever it made go on, as in asyncio, where it does not wait at all.
async function goOnLater<T>(wait: Promise<T>): Promise<T> {
  return await wait;
}
