/**
 * Waiting for what cannot be cancelled.
 *
 * @internal
 * @module
 */

import { NamedWait } from "../internal/wait.ts";
import { Task } from "./task.ts";

/**
 * Waits for a promise, but no longer than the ambient task lives. A task is simply awaited: it is cancelled with the
 * one that awaits it. A plain promise cannot be, so that its wait is given up.
 *
 * @typeParam T What the promise resolves to.
 * @param promise The promise or task.
 * @param signal A further signal that ends the wait.
 * @returns What the promise resolved to.
 */
export async function abandonable<T>(promise: PromiseLike<T>, signal?: AbortSignal): Promise<T> {
  if (promise instanceof Task && signal === undefined) return await promise;
  const wait = new NamedWait<T>("a promise", signal);
  promise.then((value) => wait.resolve(value), (error) => wait.abort(error));
  return await wait.promise;
}
