import { type ErrorInit, MaktabaError } from "../errors/maktaba_error.ts";
import { nameErrorClass } from "../errors/name_error_class.ts";
import { CancelledError } from "../errors/cancelled_error.ts";
import { now } from "../internal/clock.ts";
import { checkDelay, checkFunction, checkInteger, checkOptions } from "../internal/validate.ts";
import { currentAmbient } from "../internal/ambient.ts";
import { BREAKER_OPTIONS } from "./internal/breaker_options.ts";

/** What a call is refused with while its {@linkcode CircuitBreaker} is open. */
export class CircuitOpenError extends MaktabaError {
  static {
    nameErrorClass(this, "CircuitOpenError");
  }

  /** How long until a call is let through again, in milliseconds; `retry` waits as long. */
  readonly retryAfterMs: number;

  /**
   * Makes the error.
   *
   * @param init Its code, with the time that is left.
   */
  constructor(init: ErrorInit<"ASYNC_CIRCUIT_OPEN">) {
    super({ retryable: true, ...init });
    this.retryAfterMs = Number(init.params.ms);
  }
}

/** Options for {@linkcode CircuitBreaker}. */
export interface CircuitBreakerOptions {
  /**
   * How many failures in a row open the circuit.
   *
   * @default 5
   */
  failures?: number | undefined;
  /**
   * How long it stays open before one call is let through to try, in milliseconds.
   *
   * @default 30000
   */
  resetMs?: number | undefined;
  /**
   * Decides whether an error counts as a failure. A cancellation never does.
   *
   * @default All do.
   */
  isFailure?: ((error: unknown) => boolean) | undefined;
}

/** Whether calls go through, are refused, or one is let through to try. */
export type CircuitState = "closed" | "open" | "half-open";

/**
 * Spares a service that fails, and its callers the wait: after so many failures in a row, calls are refused at once for
 * a while; then one is let through, and its outcome decides. (M. T. Nygard, "Release It!", 2007.)
 *
 * @example
 * ```ts
 * import { CircuitBreaker, CircuitOpenError } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const breaker = new CircuitBreaker({ failures: 1 });
 * const failing = () => Promise.reject(new Error("down"));
 * await assert.rejects(breaker.call(failing), /down/);
 * await assert.rejects(breaker.call(failing), CircuitOpenError);
 * assert.equal(breaker.state, "open");
 * ```
 */
export class CircuitBreaker {
  readonly #failures: number;
  readonly #resetMs: number;
  readonly #isFailure: (error: unknown) => boolean;
  #failed = 0;
  #openedAt = -Infinity;
  #isTrying = false;

  /**
   * Makes a breaker that lets calls through.
   *
   * @param options When it opens, and for how long.
   * @throws {ValidationError} If an option is out of range.
   */
  constructor(options: CircuitBreakerOptions = {}) {
    checkOptions(options, BREAKER_OPTIONS);
    const { failures = 5, resetMs = 30_000, isFailure = () => true } = options;
    checkInteger("failures", failures, { min: 1 });
    checkDelay("resetMs", resetMs);
    this.#failures = failures;
    this.#resetMs = resetMs;
    this.#isFailure = isFailure;
  }

  /** Whether calls go through now. */
  get state(): CircuitState {
    if (this.#failed < this.#failures) return "closed";
    return this.#remainingMs() > 0 ? "open" : "half-open";
  }

  /**
   * Calls an operation if the circuit lets it.
   *
   * @typeParam T What the operation results in.
   * @param operation The operation.
   * @returns Its result.
   * @throws {ValidationError} If `operation` is not a function.
   * @throws {CircuitOpenError} If the circuit is open.
   * @throws What the operation threw.
   */
  async call<T>(operation: () => PromiseLike<T> | T): Promise<T> {
    checkFunction("operation", operation);
    const { state } = this;
    if (state === "open" || (state === "half-open" && this.#isTrying)) throw this.#refusal();
    const isTrial = state === "half-open";
    if (isTrial) this.#isTrying = true;
    try {
      const value = await operation();
      this.#failed = 0;
      return value;
    } catch (error) {
      this.#count(error);
      throw error;
    } finally {
      if (isTrial) this.#isTrying = false;
    }
  }

  #count(error: unknown): void {
    const isCancellation = error instanceof CancelledError || currentAmbient()?.cancellation !== undefined;
    if (isCancellation || !this.#isFailure(error)) return;
    if (++this.#failed >= this.#failures) this.#openedAt = now();
  }

  #remainingMs(): number {
    return Math.max(0, this.#openedAt + this.#resetMs - now());
  }

  #refusal(): CircuitOpenError {
    return new CircuitOpenError({ code: "ASYNC_CIRCUIT_OPEN", params: { ms: Math.ceil(this.#remainingMs()) } });
  }
}
