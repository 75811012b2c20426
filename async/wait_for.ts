import { TimeoutError } from "../errors/timeout_error.ts";
import { clearTimer, setTimer, settled } from "../internal/clock.ts";
import { fromCaller } from "../internal/caller.ts";
import { report } from "../internal/report.ts";
import { onAbort, withSignal } from "../internal/signals.ts";
import { hooks } from "../internal/task_hooks.ts";
import { checkDelay, checkFunction, checkOptions, type OptionNames } from "../internal/validate.ts";
import type { Operation } from "./operation.ts";
import { createTask, Task } from "./task.ts";

/** Options for {@linkcode waitFor}. */
export interface WaitForOptions {
  /** Cancels the operation and the wait; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const names: OptionNames<WaitForOptions> = { signal: true };

/**
 * Gives an operation a time limit, then cancels it. The wait ends on time even where the operation does not heed its
 * cancellation and runs on. What comes at the same moment as a cancellation is not lost: it is the result, and a
 * cancelled task is stopped at its next wait.
 *
 * @typeParam T What the operation results in.
 * @param operation Work to start, or a task that runs already.
 * @param ms The time allowed, in milliseconds: a number from 0 to 2147483647.
 * @param options A further signal.
 * @returns What the operation resulted in.
 * @throws {TimeoutError} If the time ran out.
 * @throws {ValidationError} If `ms` is not such a number, or `operation` is not a function or task.
 * @throws What the operation threw.
 *
 * @example Give up on a slow answer
 * ```ts
 * import { sleep, TimeoutError, waitFor } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(waitFor(() => sleep(60_000), 10), TimeoutError);
 * ```
 */
export async function waitFor<T>(
  operation: Operation<T> | Task<T>,
  ms: number,
  options: WaitForOptions = {},
): Promise<T> {
  if (!(operation instanceof Task)) checkFunction("operation", operation);
  checkDelay("ms", ms);
  checkOptions(options, names);
  try {
    return await withSignal(options.signal, async (signal) => {
      const task = operation instanceof Task ? operation : createTask(operation);
      const { promise: gaveUp, reject: giveUp } = Promise.withResolvers<never>();
      const timer = setTimer(() => {
        const error = new TimeoutError({ code: "TIMEOUT", params: { ms }, retryable: true });
        task.cancel(error);
        giveUp(error);
        hooks?.onOverdue(task);
        // Nobody else awaits a task that was started here.
        if (task !== operation) task.catch((late) => task.failed && tellLate(task.name, late));
      }, ms);
      let cancellation: { reason: unknown } | undefined;
      using _ = onAbort(signal, (reason) => {
        if (!task.cancel(reason)) return;
        cancellation = { reason };
        // What was given to the operation just before, such as an item of a queue, would be lost if it were given up at once.
        void settled().then(() => giveUp(reason));
      });
      try {
        return await Promise.race([task, gaveUp]);
      } catch (error) {
        throw cancellation === undefined ? error : cancellation.reason;
      } finally {
        clearTimer(timer);
      }
    });
  } catch (error) {
    throw fromCaller(error, waitFor);
  }
}

function tellLate(task: string, error: unknown): void {
  report("error", "async", "An operation failed after its time limit", { task, error });
}
