import { CancelledError } from "../errors/cancelled_error.ts";
import { NamedWait } from "../internal/wait.ts";
import { runAmbient } from "../internal/ambient.ts";
import { tell } from "./internal/tell.ts";
import type { Operation } from "./operation.ts";
import { currentScope, Scope, tasks } from "./scope.ts";
import { Task } from "./task.ts";

/**
 * Protects an operation from the cancellation of the task that it runs in.
 *
 * When the task is cancelled while it waits here, the wait ends and the operation runs on, as with asyncio; also a task
 * that the cancelled one started itself. When it had been cancelled before, the wait lasts until the operation has
 * ended: so a cancelled task cleans up.
 *
 * @typeParam T What the operation results in.
 * @param operation Work to start, or a task or promise that runs already. Its signal never fires.
 * @returns What the operation resulted in.
 * @throws {CancelledError} If the task is cancelled meanwhile.
 * @throws What the operation threw.
 *
 * @example Clean up in a cancelled task
 * ```ts
 * import { createTask, shield, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * let isSaved = false;
 * const task = createTask(async () => {
 *   try {
 *     await sleep(60_000);
 *   } finally {
 *     await shield(async () => {
 *       await sleep(1);
 *       isSaved = true;
 *     });
 *   }
 * });
 * task.cancel();
 * await assert.rejects(task);
 * assert.ok(isSaved);
 * ```
 */
export async function shield<T>(operation: Operation<T> | PromiseLike<T>): Promise<T> {
  const outer = currentScope();
  // A task that this one started would be cancelled with it.
  if (outer !== undefined && operation instanceof Task) tasks.scopeOf(operation).outlive(outer);
  const inner = new Scope(outer?.task, undefined);
  const work = inner.run(() => start(operation, inner));
  if (outer === undefined || outer.cancellation !== undefined) return await work;
  const wait = new NamedWait<T>("shield()", undefined);
  work.then((value) => wait.resolve(value), (error) => wait.isOver ? tellLost(error) : wait.abort(error));
  return await wait.promise;
}

async function start<T>(operation: Operation<T> | PromiseLike<T>, scope: Scope): Promise<T> {
  // Unbound, as awaiting a task would bind it to the scope that awaits it.
  return await (typeof operation === "function" ? operation(scope.signal) : runAmbient(undefined, () => operation));
}

function tellLost(error: unknown): void {
  // A cancellation of its own is no failure.
  if (error instanceof CancelledError) return;
  const message = { code: "ASYNC_SHIELDED_FAILED", params: {} } as const;
  tell("error", "A shielded operation failed after its task had been cancelled", message, { error });
}
