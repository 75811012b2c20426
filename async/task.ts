import { CancelledError } from "../errors/cancelled_error.ts";
import { makeCancelledError } from "../internal/cancellation.ts";
import { showAs } from "../internal/show.ts";
import { onAbort } from "../internal/signals.ts";
import { hooks } from "../internal/task_hooks.ts";
import { checkFunction, checkOptions, checkSignal, type OptionNames } from "../internal/validate.ts";
import { Line } from "../internal/line.ts";
import { forgetFailure, rememberFailure } from "./internal/lost_failures.ts";
import { takesArgument } from "./internal/takes_argument.ts";
import { callSafely } from "./internal/tell.ts";
import { InvalidStateError } from "./invalid_state_error.ts";
import type { Operation } from "./operation.ts";
import { currentScope, Scope, tasks } from "./scope.ts";

/** Options for {@linkcode createTask}. */
export interface TaskOptions {
  /**
   * What the task is called in logs.
   *
   * @default The function's name, or `"task-N"`.
   */
  name?: string | undefined;
  /** Cancels the task when it fires; the task then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const NAMES: OptionNames<TaskOptions> = { name: true, signal: true };

type State = "running" | "done" | "failed" | "cancelled";

let taskCount = 0;

/** The scopes of the tasks that have not ended. */
const running: Line<Scope> = new Line();

/** The scope that the next task is to be bound to, if it is not the one that runs. */
let parent: Scope | undefined;

/** How many tasks have ended otherwise than well. */
const ended = { failed: 0, cancelled: 0 };

/**
 * Work under way, which can be awaited, looked at and cancelled. {@linkcode createTask} makes it.
 *
 * It starts at once, up to its first wait. (asyncio starts a task at the next turn of its loop.) Tasks, and everything
 * of this library that waits, belong to the task in which they are started, and are cancelled with it.
 *
 * A failure that nobody awaits does not end the process, but is told, as asyncio does: to the log, or on the console until
 * one is configured; when the task is collected, at the end of `run`, or at that of the process.
 *
 * @typeParam T What the task results in.
 *
 * @example Cancel and see that it was
 * ```ts
 * import { CancelledError, createTask, sleep } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * const task = createTask(() => sleep(60_000));
 * task.cancel();
 * await assert.rejects(task, CancelledError);
 * assert.equal(task.cancelled, true);
 * ```
 */
export class Task<T> implements Promise<T> {
  static {
    tasks.scopeOf = (task) => (task as Task<unknown>).#scope;
    tasks.startInside = (scope, start) => {
      parent = scope;
      try {
        return start();
      } finally {
        parent = undefined;
      }
    };
    tasks.watch = (task, onEnd) => {
      const watched = task as Task<unknown>;
      watched.#see();
      if (watched.done) queueMicrotask(() => onEnd(watched));
      else watched.#onEnd = onEnd;
    };
    tasks.running = () => running;
    tasks.counts = () => {
      const succeeded = taskCount - running.length - ended.failed - ended.cancelled;
      return { created: taskCount, running: running.length, succeeded, ...ended };
    };
    showAs(Task, (task: Task<unknown>) => ({ name: task.name, state: task.#state, ...task.#shownOutcome() }));
  }

  readonly #scope: Scope;
  readonly #promise: Promise<T>;
  #state: State = "running";
  /** The result, or the error. */
  #outcome: unknown;
  #name: string;
  readonly #number: number = ++taskCount;
  #following: Disposable | undefined;
  #callbacks: Set<() => void> | undefined;
  /** What the one who started it wants to be told by: a field, as a handler of the promise for each costs more memory. */
  #onEnd: ((task: object) => void) | undefined;
  #isSeen = false;
  #isWatched = false;

  /**
   * Starts the task.
   *
   * @param operation The work.
   * @param options A name and a further signal.
   * @throws {ValidationError} If `operation` is not a function.
   */
  constructor(operation: Operation<T>, options?: TaskOptions) {
    checkFunction("operation", operation);
    if (options !== undefined) checkTaskOptions(options);
    this.#name = options?.name ?? operation.name;
    this.#scope = new Scope(this, parent ?? currentScope());
    parent = undefined;
    running.add(this.#scope);
    hooks?.onCreate(this);
    this.#promise = this.#start(operation, options?.signal);
  }

  /** What `Object.prototype.toString` calls it. */
  get [Symbol.toStringTag](): "Task" {
    return "Task";
  }

  /** What the task is called in logs. */
  get name(): string {
    // Made when asked for, as few are.
    return this.#name ||= `task-${this.#number}`;
  }

  /** Fires when the task is cancelled. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  /** Whether the task has ended, well or badly. */
  get done(): boolean {
    return this.#state !== "running";
  }

  /** Whether the task ended because it was cancelled. A task that caught its cancellation and went on is not. */
  get cancelled(): boolean {
    return this.#state === "cancelled";
  }

  /** Whether the task ended with an error that is not its cancellation. */
  get failed(): boolean {
    return this.#state === "failed";
  }

  /**
   * Gives the result without waiting.
   *
   * @returns The result.
   * @throws {InvalidStateError} If the task has not ended.
   * @throws The task's error, if it failed or was cancelled.
   */
  result(): T {
    this.#checkEnded();
    if (this.#state === "done") return this.#outcome as T;
    throw this.#outcome;
  }

  /**
   * Gives the error without waiting.
   *
   * @returns The error, or undefined if the task ended well.
   * @throws {InvalidStateError} If the task has not ended.
   */
  error(): unknown {
    this.#checkEnded();
    return this.#state === "done" ? undefined : this.#outcome;
  }

  /**
   * Has a function called when the task ends, or soon if it has ended. An error that it throws is told to the log or on the
   * console.
   *
   * @param callback Takes the task.
   * @returns Takes the function back.
   * @throws {ValidationError} If `callback` is not a function.
   */
  addDoneCallback(callback: (task: Task<T>) => void): () => void {
    checkFunction("callback", callback);
    let isWanted = true;
    const call = () => {
      if (isWanted) callSafely(() => callback(this), "Task.addDoneCallback()");
    };
    if (this.done) queueMicrotask(call);
    else (this.#callbacks ??= new Set()).add(call);
    return () => {
      isWanted = false;
      this.#callbacks?.delete(call);
    };
  }

  /**
   * Asks the task to stop: what it waits for in this library rejects with a `CancelledError`, and so do the tasks that
   * it started. The task may catch that to clean up; it ends when its function does.
   *
   * Where this was called stands in the error's `stack` only while tasks are watched, as by `run({ debug: true })`.
   *
   * @param reason Why, for whoever looks at the `CancelledError`.
   * @returns Whether the task was still running.
   */
  cancel(reason?: unknown): boolean {
    if (this.done) return false;
    this.#scope.abort(makeCancelledError(reason));
    return true;
  }

  /**
   * Takes a cancellation back that the task has caught: it may wait again. (A cancelled task that goes on without this
   * is cancelled anew at each wait, so that no cancellation is lost.)
   *
   * @returns Whether there was one.
   */
  uncancel(): boolean {
    if (this.done || this.#scope.cancellation === undefined) return false;
    this.#scope.reset();
    return true;
  }

  /**
   * Waits for the task.
   *
   * @typeParam A What `onFulfilled` gives.
   * @typeParam B What `onRejected` gives.
   * @param onFulfilled Takes the result.
   * @param onRejected Takes the error.
   * @returns A promise of what the handler gives.
   * @throws {InvalidStateError} If the task awaits itself; `addDoneCallback` is how to act on its own end.
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#see();
    this.#linkTo(currentScope());
    return this.#promise.then(onFulfilled, onRejected);
  }

  /**
   * Waits for the task and handles its failure.
   *
   * @typeParam B What `onRejected` gives.
   * @param onRejected Takes the error.
   * @returns A promise of the result or of what the handler gives.
   */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  /**
   * Waits for the task's end, whatever it is.
   *
   * @param onFinally Called at the end.
   * @returns A promise of the task's result.
   */
  finally(onFinally?: (() => void) | null): Promise<T> {
    this.#see();
    this.#linkTo(currentScope());
    return this.#promise.finally(onFinally);
  }

  // Neither an async function nor a promise beside that of the work: of a hundred thousand tasks that wait, the time goes
  // into moving their objects about, and throwing an error on takes longer than looking at it.
  #start(operation: Operation<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal !== undefined) this.#following = onAbort(signal, (reason) => this.#scope.abort(reason));
    let outcome: PromiseLike<T> | T;
    try {
      this.#scope.throwIfAborted();
      const start = takesArgument(operation, 1) ? () => operation(this.signal) : operation as () => PromiseLike<T> | T;
      outcome = this.#scope.run(start);
    } catch (error) {
      const promise = Promise.reject(error);
      // At once, not by whoever awaits: on Deno attaching a handler after many rejections takes quadratic time.
      promise.catch(() => {});
      this.#fail(error);
      return promise;
    }
    return this.#follow(outcome);
  }

  #follow(outcome: PromiseLike<T> | T): Promise<T> {
    // What is no promise of the language's own is asked to call back, which it is to do in the task: a task that is
    // awaited so is cancelled with this one.
    const promise = (outcome as { constructor?: unknown } | undefined)?.constructor === Promise
      ? outcome as Promise<T>
      : this.#scope.run(() => Promise.resolve(outcome));
    // Before anybody else's handlers, so that the task has ended for all of them.
    promise.then((value) => this.#end("done", value), (error) => this.#fail(error));
    return promise;
  }

  #fail(error: unknown): void {
    const isCancelled = error instanceof CancelledError || this.#scope.isReason(error);
    ended[isCancelled ? "cancelled" : "failed"]++;
    this.#end(isCancelled ? "cancelled" : "failed", error);
    if (!isCancelled && !this.#isSeen) this.#tellUnlessSeen(error);
  }

  #end(state: State, outcome: unknown): void {
    this.#state = state;
    this.#outcome = outcome;
    this.#following?.[Symbol.dispose]();
    this.#scope.leave();
    running.delete(this.#scope);
    hooks?.onEnd(this);
    this.#onEnd?.(this);
    if (this.#callbacks === undefined) return;
    const callbacks = this.#callbacks;
    this.#callbacks = undefined;
    queueMicrotask(() => {
      for (const call of callbacks) call();
    });
  }

  #shownOutcome(): { result?: unknown; error?: unknown } {
    if (this.#state === "running") return {};
    return this.#state === "done" ? { result: this.#outcome } : { error: this.#outcome };
  }

  #checkEnded(): void {
    this.#see();
    if (this.done) return;
    throw new InvalidStateError({ code: "ASYNC_NOT_DONE", params: { name: this.name } });
  }

  // Cancelling a task cancels the one that it awaits, as in asyncio; one that it started itself is bound to it already.
  #linkTo(waiter: Scope | undefined): void {
    if (waiter?.task === this && !this.done) {
      throw new InvalidStateError({ code: "ASYNC_AWAITS_ITSELF", params: { name: this.name } });
    }
    if (waiter === undefined || this.done || waiter.cancellation !== undefined || this.#scope.isInside(waiter)) return;
    const link = { task: this, abort: (reason: unknown) => this.#scope.abort(reason) };
    waiter.add(link);
    const unlink = () => waiter.delete(link);
    this.#promise.then(unlink, unlink);
  }

  #tellUnlessSeen(error: unknown): void {
    rememberFailure(this, this.#number, this.name, error);
    this.#isWatched = true;
  }

  #see(): void {
    if (this.#isSeen) return;
    this.#isSeen = true;
    if (this.#isWatched) forgetFailure(this);
  }
}

/**
 * Starts work as a task.
 *
 * @typeParam T What the work results in.
 * @param operation The work; it runs at once up to its first wait, and is handed the task's signal.
 * @param options A name and a further signal.
 * @returns The task.
 * @throws {ValidationError} If `operation` is not a function.
 *
 * @example Three tasks in the time of one
 * ```ts
 * import { createTask, sleep } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * const tasks = [1, 2, 3].map((n) =>
 *   createTask(async () => {
 *     await sleep(10);
 *     return n;
 *   })
 * );
 * assert.deepEqual(await Promise.all(tasks), [1, 2, 3]);
 * ```
 */
export function createTask<T>(operation: Operation<T>, options?: TaskOptions): Task<T> {
  return new Task(operation, options);
}

function checkTaskOptions(options: TaskOptions): void {
  checkOptions(options, NAMES);
  if (options.signal !== undefined) checkSignal("signal", options.signal);
}
