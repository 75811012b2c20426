import { sleep } from "../../async/sleep.ts";
import type { FailedAttempt } from "../../errors/failed_attempt.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { random } from "../../internal/clock.ts";
import { report } from "../../internal/report.ts";
import { abandonOnAbort } from "../../internal/signals.ts";
import { LONGEST_DELAY_MS } from "../../internal/validate.ts";
import type { SubscriptionFailure } from "../subscribe.ts";
import { rememberAttempt } from "./attempts.ts";

/** When a stream is connected again. */
export interface ReconnectionPolicy {
  /** Where to. */
  readonly url: URL;
  /** How often in a row. */
  readonly retries: number;
  /** What failures in a row may make the wait grow to. */
  readonly maxReconnectDelayMs: number;
  /** Decides whether it is connected again after a failure, if not after losses alone. */
  readonly shouldReconnect?: ((failure: SubscriptionFailure) => boolean | Promise<boolean>) | undefined;
}

/** Counts the failures of a stream that is connected again and again, and waits between them. */
export class Reconnection {
  /** How long to wait after the first failure, in milliseconds. */
  delayMs: number;
  readonly #policy: ReconnectionPolicy;
  readonly #failed: FailedAttempt[] = [];
  #failures = 0;

  /**
   * Begins to count.
   *
   * @param policy When to connect again.
   * @param delayMs How long to wait after the first failure, in milliseconds.
   */
  constructor(policy: ReconnectionPolicy, delayMs: number) {
    this.#policy = policy;
    this.delayMs = delayMs;
  }

  /** How many failures there were in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** A connection gives something: the next failure is the first again. */
  succeeded(): void {
    this.#failures = this.#failed.length = 0;
  }

  /**
   * A connection failed: waits, if there is to be another; throws what it failed with otherwise.
   *
   * @param error What it failed with.
   * @param start When it began, by `performance.now()`.
   * @param signal Ends the wait.
   */
  async failed(error: unknown, start: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    rememberAttempt(this.#failed, error, start);
    const { retries, maxReconnectDelayMs } = this.#policy;
    const { retryAfterMs = 0 } = error as { retryAfterMs?: number };
    if (this.#failures >= retries || retryAfterMs > maxReconnectDelayMs) throw error;
    if (!await this.#isWorthIt(error, signal)) throw error;
    const grown = this.delayMs * 2 ** this.#failures++;
    // What the server asks for may be longer than what failures make it grow to.
    const longest = Math.max(this.delayMs, Math.min(grown, maxReconnectDelayMs));
    await this.#wait(Math.max(spread(longest), retryAfterMs), signal, error);
  }

  async #isWorthIt(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (!(error instanceof NetworkError)) return false;
    const { retryable: isRetryable } = error;
    const { shouldReconnect } = this.#policy;
    if (shouldReconnect === undefined) return isRetryable;
    return await abandonOnAbort(Promise.resolve(shouldReconnect({ error, isRetryable })), signal);
  }

  /** A connection ended properly: waits before another one. */
  async ended(signal: AbortSignal): Promise<void> {
    await this.#wait(spread(this.delayMs), signal, undefined);
  }

  async #wait(ms: number, signal: AbortSignal, error: unknown): Promise<void> {
    const delayMs = Math.min(Math.round(ms), LONGEST_DELAY_MS);
    const { url } = this.#policy;
    report("info", "net", "A stream is connected again", { url, error, attempt: this.#failures, delayMs });
    await sleep(delayMs, { signal });
  }
}

// Half of it at least, so that the peer has time to recover; the rest at random, so that its clients do not all come
// back at once.
function spread(ms: number): number {
  return ms * (0.5 + random() / 2);
}
