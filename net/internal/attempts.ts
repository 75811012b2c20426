import type { RetryPolicy } from "../../async/retry.ts";
import type { RetryBudget } from "../../async/retry_budget.ts";
import { FailedAttempt } from "../../errors/failed_attempt.ts";
import { NetworkError } from "../../errors/network_error.ts";

/**
 * Adds an attempt to those that failed, and tells its error of all of them.
 *
 * @param failed The attempts so far; changed.
 * @param error What the attempt failed with.
 * @param start When it began, by `performance.now()`.
 */
export function rememberAttempt(failed: FailedAttempt[], error: unknown, start: number): void {
  if (!(error instanceof NetworkError)) return;
  const { reason, phase } = error;
  const { status } = error as { status?: number };
  const durationMs = Math.round(performance.now() - start);
  failed.push(new FailedAttempt({ number: failed.length + 1, reason, phase, status, durationMs }));
  tellAttempts(error, failed);
}

/**
 * Tells an error of the attempts that led to it: where it is made, they are not known.
 *
 * @param error The error; changed.
 * @param failed The attempts.
 */
export function tellAttempts(error: NetworkError, failed: readonly FailedAttempt[]): void {
  const enumerable = failed.length > 1 || failed[0]?.stoppedBy !== undefined;
  Object.defineProperty(error, "attempts", { value: [...failed], enumerable, configurable: true });
}

/**
 * Has a policy end the attempts where the budget is spent. This is asked after all that may end them as well, so that
 * nothing is spent in vain.
 *
 * @param onRetry What the caller has called before each wait.
 * @param budget The budget.
 * @param failed The attempts; the last one is told what stopped it.
 * @returns What is to be called instead.
 */
export function withinBudget(
  onRetry: RetryPolicy["onRetry"],
  budget: RetryBudget | undefined,
  failed: FailedAttempt[],
): RetryPolicy["onRetry"] {
  if (budget === undefined) return onRetry;
  return (error, attempt, delayMs) => {
    if (budget.tryWithdraw()) return onRetry?.(error, attempt, delayMs);
    const last = failed.pop();
    if (last !== undefined) failed.push(new FailedAttempt({ ...last, stoppedBy: "budget" }));
    if (error instanceof NetworkError) tellAttempts(error, failed);
    throw error;
  };
}
