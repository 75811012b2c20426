import { throwIfCancelled } from "../internal/signals.ts";
import { signalOf } from "./internal/acquire_options.ts";
import type { AcquireOptions } from "./semaphore.ts";

/**
 * Throws if the task that it runs in has been cancelled: for loops that compute and wait for nothing. It does not let
 * other work run, so a cancellation from outside is only seen after a wait such as `sleep(0)`.
 *
 * @param options A further signal.
 * @throws {CancelledError} If the task has been cancelled; the signal's reason if `signal` has fired.
 *
 * @example
 * ```ts
 * import { checkpoint, createTask, currentTask } from "@maktaba/std/async";
 * import { CancelledError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const task = createTask(() => {
 *   for (let n = 0;; n++) {
 *     if (n === 1_000) currentTask()?.cancel();
 *     checkpoint();
 *   }
 * });
 * await assert.rejects(task, CancelledError);
 * ```
 */
export function checkpoint(options?: AcquireOptions): void {
  throwIfCancelled(signalOf(options));
}
