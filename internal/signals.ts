import { currentAmbient } from "./ambient.ts";
import { checkSignal } from "./validate.ts";

/**
 * A signal that follows others, and can be fired by itself. Disposing it removes its listeners from the others:
 * `AbortSignal.any` never does while a parent lives, so it grows without end on a long-lived one.
 */
export class LinkedSignal implements Disposable {
  readonly #controller = new AbortController();
  readonly #undo: (() => void)[] = [];

  /**
   * Links to the parents that are given.
   *
   * @param parents Signals to follow; undefined ones are passed over.
   */
  constructor(parents: Iterable<AbortSignal | undefined>) {
    for (const parent of parents) if (parent !== undefined) this.#follow(parent);
  }

  /** Fires with the first parent that does. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Fires the signal. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /**
   * Fires the signal after a time, unless disposed before.
   *
   * @param ms The time, in milliseconds.
   * @param reason Makes the reason when the time is over.
   */
  abortAfter(ms: number, reason: () => unknown): void {
    const timer = setTimeout(() => this.abort(reason()), ms);
    this.#undo.push(() => clearTimeout(timer));
  }

  /** Stops following the parents and clears timers. */
  [Symbol.dispose](): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #follow(parent: AbortSignal): void {
    checkSignal("signal", parent);
    if (parent.aborted) return this.abort(parent.reason);
    const listener = () => this.abort(parent.reason);
    parent.addEventListener("abort", listener, { once: true });
    this.#undo.push(() => parent.removeEventListener("abort", listener));
  }
}

/**
 * Throws if the ambient task has been cancelled or a signal has fired.
 *
 * @param signal The caller's signal, if any.
 */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal !== undefined) {
    checkSignal("signal", signal);
    signal.throwIfAborted();
  }
  const cancellation = currentAmbient()?.cancellation;
  if (cancellation !== undefined) throw cancellation.reason;
}

/**
 * Runs work under the caller's signal and the ambient task's: it is not started when one has fired already, and is
 * handed one signal that stands for both.
 *
 * @typeParam T What the work resolves to.
 * @param signal The caller's signal, if any.
 * @param work Does it; must stop when its signal fires. Its signal is undefined where nothing can cancel it.
 * @returns What the work resolved to.
 */
export async function withSignal<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal | undefined) => Promise<T> | T,
): Promise<T> {
  throwIfCancelled(signal);
  const ambient = currentAmbient()?.signal;
  if (signal === undefined || ambient === undefined || signal === ambient) return await work(signal ?? ambient);
  using linked = new LinkedSignal([signal, ambient]);
  return await work(linked.signal);
}

/**
 * Calls a function when a signal fires, once; at once if it has fired.
 *
 * @param signal The signal, if any.
 * @param listener What to call with its reason.
 * @returns Removes the listener when disposed.
 */
export function onAbort(signal: AbortSignal | undefined, listener: (reason: unknown) => void): Disposable {
  if (signal === undefined) return { [Symbol.dispose]() {} };
  checkSignal("signal", signal);
  if (signal.aborted) {
    listener(signal.reason);
    return { [Symbol.dispose]() {} };
  }
  const handler = () => listener(signal.reason);
  signal.addEventListener("abort", handler, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", handler) };
}

/**
 * Settles with a promise, or rejects with the signal's reason as soon as it fires. Only for work that cannot be told
 * to stop (a driver's own promise): whoever calls it must also stop or discard that work.
 *
 * @typeParam T What the promise resolves to.
 * @param promise The work under way.
 * @param signal The signal, if any.
 * @returns What the promise resolved to.
 */
export async function abandonOnAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  using _ = onAbort(signal, reject);
  // The race leaves one of the two without a reader: neither may count as an unhandled rejection.
  promise.catch(() => {});
  aborted.catch(() => {});
  return await Promise.race([promise, aborted]);
}
