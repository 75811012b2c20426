import { CancelledError } from "../errors/cancelled_error.ts";
import { formatMessage } from "../errors/catalogue.ts";
import { checkFunction } from "../internal/validate.ts";
import { tell } from "./internal/tell.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import type { Operation } from "./operation.ts";
import { currentScope, Scope, tasks } from "./scope.ts";
import { createTask, type Task, type TaskOptions } from "./task.ts";

/**
 * Tasks that end together: the block that holds the group does not end before all of them have. When one fails, the
 * others are cancelled, and the block ends with an `AggregateError` of all failures.
 *
 * `await using` cannot see whether its block threw, so that a block which throws waits for its tasks, too;
 * {@linkcode withTaskGroup} is the form that cancels them, and that cancels the block when a task fails.
 *
 * @example
 * ```ts
 * import { sleep, TaskGroup } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const done: string[] = [];
 * {
 *   await using group = new TaskGroup();
 *   group.start(() => sleep(2).then(() => done.push("slow")));
 *   group.start(() => sleep(1).then(() => done.push("quick")));
 * }
 * assert.deepEqual(done, ["quick", "slow"]);
 * ```
 */
export class TaskGroup implements AsyncDisposable {
  readonly #outer: Scope | undefined = currentScope();
  readonly #scope: Scope = new Scope(this.#outer?.task, this.#outer);
  readonly #errors: unknown[] = [];
  readonly #onCancel: ((reason: unknown) => void) | undefined;
  // One function for all tasks.
  readonly #onEnd: (task: object) => void = (task) => {
    this.#running--;
    if ((task as Task<unknown>).failed) this.#onError((task as Task<unknown>).error());
    if (this.#running === 0) this.#onIdle?.();
  };
  #running = 0;
  #onIdle: (() => void) | undefined;
  #isClosed = false;

  /**
   * Opens a group in the task that runs.
   *
   * @param onCancel Called when the group is cancelled, also since a task failed.
   */
  constructor(onCancel?: (reason: unknown) => void) {
    this.#onCancel = onCancel;
  }

  /** How many tasks run now. */
  get running(): number {
    return this.#running;
  }

