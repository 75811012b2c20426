import { now } from "../internal/clock.ts";
import { checkNumber, LONGEST_DELAY_MS } from "../internal/validate.ts";
import { signalOf } from "./internal/acquire_options.ts";
import type { AcquireOptions } from "./semaphore.ts";
import { sleep } from "./sleep.ts";

/**
 * Ticks at a fixed pace, without drift: tick n is due n times the period after the start, however long the loop's body
 * takes. Ticks that were missed meanwhile are passed over, and the count tells how many.
 *
 * @param ms The period, in milliseconds: a number from 1 to 2147483647.
 * @param options A further signal.
 * @returns The number of each tick, from 1; the first comes after one period.
 * @throws {ValidationError} If `ms` is not such a number.
 *
 * @example Three ticks
 * ```ts
 * import { every } from "@maktaba/std/async";
 *
 * for await (const tick of every(5)) {
 *   if (tick >= 3) break;
 * }
 * ```
 */
export function every(ms: number, options: AcquireOptions = {}): AsyncIterable<number> {
  checkNumber("ms", ms, { min: 1, max: LONGEST_DELAY_MS });
  const signal = signalOf(options);
  return { [Symbol.asyncIterator]: () => ticks(ms, signal) };
}

async function* ticks(ms: number, signal: AbortSignal | undefined): AsyncGenerator<number, void, undefined> {
  const start = now();
  let tick = 0;
  while (true) {
    const passed = Math.floor((now() - start) / ms);
    tick = Math.max(tick + 1, passed);
    await sleep(Math.max(0, start + tick * ms - now()), { signal });
    yield tick;
  }
}
