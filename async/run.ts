import { CancelledError } from "../errors/cancelled_error.ts";
import { report } from "../internal/report.ts";
import { builtin } from "../internal/runtime.ts";
import { LinkedSignal } from "../internal/signals.ts";
import { checkDelay, checkFunction } from "../internal/validate.ts";
import type { Operation } from "./operation.ts";
import { allTasks, createTask, type Task } from "./task.ts";

/** Options for {@linkcode run}. */
export interface RunOptions {
  /** Cancels the program when it fires. */
  signal?: AbortSignal | undefined;
  /**
   * Whether SIGINT (Ctrl-C) and SIGTERM cancel the program; a second one ends the process at once.
   *
   * @default true
   */
  handleSignals?: boolean | undefined;
  /**
   * Whether to tell the log about callbacks that block the event loop, and about tasks that still run at the end.
   *
   * @default false
   */
  debug?: boolean | undefined;
  /**
   * How long a callback may block the event loop before `debug` tells of it, in milliseconds.
   *
   * @default 100
   */
  slowCallbackMs?: number | undefined;
}

/** The exit codes by which shells know that a program ended by a signal: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a program's main function as the root task. At its end, whatever it left running is cancelled and awaited.
 *
 * When SIGINT or SIGTERM cancelled it, the exit code of the process becomes 130 or 143, and the cancellation is thrown as
 * any other error: let it go, or catch it where the program is to end quietly.
 *
 * @typeParam T What the main function results in.
 * @param main The main function; its signal fires when the program is cancelled.
 * @param options Signals and debugging.
 * @returns What the main function resulted in.
 * @throws {ValidationError} If `main` is not a function, or an option is wrong.
 * @throws What the main function threw.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const answer = await run(async () => {
 *   createTask(() => sleep(60_000)); // Cancelled when main ends.
 *   await sleep(1);
 *   return 42;
 * });
 * assert.equal(answer, 42);
 * ```
 */
export async function run<T>(main: Operation<T>, options: RunOptions = {}): Promise<T> {
  const { signal, handleSignals = true, debug = false, slowCallbackMs = 100 } = options;
  checkFunction("main", main);
  checkDelay("slowCallbackMs", slowCallbackMs);
  const before = new Set(allTasks());
  using interruption = new LinkedSignal([signal]);
  // Before main starts, as it may be interrupted before its first wait.
  using _signals = handleSignals ? cancelOnSignals(interruption) : undefined;
  using _monitor = debug ? new SlowCallbackWatch(slowCallbackMs) : undefined;
  try {
    return await createTask(main, { name: main.name || "main", signal: interruption.signal });
  } finally {
    await cancelRest(allTasks().filter((task) => !before.has(task)), debug);
  }
}

async function cancelRest(tasks: readonly Task<unknown>[], debug: boolean): Promise<void> {
  for (const task of tasks) {
    if (debug) report("warning", "async", "A task still ran when its program ended", { task: task.name });
    task.cancel("the program ended");
  }
  await Promise.allSettled(tasks);
}

interface ProcessLike {
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  exit(code: number): never;
  exitCode?: number | string | null | undefined;
}

function cancelOnSignals(interruption: LinkedSignal): Disposable {
  const process = builtin<ProcessLike>("node:process");
  if (process === undefined) return { [Symbol.dispose]() {} };
  const listeners = Object.entries(EXIT_CODES).map(([name, code]) => {
    const listener = () => {
      if (interruption.signal.aborted) process.exit(code);
      process.exitCode = code;
      interruption.abort(new CancelledError(name));
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    [Symbol.dispose]() {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

/** Tells the log when a callback kept the event loop from its timers for too long. */
class SlowCallbackWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(slowMs: number) {
    const period = Math.max(5, slowMs / 4);
    let expected = performance.now() + period;
    this.#timer = setInterval(() => {
      const lateMs = performance.now() - expected;
      expected = performance.now() + period;
      if (lateMs >= slowMs) {
        report("warning", "async", "A callback blocked the event loop", { blockedMs: Math.round(lateMs) });
      }
    }, period);
    (this.#timer as { unref?(): void }).unref?.();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
