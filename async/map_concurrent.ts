import { CancelledError } from "../errors/cancelled_error.ts";
import { checkFunction, checkInteger } from "../internal/validate.ts";
import { onAbort } from "../internal/signals.ts";
import { Queue } from "./queue.ts";
import { currentScope, Scope } from "./scope.ts";
import { createTask, type Task } from "./task.ts";

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

/**
 * Applies a function to many items, several at a time, and gives the results as an async iterable. Items are only taken
 * as results are, so that a million of them need the memory of a few. The first failure ends the iteration and cancels
 * the rest; so does leaving the loop.
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
  const { concurrency = 16, ordered = true, signal } = options;
  checkFunction("fn", fn);
  checkInteger("concurrency", concurrency, { min: 1 });
  return { [Symbol.asyncIterator]: () => iterate(items, fn, { concurrency, ordered, signal }) };
}

/** A task that runs, and its number, in a box: a promise for a task would turn into one for its result. */
interface Slot<R> {
  task: Task<R>;
}

async function* iterate<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  fn: (item: T, index: number, signal: AbortSignal) => PromiseLike<R> | R,
  { concurrency, ordered, signal }: { concurrency: number; ordered: boolean; signal: AbortSignal | undefined },
): AsyncGenerator<R, void, undefined> {
  const scope = new Scope(currentScope()?.task, currentScope());
  using _ = onAbort(signal, (reason) => scope.abort(reason));
  const source = iterator(items);
  const slots = new Queue<Slot<R>>();
  let running = 0;
  let index = 0;
  let isExhausted = false;
  try {
    while (true) {
      while (running < concurrency && !isExhausted) {
        scope.throwIfAborted();
        const next = await source.next();
        if (next.done) {
          isExhausted = true;
          break;
        }
        const at = index++;
        const task: Task<R> = scope.run(() => createTask((signal) => fn(next.value, at, signal)));
        running++;
        if (ordered) slots.tryPut({ task });
        else task.addDoneCallback(() => void slots.tryPut({ task }));
      }
      if (running === 0) return;
      const { task } = await scope.run(() => slots.get());
      running--;
      yield await task;
    }
  } finally {
    scope.abort(new CancelledError("the iteration ended"));
    scope.leave();
    await source.return?.();
  }
}

function iterator<T>(items: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
