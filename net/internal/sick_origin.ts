import type { CircuitBreaker } from "../../async/circuit_breaker.ts";
import { NetworkError, type NetworkFailure } from "../../errors/network_error.ts";
import { isPassing } from "./failed_status.ts";

const SICK: ReadonlySet<NetworkFailure> = new Set(["dns", "refused", "tls", "reset", "timeout", "protocol"]);
const ANSWERED: ReadonlySet<NetworkFailure> = new Set(["status", "decode", "too-large"]);

/**
 * Tells whether an error says that the server is not well: what may be tried again, and what makes no connection.
 *
 * @param error The error.
 * @returns Whether it does.
 */
export function isSick(error: unknown): boolean {
  return error instanceof NetworkError && (SICK.has(error.reason) || isPassingStatus(error));
}

function isPassingStatus(error: NetworkError): boolean {
  const { status } = error as { status?: number };
  return error.reason === "status" && status !== undefined && isPassing(status);
}

/**
 * Calls an operation through a breaker that hears of what the server is not well by. A server that says that there is no
 * such thing is well, as one is that gives it: both end a row of failures.
 *
 * @typeParam T What the operation results in.
 * @param breaker The breaker.
 * @param operation The operation.
 * @returns Its result.
 */
export async function judged<T>(breaker: CircuitBreaker, operation: () => Promise<T>): Promise<T> {
  const outcome = await breaker.call(async () => {
    try {
      return { value: await operation() };
    } catch (error) {
      if (error instanceof NetworkError && ANSWERED.has(error.reason) && !isPassingStatus(error)) return { error };
      throw error;
    }
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}
