import { ValidationError } from "../errors/validation_error.ts";
import { now, random } from "../internal/clock.ts";
import { withSignal } from "../internal/signals.ts";
import { checkFunction, checkOptions, type OptionNames } from "../internal/validate.ts";
import { checkPolicy, POLICY_OPTIONS } from "./check_policy.ts";
import { RetryBudget } from "./retry_budget.ts";
import { sleep } from "./sleep.ts";

/**
 * When and how often something that failed is tried again; every module that retries takes one.
 *
 * The wait before attempt n + 1 is a random part of `delayMs * factor ** (n - 1)`, at most `maxDelayMs`: "full jitter",
 * which spreads clients that failed together (M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog,
 * 2015).
 */
export interface RetryPolicy {
  /**
   * How often it is tried in all, the first time included: a whole number from 1.
   *
   * @default 3
   */
  attempts?: number | undefined;
  /**
   * The upper bound of the first wait, in milliseconds.
   *
   * @default 200
   */
  delayMs?: number | undefined;
  /**
   * How much the bound grows with each wait.
   *
   * @default 2
   */
  factor?: number | undefined;
  /**
   * The upper bound of every wait, in milliseconds; an error that asks for a longer one (by `retryAfterMs`) is thrown.
   *
   * @default 30000
   */
  maxDelayMs?: number | undefined;
  /**
   * Whether waits are random up to their bound, rather than as long as it.
   *
   * @default true
   */
  jitter?: boolean | undefined;
  /**
   * How long after the start a further attempt may still begin, in milliseconds.
   *
   * @default Infinity
   */
  totalMs?: number | undefined;
  /**
   * How many retries there may be of all that share it; where it is spent, the error is thrown at once.
   *
   * @default None.
   */
  budget?: RetryBudget | undefined;
  /**
   * Decides whether an error is worth another attempt. A cancellation never is.
   *
   * @default Errors whose `retryable` is not false.
   */
  isRetryable?: ((error: unknown, attempt: number) => boolean) | undefined;
  /** Called before each wait, with the error, the number of the attempt that failed, and the wait in milliseconds. */
  onRetry?: ((error: unknown, attempt: number, delayMs: number) => void) | undefined;
}

/** Options for {@linkcode retry}. */
export interface RetryOptions extends RetryPolicy {
  /** Cancels the attempt or the wait that is under way; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const names: OptionNames<RetryOptions> = { ...POLICY_OPTIONS, signal: true };

/**
 * Does something until it succeeds, is not worth another attempt, or has been tried often enough.
 *
 * @typeParam T What the operation results in.
 * @param operation Called with the number of the attempt, from 1, and a signal that fires when it is to stop.
 * @param options The policy, and a further signal.
 * @returns What the first successful attempt resulted in.
 * @throws {ValidationError} If an option is out of range.
 * @throws The last attempt's error.
 *
 * @example Succeed at the third attempt
 * ```ts
 * import { retry } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const answer = await retry((attempt) => {
 *   if (attempt < 3) throw new Error("not yet");
 *   return attempt;
 * }, { delayMs: 1 });
 * assert.equal(answer, 3);
 * ```
 */
export async function retry<T>(
  operation: (attempt: number, signal: AbortSignal | undefined) => PromiseLike<T> | T,
  options: RetryOptions = {},
): Promise<T> {
  checkFunction("operation", operation);
  checkOptions(options, names);
  checkPolicy(options);
  const { attempts = 3, totalMs = Infinity, budget, onRetry } = options;
  if (budget !== undefined) checkBudget(budget);
  const start = now();
  budget?.deposit();
  return await withSignal(options.signal, async (signal) => {
    for (let attempt = 1;; attempt++) {
      try {
        return await operation(attempt, signal);
      } catch (error) {
        if (signal?.aborted || attempt >= attempts || !isWorthRetrying(error, attempt, options)) throw error;
        const delayMs = delayAfter(error, attempt, options);
        if (delayMs === undefined || now() - start + delayMs > totalMs) throw error;
        if (budget?.tryWithdraw() === false) throw error;
        onRetry?.(error, attempt, delayMs);
        await sleep(delayMs, { signal });
      }
    }
  });
}

function checkBudget(budget: unknown): void {
  if (budget instanceof RetryBudget) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_BUDGET", params: { name: "budget", value: budget } });
}

function isWorthRetrying(error: unknown, attempt: number, policy: RetryPolicy): boolean {
  if (policy.isRetryable !== undefined) return policy.isRetryable(error, attempt);
  return (error as { retryable?: unknown } | null | undefined)?.retryable !== false;
}

function delayAfter(error: unknown, attempt: number, policy: RetryPolicy): number | undefined {
  const { delayMs = 200, factor = 2, maxDelayMs = 30_000, jitter = true } = policy;
  const asked = (error as { retryAfterMs?: unknown } | null | undefined)?.retryAfterMs;
  if (typeof asked === "number" && asked >= 0) return asked <= maxDelayMs ? asked : undefined;
  const bound = Math.min(maxDelayMs, delayMs * factor ** (attempt - 1));
  return jitter ? random() * bound : bound;
}
