import { CircuitOpenError } from "../../async/circuit_breaker.ts";
import { retry } from "../../async/retry.ts";
import type { FailedAttempt } from "../../errors/failed_attempt.ts";
import { MaktabaError } from "../../errors/maktaba_error.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { LinkedSignal } from "../../internal/signals.ts";
import { rememberAttempt, tellAttempts, withinBudget } from "./attempts.ts";
import { exchange, type Read } from "./exchange.ts";
import { timedOut } from "./failed_request.ts";
import type { SendPlan } from "./request_plan.ts";

/**
 * Makes a request as often as its plan allows.
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param signal Ends the attempt or wait that is under way.
 * @param read Makes something of an answer, or throws.
 * @returns What was made of the answer.
 */
export function runRequest<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
): Promise<T> {
  // Who waits for a turn waits in time as well; otherwise the first attempt, often the only one, keeps the time itself.
  const isTimedByFirst = plan.hedgeMs === undefined && (plan.gate === undefined || plan.gate.isOpen);
  return plan.totalTimeoutMs === undefined || isTimedByFirst
    ? attempts(plan, signal, read, plan.totalTimeoutMs)
    : inTime(plan, plan.totalTimeoutMs, signal, read);
}

async function inTime<T>(
  plan: SendPlan,
  leftMs: number,
  signal: AbortSignal | undefined,
  read: Read<T>,
): Promise<T> {
  using linked = new LinkedSignal([signal]);
  linked.abortAfter(leftMs, () => timedOut("total", plan.totalTimeoutMs!, plan));
  return await attempts(plan, linked.signal, read, undefined);
}

async function attempts<T>(
  plan: SendPlan,
  signal: AbortSignal | undefined,
  read: Read<T>,
  totalMs: number | undefined,
): Promise<T> {
  const start = performance.now();
  plan.budget?.deposit();
  try {
    return await exchange(plan, signal, read, totalMs);
  } catch (error) {
    const failed: FailedAttempt[] = [];
    rememberAttempt(failed, error, start);
    // A POST that is made twice may be carried out twice, whatever the policy.
    if (!plan.isRepeatable || plan.retry.attempts === 1) throw error;
    using linked = totalMs === undefined ? undefined : new LinkedSignal([signal]);
    linked?.abortAfter(Math.max(0, totalMs! - performance.now() + start), () => timedOut("total", totalMs!, plan));
    return await furtherAttempts({ plan, signal: linked?.signal ?? signal, read, failed, start, error });
  }
}

interface FirstFailure<T> {
  readonly plan: SendPlan;
  readonly signal: AbortSignal | undefined;
  readonly read: Read<T>;
  readonly failed: FailedAttempt[];
  readonly start: number;
  readonly error: unknown;
}

/** Goes on after the first attempt, which is made without the machinery of retries, as it succeeds nearly always. */
async function furtherAttempts<T>({ plan, signal, read, failed, start, error: first }: FirstFailure<T>): Promise<T> {
  const { idempotencyKey: _, budget: __, totalMs = Infinity, isRetryable = isWorthRetrying, ...policy } = plan.retry;
  const left = Math.max(0, totalMs - (performance.now() - start));
  let last = first;
  let isRefused = false;
  try {
    return await retry(async (attempt) => {
      if (attempt === 1) throw first;
      const start = performance.now();
      try {
        return await exchange(plan, signal, read);
      } catch (error) {
        rememberAttempt(failed, error, start);
        // What opened the circuit tells more than that it is open.
        isRefused = error instanceof CircuitOpenError && !(last instanceof CircuitOpenError);
        if (!isRefused) last = error;
        throw last;
      }
    }, {
      ...policy,
      isRetryable: (error, attempt) => !isRefused && isRetryable(error, attempt),
      onRetry: withinBudget(policy.onRetry, plan.budget, failed),
      totalMs: left,
      signal,
    });
  } catch (error) {
    // The total time may have run out between two attempts.
    if (error instanceof NetworkError && error.attempts.length === 0) tellAttempts(error, failed);
    throw error;
  }
}

// Only what our own errors say: what a caller's function threw is no better the next time. A circuit is open to spare
// callers the wait.
function isWorthRetrying(error: unknown): boolean {
  return error instanceof MaktabaError && error.retryable && !(error instanceof CircuitOpenError);
}
