import { formatMessage } from "../errors/catalogue.ts";
import { CancelledError } from "../errors/cancelled_error.ts";
import { lazy } from "../internal/lazy.ts";
import { builtin, runtime } from "../internal/runtime.ts";
import { LinkedSignal } from "../internal/signals.ts";
import { checkDelay, checkFunction, checkOptions, type OptionNames } from "../internal/validate.ts";
import { tellLostFailures } from "./internal/lost_failures.ts";
import type { Operation } from "./operation.ts";
import { createTask, type Task } from "./task.ts";
import { allTasks, taskCounts } from "./tasks.ts";

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
   * Whether to watch the program for mistakes, and tell the log (or the console, until one is configured) about callbacks
   * that block the event loop, operations that do not stop when their time is over, tasks that still run at the end of
   * `main`; with the name of the task and where it was created. When the program is interrupted, or the process ends although
   * tasks still wait, it tells who waits for what. It costs time for each task and wait.
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

const names: OptionNames<RunOptions> = {
  signal: true,
  handleSignals: "boolean",
  debug: "boolean",
  slowCallbackMs: true,
};

const debugging = lazy(() => import("./internal/debugging.ts"));

/** The exit codes by which shells know that a program ended by a signal: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a program's main function as the root task. At its end, whatever it left running is cancelled and awaited, and
 * failures of tasks that nobody awaited are told.
 *
 * When SIGINT or SIGTERM cancelled it, the exit code of the process becomes 130 or 143, and the cancellation is thrown as
 * any other error. Where nobody catches it, the program ends without a word, as one does that is interrupted.
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
  checkFunction("main", main);
  checkOptions(options, names);
  const { signal, handleSignals = true, debug = false, slowCallbackMs = 100 } = options;
  checkDelay("slowCallbackMs", slowCallbackMs);
  const { watchProgram, tellInterruption, tellLeftOver } = debug ? debugging.module ?? await debugging.load() : {};
  const before = new Set(allTasks());
  const { created } = taskCounts();
  using interruption = new LinkedSignal([signal]);
  // Before main starts, as it may be interrupted before its first wait.
  using _signals = handleSignals ? cancelOnSignals(interruption, tellInterruption) : undefined;
  using _watch = watchProgram?.(slowCallbackMs);
  try {
    return await createTask(main, { name: main.name || "main", signal: interruption.signal });
  } finally {
    await cancelRest(allTasks().filter((task) => !before.has(task)), tellLeftOver);
    tellLostFailures(created);
  }
}

async function cancelRest(
  tasks: readonly Task<unknown>[],
  tellLeftOver: ((task: Task<unknown>) => void) | undefined,
): Promise<void> {
  for (const task of tasks) {
    tellLeftOver?.(task);
    task.cancel(formatMessage("ASYNC_REASON_PROGRAM_ENDED", {}));
  }
  await Promise.allSettled(tasks);
}

interface ProcessLike {
  on(event: string, listener: (error: unknown) => void): void;
  off(event: string, listener: (error: unknown) => void): void;
  listenerCount(event: string): number;
  exit(code: number): never;
  exitCode?: number | string | null | undefined;
}

function cancelOnSignals(interruption: LinkedSignal, tell: ((signal: string) => void) | undefined): Disposable {
  const process = builtin<ProcessLike>("node:process");
  if (process === undefined) return { [Symbol.dispose]() {} };
  const listeners = Object.entries(EXIT_CODES).map(([name, code]) => {
    const listener = () => {
      if (interruption.signal.aborted) process.exit(code);
      tell?.(name);
      process.exitCode = code;
      const reason = new CancelledError(name);
      endQuietlyWith(process, reason, code);
      interruption.abort(reason);
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

/**
 * Ends the process without a word when nobody catches the interruption. It would end with the code 1 and a stack trace
 * of ours, which a user who pressed Ctrl-C has no use for.
 */
function endQuietlyWith(process: ProcessLike, reason: CancelledError, code: number): void {
  // Bun alone does not take a rejection that nobody handles for an exception that nobody catches.
  const events = runtime === "bun" ? ["uncaughtException", "unhandledRejection"] : ["uncaughtException"];
  const onUncaught = (error: unknown) => {
    if (error === reason) process.exit(code);
    for (const event of events) process.off(event, onUncaught);
    // Any other error is told by the runtime, unless the program listens itself.
    const isHeard = events.some((event) => process.listenerCount(event) > 0);
    if (!isHeard) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
  for (const event of events) process.on(event, onUncaught);
}
