import { runAmbient } from "../internal/ambient.ts";
import { clearTimer, isRealTime, now, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkOptions, type OptionNames } from "../internal/validate.ts";
import { Wait } from "../internal/wait.ts";
import { type InLine, Line } from "./internal/line.ts";

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

class Sleep extends Wait<void> implements InLine<Sleep> {
  readonly ms: number;
  before: Sleep | undefined;
  behind: Sleep | undefined;
  /** What wakes it, unless it was cancelled from the first. */
  alarm: Alarm | undefined;

  constructor(ms: number, signal: AbortSignal | undefined) {
    super(signal);
    this.ms = ms;
    if (this.isOver) return;
    this.alarm = alarmIn(ms);
    this.alarm.add(this);
  }

  override describe(): string {
    return `sleep(${this.ms})`;
  }

  protected override cleanUp(): void {
    this.alarm?.leave(this);
  }
}

/** A timer of the runtime, and those whom it wakes. */
class Alarm extends Line<Sleep> {
  readonly #at: number | undefined;
  readonly #timer: Timer;

  /**
   * Sets it.
   *
   * @param ms When it rings.
   * @param at Under which moment others find it.
   */
  constructor(ms: number, at: number | undefined) {
    super();
    this.#at = at;
    // For nobody's task: whoever comes first may be cancelled long before the last wakes.
    this.#timer = runAmbient(undefined, () => setTimer(() => this.#ring(), ms));
  }

  /** Lets go of somebody who is awake. */
  leave(sleep: Sleep): void {
    this.delete(sleep);
    if (this.length > 0) return;
    clearTimer(this.#timer);
    if (this.#at !== undefined) shared.delete(this.#at);
  }

  #ring(): void {
    for (let sleep = this.first; sleep !== undefined; sleep = this.first) sleep.resolve();
  }
}

/** Alarms by when they ring, in tenths of a millisecond. */
const shared = new Map<number, Alarm>();

// Those who are to wake in the same tenth of a millisecond share one: where many sleep, their timers take more time and
// memory than all else of them, on Deno by far. But whoever sleeps for no time wants all to run that came before it, and
// the clock of a test may wake those of the same moment in any order.
function alarmIn(ms: number): Alarm {
  if (ms === 0 || !isRealTime()) return new Alarm(ms, undefined);
  const at = Math.ceil((now() + ms) * 10);
  let alarm = shared.get(at);
  if (alarm === undefined) shared.set(at, alarm = new Alarm(ms, at));
  return alarm;
}
