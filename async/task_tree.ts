import { Wait } from "../internal/wait.ts";
import { Scope, tasks } from "./scope.ts";
import type { Task } from "./task.ts";
import { allTasks } from "./tasks.ts";

/** A task that has not ended, what it waits for, and the tasks that it started. */
export interface TaskNode {
  /** The task. */
  task: Task<unknown>;
  /**
   * What it waits for in this module, such as `"sleep(1000)"`, `"Lock.acquire()"`, or `'task "reader"'` for one that it did
   * not start. Empty where it runs, waits for its own tasks below, or for something of another library.
   */
  waitsFor: string[];
  /** The tasks that it started and that have not ended. */
  children: TaskNode[];
}

/**
 * Tells which tasks there are, who started whom, and what each waits for: the question when a program hangs. It is put
 * together when asked for, so that programs which never ask pay nothing.
 *
 * @returns The tasks that no task has started, with all below them.
 *
 * @example
 * ```ts
 * import { createTask, Event, taskTree } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const event = new Event();
 * const task = createTask(() => event.wait(), { name: "reader" });
 * assert.deepEqual(taskTree(), [{ task, waitsFor: ["Event.wait()"], children: [] }]);
 * event.set();
 * await task;
 * ```
 */
export function taskTree(): TaskNode[] {
  const nodes = new Map(
    allTasks().map((task): [Task<unknown>, TaskNode] => [task, { task, waitsFor: [], children: [] }]),
  );
  const roots = new Set(nodes.values());
  for (const node of nodes.values()) {
    const parts = partsOf(tasks.scopeOf(node.task), node.task);
    for (const { started } of parts) {
      const child = started && nodes.get(started);
      if (child === undefined) continue;
      node.children.push(child);
      roots.delete(child);
    }
    const own = new Set(node.children.map(({ task }) => task));
    for (const { wait, awaited } of parts) {
      if (wait !== undefined) node.waitsFor.push(wait);
      if (awaited !== undefined && !own.has(awaited)) node.waitsFor.push(`task "${awaited.name}"`);
    }
  }
  return [...roots];
}

/** What is bound to a scope. */
interface Part {
  started?: Task<unknown>;
  awaited?: Task<unknown> | undefined;
  wait?: string;
}

// Blocks of the same task, such as a group, count as itself.
function partsOf(scope: Scope, task: Task<unknown>): Part[] {
  return scope.children().flatMap((child): Part[] => {
    if (child instanceof Wait) return [{ wait: child.describe() ?? "something" }];
    if (!(child instanceof Scope)) return [{ awaited: (child as { task?: Task<unknown> }).task }];
    return child.task === task ? partsOf(child, task) : [{ started: child.task as Task<unknown> }];
  });
}

/** Tasks beyond so many are only counted. */
const MOST_LINES = 200;

/**
 * Writes {@linkcode taskTree} as text, a line for each task.
 *
 * @param tree The tasks; those that there are now by default.
 * @returns The lines; empty where there are no tasks.
 *
 * @example
 * ```ts
 * import { createTask, formatTaskTree, Lock, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const lock = new Lock();
 * await lock.acquire();
 * const program = createTask(async () => {
 *   createTask(() => lock.acquire(), { name: "writer" });
 *   await sleep(60_000);
 * }, { name: "program" });
 * assert.equal(formatTaskTree(), "program: sleep(60000)\n└─ writer: Lock.acquire()");
 * program.cancel();
 * await program.catch(() => {});
 * ```
 */
export function formatTaskTree(tree: readonly TaskNode[] = taskTree()): string {
  const lines: string[] = [];
  let hidden = 0;
  const write = (node: TaskNode, before: string, below: string) => {
    if (lines.length < MOST_LINES) lines.push(before + line(node));
    else hidden++;
    node.children.forEach((child, index) => {
      const isLast = index === node.children.length - 1;
      write(child, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`);
    });
  };
  for (const node of tree) write(node, "", "");
  if (hidden > 0) lines.push(`… ${hidden}`);
  return lines.join("\n");
}

function line({ task, waitsFor }: TaskNode): string {
  const counts = new Map<string, number>();
  for (const wait of waitsFor) counts.set(wait, (counts.get(wait) ?? 0) + 1);
  const waits = [...counts].map(([wait, count]) => count === 1 ? wait : `${wait} × ${count}`).join(", ");
  return waits === "" ? task.name : `${task.name}: ${waits}`;
}
