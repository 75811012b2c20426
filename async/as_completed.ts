import { checkArray } from "../internal/validate.ts";
import type { GatheredResult } from "./gather.ts";
import type { Operation } from "./operation.ts";
import { Queue } from "./queue.ts";
import { createTask, Task } from "./task.ts";

/**
 * A task that has ended, and its place among those passed. The task stands in an object because a loop over promises
 * would give their results, not the promises.
 *
 * @typeParam T What the task results in.
 */
export interface Completed<T> {
  /** The task; awaiting it gives its result or throws its error. */
  task: Task<T>;
  /** Its place in the array that was passed, from 0. */
  index: number;
}

/**
 * Gives tasks one by one as they end, whatever their outcome. A task that is passed twice is given once, with its first
 * place.
 *
 * @typeParam Item The tasks and operations.
 * @param items Tasks, or operations to start now.
 * @returns The tasks, in the order in which they end.
 * @throws {ValidationError} If an item is neither.
 *
 * @example
 * ```ts
 * import { asCompleted, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const work = (ms: number) => () => sleep(ms).then(() => ms);
 * const order: number[] = [];
 * for await (const { task } of asCompleted([work(30), work(1)])) order.push(await task);
 * assert.deepEqual(order, [1, 30]);
 * ```
 */
export function asCompleted<Item extends Task<unknown> | Operation<unknown>>(
  items: readonly Item[],
): AsyncIterable<Completed<GatheredResult<Item>>> {
  checkArray("items", items);
  type T = GatheredResult<Item>;
  const ended = new Queue<Completed<T>>();
  const places = new Map<Task<T>, number>();
  items.forEach((item, index) => {
    const task = (item instanceof Task ? item : createTask(item)) as Task<T>;
    if (!places.has(task)) places.set(task, index);
  });
  for (const [task, index] of places) task.addDoneCallback(() => ended.tryPut({ task, index }));
  return {
    async *[Symbol.asyncIterator]() {
      for (let count = places.size; count > 0; count--) yield await ended.get();
    },
  };
}
