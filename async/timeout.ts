import { formatMessage } from "../errors/catalogue.ts";
import { CancelledError } from "../errors/cancelled_error.ts";
import { TimeoutError } from "../errors/timeout_error.ts";
import { clearTimer, now, setTimer, type Timer } from "../internal/clock.ts";
import { checkDelay, checkFunction } from "../internal/validate.ts";
import { currentScope, Scope } from "./scope.ts";

/** The time limit of a block, which the block may move. {@linkcode timeout} makes it. */
export class TimeLimit implements Disposable {
  readonly #scope: Scope;
  #timer: Timer | undefined;
  #allowedMs = Infinity;
  #end = Infinity;
  #isExpired = false;

  /**
   * Made by `timeout`.
   *
   * @param scope What to cancel when the time is over.
   * @param ms The time allowed, in milliseconds.
   */
  constructor(scope: Scope, ms: number) {
    this.#scope = scope;
    this.reschedule(ms);
  }

  /** Fires when the time is over. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  /** Whether the time is over. */
  get expired(): boolean {
    return this.#isExpired;
  }

  /** The time that was last allowed, in milliseconds. */
  get allowedMs(): number {
    return this.#allowedMs;
  }

  /** How much time is left, in milliseconds; Infinity without a limit. */
  get remainingMs(): number {
    return Math.max(0, this.#end - now());
  }

  /**
   * Moves the limit.
   *
   * @param ms The time allowed from now on, in milliseconds; Infinity takes the limit away.
   * @throws {ValidationError} If it is not a number from 0 to 2147483647, or Infinity.
   */
  reschedule(ms: number): void {
    if (ms !== Infinity) checkDelay("ms", ms);
    clearTimer(this.#timer);
    this.#allowedMs = ms;
    this.#end = now() + ms;
    if (ms !== Infinity) this.#timer = setTimer(() => this.#expire(), ms);
  }

  /** Takes the limit away. */
  [Symbol.dispose](): void {
    clearTimer(this.#timer);
  }

  #expire(): void {
    this.#isExpired = true;
    this.#scope.abort(new CancelledError(formatMessage("TIMEOUT", { ms: this.#allowedMs })));
  }
}

/**
 * Runs a block with a time limit that can be moved from inside, as `asyncio.timeout()`. When the time is over, the
 * block's waits are cancelled; the call ends when the block has. ({@linkcode waitFor} ends in time even if the block does
 * not heed its cancellation.)
 *
 * @typeParam T What the block results in.
 * @param ms The time allowed, in milliseconds; Infinity for none yet.
 * @param block Takes the limit.
 * @returns What the block resulted in.
 * @throws {TimeoutError} If the time ran out.
 * @throws {ValidationError} If `ms` is not a number from 0 to 2147483647, or Infinity.
 *
 * @example More time, once there is progress
 * ```ts
 * import { sleep, timeout } from "@maktaba/std/async";
 * import { TimeoutError } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * await timeout(50, async (limit) => {
 *   limit.reschedule(60_000);
 *   await sleep(1);
 * });
 * await assert.rejects(timeout(5, () => sleep(60_000)), TimeoutError);
 * ```
 */
export async function timeout<T>(ms: number, block: (limit: TimeLimit) => PromiseLike<T> | T): Promise<T> {
  checkFunction("block", block);
  const outer = currentScope();
  const scope = new Scope(outer?.task, outer);
  using limit = new TimeLimit(scope, ms);
  try {
    scope.throwIfAborted();
    return await scope.run(() => block(limit));
  } catch (error) {
    // Inside it is a cancellation like any other, which the block may pass on as one of its own; only whoever set the limit
    // is told that it ran out.
    if (!limit.expired || !(scope.isReason(error) || error instanceof CancelledError)) throw error;
    // The task was cancelled as well, while its block ended: that would be lost.
    outer?.throwIfAborted();
    throw new TimeoutError({ code: "TIMEOUT", params: { ms: limit.allowedMs }, retryable: true, cause: error });
  } finally {
    scope.leave();
  }
}
