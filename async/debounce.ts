import { clearTimer, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkFunction } from "../internal/validate.ts";

/**
 * A function whose calls are put off, with the means to end the wait.
 *
 * @typeParam A The function's arguments.
 */
export interface Deferred<A extends unknown[]> extends Disposable {
  /** Asks for a call. */
  (...arguments_: A): void;
  /** Makes the call that waits, if any, now. */
  flush(): void;
  /** Drops the call that waits, if any. */
  cancel(): void;
}

/**
 * Gives a function that calls `fn` once it has not been asked for `ms` milliseconds, with the last arguments.
 *
 * @typeParam A The function's arguments.
 * @param fn The function.
 * @param ms How long it must be quiet, in milliseconds.
 * @returns The function to call instead.
 * @throws {ValidationError} If an argument is wrong.
 *
 * @example
 * ```ts
 * import { debounce, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const saved: string[] = [];
 * const save = debounce((text: string) => saved.push(text), 5);
 * save("م");
 * save("مك");
 * await sleep(30);
 * assert.deepEqual(saved, ["مك"]);
 * ```
 */
export function debounce<A extends unknown[]>(fn: (...arguments_: A) => unknown, ms: number): Deferred<A> {
  checkFunction("fn", fn);
  checkDelay("ms", ms);
  let timer: Timer | undefined;
  let waiting: A | undefined;
  const flush = () => {
    clearTimer(timer);
    const arguments_ = waiting;
    waiting = undefined;
    if (arguments_ !== undefined) fn(...arguments_);
  };
  const cancel = () => {
    clearTimer(timer);
    waiting = undefined;
  };
  const ask = (...arguments_: A) => {
    waiting = arguments_;
    clearTimer(timer);
    timer = setTimer(flush, ms);
  };
  return Object.assign(ask, { flush, cancel, [Symbol.dispose]: cancel });
}
