import { lazy } from "../internal/lazy.ts";
import { type ErrorInit, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { checkFunction } from "../internal/validate.ts";
import type { Task } from "./task.ts";

/** What a block left behind. */
export interface Leaks {
  /** The tasks that still run. */
  readonly tasks: readonly Task<unknown>[];
  /** The tasks that failed, which nobody has awaited. */
  readonly failures: readonly Task<unknown>[];
  /** How many timers of this module are still set, such as that of a `debounce`. */
  readonly timers: number;
  /** What has to be closed and was not, by the name of its class. */
  readonly open: readonly string[];
}

/** What {@linkcode withLeakCheck} throws when its block left something behind. */
export class LeakError extends MaktabaError {
  static {
    nameErrorClass(this, "LeakError");
  }

  /** What was left behind. */
  readonly leaks: Leaks;

  /**
   * Makes the error.
   *
   * @param init Its code, with what the message names.
   * @param leaks What was left behind.
   */
  constructor(init: ErrorInit<"ASYNC_LEAK">, leaks: Leaks) {
    super(init);
    this.leaks = leaks;
  }
}

const checking = lazy(() => import("./internal/leak_watch.ts"));

/**
 * Runs a block of a test and sees to it that nothing is left when it has ended: no task that runs, none that failed
 * without anybody having awaited it, no timer of this module, and no pool that was not closed. What was there before does
 * not count. What other code does at the same time does, so let tests with it run one after the other.
 *
 * @typeParam T What the block results in.
 * @param block The block.
 * @returns What the block resulted in.
 * @throws {LeakError} If something was left behind.
 * @throws {ValidationError} If `block` is not a function.
 * @throws What the block threw; what it left behind then is not looked at.
 *
 * @example
 * ```ts
 * import { createTask, LeakError, sleep, withLeakCheck } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * await withLeakCheck(() => sleep(1));
 * const forgetful = () => void createTask(() => sleep(60_000), { name: "forgotten" });
 * await assert.rejects(withLeakCheck(forgetful), (error) => {
 *   assert.ok(error instanceof LeakError);
 *   assert.equal(error.leaks.tasks[0]?.name, "forgotten");
 *   return error.leaks.tasks[0]?.cancel();
 * });
 * ```
 */
export async function withLeakCheck<T>(block: () => PromiseLike<T> | T): Promise<T> {
  checkFunction("block", block);
  const { watchLeaks } = checking.module ?? await checking.load();
  return await watchLeaks(block);
}
