import { retry } from "../../../async/retry.ts";
import { MaktabaError } from "../../../errors/maktaba_error.ts";
import type { FailedAttempt } from "../../../errors/failed_attempt.ts";
import { withinBudget } from "../attempts.ts";
import type { SendPlan } from "../request_plan.ts";

/** How something that advances is tried. */
export interface Advance {
  /** When it is tried again. */
  readonly plan: Pick<SendPlan, "retry" | "budget">;
  /** The attempts that failed. */
  readonly failed: FailedAttempt[];
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Tells how far it has come at most: to come as far once more is no progress. */
  readonly best: () => number;
}

/**
 * Tries until everything is done; the attempts count anew whenever it has come further than before.
 *
 * @typeParam T What the last attempt results in.
 * @param attempt Goes on where the one before broke off.
 * @param advance When it is tried again, and how far it has come.
 * @returns What the last attempt resulted in.
 */
export async function retryWhileAdvancing<T>(attempt: () => Promise<T>, advance: Advance): Promise<T> {
  const { plan: { retry: asked, budget }, failed, signal, best } = advance;
  const { idempotencyKey: _, budget: __, totalMs = Infinity, isRetryable = isWorthRetrying, ...policy } = asked;
  const onRetry = withinBudget(policy.onRetry, budget, failed);
  budget?.deposit();
  const end = performance.now() + totalMs;
  for (;;) {
    const before = best();
    const totalMs = Math.max(0, end - performance.now());
    let last = 0;
    try {
      return await retry((number) => {
        last = number;
        return attempt();
      }, { ...policy, isRetryable, onRetry, totalMs, signal });
    } catch (error) {
      const goesOn = best() > before && policy.attempts !== 1 && performance.now() < end;
      if (!goesOn || signal.aborted || !isRetryable(error, last)) throw error;
    }
  }
}

// Only what our own errors say: what a caller's function threw is no better the next time.
function isWorthRetrying(error: unknown): boolean {
  return error instanceof MaktabaError && error.retryable;
}
