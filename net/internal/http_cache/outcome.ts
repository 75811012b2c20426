import { CircuitOpenError } from "../../../async/circuit_breaker.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import type { AnswerSource } from "../../answer_cache.ts";
import type { Answer } from "../answer.ts";

/** What a caller is told of an answer, and the log. */
export interface Outcome {
  readonly source: AnswerSource;
  readonly ageMs: number;
  readonly status: number;
  readonly error?: unknown;
}

/**
 * Tells what there is to tell of an answer that comes from the server.
 *
 * @param answer The answer.
 * @returns The outcome.
 */
export function networkOutcome({ headers, status }: Answer): Outcome {
  const age = Number((headers.get("age") ?? "").split(",", 1)[0]);
  return { source: "network", ageMs: age > 0 ? age * 1_000 : 0, status };
}

/** Whether a status means that the server's answer cannot be had (RFC 5861, section 4). */
export function isOutageStatus(status: number): boolean {
  return [500, 502, 503, 504].includes(status);
}

/** Whether a failure means that the server's answer cannot be had, as opposed to one that says something. */
export function isOutage(error: unknown): boolean {
  if (error instanceof CircuitOpenError) return true;
  if (!(error instanceof NetworkError)) return false;
  const { status } = error as { status?: number };
  if (status !== undefined) return isOutageStatus(status);
  return ["dns", "refused", "reset", "timeout", "protocol"].includes(error.reason);
}
