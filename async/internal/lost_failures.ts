/**
 * Failures of tasks that nobody has looked at yet. What nobody ever looks at is told: when the task is collected, at the
 * end of `run`, or when the process ends, whichever comes first.
 *
 * @module
 */

import { builtin } from "../../internal/runtime.ts";
import { tell } from "./tell.ts";

/** What is kept of a failure. */
interface LostFailure {
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
 * Keeps a failure in mind until somebody looks at it.
 *
 * @param task The task.
 * @param name What it is called.
 * @param error What it failed with.
 */
export function rememberFailure(task: object, name: string, error: unknown): void {
  // A copy of what is to be told: an error holds the objects of its stack's frames, the task among them, until its stack
  // is read on V8 and for ever on Deno, and the task would never be collected.
  const { name: kind, message, stack } = error instanceof Error ? error : new Error(String(error));
  const failure = { task: name, error: { name: kind, message, stack }, createdAt: creation.stackOf(task) };
  untold.add(failure);
  failureOf.set(task, failure);
  collected.register(task, failure, task);
  watchExit();
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

/** Those that nobody has looked at until now, which a program that ends later does not have to answer for. */
export function failuresUntilNow(): ReadonlySet<object> {
  return new Set(untold);
}

/**
 * Tells all failures that nobody has looked at.
 *
 * @param except Those to leave for later.
 */
export function tellLostFailures(except?: ReadonlySet<object>): void {
  for (const failure of [...untold]) if (!except?.has(failure)) tellOnce(failure);
}

function tellOnce(failure: LostFailure): void {
  if (!untold.delete(failure)) return;
  const { task, error, createdAt } = failure;
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
  builtin<{ on(event: "exit", listener: () => void): void }>("node:process")?.on("exit", () => tellLostFailures());
}
