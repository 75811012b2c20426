import { CancelledError } from "../errors/cancelled_error.ts";

/**
 * Makes what a task is cancelled with, without the places in the code that an error's `stack` lists: taking those down
 * takes longer than all else that cancelling a task does, and where `cancel()` was called is seldom asked for.
 *
 * @param reason Why.
 * @returns The error.
 */
export function makeCancelledError(reason: unknown): CancelledError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new CancelledError(reason);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
