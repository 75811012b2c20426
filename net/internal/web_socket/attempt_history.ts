import { FailedAttempt } from "../../../errors/failed_attempt.ts";
import type { WebSocketError } from "../../../errors/web_socket_error.ts";
import { tellAttempts } from "../attempts.ts";

// Errors of a connection that is tried for ever must not grow with it.
const MOST_TOLD = 20;

/** The attempts that failed since a connection was last stable. */
export class AttemptHistory {
  #failed: FailedAttempt[] = [];

  /**
   * Adds an attempt, and tells its error of all of them.
   *
   * @param error What it failed with; changed.
   * @param number Which attempt it was.
   * @param start When it began, by `performance.now()`.
   */
  add(error: WebSocketError, number: number, start: number): void {
    const { reason, phase, context } = error;
    const status = typeof context["status"] === "number" ? context["status"] : undefined;
    const durationMs = Math.round(performance.now() - start);
    this.#failed.push(new FailedAttempt({ number, reason, phase, status, durationMs }));
    if (this.#failed.length > MOST_TOLD) this.#failed.shift();
    tellAttempts(error, this.#failed);
  }

  /** Begins anew. */
  clear(): void {
    this.#failed = [];
  }
}
