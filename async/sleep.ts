import { clearTimer, setTimer } from "../internal/clock.ts";
import { checkDelay } from "../internal/validate.ts";
import { Wait } from "../internal/wait.ts";

/** Options for {@linkcode sleep}. */
export interface SleepOptions {
  /** Ends the wait early; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits. Inside a task that is cancelled, it stops waiting and rejects.
 *
 * @param ms How long, in milliseconds: a number from 0 to 2147483647. 0 lets other work run and comes back.
 * @param options A further signal.
 * @returns When the time is over.
 * @throws {ValidationError} If `ms` is not such a number.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Wait for a moment
 * ```ts
 * import { sleep } from "@maktaba/std/async";
 *
 * await sleep(5);
 * ```
 */
export async function sleep(ms: number, options: SleepOptions = {}): Promise<void> {
  checkDelay("ms", ms);
  const wait = new Wait<void>(options.signal);
  if (!wait.isOver) {
    const timer = setTimer(() => wait.resolve(), ms);
    wait.onOver(() => clearTimer(timer));
  }
  await wait.promise;
}
