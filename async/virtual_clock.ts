import { lazy } from "../internal/lazy.ts";
import { checkFunction, checkInteger, checkNumber, checkOptions, type OptionNames } from "../internal/validate.ts";

/** Options for {@linkcode withVirtualClock}. */
export interface VirtualClockOptions {
  /**
   * Whether the clock moves on to the next timer by itself whenever nothing else can run. Otherwise it stands still until
   * `advance` is called: for tests whose code also waits for what takes real time, such as a request.
   *
   * @default true
   */
  autoAdvance?: boolean | undefined;
  /**
   * Whether `setTimeout` and `setInterval` of JavaScript go by the clock, too, for code that does not use this module. What
   * else the program does with them at the same time then also goes by it.
   *
   * @default false
   */
  globalTimers?: boolean | undefined;
  /**
   * What the order of timers that are due at the same moment, and the random part of delays, are derived from: a whole
   * number. Another number is another order, so that a test can look for code that counts on one.
   *
   * @default The order in which they were set.
   */
  seed?: number | undefined;
  /**
   * How long nothing may happen, in real milliseconds, while no timer is left, before the block counts as stuck; Infinity
   * for ever.
   *
   * @default 5000
   */
  stuckMs?: number | undefined;
}

/** The time in a block of {@linkcode withVirtualClock}. */
export interface VirtualClock {
  /** How much time has passed on it since the block began, in milliseconds. */
  readonly elapsedMs: number;
  /** How many timers are set on it. */
  readonly timers: number;
  /**
   * Moves on, and fires what is due on the way, each timer at its time; all that follows from one has run before the
   * next. As long as somebody advances it, the clock does not move by itself.
   *
   * @param ms By how much, in milliseconds: a number from 0.
   * @returns When it is there.
   */
  advance(ms: number): Promise<void>;
}

const names: OptionNames<VirtualClockOptions> = {
  autoAdvance: "boolean",
  globalTimers: "boolean",
  seed: true,
  stuckMs: true,
};

const virtualTime = lazy(() => import("./internal/virtual_time.ts"));

/**
 * Runs a block, as the root of its tasks, in a time of its own, for tests: all that waits by this module goes by it
 * (`sleep`, time limits, `every`, `retry`, `RateLimit`, `debounce`, `CircuitBreaker`…), and a day passes in no time and
 * always in the same order. Workers and the network keep the real time, and so do JavaScript's own timers unless
 * `globalTimers` is set.
 *
 * At the end of the block, the tasks that it left running are cancelled and awaited, as by `run`.
 *
 * @typeParam T What the block results in.
 * @param block Takes the clock.
 * @param options Whether the clock moves by itself, and in which order.
 * @returns What the block resulted in.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {InvalidStateError} If another virtual clock holds, or everything waits for what never comes.
 * @throws What the block threw.
 *
 * @example An hour of attempts, in no time
 * ```ts
 * import { retry, withVirtualClock } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * await withVirtualClock(async (clock) => {
 *   const attempts: number[] = [];
 *   const failing = () => Promise.reject(new Error(`attempt ${attempts.push(clock.elapsedMs)}`));
 *   const policy = { attempts: 3, delayMs: 1_200_000, maxDelayMs: 2_400_000, jitter: false };
 *   await assert.rejects(retry(failing, policy), /attempt 3/);
 *   assert.deepEqual(attempts, [0, 1_200_000, 3_600_000]);
 * });
 * ```
 *
 * @example By hand
 * ```ts
 * import { createTask, sleep, withVirtualClock } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * await withVirtualClock(async (clock) => {
 *   const task = createTask(() => sleep(1_000));
 *   await clock.advance(999);
 *   assert.equal(task.done, false);
 *   await clock.advance(1);
 *   assert.equal(task.done, true);
 * });
 * ```
 */
export async function withVirtualClock<T>(
  block: (clock: VirtualClock) => PromiseLike<T> | T,
  options: VirtualClockOptions = {},
): Promise<T> {
  checkFunction("block", block);
  checkOptions(options, names);
  const { autoAdvance = true, globalTimers = false, seed, stuckMs = 5_000 } = options;
  if (seed !== undefined) checkInteger("seed", seed);
  checkNumber("stuckMs", stuckMs, { max: Infinity });
  const { runVirtually } = virtualTime.module ?? await virtualTime.load();
  return await runVirtually(block, { autoAdvance, globalTimers, seed, stuckMs });
}
