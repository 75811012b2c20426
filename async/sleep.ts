import { clearTimer, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkOptions, type OptionNames } from "../internal/validate.ts";
import { Wait } from "../internal/wait.ts";

/** Options for {@linkcode sleep}. */
export interface SleepOptions {
  /** Ends the wait early; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const NAMES: OptionNames<SleepOptions> = { signal: true };

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
export function sleep(ms: number, options?: SleepOptions): Promise<void> {
  try {
    checkDelay("ms", ms);
    if (options !== undefined) checkOptions(options, NAMES);
    return new Sleep(ms, options?.signal).promise;
  } catch (error) {
    return Promise.reject(error);
  }
}

class Sleep extends Wait<void> {
  readonly ms: number;
  timer: Timer | undefined;

  constructor(ms: number, signal: AbortSignal | undefined) {
    super(signal);
    this.ms = ms;
    if (!this.isOver) this.timer = setTimer(() => this.resolve(), ms);
  }

  override describe(): string {
    return `sleep(${this.ms})`;
  }

  protected override cleanUp(): void {
    clearTimer(this.timer);
  }
}
