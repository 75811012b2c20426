import { now } from "../internal/clock.ts";
import { showAs } from "../internal/show.ts";
import { checkNumber, checkOptions } from "../internal/validate.ts";
import { BUDGET_OPTIONS } from "./internal/budget_options.ts";

/** Options for {@linkcode RetryBudget}. */
export interface RetryBudgetOptions {
  /**
   * How many retries there may be for each operation: a number from 0.
   *
   * @default 0.2
   */
  ratio?: number | undefined;
  /**
   * How many there may be in a second beside these, for who does little: a number from 0.
   *
   * @default 10
   */
  minPerSecond?: number | undefined;
  /**
   * Of how much time the operations and the retries are counted, the time that has passed last, in milliseconds.
   *
   * @default 10000
   */
  windowMs?: number | undefined;
}

// The time that counts moves on by a tenth of it.
const SLICES = 10;

/**
 * Says how many retries there may be of all that share it, so that those who call a service that fails do not make it
 * worse: while most succeed, each failure is tried again; where everything fails, one operation in five is, and not each
 * of them several times. (B. Beyer and others, "Site Reliability Engineering", 2016, chapter 21; the numbers are those of
 * Finagle's retry budget.)
 *
 * `retry` takes one as `budget`, and so do the requests of the library.
 *
 * @example No more than two retries for ten operations
 * ```ts
 * import { retry, RetryBudget } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const budget = new RetryBudget({ ratio: 0.2, minPerSecond: 0 });
 * let calls = 0;
 * const failing = () => Promise.reject(new Error(`failure ${++calls}`));
 * for (let n = 0; n < 10; n++) await retry(failing, { budget, delayMs: 0 }).catch(() => {});
 * assert.equal(calls, 12);
 * ```
 */
export class RetryBudget {
  static {
    showAs(RetryBudget, ({ balance }) => ({ balance }));
  }

  readonly #ratio: number;
  readonly #floor: number;
  readonly #sliceMs: number;
  /** What each slice of the time has brought in, less what was spent in it. */
  readonly #slices: Float64Array = new Float64Array(SLICES);
  #slice: number;

  /**
   * Makes a budget that nothing has been spent of.
   *
   * @param options How many retries there may be.
   * @throws {ValidationError} If an option is out of range.
   */
  constructor(options: RetryBudgetOptions = {}) {
    checkOptions(options, BUDGET_OPTIONS);
    const { ratio = 0.2, minPerSecond = 10, windowMs = 10_000 } = options;
    checkNumber("ratio", ratio);
    checkNumber("minPerSecond", minPerSecond);
    checkNumber("windowMs", windowMs, { min: 1 });
    this.#ratio = ratio;
    this.#floor = minPerSecond * windowMs / 1_000;
    this.#sliceMs = windowMs / SLICES;
    this.#slice = Math.floor(now() / this.#sliceMs);
  }

  /** How many retries there may be now: a whole number. */
  get balance(): number {
    this.#moveOn();
    const sum = this.#slices.reduce((sum, slice) => sum + slice, this.#floor);
    // Adding up many small parts may leave a retry a hair short of whole.
    return Math.max(0, Math.floor(sum + 1e-9));
  }

  /** Counts an operation, of which there may be retries. `retry` does so itself. */
  deposit(): void {
    this.#moveOn();
    this.#slices[this.#slice % SLICES]! += this.#ratio;
  }

  /**
   * Spends a retry, if there may be one.
   *
   * @returns Whether there may be.
   */
  tryWithdraw(): boolean {
    if (this.balance < 1) return false;
    this.#slices[this.#slice % SLICES]! -= 1;
    return true;
  }

  /** Forgets what is too long ago. */
  #moveOn(): void {
    const slice = Math.floor(now() / this.#sliceMs);
    for (let old = Math.max(this.#slice, slice - SLICES) + 1; old <= slice; old++) this.#slices[old % SLICES] = 0;
    this.#slice = slice;
  }
}
