import { retry } from "../../async/retry.ts";
import type { FailedAttempt } from "../../errors/failed_attempt.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { LinkedSignal } from "../../internal/signals.ts";
import type { Answer } from "./answer.ts";
import { rememberAttempt, tellAttempts } from "./attempts.ts";
import { exchange } from "./exchange.ts";
import { timedOut } from "./failed_request.ts";
import type { RequestPlan } from "./request_plan.ts";

/**
 * Makes a request as often as its plan allows.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends the attempt or wait that is under way.
 * @param read Makes something of an answer, or throws.
 * @returns What was made of the answer.
 */
export async function runRequest<T>(
  plan: RequestPlan,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  if (plan.totalTimeoutMs === undefined) return await attempts(plan, signal, read);
  using linked = new LinkedSignal([signal]);
  linked.abortAfter(plan.totalTimeoutMs, () => timedOut("total", plan.totalTimeoutMs!, plan));
  return await attempts(plan, linked.signal, read);
}

async function attempts<T>(
  plan: RequestPlan,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  const failed: FailedAttempt[] = [];
  const once = async () => {
    const start = performance.now();
    try {
      return await exchange(plan, signal, read);
    } catch (error) {
      rememberAttempt(failed, error, start);
      throw error;
    }
  };
  // A POST that is made twice may be carried out twice, whatever the policy.
  if (!plan.isRepeatable || plan.retry.attempts === 1) return await once();
  try {
    return await retry(once, { ...plan.retry, signal });
  } catch (error) {
    // The total time may have run out between two attempts.
    if (error instanceof NetworkError && error.attempts.length === 0) tellAttempts(error, failed);
    throw error;
  }
}