  /**
   * Starts a task in the group. Tasks of the group may start further ones.
   *
   * @typeParam T What it results in.
   * @param operation The work.
   * @param options A name and a further signal.
   * @returns The task.
   * @throws {InvalidStateError} If the group has ended.
   * @throws {ValidationError} If `operation` is not a function.
   */
  start<T>(operation: Operation<T>, options?: TaskOptions): Task<T> {
    if (this.#isClosed) throw new InvalidStateError({ code: "ASYNC_GROUP_CLOSED" });
    const task = tasks.startInside(this.#scope, () => createTask(operation, options)) as Task<T>;
    this.#running++;
    tasks.watch(task, this.#onEnd);
    return task;
  }

  /**
   * Ends the group early, as what it was for is reached or no longer wanted: cancels its tasks, those that are started
   * later, and the block of {@linkcode withTaskGroup}. That is no failure. (`await using` cannot cancel its block.)
   *
   * @param reason Why.
   */
  cancel(reason?: unknown): void {
    this.#scope.abort(new CancelledError(reason));
    this.#onCancel?.(reason);
  }

  /**
   * Waits until all tasks have ended, and closes the group.
   *
   * @returns When they have.
   * @throws {AggregateError} If tasks failed; a cancellation is not a failure.
   * @throws {CancelledError} If the task that the group is in has been cancelled.
   */
  async join(): Promise<void> {
    using _ = this.#linkTo(currentScope());
    while (this.#running > 0) await new Promise<void>((resolve) => this.#whenIdle(resolve));
    this.#isClosed = true;
    this.#scope.leave();
    throwIfCancelled(this.#outer, this.#errors);
    if (this.#errors.length > 0) throw groupFailure(this.#errors);
  }

  /**
   * Waits until all tasks have ended; throws an `AggregateError` of their failures, or the cancellation that came
   * meanwhile.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    const before = this.#outer?.cancellation;
    try {
      await this.join();
    } catch (error) {
      // The block has thrown a cancellation that came before: once more, it would be wrapped in a SuppressedError.
      if (before === undefined || error !== before.reason) throw error;
    }
  }

  #onError(error: unknown): void {
    this.#errors.push(error);
    if (this.#errors.length > 1) return;
    this.cancel(error);
  }

  #whenIdle(tell: () => void): void {
    const before = this.#onIdle;
    this.#onIdle = () => {
      this.#onIdle = undefined;
      before?.();
      tell();
    };
  }

  // Cancelling whoever waits for the tasks cancels them, as it does where one task is awaited.
  #linkTo(waiter: Scope | undefined): Disposable {
    const link = { abort: (reason: unknown) => this.#scope.abort(reason) };
    const isBound = waiter === undefined || waiter === this.#outer || waiter.cancellation !== undefined;
    if (!isBound) waiter.add(link);
    return { [Symbol.dispose]: () => waiter?.delete(link) };
  }
}

function groupFailure(errors: readonly unknown[]): AggregateError {
  return new AggregateError(errors, formatMessage("ASYNC_GROUP_FAILED", { count: errors.length }));
}

// The outer task's own cancellation goes before everything, or it would be lost.
function throwIfCancelled(outer: Scope | undefined, failures: readonly unknown[]): void {
  if (outer?.cancellation === undefined) return;
  for (const error of failures) {
    const message = { code: "ASYNC_CANCELLED_GROUP_FAILED", params: {} } as const;
    tell("error", "A group failed after its task had been cancelled", message, { error });
  }
  throw outer.cancellation.reason;
}

/**
 * Runs a block with a group of tasks, and ends when all have ended. When the block or a task fails, everything else is
 * cancelled, the block's waits included, and all failures are thrown in one `AggregateError` (Python's `TaskGroup`).
 *
 * @typeParam T What the block results in.
 * @param block Takes the group.
 * @returns What the block resulted in; undefined if `group.cancel()` ended it before it had a result.
 * @throws {ValidationError} If `block` is not a function.
 * @throws {AggregateError} If the block or tasks failed.
 * @throws {CancelledError} If the task that it runs in is cancelled.
 *
 * @example One failure cancels the rest
 * ```ts
 * import { sleep, withTaskGroup } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(
 *   withTaskGroup(async (group) => {
 *     group.start(() => Promise.reject(new Error("no")));
 *     await sleep(60_000);
 *   }),
 *   (error) => error instanceof AggregateError && error.errors[0].message === "no",
 * );
 * ```
 *
 * @example Until one has found it
 * ```ts
 * import { sleep, withTaskGroup } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * let found: string | undefined;
 * await withTaskGroup((group) => {
 *   for (const [place, ms] of [["here", 60_000], ["there", 1]] as const) {
 *     group.start(async () => {
 *       await sleep(ms);
 *       found = place;
 *       group.cancel("found");
 *     });
 *   }
 * });
 * assert.equal(found, "there");
 * ```
 */
export async function withTaskGroup<T>(block: (group: TaskGroup) => PromiseLike<T> | T): Promise<T | undefined> {
  checkFunction("block", block);
  const outer = currentScope();
  const scope = new Scope(outer?.task, outer);
  const failures: unknown[] = [];
  // Outside of the block's scope, which is cancelled with the group.
  const group = new TaskGroup((reason) => scope.abort(new CancelledError(reason)));
  let value: T | undefined;
  // The block may end by a cancellation of its own, such as that of a task which it awaits: no failure, as in a task.
  let cancellation: { readonly reason: unknown } | undefined;
  try {
    value = await scope.run(() => block(group));
  } catch (error) {
    const isEndedEarly = scope.cancellation !== undefined;
    if (!(error instanceof CancelledError || scope.isReason(error))) failures.push(error);
    else if (!isEndedEarly) cancellation = { reason: error };
    group.cancel(error);
  }
  try {
    await group.join();
  } catch (error) {
    if (error instanceof AggregateError) failures.push(...error.errors);
  } finally {
    scope.leave();
  }
  throwIfCancelled(outer, failures);
  if (failures.length > 0) throw groupFailure(failures);
  if (cancellation !== undefined) throw cancellation.reason;
  return value;
}
