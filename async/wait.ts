import { clearTimer, setTimer } from "../internal/clock.ts";
import { checkArray, checkDelay, checkOneOf, checkOptions, type OptionNames } from "../internal/validate.ts";
import { NamedWait } from "../internal/wait.ts";
import type { GatheredResult } from "./gather.ts";
import type { Operation } from "./operation.ts";
import { createTask, Task } from "./task.ts";

/** When {@linkcode wait} returns. */
export type ReturnWhen = "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_ERROR";

/** Options for {@linkcode wait}. */
export interface WaitOptions {
  /**
   * Whether to wait for all, for the first that ends, or for the first that fails (or all, if none does).
   *
   * @default "ALL_COMPLETED"
   */
  returnWhen?: ReturnWhen | undefined;
  /**
   * How long to wait, in milliseconds. What has not ended by then is pending; nothing is thrown.
   *
   * @default Infinity
   */
  timeoutMs?: number | undefined;
  /** Ends the wait; the promise then rejects with its reason. The tasks run on. */
  signal?: AbortSignal | undefined;
}

const names: OptionNames<WaitOptions> = { returnWhen: true, timeoutMs: true, signal: true };

/**
 * What {@linkcode wait} gives.
 *
 * @typeParam T What the tasks result in.
 */
export interface Waited<T> {
  /** The tasks that have ended, in the order passed. */
  done: Set<Task<T>>;
  /** The tasks that still run. */
  pending: Set<Task<T>>;
}

/**
 * Waits for many tasks and tells which have ended. It cancels nothing and throws none of their errors.
 *
 * @typeParam Item The tasks and operations.
 * @param items Tasks, or operations to start now.
 * @param options What to wait for, and how long.
 * @returns The tasks that have ended and those that have not.
 * @throws {ValidationError} If an option is wrong.
 * @throws {CancelledError} If the task that it runs in is cancelled.
 *
 * @example Whoever is first
 * ```ts
 * import { sleep, wait } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const { done, pending } = await wait([() => sleep(1), () => sleep(60_000)], { returnWhen: "FIRST_COMPLETED" });
 * assert.equal(done.size, 1);
 * for (const task of pending) task.cancel();
 * ```
 */
export async function wait<Item extends Task<unknown> | Operation<unknown>>(
  items: readonly Item[],
  options: WaitOptions = {},
): Promise<Waited<GatheredResult<Item>>> {
  type T = GatheredResult<Item>;
  checkOptions(options, names);
  const { returnWhen = "ALL_COMPLETED", timeoutMs = Infinity, signal } = options;
  checkArray("items", items);
  checkOneOf("returnWhen", returnWhen, ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_ERROR"]);
  if (timeoutMs !== Infinity) checkDelay("timeoutMs", timeoutMs);
  const tasks = items.map((item) => (item instanceof Task ? item : createTask(item)) as Task<T>);
  const enough = new NamedWait<void>("wait()", signal);
  let running = tasks.length;
  const onEnd = (isFailure: boolean) => {
    running--;
    const isEnough = returnWhen === "FIRST_COMPLETED" || (returnWhen === "FIRST_ERROR" && isFailure);
    if (running === 0 || isEnough) enough.resolve();
  };
  if (running === 0) enough.resolve();
  const unwatch = tasks.map((task) => task.addDoneCallback((ended) => onEnd(!ended.cancelled && ended.failed)));
  const timer = timeoutMs === Infinity ? undefined : setTimer(() => enough.resolve(), timeoutMs);
  try {
    await enough.promise;
  } finally {
    clearTimer(timer);
    for (const stop of unwatch) stop();
  }
  return {
    done: new Set(tasks.filter((task) => task.done)),
    pending: new Set(tasks.filter((task) => !task.done)),
  };
}
