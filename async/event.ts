import { isCancelled, signalOf } from "./internal/acquire_options.ts";
import type { AcquireOptions } from "./semaphore.ts";
import { WaitLine } from "./wait_line.ts";
import { showAs } from "../internal/show.ts";

/**
 * A flag that tasks wait for. (Not the `Event` of web pages, which modules that import this one by name do not see.)
 *
 * @example
 * ```ts
 * import { createTask, Event } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const isReady = new Event();
 * const task = createTask(() => isReady.wait().then(() => "went on"));
 * isReady.set();
 * assert.equal(await task, "went on");
 * ```
 */
export class Event {
  static {
    showAs(Event, ({ isSet }) => ({ isSet }));
  }

  #isSet = false;
  readonly #line: WaitLine<void> = new WaitLine(this, "wait");

  /** Whether the flag is up. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** Raises the flag: all who wait go on, and whoever comes later does not wait. */
  set(): void {
    this.#isSet = true;
    this.#line.serveAll();
  }

  /** Lowers the flag. */
  clear(): void {
    this.#isSet = false;
  }

  /**
   * Waits until the flag is up.
   *
   * @param options A further signal.
   * @returns When it is.
   * @throws {CancelledError} If the task is cancelled while it waits; the signal's reason if `signal` fires.
   */
  async wait(options?: AcquireOptions): Promise<void> {
    const signal = signalOf(options);
    if (!this.#isSet || isCancelled(signal)) await this.#line.wait(signal);
  }
}
