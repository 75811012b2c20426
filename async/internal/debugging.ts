/**
 * What `run` does with `debug: true`.
 *
 * @module
 */

import { formatMessage } from "../../errors/catalogue.ts";
import { builtin } from "../../internal/runtime.ts";
import { addHooks } from "../../internal/task_hooks.ts";
import type { Task } from "../task.ts";
import { allTasks, currentTask } from "../tasks.ts";
import { formatTaskTree } from "../task_tree.ts";
import { creation } from "./lost_failures.ts";
import { tell } from "./tell.ts";

/**
 * Begins to watch tasks: where they are created, whether they block the loop, whether they heed that their time is over,
 * and whether they still wait when the process ends.
 *
 * @param slowMs How long a callback may block the event loop, in milliseconds.
 * @returns Ends the watch.
 */
export function watchProgram(slowMs: number): Disposable {
  const watches = [noteCreations(), new SlowCallbackWatch(slowMs), watchOverdue(slowMs), watchExit()];
  return {
    [Symbol.dispose]() {
      for (const watch of watches) watch[Symbol.dispose]();
    },
  };
}

const createdAt = new WeakMap<object, string>();
creation.stackOf = (task) => createdAt.get(task);

function noteCreations(): Disposable {
  return addHooks({ onCreate: (task) => void createdAt.set(task, callersStack()) });
}

const ownFolders = ["..", "../../internal/"].map((folder) => new URL(folder, import.meta.url).pathname);

// Without what this library, and the runtime for it, do between the call and here.
function callersStack(): string {
  const frames = (new Error().stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const isOwn = (frame: string) => ownFolders.some((folder) => frame.includes(folder));
  const isInternal = (frame: string) => /<anonymous>\)?$|native:|async_(hooks|local_storage|context_frame)/.test(frame);
  const outside = frames.filter((frame) => !isOwn(frame) && !isInternal(frame));
  return (outside.length > 0 ? outside : frames).join("\n");
}

/**
 * Tells when a callback kept the event loop for too long, and in which task it ran.
 *
 * JavaScript tells nobody which callback begins. But whoever blocked the loop ends with something that this library sees:
 * a wait, a task's end, a task's start. The code that does so first after the loop was blocked is what blocked it, or one
 * of those that were woken before it and have not been heard of since.
 */
class SlowCallbackWatch implements Disposable {
  readonly #slowMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #hooks: Disposable;
  readonly #woken: Set<Task<unknown>> = new Set();
  #seenAt = performance.now();

  constructor(slowMs: number) {
    this.#slowMs = slowMs;
    const period = Math.max(5, slowMs / 4);
    // It also keeps the time in which nothing happens from looking like one in which something runs.
    this.#timer = setInterval(() => this.#onTick(period), period);
    (this.#timer as { unref?(): void }).unref?.();
    this.#hooks = addHooks({
      onCreate: () => this.#look(currentTask()),
      onPause: () => this.#look(currentTask()),
      onEnd: (task) => this.#look(task as Task<unknown>),
      onResume: (ambient) => {
        this.#look(currentTask());
        const task = (ambient as { task?: Task<unknown> } | undefined)?.task;
        if (task !== undefined) this.#woken.add(task);
      },
    });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#hooks[Symbol.dispose]();
  }

  #onTick(period: number): void {
    this.#look(undefined, period);
    // Whoever was woken before a turn of the loop has run in it.
    this.#woken.clear();
  }

  #look(running: Task<unknown> | undefined, expectedMs = 0): void {
    const now = performance.now();
    const blockedMs = Math.round(now - this.#seenAt - expectedMs);
    this.#seenAt = now;
    if (blockedMs >= this.#slowMs) this.#tell(blockedMs, running);
    if (running !== undefined) this.#woken.delete(running);
  }

  // In the order in which they were woken, which is that in which they run.
  #suspects(running: Task<unknown> | undefined): Task<unknown>[] {
    const woken = [...this.#woken];
    if (running === undefined) return woken;
    return this.#woken.has(running) ? woken.slice(0, woken.indexOf(running) + 1) : [running];
  }

  #tell(blockedMs: number, running: Task<unknown> | undefined): void {
    const suspects = this.#suspects(running);
    const tasks = suspects.map(({ name }) => name);
    const stack = suspects.length === 1 ? createdAt.get(suspects[0]!) : undefined;
    const name = tasks.length === 0 ? formatMessage("ASYNC_NO_TASK", {}) : tasks.join(" | ");
    tell("warning", "A callback blocked the event loop", {
      code: "ASYNC_LOOP_BLOCKED",
      params: { ms: blockedMs, name },
    }, {
      blockedMs,
      ...(tasks.length > 0 ? { task: tasks.join(" | ") } : {}),
      ...(stack === undefined ? {} : { createdAt: stack }),
    });
  }
}

function watchOverdue(graceMs: number): Disposable {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const hooks = addHooks({
    onOverdue(overdue) {
      const task = overdue as Task<unknown>;
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!task.done) tellIgnored(task, graceMs);
      }, graceMs);
      timers.add(timer);
    },
  });
  return {
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer);
      hooks[Symbol.dispose]();
    },
  };
}

function tellIgnored(task: Task<unknown>, ms: number): void {
  const message = { code: "ASYNC_CANCELLATION_IGNORED", params: { name: task.name, ms } } as const;
  const stack = createdAt.get(task);
  tell("warning", "An operation did not stop when its time was over", message, {
    task: task.name,
    afterMs: ms,
    ...(stack === undefined ? {} : { createdAt: stack }),
  });
}

/**
 * Tells of a task that still ran at the end of its program.
 *
 * @param task The task.
 */
export function tellLeftOver(task: Task<unknown>): void {
  const stack = createdAt.get(task);
  tell("warning", "A task still ran when its program ended", {
    code: "ASYNC_TASK_LEFT_OVER",
    params: { name: task.name },
  }, {
    task: task.name,
    ...(stack === undefined ? {} : { createdAt: stack }),
  });
}

/**
 * Tells who waits for what when the program is interrupted: whoever does that wonders why it does not end.
 *
 * @param signal The signal.
 */
export function tellInterruption(signal: string): void {
  const message = { code: "ASYNC_INTERRUPTED", params: { signal } } as const;
  tell("warning", "The program was interrupted", message, { signal, tree: formatTaskTree() });
}

interface ProcessLike {
  on(event: "exit", listener: () => void): void;
  off(event: "exit", listener: () => void): void;
}

// A process ends when nothing is left that could wake a task, although it still waits: nobody else would tell.
function watchExit(): Disposable {
  const process = builtin<ProcessLike>("node:process");
  const listener = () => {
    const tasks = allTasks();
    if (tasks.length === 0) return;
    const message = { code: "ASYNC_TASKS_DESTROYED", params: { count: tasks.length } } as const;
    tell("warning", "The process ended while tasks still waited", message, { tree: formatTaskTree() });
  };
  process?.on("exit", listener);
  return { [Symbol.dispose]: () => process?.off("exit", listener) };
}
