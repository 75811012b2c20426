import { now } from "../internal/clock.ts";
import { checkDelay, checkInteger, checkNumber, checkOptions } from "../internal/validate.ts";
import { RATE_OPTIONS } from "./internal/rate_options.ts";
import { Lock } from "./lock.ts";
import type { AcquireOptions } from "./semaphore.ts";
import { sleep } from "./sleep.ts";

/** Options for {@linkcode RateLimit}. */
export interface RateLimitOptions {
  /** How many may pass in each period: a whole number from 1. */
  count: number;
  /**
   * The period, in milliseconds.
   *
   * @default 1000
   */
  periodMs?: number | undefined;
  /**
   * How many may pass at once after a quiet time: a whole number from 1.
   *
   * @default `count`
   */
  burst?: number | undefined;
}

// Adding up many small parts may leave a token a hair short of whole.
const WHOLE = 1 - 1e-9;

/**
 * Lets so many pass in each period, in the order in which they came: a token bucket, which fills at a steady pace up to
 * its burst.
 *
 * @example
 * ```ts
 * import { RateLimit } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const limit = new RateLimit({ count: 2, periodMs: 60_000 });
 * await limit.pass();
 * assert.equal(limit.tryPass(), true);
 * assert.equal(limit.tryPass(), false);
 * ```
 */
export class RateLimit {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #line: Lock = new Lock();
  #tokens: number;
  #filledAt: number = now();

  /**
   * Makes a limit, its bucket full.
   *
   * @param options How many may pass, and in which time.
   * @throws {ValidationError} If an option is out of range.
   */
  constructor(options: RateLimitOptions) {
    checkOptions(options, RATE_OPTIONS);
    const { count, periodMs = 1_000, burst = count } = options;
    checkInteger("count", count, { min: 1 });
    checkDelay("periodMs", periodMs);
    checkNumber("periodMs", periodMs, { min: Number.MIN_VALUE });
    checkInteger("burst", burst, { min: 1 });
    this.#perMs = count / periodMs;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /**
   * Waits until one may pass.
   *
   * @param options A further signal.
   * @returns When it may.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async pass(options: AcquireOptions = {}): Promise<void> {
    // Only the first in line looks at the bucket, so that nobody overtakes and one timer runs at a time.
    using _ = await this.#line.acquire(options);
    while (!this.#take()) await sleep(Math.ceil((WHOLE - this.#tokens) / this.#perMs), options);
  }

  /**
   * Passes if that is allowed now, and nobody waits.
   *
   * @returns Whether it passed.
   */
  tryPass(): boolean {
    return !this.#line.locked && this.#take();
  }

  #take(): boolean {
    const at = now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (at - this.#filledAt) * this.#perMs);
    this.#filledAt = at;
    if (this.#tokens < WHOLE) return false;
    this.#tokens -= 1;
    return true;
  }
}
