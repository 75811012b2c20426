import { builtin, runtime } from "./runtime.ts";

/** Something that can be told to stop. */
export interface Abortable {
  /** Stops it; only the first time counts. */
  abort(reason: unknown): void;
  /** Its neighbours in the list of the scope that it is bound to, which alone sets them. */
  older?: Abortable | undefined;
  younger?: Abortable | undefined;
}

/**
 * What code that runs inside a task is bound to without being passed it. The scopes of `async/` are such; nothing here
 * needs to know more of them.
 */
export interface Ambient {
  /** Fires on cancellation. Made when first asked for: what only waits is cheaper bound by `add`. */
  readonly signal: AbortSignal;
  /** Why it was cancelled, once it was. */
  readonly cancellation: { readonly reason: unknown } | undefined;
  /** Has something stopped with it, until `delete`. */
  add(child: Abortable): void;
  /** Lets go of something that has ended. */
  delete(child: Abortable): void;
}

interface Storage {
  getStore(): Ambient | undefined;
  run<R>(ambient: Ambient | undefined, callback: () => R): R;
}

/** What is used of `node:async_hooks`. */
interface AsyncHooks {
  AsyncLocalStorage: new () => Storage & { enterWith(ambient: Ambient | undefined): void };
  AsyncResource: new (type: string) => {
    runInAsyncScope<A extends unknown[], R>(callback: (...args: A) => R, self: undefined, ...args: A): R;
  };
}

// Made when something is first bound, before which nothing is: on Deno it takes longer than all else that importing this
// library does.
let storage: Storage | undefined;

// A browser has no such storage: there a signal is passed by hand.
function openStorage(): Storage | undefined {
  const hooks = builtin<AsyncHooks>("node:async_hooks");
  if (hooks === undefined) return undefined;
  return runtime === "node" ? storageOfNode(hooks) : new hooks.AsyncLocalStorage();
}

// When Node's own `run` ends, it makes an object anew for what was bound before, which all that is waited for from then on
// holds: a sixth of what a task that waits takes of memory, and of time. A resource gives back the one that there was.
function storageOfNode({ AsyncLocalStorage, AsyncResource }: AsyncHooks): Storage {
  const storage = new AsyncLocalStorage();
  // Is handed all that it needs: a function made for each call would take more time.
  const runBound = <R>(ambient: Ambient | undefined, callback: () => R): R => {
    storage.enterWith(ambient);
    return callback();
  };
  return {
    getStore: () => storage.getStore(),
    run: (ambient, callback) => new AsyncResource("Task").runInAsyncScope(runBound, undefined, ambient, callback),
  };
}

/**
 * Tells what the running code is bound to.
 *
 * @returns The ambient scope, or undefined outside of any.
 */
export function currentAmbient(): Ambient | undefined {
  return storage?.getStore();
}

/**
 * Runs a function, and all that it starts, bound to a scope.
 *
 * @typeParam R What the function returns.
 * @param ambient The scope; undefined unbinds.
 * @param callback The function.
 * @returns What it returned.
 */
export function runAmbient<R>(ambient: Ambient | undefined, callback: () => R): R {
  if (ambient !== undefined) storage ??= openStorage();
  return storage === undefined ? callback() : storage.run(ambient, callback);
}
