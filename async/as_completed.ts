import { checkArray } from "../internal/validate.ts";
import type { Operation } from "./operation.ts";
import { Queue } from "./queue.ts";
import { createTask, Task } from "./task.ts";

/**
 * Gives tasks one by one as they end, whatever their outcome. Each item is the task itself, so that it can be told
 * which one it is; awaiting it gives its result or throws its error.
 *
 * @typeParam T What the tasks result in.
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
 * for await (const task of asCompleted([work(30), work(1)])) order.push(await task);
 * assert.deepEqual(order, [1, 30]);
 * ```
 */
export function asCompleted<T>(items: readonly (Task<T> | Operation<T>)[]): AsyncIterable<Task<T>> {
  checkArray("items", items);
  const tasks = items.map((item) => item instanceof Task ? item : createTask(item));
  // In a box, as a promise for a task would turn into one for its result. For the same reason this is no generator.
  const ended = new Queue<{ value: Task<T>; done: false }>();
  for (const task of tasks) task.addDoneCallback(() => ended.tryPut({ value: task, done: false }));
  let left = tasks.length;
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => left-- > 0 ? await ended.get() : { value: undefined, done: true },
    }),
  };
}
