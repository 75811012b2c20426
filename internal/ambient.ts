import { builtin } from "./runtime.ts";

/**
 * What code that runs inside a task is bound to without being passed it. A task of `async/` is one; nothing else here
 * needs to know more of it.
 */
export interface Ambient {
  /** Fires when the task is cancelled. */
  readonly signal: AbortSignal;
}

interface Storage<T> {
  getStore(): T | undefined;
  run<R>(store: T | undefined, callback: () => R): R;
}

// A browser has no such storage: there a signal is passed by hand.
const asyncHooks = builtin<{ AsyncLocalStorage: new () => Storage<Ambient> }>("node:async_hooks");
const storage: Storage<Ambient> | undefined = asyncHooks && new asyncHooks.AsyncLocalStorage();

/**
 * Tells what the running code is bound to.
 *
 * @returns The ambient task, or undefined outside of any.
 */
export function currentAmbient(): Ambient | undefined {
  return storage?.getStore();
}

/**
 * Runs a function, and all that it starts, bound to a task.
 *
 * @typeParam R What the function returns.
 * @param ambient The task; undefined unbinds.
 * @param callback The function.
 * @returns What it returned.
 */
export function runAmbient<R>(ambient: Ambient | undefined, callback: () => R): R {
  return storage === undefined ? callback() : storage.run(ambient, callback);
}
