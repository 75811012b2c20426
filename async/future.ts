import { CancelledError } from "../errors/cancelled_error.ts";
import { showAs } from "../internal/show.ts";
import { checkFunction } from "../internal/validate.ts";
import { abandonable } from "./abandonable.ts";
import { forgetFailure, rememberRejection } from "./internal/lost_failures.ts";
import { callSafely } from "./internal/tell.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import { taskCounts } from "./tasks.ts";

/**
 * A result that somebody will give: a promise with its handles outside, which can be looked at and cancelled.
 *
 * An error that nobody awaits does not end the process, but is told, as that of a task is.
 *
 * @typeParam T The result.
 *
 * @example
 * ```ts
 * import { Future } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const answer = new Future<number>();
 * setTimeout(() => answer.resolve(42), 1);
 * assert.equal(await answer, 42);
 * assert.equal(answer.result(), 42);
 * ```
 */
export class Future<T> implements PromiseLike<T> {
  static {
    showAs(Future, (future: Future<unknown>) => future.#outcome ?? { done: false });
  }

  readonly #promise: Promise<T>;
  #settle!: { resolve(value: T): void; reject(error: unknown): void };
  #outcome: { value: T } | { error: unknown } | undefined;
  #callbacks: Set<() => void> | undefined;
  #isSeen = false;
  #isRemembered = false;

  /** Makes a future that nobody has settled. */
  constructor() {
    this.#promise = new Promise((resolve, reject) => this.#settle = { resolve, reject });
    // A future may fail before it is awaited.
    this.#promise.catch(() => {});
  }

  /** Whether it has been settled or cancelled. */
  get done(): boolean {
    return this.#outcome !== undefined;
  }

  /** Whether it was cancelled. */
  get cancelled(): boolean {
    return this.#outcome !== undefined && "error" in this.#outcome && this.#outcome.error instanceof CancelledError;
  }

  /**
   * Gives the result.
   *
   * @param value The result.
   * @throws {InvalidStateError} If it is settled already.
   */
  resolve(value: T): void {
    this.#end({ value });
    this.#settle.resolve(value);
  }

  /**
   * Gives an error in place of a result.
   *
   * @param error The error.
   * @throws {InvalidStateError} If it is settled already.
   */
  reject(error: unknown): void {
    this.#end({ error });
    if (!this.#isSeen && !(error instanceof CancelledError)) {
      rememberRejection(this, taskCounts().created, error);
      this.#isRemembered = true;
    }
    this.#settle.reject(error);
  }

  /**
   * Gives it up: who awaits it gets a `CancelledError`.
   *
   * @param reason Why.
   * @returns Whether it was still open.
   */
  cancel(reason?: unknown): boolean {
    if (this.done) return false;
    this.reject(new CancelledError(reason));
    return true;
  }

  /**
   * Gives the result without waiting.
   *
   * @returns The result.
   * @throws {InvalidStateError} If there is none yet.
   * @throws The error, if it was rejected or cancelled.
   */
  result(): T {
    if (this.#outcome === undefined) throw notDone();
    this.#see();
    if ("error" in this.#outcome) throw this.#outcome.error;
    return this.#outcome.value;
  }

  /**
   * Gives the error without waiting.
   *
   * @returns The error, or undefined if it ended well.
   * @throws {InvalidStateError} If it has not ended.
   */
  error(): unknown {
    if (this.#outcome === undefined) throw notDone();
    this.#see();
    return "error" in this.#outcome ? this.#outcome.error : undefined;
  }

  /**
   * Has a function called when the future is settled or cancelled, or soon if it is. An error that it throws is told to the
   * log or on the console.
   *
   * @param callback Takes the future.
   * @returns Takes the function back.
   * @throws {ValidationError} If `callback` is not a function.
   */
  addDoneCallback(callback: (future: Future<T>) => void): () => void {
    checkFunction("callback", callback);
    let isWanted = true;
    const call = () => {
      if (isWanted) callSafely(() => callback(this), "Future.addDoneCallback()");
    };
    if (this.done) queueMicrotask(call);
    else (this.#callbacks ??= new Set()).add(call);
    return () => {
      isWanted = false;
      this.#callbacks?.delete(call);
    };
  }

  /**
   * Waits for the result; a task that is cancelled waits no longer.
   *
   * @typeParam A What `onFulfilled` gives.
   * @typeParam B What `onRejected` gives.
   * @param onFulfilled Takes the result.
   * @param onRejected Takes the error.
   * @returns A promise of what the handler gives.
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#see();
    return abandonable(this.#promise).then(onFulfilled, onRejected);
  }

  #see(): void {
    if (this.#isSeen) return;
    this.#isSeen = true;
    if (this.#isRemembered) forgetFailure(this);
  }

  #end(outcome: { value: T } | { error: unknown }): void {
    if (this.done) throw new InvalidStateError({ code: "ASYNC_ALREADY_DONE" });
    this.#outcome = outcome;
    const callbacks = this.#callbacks;
    if (callbacks === undefined) return;
    this.#callbacks = undefined;
    queueMicrotask(() => {
      for (const call of callbacks) call();
    });
  }
}

function notDone(): InvalidStateError {
  return new InvalidStateError({ code: "ASYNC_NOT_DONE", params: { name: "Future" } });
}
