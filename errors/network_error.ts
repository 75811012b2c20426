import type { FailedAttempt } from "./failed_attempt.ts";
import { type ErrorInit, type ErrorJson, MaktabaError } from "./maktaba_error.ts";
import { nameErrorClass } from "./name_error_class.ts";

/**
 * Why something on the network failed, in the same word for the same cause on every runtime:
 *
 * - `"dns"`: the host's name could not be resolved;
 * - `"refused"`: nobody accepted the connection, or none is allowed;
 * - `"tls"`: no trusted TLS connection could be made;
 * - `"reset"`: the connection was lost before the end;
 * - `"timeout"`: a time limit ran out, see {@linkcode NetworkPhase};
 * - `"protocol"`: the peer did not speak the protocol;
 * - `"aborted"`: it was given up on this side, because what was to be sent could not be read, say;
 * - `"status"`: the peer understood and answered that it failed;
 * - `"decode"`: the answer is not what it says it is;
 * - `"too-large"`: the answer exceeds the limit.
 */
export type NetworkFailure =
  | "dns"
  | "refused"
  | "tls"
  | "reset"
  | "timeout"
  | "protocol"
  | "aborted"
  | "status"
  | "decode"
  | "too-large";

/**
 * Which time ran out:
 *
 * - `"connect"`: until the connection was there, where that can be told: for TCP and WebSocket;
 * - `"headers"`: until the peer began to answer, making the connection included;
 * - `"idle"`: between two pieces of the answer;
 * - `"attempt"`: one attempt;
 * - `"total"`: everything, all attempts and the waits between them.
 */
export type NetworkPhase = "connect" | "headers" | "idle" | "attempt" | "total";

/** What a {@linkcode NetworkError} tells beside its code. */
export interface NetworkErrorDetails {
  /** Why it failed. */
  reason: NetworkFailure;
  /** Which time ran out, if one did. */
  phase?: NetworkPhase | undefined;
  /** The attempts that failed, the last one included; empty where there was nothing to try. */
  attempts?: readonly FailedAttempt[] | undefined;
}

/** A network error as plain data. */
export interface NetworkErrorJson extends ErrorJson {
  /** Why it failed. */
  reason: NetworkFailure;
  /** Which time ran out, if one did. */
  phase?: NetworkPhase;
  /** The attempts that failed. */
  attempts: readonly FailedAttempt[];
}

/**
 * A failure on the network or of the peer at its other end. Its `reason` tells why, alike on every runtime.
 *
 * @example
 * ```ts
 * import { NetworkError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * const error = new NetworkError({
 *   code: "NET_DNS",
 *   params: { method: "GET", url: "https://nowhere.invalid/" },
 *   reason: "dns",
 *   retryable: true,
 * });
 * assert.equal(error.reason, "dns");
 * assert.deepEqual(error.attempts, []);
 * ```
 */
export class NetworkError extends MaktabaError {
  static {
    nameErrorClass(this, "NetworkError");
  }

  /** Why it failed, alike on every runtime. */
  readonly reason: NetworkFailure;
  /** Which time ran out, if one did. */
  declare readonly phase: NetworkPhase | undefined;
  /** The attempts that failed, the last one included; empty where there was nothing to try. */
  declare readonly attempts: readonly FailedAttempt[];

  /**
   * Makes the error; its message comes from the catalogue.
   *
   * @param init A code that begins with `NET_`, the message's values, the reason, and details.
   */
  constructor(init: ErrorInit<"NET_"> & NetworkErrorDetails) {
    super(init);
    this.reason = init.reason;
    // What is not known is not printed with the error, nor is a single attempt, which says no more than the error.
    Object.defineProperty(this, "phase", { value: init.phase, enumerable: init.phase !== undefined });
    Object.defineProperty(this, "attempts", {
      value: init.attempts ?? [],
      enumerable: (init.attempts?.length ?? 0) > 1,
      // Whoever retries knows them only when it gives up.
      configurable: true,
    });
  }

  /**
   * Gives the error as plain data, its causes and attempts included, secrets replaced.
   *
   * @returns What `JSON.stringify` writes.
   */
  override toJSON(): NetworkErrorJson {
    return {
      ...super.toJSON(),
      reason: this.reason,
      ...(this.phase === undefined ? {} : { phase: this.phase }),
      attempts: this.attempts,
    };
  }
}
