import { runAmbient } from "../internal/ambient.ts";
import { throwIfCancelled } from "../internal/signals.ts";
import { checkFunction, checkInteger } from "../internal/validate.ts";
import { signalOf } from "./internal/acquire_options.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import { Lock } from "./lock.ts";
import type { AcquireOptions, Permit } from "./semaphore.ts";
import { WaitLine } from "./wait_line.ts";

/**
 * Waiting, under a lock, for a state that others bring about.
 *
 * @example
 * ```ts
 * import { Condition, createTask } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const condition = new Condition();
 * const items: string[] = [];
 * const taker = createTask(async () => {
 *   using _ = await condition.acquire();
 *   await condition.waitUntil(() => items.length > 0);
 *   return items.shift();
 * });
 * {
 *   using _ = await condition.acquire();
 *   items.push("تمر");
 *   condition.notify();
 * }
 * assert.equal(await taker, "تمر");
 * ```
 */
export class Condition {
  readonly #lock: Lock;
  readonly #line: WaitLine<void> = new WaitLine(this, "wait");

  /**
   * Makes a condition.
   *
   * @param lock The lock that guards the state; a new one by default. Several conditions may share one.
   */
  constructor(lock: Lock = new Lock()) {
    this.#lock = lock;
  }

  /** Whether the lock is held. */
  get locked(): boolean {
    return this.#lock.locked;
  }

  /**
   * Acquires the lock.
   *
   * @param options A further signal.
   * @returns The permit, which gives the lock back when disposed.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  acquire(options?: AcquireOptions): Promise<Permit> {
    return this.#lock.acquire(options);
  }

  /**
   * Gives the lock back.
   *
   * @throws {InvalidStateError} If it is not held.
   */
  release(): void {
    this.#lock.release();
  }

  /**
   * Gives the lock up, waits to be notified, and holds the lock again when it ends, also when it is cancelled. Whoever is
   * cancelled after it was notified, while it waits for the lock, passes the notification on to the next who waits.
   *
   * @param options A further signal.
   * @returns When notified.
   * @throws {InvalidStateError} If the lock is not held.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async wait(options?: AcquireOptions): Promise<void> {
    const signal = signalOf(options);
    this.#checkHeld();
    const notified = this.#line.wait(signal);
    this.#lock.release();
    try {
      await notified;
    } catch (error) {
      await this.#reacquire();
      throw error;
    }
    await this.#reacquire();
    try {
      throwIfCancelled(signal);
    } catch (error) {
      // Whoever is cancelled does nothing with the notification, for which another may wait.
      this.#line.serve();
      throw error;
    }
  }

  /**
   * Waits until a state is there, looking again whenever it is notified.
   *
   * @param predicate Tells whether the state is there; called with the lock held.
   * @param options A further signal.
   * @returns When it is.
   * @throws {InvalidStateError} If the lock is not held.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async waitUntil(predicate: () => boolean, options?: AcquireOptions): Promise<void> {
    checkFunction("predicate", predicate);
    this.#checkHeld();
    while (!predicate()) await this.wait(options);
  }

  /**
   * Wakes those who wait, first come, first served.
   *
   * @param count How many: a whole number from 0.
   * @throws {InvalidStateError} If the lock is not held.
   */
  notify(count = 1): void {
    checkInteger("count", count);
    this.#checkHeld();
    for (let woken = 0; woken < count && this.#line.serve(); woken++);
  }

  /**
   * Wakes all who wait.
   *
   * @throws {InvalidStateError} If the lock is not held.
   */
  notifyAll(): void {
    this.notify(this.#line.length);
  }

  // Outside of the task, as a cancelled one could not wait; the code that follows counts on holding the lock.
  async #reacquire(): Promise<void> {
    await runAmbient(undefined, () => this.#lock.acquire());
  }

  #checkHeld(): void {
    if (this.#lock.locked) return;
    throw new InvalidStateError({ code: "ASYNC_NOT_ACQUIRED" });
  }
}
