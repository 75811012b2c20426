import { CancelledError } from "../errors/cancelled_error.ts";
import { hooks } from "./task_hooks.ts";

/**
 * Makes what a task is cancelled with, without the places in the code that an error's `stack` lists: taking those down
 * takes longer than all else that cancelling a task does. They are there when somebody watches tasks, as
 * `run({ debug: true })` does.
 *
 * @param reason Why.
 * @returns The error.
 */
export function makeCancelledError(reason: unknown): CancelledError {
  if (hooks !== undefined) return new CancelledError(reason);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new CancelledError(reason);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
