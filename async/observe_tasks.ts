import { addHooks } from "../internal/task_hooks.ts";
import { checkOptions, type OptionNames } from "../internal/validate.ts";
import { callSafely } from "./internal/tell.ts";
import type { Task } from "./task.ts";
import { currentTask } from "./tasks.ts";

/** What {@linkcode observeTasks} calls. What it throws is told as a failure of its own, and harms no task. */
export interface TaskObserver {
  /** Called when a task has been created and before it begins, with the task that creates it, if any. */
  onCreate?: ((task: Task<unknown>, creator: Task<unknown> | undefined) => void) | undefined;
  /** Called when a task is cancelled, by itself or with the one that started it, with the reason. */
  onCancel?: ((task: Task<unknown>, reason: unknown) => void) | undefined;
  /** Called when a task has ended; its `done`, `failed`, `cancelled` and `error()` tell how. */
  onEnd?: ((task: Task<unknown>) => void) | undefined;
}

const names: OptionNames<TaskObserver> = { onCreate: "function", onCancel: "function", onEnd: "function" };

/**
 * Watches all tasks, for tracing and statistics. While nobody does, it costs nothing.
 *
 * @param observer The functions to call, at once and in the order in which things happen.
 * @returns Ends the watch when disposed.
 * @throws {ValidationError} If `observer` has other properties, or one is no function.
 *
 * @example How long each task took
 * ```ts
 * import { createTask, observeTasks, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const starts = new Map<unknown, number>();
 * const took = new Map<string, number>();
 * {
 *   using _ = observeTasks({
 *     onCreate: (task) => starts.set(task, performance.now()),
 *     onEnd: (task) => took.set(task.name, performance.now() - starts.get(task)!),
 *   });
 *   await createTask(() => sleep(5), { name: "reader" });
 * }
 * assert.ok(took.get("reader")! > 0);
 * ```
 */
export function observeTasks(observer: TaskObserver): Disposable {
  checkOptions(observer, names, "observer");
  const { onCreate, onCancel, onEnd } = observer;
  return addHooks({
    ...(onCreate && { onCreate: (task) => safely(() => onCreate(task as Task<unknown>, currentTask())) }),
    ...(onCancel && { onCancel: (task, reason) => safely(() => onCancel(task as Task<unknown>, reason)) }),
    ...(onEnd && { onEnd: (task) => safely(() => onEnd(task as Task<unknown>)) }),
  });
}

function safely(call: () => void): void {
  callSafely(call, "observeTasks()");
}
