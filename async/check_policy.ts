/**
 * The rules for the numbers of a retry policy.
 *
 * @internal
 * @module
 */

import { checkDelay, checkInteger, checkNumber, type OptionNames } from "../internal/validate.ts";
import type { RetryPolicy } from "./retry.ts";

/** The names of what a policy says. */
export const POLICY_OPTIONS: OptionNames<RetryPolicy> = {
  attempts: true,
  delayMs: true,
  factor: true,
  maxDelayMs: true,
  jitter: "boolean",
  totalMs: true,
  budget: true,
  isRetryable: "function",
  onRetry: "function",
};

/**
 * Checks the numbers of a policy, for functions that take one and use it later; `checkOptions` checks the rest.
 *
 * @param policy The policy.
 * @throws {ValidationError} If a number is out of range.
 */
export function checkPolicy(policy: Omit<RetryPolicy, "budget">): void {
  const { attempts = 3, delayMs = 200, factor = 2, maxDelayMs = 30_000, totalMs = Infinity } = policy;
  checkInteger("attempts", attempts, { min: 1 });
  checkDelay("delayMs", delayMs);
  checkNumber("factor", factor, { min: 1 });
  checkDelay("maxDelayMs", maxDelayMs);
  checkNumber("totalMs", totalMs, { max: Infinity });
}
