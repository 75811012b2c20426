/**
 * Failures of tasks and futures that nobody has looked at yet. What nobody ever looks at is told: when the task is collected, at the
 * end of `run`, or when the process ends, whichever comes first.
 *
 * @module
 */

import { builtin, runtime } from "../../internal/runtime.ts";
import { tell } from "./tell.ts";

/** What is kept of a failure. */
interface LostFailure {
  readonly kind: "task" | "future";
  /** How many tasks there had been when its task was created, itself included, or its future rejected. */
  readonly number: number;
  readonly task: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack: string | undefined };
  /** Where the task was created, where that is known. */
  readonly createdAt: string | undefined;
}

const untold = new Set<LostFailure>();
const failureOf = new WeakMap<object, LostFailure>();
const collected = new FinalizationRegistry<LostFailure>(tellOnce);
let isWatchingExit = false;

/** Where a task was created, by what `run({ debug: true })` has noted. */
export const creation: { stackOf(task: object): string | undefined } = { stackOf: () => undefined };

/**
 * Keeps the rejection of a future in mind until somebody looks at it.
 *
 * @param future The future.
 * @param number How many tasks there have been.
 * @param error What it was rejected with.
 */
export function rememberRejection(future: object, number: number, error: unknown): void {
  remember(future, { kind: "future", number, task: "Future", error: copyOf(error), createdAt: undefined });
}

/**
 * Keeps a failure in mind until somebody looks at it.
 *
 * @param task The task.
 * @param number How many tasks there had been when it was created, itself included.
 * @param name What it is called.
 * @param error What it failed with.
 */
export function rememberFailure(task: object, number: number, name: string, error: unknown): void {
  remember(task, { kind: "task", number, task: name, error: copyOf(error), createdAt: creation.stackOf(task) });
}

function remember(owner: object, failure: LostFailure): void {
  untold.add(failure);
  failureOf.set(owner, failure);
  collected.register(owner, failure, owner);
  watchExit();
}

// A copy of what is to be told: an error holds the objects of its stack's frames, the task among them, until its stack is
// read on V8 and for ever on Deno, and the task would never be collected.
function copyOf(error: unknown): LostFailure["error"] {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/**
 * Somebody has looked at the failure of a task.
 *
 * @param task The task.
 */
export function forgetFailure(task: object): void {
  const failure = failureOf.get(task);
  if (failure === undefined) return;
  untold.delete(failure);
  failureOf.delete(task);
  collected.unregister(task);
}

/** Whether a task failed and nobody has looked at that. */
export function isLost(task: object): boolean {
  const failure = failureOf.get(task);
  return failure !== undefined && untold.has(failure);
}

/**
 * Tells all failures that nobody has looked at.
 *
 * @param after How many tasks there had been when the first was created whose failure is told.
 */
export function tellLostFailures(after: number = 0): void {
  for (const failure of [...untold]) if (failure.number > after) tellOnce(failure);
}

function tellOnce(failure: LostFailure): void {
  if (!untold.delete(failure)) return;
  const { kind, task, error, createdAt } = failure;
  if (kind === "future") {
    const message = { code: "ASYNC_REJECTION_LOST", params: {} } as const;
    return tell("error", "A future was rejected and nobody awaited it", message, { error });
  }
  tell("error", "A task failed and nobody awaited it", { code: "ASYNC_FAILURE_LOST", params: { name: task } }, {
    task,
    error,
    ...(createdAt === undefined ? {} : { createdAt }),
  });
}

function watchExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  // Nothing is collected at the end of a process.
  const listener = () => tellLostFailures();
  // On Deno the first use of `process`, whatever for, loads all that is there for Node: 10 milliseconds.
  if (runtime === "deno") globalThis.addEventListener("unload", listener);
  else builtin<{ on(event: "exit", listener: () => void): void }>("node:process")?.on("exit", listener);
}
