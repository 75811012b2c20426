import { clearTimer, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkFunction } from "../internal/validate.ts";
import type { Deferred } from "./debounce.ts";

/**
 * Gives a function that calls `fn` at once, and then at most once in `ms` milliseconds; the last call that was asked
 * for meanwhile is made at the end of that time.
 *
 * @typeParam A The function's arguments.
 * @param fn The function.
 * @param ms The least time between two calls, in milliseconds.
 * @returns The function to call instead.
 * @throws {ValidationError} If an argument is wrong.
 *
 * @example
 * ```ts
 * import { sleep, throttle } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const shown: number[] = [];
 * const show = throttle((n: number) => shown.push(n), 20);
 * for (const n of [1, 2, 3]) show(n);
 * assert.deepEqual(shown, [1]);
 * await sleep(60);
 * assert.deepEqual(shown, [1, 3]);
 * ```
 */
export function throttle<A extends unknown[]>(fn: (...arguments_: A) => unknown, ms: number): Deferred<A> {
  checkFunction("fn", fn);
  checkDelay("ms", ms);
  let timer: Timer | undefined;
  let waiting: A | undefined;
  const call = (arguments_: A) => {
    waiting = undefined;
    timer = setTimer(onQuiet, ms);
    fn(...arguments_);
  };
  const onQuiet = () => {
    timer = undefined;
    if (waiting !== undefined) call(waiting);
  };
  const flush = () => {
    clearTimer(timer);
    onQuiet();
  };
  const cancel = () => {
    clearTimer(timer);
    timer = undefined;
    waiting = undefined;
  };
  const ask = (...arguments_: A) => {
    if (timer === undefined) call(arguments_);
    else waiting = arguments_;
  };
  return Object.assign(ask, { flush, cancel, [Symbol.dispose]: cancel });
}
