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
  Object.defineProperty(error, "attempts", { value: [...failed], enumerable: failed.length > 1, configurable: true });
}
