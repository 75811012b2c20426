import { hooks } from "../internal/task_hooks.ts";
import { checkNumber, checkOptions, LONGEST_DELAY_MS, type OptionNames } from "../internal/validate.ts";

/** Options for {@linkcode EventLoopMonitor}. */
export interface EventLoopMonitorOptions {
  /**
   * How often to look, in milliseconds.
   *
   * @default 20
   */
  resolutionMs?: number | undefined;
}

const names: OptionNames<EventLoopMonitorOptions> = { resolutionMs: true };

/** How long the event loop was kept from its timers, in milliseconds. */
export interface EventLoopDelays {
  /** How often it was looked at. */
  count: number;
  /** The mean delay. */
  meanMs: number;
  /** The delay that half of the looks stayed below. */
  medianMs: number;
  /** The delay that 99 in 100 looks stayed below. */
  p99Ms: number;
  /** The longest delay. */
  maxMs: number;
}

/**
 * Watches how late timers come, which tells how long callbacks block the event loop.
 *
 * @example
 * ```ts
 * import { EventLoopMonitor, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * using monitor = new EventLoopMonitor({ resolutionMs: 1 });
 * await sleep(20);
 * assert.ok(monitor.delays().count > 0);
 * ```
 */
export class EventLoopMonitor implements Disposable {
  // The newest looks, so that a program that runs for months keeps a bounded number.
  static readonly #MOST = 10_000;
  readonly #samples: number[] = [];
  #count = 0;
  #expected: number;
  readonly #timer: ReturnType<typeof setInterval>;

  /**
   * Begins to watch. It does not keep the program alive.
   *
   * @param options How often to look.
   * @throws {ValidationError} If an option is out of range.
   */
  constructor(options: EventLoopMonitorOptions = {}) {
    checkOptions(options, names);
    const { resolutionMs = 20 } = options;
    checkNumber("resolutionMs", resolutionMs, { min: 1, max: LONGEST_DELAY_MS });
    this.#expected = performance.now() + resolutionMs;
    this.#timer = setInterval(() => this.#look(resolutionMs), resolutionMs);
    (this.#timer as { unref?(): void }).unref?.();
    hooks?.onOpen(this, "EventLoopMonitor");
  }

  /**
   * Tells what has been seen, of the newest 10,000 looks.
   *
   * @returns The delays; all 0 before the first look.
   */
  delays(): EventLoopDelays {
    const sorted = this.#samples.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    const sum = sorted.reduce((total, delay) => total + delay, 0);
    return {
      count: this.#count,
      meanMs: sorted.length === 0 ? 0 : sum / sorted.length,
      medianMs: at(0.5),
      p99Ms: at(0.99),
      maxMs: sorted.at(-1) ?? 0,
    };
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    hooks?.onClose(this);
  }

  #look(resolutionMs: number): void {
    const now = performance.now();
    this.#samples[this.#count++ % EventLoopMonitor.#MOST] = Math.max(0, now - this.#expected);
    this.#expected = now + resolutionMs;
  }
}
