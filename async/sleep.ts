import { runAmbient } from "../internal/ambient.ts";
import { clearTimer, isRealTime, now, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkOptions, type OptionNames } from "../internal/validate.ts";
import { Wait } from "../internal/wait.ts";
import { type InLine, Line } from "../internal/line.ts";

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
  // What wakes it, unless it was cancelled from the first: a timer of its own, or an alarm for many.
  timer: Timer | undefined;
  alarm: Alarm | undefined;

  constructor(ms: number, signal: AbortSignal | undefined) {
    super(signal);
    this.ms = ms;
    if (this.isOver) return;
    this.alarm = alarmIn(ms);
    if (this.alarm === undefined) this.timer = setTimer(() => this.resolve(), ms);
    else this.alarm.add(this);
  }

  override describe(): string {
    return `sleep(${this.ms})`;
  }

  protected override cleanUp(): void {
    if (this.alarm === undefined) clearTimer(this.timer);
    else this.alarm.leave(this);
  }
}

/** A timer of the runtime that wakes many. */
class Alarm extends Line<Sleep> {
  // Set for nobody's task, or it would keep that of whoever was first from being collected before the last wakes.
  readonly #timer: Timer;

  constructor(ms: number) {
    super();
    this.#timer = runAmbient(undefined, () => setTimer(() => this.#ring(), ms));
  }

  /** Lets go of somebody who is awake. */
  leave(sleep: Sleep): void {
    this.delete(sleep);
    if (this.length > 0) return;
    clearTimer(this.#timer);
    if (latest.alarm === this) latest.alarm = undefined;
  }

  #ring(): void {
    for (let sleep = this.first; sleep !== undefined; sleep = this.first) sleep.resolve();
  }
}

/** When the last one who fell asleep is to wake, in tenths of a millisecond, and the alarm for all who are to wake then. */
const latest: { at: number; alarm: Alarm | undefined } = { at: 0, alarm: undefined };

// Many who fall asleep together for the same time share an alarm, but for the first: their timers would take more time and
// memory than all else of them, on Deno by far. Whoever sleeps for no time does not, who wants all to run that came before
// it; nor do those in the time of a test, which may wake those of the same moment in any order.
function alarmIn(ms: number): Alarm | undefined {
  if (ms === 0 || !isRealTime()) return undefined;
  const at = Math.ceil((now() + ms) * 10);
  if (at === latest.at) return latest.alarm ??= new Alarm(ms);
  latest.at = at;
  latest.alarm = undefined;
  return undefined;
}
