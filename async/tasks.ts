import { currentScope, tasks } from "./scope.ts";
import type { Task } from "./task.ts";

/**
 * Tells which task the running code belongs to.
 *
 * @returns The task, or undefined outside of any.
 *
 * @example A task that knows itself
 * ```ts
 * import { createTask, currentTask } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * const name = await createTask(() => currentTask()?.name, { name: "reader" });
 * assert.equal(name, "reader");
 * assert.equal(currentTask(), undefined);
 * ```
 */
export function currentTask(): Task<unknown> | undefined {
  return currentScope()?.task as Task<unknown> | undefined;
}

/**
 * Lists the tasks that have not ended.
 *
 * @returns The tasks, oldest first.
 *
 * @example
 * ```ts
 * import { allTasks, createTask, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const task = createTask(() => sleep(1), { name: "reader" });
 * assert.deepEqual(allTasks().map(({ name }) => name), ["reader"]);
 * await task;
 * assert.deepEqual(allTasks(), []);
 * ```
 */
export function allTasks(): Task<unknown>[] {
  return [...tasks.running()].map(({ task }) => task as Task<unknown>);
}

/** How many tasks there are and have been, by how they ended. */
export interface TaskCounts {
  /** Those created so far. */
  created: number;
  /** Those that have not ended. */
  running: number;
  /** Those that ended well. */
  succeeded: number;
  /** Those that failed. */
  failed: number;
  /** Those that ended because they were cancelled. */
  cancelled: number;
}

/**
 * Counts the tasks of the program, from its start.
 *
 * @returns How many there are and have been.
 *
 * @example
 * ```ts
 * import { createTask, sleep, taskCounts } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const before = taskCounts();
 * const task = createTask(() => sleep(60_000));
 * assert.equal(taskCounts().running, before.running + 1);
 * task.cancel();
 * await task.catch(() => {});
 * assert.equal(taskCounts().cancelled, before.cancelled + 1);
 * ```
 */
export function taskCounts(): TaskCounts {
  return tasks.counts();
}
