import { CancelledError } from "../../errors/cancelled_error.ts";
import { WorkerError } from "../worker_error.ts";
import type { Job } from "./pool_job.ts";
import { remoteError } from "./remote_error.ts";
import type { AnswerMessage, CallMessage } from "./worker_main.ts";

/**
 * Ends the wait for a job with its worker's answer.
 *
 * @param job The job.
 * @param answer The answer.
 */
export function settle(job: Job, answer: AnswerMessage): void {
  // That it could not clean up is told; whatever else it ended with is its answer to the cancellation.
  if (job.cancellation !== undefined && !isFailure(answer)) return job.fail(job.cancellation.reason);
  if ("value" in answer) return void job.resolve(answer.value);
  job.fail(errorOf(job.call, answer));
}

function isFailure(answer: AnswerMessage): boolean {
  return "error" in answer && !["CancelledError", "AbortError"].includes(answer.error.name);
}

function errorOf({ name, module }: CallMessage, answer: Exclude<AnswerMessage, { value: unknown }>): Error {
  if ("error" in answer) return remoteError(answer.error);
  if ("notLoaded" in answer) {
    const cause = remoteError(answer.notLoaded);
    const params = { name, module, reason: cause.message };
    return new WorkerError({ code: "ASYNC_WORKER_MODULE_NOT_LOADED", params, cause });
  }
  if ("missing" in answer) return new WorkerError({ code: "ASYNC_WORKER_FUNCTION_MISSING", params: { name, module } });
  const params = { name, what: "the result", reason: answer.notCloneable };
  return new WorkerError({ code: "ASYNC_NOT_CLONEABLE", params });
}

/**
 * Says why something was cancelled, for the `CancelledError` that the worker makes of it.
 *
 * @param reason The reason.
 * @returns The same, as far as it can be sent.
 */
export function sendable(reason: unknown): unknown {
  const given = reason instanceof CancelledError ? reason.reason : reason;
  try {
    return structuredClone(given);
  } catch {
    return String(given);
  }
}
