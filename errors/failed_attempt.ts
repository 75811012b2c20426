import type { NetworkFailure, NetworkPhase } from "./network_error.ts";

/** What is known of an attempt that failed. */
export interface FailedAttemptInit {
  /** Which attempt it was, from 1. */
  number: number;
  /** Why it failed. */
  reason: NetworkFailure;
  /** Where the time ran out, if it did. */
  phase?: NetworkPhase | undefined;
  /** The status that the server answered with, if it did. */
  status?: number | undefined;
  /** How long it took, in milliseconds. */
  durationMs: number;
  /** What kept it from being followed by another one, which it was worth. */
  stoppedBy?: AttemptStop | undefined;
}

/** What keeps an attempt from being followed by another one: `"budget"`, a retry budget that is spent. */
export type AttemptStop = "budget";

/**
 * One of the attempts that were made before an operation on the network was given up.
 *
 * @example
 * ```ts
 * import { FailedAttempt } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const attempt = new FailedAttempt({ number: 1, reason: "status", status: 503, durationMs: 12 });
 * assert.equal(attempt.status, 503);
 * ```
 */
export class FailedAttempt {
  /** Which attempt it was, from 1. */
  readonly number: number;
  /** Why it failed. */
  readonly reason: NetworkFailure;
  /** Where the time ran out, if it did. */
  declare readonly phase: NetworkPhase | undefined;
  /** The status that the server answered with, if it did. */
  declare readonly status: number | undefined;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** What kept it from being followed by another one, which it was worth, if anything did. */
  declare readonly stoppedBy: AttemptStop | undefined;

  /**
   * Keeps what is known of the attempt.
   *
   * @param init What is known.
   */
  constructor(init: FailedAttemptInit) {
    this.number = init.number;
    this.reason = init.reason;
    // What is not known is not printed with the error.
    if (init.phase !== undefined) this.phase = init.phase;
    if (init.status !== undefined) this.status = init.status;
    this.durationMs = init.durationMs;
    if (init.stoppedBy !== undefined) this.stoppedBy = init.stoppedBy;
  }
}
