import { formatMessage } from "../errors/catalogue.ts";
import type { Abortable } from "../internal/ambient.ts";
import { makeCancelledError } from "../internal/cancellation.ts";
import { checkFunction, checkInteger, checkOptions, checkSignal, type OptionNames } from "../internal/validate.ts";
import { onAbort } from "../internal/signals.ts";
import { takesArgument } from "./internal/takes_argument.ts";
import { Ring } from "./queue_store.ts";
import { currentScope, Scope } from "./scope.ts";

/** Options for {@linkcode mapConcurrent}. */
export interface MapConcurrentOptions {
  /**
   * How many items are worked on at a time, at most.
   *
   * @default 16
   */
  concurrency?: number | undefined;
  /**
   * Whether results come in the order of the items, rather than as they are ready.
   *
   * @default true
   */
  ordered?: boolean | undefined;
  /** Cancels everything; the iteration then throws its reason. */
  signal?: AbortSignal | undefined;
}

const names: OptionNames<MapConcurrentOptions> = { concurrency: true, ordered: "boolean", signal: true };

/**
 * Applies a function to many items, several at a time, and gives the results as an async iterable. Items are only taken
 * as results are, so that a million of them need the memory of a few. The first failure ends the iteration and cancels
 * the rest; so does leaving the loop. A cancellation also ends the wait for an item that does not come.
 *
 * @typeParam T The items.
 * @typeParam R The results.
 * @param items What to apply it to.
 * @param fn Called with an item, its index, and a signal that fires when it is to stop.
 * @param options How many at a time, and in which order.
 * @returns The results.
 * @throws {ValidationError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { mapConcurrent, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const squares: number[] = [];
 * for await (const square of mapConcurrent([3, 1, 2], (n) => sleep(n).then(() => n * n), { concurrency: 2 })) {
 *   squares.push(square);
 * }
 * assert.deepEqual(squares, [9, 1, 4]);
 * ```
 */
export function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  fn: (item: T, index: number, signal: AbortSignal) => PromiseLike<R> | R,
  options: MapConcurrentOptions = {},
): AsyncIterable<R> {
  checkOptions(options, names);
  const { concurrency = 16, ordered = true, signal } = options;
  checkFunction("fn", fn);
  if (signal !== undefined) checkSignal("signal", signal);
  checkInteger("concurrency", concurrency, { min: 1 });
  return { [Symbol.asyncIterator]: () => iterate(items, fn, { concurrency, ordered, signal }) };
}

type Work<T, R> = (item: T, index: number, signal: AbortSignal) => PromiseLike<R> | R;

async function* iterate<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  fn: Work<T, R>,
  { concurrency, ordered, signal }: { concurrency: number; ordered: boolean; signal: AbortSignal | undefined },
): AsyncGenerator<R, void, undefined> {
  const scope = new Scope(currentScope()?.task, currentScope());
  using _ = onAbort(signal, (reason) => scope.abort(reason));
  const source = new Source(items, scope);
  const begin = takesArgument(fn, 3) ? startWithSignal : start;
  const results = ordered ? new InOrder<R>() : new AsReady<R>(scope);
  let index = 0;
  let isExhausted = false;
  let isOver = false;
  try {
    while (true) {
      while (results.size < concurrency && !isExhausted) {
        scope.throwIfAborted();
        const step = source.next();
        const next = isPromiseLike(step) ? await step : step;
        if (next.done) isExhausted = true;
        else results.add(begin(fn, next.value, index++, scope));
      }
      isOver = results.size === 0;
      if (isOver) return;
      yield results.next();
    }
  } finally {
    if (!isOver) scope.abort(makeCancelledError(formatMessage("ASYNC_REASON_ITERATION_ENDED", {})));
    scope.leave();
    await source.letGo();
  }
}

/** Where the items come from. */
class Source<T> implements Abortable {
  readonly #iterator: AsyncIterator<T> | Iterator<T>;
  readonly #scope: Scope;
  #giveUp: ((reason: unknown) => void) | undefined;
  #isGivenUp = false;

  constructor(items: Iterable<T> | AsyncIterable<T>, scope: Scope) {
    this.#iterator = iterator(items);
    this.#scope = scope;
    scope.add(this);
  }

  next(): PromiseLike<IteratorResult<T>> | IteratorResult<T> {
    const step = this.#iterator.next();
    return isPromiseLike(step) ? this.#waitFor(step) : step;
  }

  /** Whoever waits for an item waits no longer: it may never come. */
  abort(reason: unknown): void {
    if (this.#giveUp === undefined) return;
    this.#isGivenUp = true;
    this.#giveUp(reason);
  }

  /** Ends the source; one that was given up is not waited for, as a generator only returns once it has an item. */
  async letGo(): Promise<void> {
    const returned = this.#iterator.return?.();
    if (this.#isGivenUp) Promise.resolve(returned).catch(() => {});
    else await returned;
  }

  #waitFor(step: PromiseLike<IteratorResult<T>>): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      const settle = <A>(end: (outcome: A) => void) => (outcome: A) => {
        this.#giveUp = undefined;
        end(outcome);
      };
      step.then(settle(resolve), settle(reject));
      // It may have been cancelled by the source itself.
      if (this.#scope.cancellation !== undefined) this.abort(this.#scope.cancellation.reason);
    });
  }
}

// In the scope of the iteration, not in tasks or scopes of their own, which take several times as long: nobody can look at
// one from outside or cancel it alone.
function start<T, R>(fn: Work<T, R>, item: T, index: number, scope: Scope): Promise<R> {
  let promise: Promise<R>;
  try {
    promise = scope.run(() => Promise.resolve((fn as (item: T, index: number) => PromiseLike<R> | R)(item, index)));
  } catch (error) {
    promise = Promise.reject(error);
  }
  // What came of an item may never be asked for, and is not unhandled then.
  promise.catch(() => {});
  return promise;
}

// One signal that all share would gather what listens to it, and let go of none as slowly as there are many.
function startWithSignal<T, R>(fn: Work<T, R>, item: T, index: number, outer: Scope): Promise<R> {
  const scope = new Scope(outer.task, outer);
  const promise = start((item: T, index: number) => fn(item, index, scope.signal), item, index, scope);
  const leave = () => scope.leave();
  promise.then(leave, leave);
  return promise;
}

/** What is worked on, as the items came. */
class InOrder<R> {
  readonly #promises: Ring<Promise<R>> = new Ring();

  /** How many are worked on, or wait to be taken. */
  get size(): number {
    return this.#promises.size;
  }

  add(promise: Promise<R>): void {
    this.#promises.add(promise);
  }

  next(): Promise<R> {
    return this.#promises.take();
  }
}

/** What is worked on, as it ends. */
class AsReady<R> implements Abortable {
  readonly #scope: Scope;
  readonly #ready: Ring<Promise<R>> = new Ring();
  #size = 0;
  #wake: () => void = () => {};

  constructor(scope: Scope) {
    this.#scope = scope;
    scope.add(this);
  }

  get size(): number {
    return this.#size;
  }

  add(promise: Promise<R>): void {
    this.#size++;
    const end = () => {
      this.#ready.add(promise);
      this.#wake();
    };
    promise.then(end, end);
  }

  async next(): Promise<R> {
    while (this.#ready.size === 0) {
      this.#scope.throwIfAborted();
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    this.#size--;
    return this.#ready.take();
  }

  /** Whoever waits need not wait for work that does not heed its cancellation. */
  abort(): void {
    this.#wake();
  }
}

function isPromiseLike<T>(value: PromiseLike<T> | T): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>>).then === "function";
}

function iterator<T>(items: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
