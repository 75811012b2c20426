import { showAs } from "../internal/show.ts";
import { checkInteger } from "../internal/validate.ts";
import { isCancelled, signalOf } from "./internal/acquire_options.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import { WaitLine } from "./wait_line.ts";

/** Options for waiting on a lock, semaphore, event, condition, barrier or queue. */
export interface AcquireOptions {
  /** Ends the wait; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * The right to go on, which {@linkcode Semaphore.acquire} gives. Disposing it gives it back, once.
 *
 * @example
 * ```ts
 * import { Semaphore } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const semaphore = new Semaphore(2);
 * {
 *   using _ = await semaphore.acquire();
 *   assert.equal(semaphore.free, 1);
 * }
 * assert.equal(semaphore.free, 2);
 * ```
 */
export class Permit implements Disposable {
  #owner: Semaphore | undefined;

  /**
   * Made by the semaphore or lock.
   *
   * @param owner Which one.
   */
  constructor(owner: Semaphore) {
    this.#owner = owner;
  }

  /** Gives the permit back; only the first time counts. */
  release(): void {
    const owner = this.#owner;
    this.#owner = undefined;
    owner?.release();
  }

  /** Gives the permit back. */
  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * Lets so many go on at a time, in the order in which they came. Whoever is cancelled while waiting takes no permit.
 *
 * @example Two at a time
 * ```ts
 * import { gather, Semaphore, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const semaphore = new Semaphore(2);
 * let running = 0;
 * let most = 0;
 * await gather([1, 2, 3, 4].map(() => async () => {
 *   using _ = await semaphore.acquire();
 *   most = Math.max(most, ++running);
 *   await sleep(1);
 *   running--;
 * }));
 * assert.equal(most, 2);
 * ```
 */
export class Semaphore {
  static {
    showAs(Semaphore, ({ free, waiting }) => ({ free, waiting }));
  }

  #free: number;
  readonly #line: WaitLine<Permit> = new WaitLine(this, "acquire");

  /**
   * Makes a semaphore.
   *
   * @param permits How many may go on at a time: a whole number from 0.
   * @throws {ValidationError} If it is not such a number.
   */
  constructor(permits = 1) {
    checkInteger("permits", permits);
    this.#free = permits;
  }

  /** How many permits are free now. */
  get free(): number {
    return this.#free;
  }

  /** How many wait for a permit now. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Whether whoever comes now has to wait. */
  get locked(): boolean {
    return this.#free === 0;
  }

  /**
   * Takes a permit, waiting for one if need be.
   *
   * @param options A further signal.
   * @returns The permit, which gives itself back when disposed.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  acquire(options?: AcquireOptions): Promise<Permit> {
    // An async function would take twice as long, as it has a promise of its own.
    try {
      const signal = signalOf(options);
      // Whoever waits is before whoever comes now: a permit that is given back goes to the line first, so that none is
      // free while somebody waits.
      if (this.#free === 0 || isCancelled(signal)) return this.#line.wait(signal);
      this.#free--;
      return Promise.resolve(new Permit(this));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes a permit if one is free.
   *
   * @returns The permit, or undefined.
   */
  tryAcquire(): Permit | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    return new Permit(this);
  }

  /** Gives a permit back, or adds one. The first in line gets it. */
  release(): void {
    if (this.#line.length === 0) this.#free++;
    else this.#line.serve(new Permit(this));
  }
}

/**
 * A {@linkcode Semaphore} that never has more permits than it began with.
 *
 * @example
 * ```ts
 * import { BoundedSemaphore, InvalidStateError } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => new BoundedSemaphore(1).release(), InvalidStateError);
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  readonly #permits: number;

  /**
   * Makes a semaphore.
   *
   * @param permits How many may go on at a time: a whole number from 0.
   * @throws {ValidationError} If it is not such a number.
   */
  constructor(permits = 1) {
    super(permits);
    this.#permits = permits;
  }

  /**
   * Gives a permit back.
   *
   * @throws {InvalidStateError} If none was taken.
   */
  override release(): void {
    if (this.free >= this.#permits) {
      throw new InvalidStateError({ code: "ASYNC_NOT_ACQUIRED" });
    }
    super.release();
  }
}
