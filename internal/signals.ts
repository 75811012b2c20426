import { currentAmbient } from "./ambient.ts";
import { type InLine, Line } from "./line.ts";
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
    const listening = onAbort(parent, (reason) => this.abort(reason));
    this.#undo.push(() => listening[Symbol.dispose]());
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
  if (signal === undefined) return NOTHING;
  checkSignal("signal", signal);
  if (signal.aborted) {
    listener(signal.reason);
    return NOTHING;
  }
  return new Listening(listenersOf(signal), listener);
}

const NOTHING: Disposable = { [Symbol.dispose]() {} };

const LISTENERS = Symbol("listeners");

// On the signal itself. A `WeakMap` makes the collector of V8 look at every signal again and again: where each request has
// one of its own, that takes as long as all else that a request takes in this library.
function listenersOf(signal: AbortSignal & { [LISTENERS]?: Listeners }): Listeners {
  const known = signal[LISTENERS];
  if (known !== undefined) return known;
  const listeners = new Listeners(signal);
  // Does nothing for a signal that is frozen, whose listeners then stand alone. Seen by nobody who prints the signal.
  Reflect.defineProperty(signal, LISTENERS, { value: listeners });
  return listeners;
}

/**
 * What is to be called when a signal fires, by one listener on it: with one for each, the time that adding and removing
 * them takes grows with the square of their number.
 */
class Listeners {
  readonly #signal: AbortSignal;
  // No `Set`: on Bun, what has left one that lives long is kept from being collected by it for a while, which takes a
  // third of the time that a request of a batch takes there.
  readonly #line: Line<Listening> = new Line();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(one: Listening): void {
    if (this.#line.length === 0) this.#signal.addEventListener("abort", this.#fire, { once: true });
    this.#line.add(one);
  }

  delete(one: Listening): void {
    this.#line.delete(one);
    if (this.#line.length === 0) this.#signal.removeEventListener("abort", this.#fire);
  }

  readonly #fire = (): void => {
    for (let one = this.#line.first; one !== undefined; one = this.#line.first) {
      one[Symbol.dispose]();
      try {
        one.listener(this.#signal.reason);
      } catch (error) {
        // Told as what a listener of a signal throws, which keeps none of the others from being called.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };
}

class Listening implements Disposable, InLine<Listening> {
  before: Listening | undefined;
  behind: Listening | undefined;
  readonly listener: (reason: unknown) => void;
  #listeners: Listeners | undefined;

  constructor(listeners: Listeners, listener: (reason: unknown) => void) {
    this.listener = listener;
    this.#listeners = listeners;
    listeners.add(this);
  }

  [Symbol.dispose](): void {
    const listeners = this.#listeners;
    this.#listeners = undefined;
    listeners?.delete(this);
  }
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

/**
 * Waits for what a function of the caller's takes its time for; gives up when one of the signals fires or the ambient
 * task is cancelled.
 *
 * @typeParam T What the function gives.
 * @param given What it gave.
 * @param signals The caller's signals.
 * @returns The same, awaited.
 */
export async function untilCancelled<T>(
  given: T | PromiseLike<T>,
  signals: readonly (AbortSignal | undefined)[] = [],
): Promise<T> {
  using linked = new LinkedSignal(signals);
  return await withSignal(linked.signal, (signal) => abandonOnAbort(Promise.resolve(given), signal));
}
