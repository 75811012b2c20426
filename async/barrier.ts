import { type ErrorDetails, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { showAs } from "../internal/show.ts";
import { throwIfCancelled } from "../internal/signals.ts";
import { checkInteger } from "../internal/validate.ts";
import { signalOf } from "./internal/acquire_options.ts";
import type { AcquireOptions } from "./semaphore.ts";
import { WaitLine } from "./wait_line.ts";

/** What waits at a barrier reject with when it is broken by `abort` or `reset`. */
export class BrokenBarrierError extends MaktabaError {
  static {
    nameErrorClass(this, "BrokenBarrierError");
  }

  /**
   * Makes the error.
   *
   * @param details A cause and the like.
   */
  constructor(details: ErrorDetails = {}) {
    super({ code: "ASYNC_BARRIER_BROKEN", ...details });
  }
}

/**
 * A place where so many tasks wait for each other, then go on together; then it is ready for the next round.
 *
 * @example
 * ```ts
 * import { Barrier, gather } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const barrier = new Barrier(3);
 * const places = await gather([1, 2, 3].map(() => () => barrier.wait()));
 * assert.deepEqual(places, [0, 1, 2]);
 * ```
 */
export class Barrier {
  static {
    showAs(Barrier, ({ parties, waiting, broken }) => ({ parties, waiting, broken }));
  }

  /** How many wait for each other. */
  readonly parties: number;
  readonly #line: WaitLine<number> = new WaitLine(this, "wait");
  #isBroken = false;

  /**
   * Makes a barrier.
   *
   * @param parties How many wait for each other: a whole number from 1.
   * @throws {ValidationError} If it is not such a number.
   */
  constructor(parties: number) {
    checkInteger("parties", parties, { min: 1 });
    this.parties = parties;
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Whether it is broken. */
  get broken(): boolean {
    return this.#isBroken;
  }

  /**
   * Waits for the others. Whoever is cancelled here counts no longer.
   *
   * @param options A further signal.
   * @returns The place in the order in which they came: 0 for the first, as in asyncio.
   * @throws {BrokenBarrierError} If the barrier is or gets broken.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async wait(options?: AcquireOptions): Promise<number> {
    const signal = signalOf(options);
    if (this.#isBroken) throw new BrokenBarrierError();
    if (this.#line.length < this.parties - 1) return await this.#line.wait(signal);
    throwIfCancelled(signal);
    let place = 0;
    while (this.#line.serve(place)) place++;
    return place;
  }

  /** Breaks the barrier: all who wait, and all who come, get a {@linkcode BrokenBarrierError}. */
  abort(): void {
    this.#isBroken = true;
    this.#line.failAll(new BrokenBarrierError());
  }

  /** Makes the barrier whole and empty again; who waits now gets a {@linkcode BrokenBarrierError}. */
  reset(): void {
    this.#line.failAll(new BrokenBarrierError());
    this.#isBroken = false;
  }
}
