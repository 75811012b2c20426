/**
 * What binds tasks to those that started them.
 *
 * @internal
 * @module
 */

import { hooks } from "../internal/task_hooks.ts";
import { type Abortable, type Ambient, currentAmbient, runAmbient } from "../internal/ambient.ts";
import type { TaskCounts } from "./tasks.ts";
import { joinWorker } from "./internal/job_host.ts";
import type { InLine } from "../internal/line.ts";

/**
 * The cancellation of a piece of work and of all that it started and waits for. It keeps a list of these instead of
 * each listening to its signal: one signal with a listener for each of many tasks takes quadratic time on every
 * runtime. The signal itself is only made when somebody asks for it.
 */
export class Scope implements Ambient, InLine<Scope> {
  /** The task whose code runs in it; undefined outside of any task. */
  readonly task: object | undefined;
  // A task's scope stands in the line of all tasks that run.
  before: Scope | undefined;
  behind: Scope | undefined;
  older: Abortable | undefined;
  younger: Abortable | undefined;
  #parent: Scope | undefined;
  // A list that goes through the children themselves: a `Set` takes several times as long, and more memory.
  #oldest: Abortable | undefined;
  #youngest: Abortable | undefined;
  #controller: AbortController | undefined;
  #cancellation: { readonly reason: unknown } | undefined;

  /**
   * Opens a scope inside another.
   *
   * @param task The task that it belongs to.
   * @param parent The scope that it is cancelled with.
   */
  constructor(task: object | undefined, parent: Scope | undefined) {
    this.task = task;
    this.#parent = parent;
    if (parent === undefined) return;
    this.#cancellation = parent.#cancellation;
    parent.add(this);
  }

  /** Fires when the scope is cancelled. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancellation !== undefined) this.#controller.abort(this.#cancellation.reason);
    }
    return this.#controller.signal;
  }

  /** Why the scope was cancelled, once it was. */
  get cancellation(): { readonly reason: unknown } | undefined {
    return this.#cancellation;
  }

  /** Has something cancelled with the scope. */
  add(child: Abortable): void {
    child.older = this.#youngest;
    if (this.#youngest === undefined) this.#oldest = child;
    else this.#youngest.younger = child;
    this.#youngest = child;
  }

  /** Lets go of something that has ended. */
  delete(child: Abortable): void {
    const { older, younger } = child;
    if (older === undefined && this.#oldest !== child) return;
    if (older === undefined) this.#oldest = younger;
    else older.younger = younger;
    if (younger === undefined) this.#youngest = older;
    else younger.older = older;
    child.older = undefined;
    child.younger = undefined;
  }

  /** What is cancelled with the scope. */
  children(): Abortable[] {
    const children: Abortable[] = [];
    for (let child = this.#oldest; child !== undefined; child = child.younger) children.push(child);
    return children;
  }

  /** Cancels the scope and all inside it; only the first time counts. */
  abort(reason: unknown): void {
    if (this.#cancellation !== undefined) return;
    this.#cancellation = { reason };
    if (hooks !== undefined && this.task !== undefined && tasks.scopeOf(this.task) === this) {
      hooks.onCancel(this.task, reason);
    }
    this.#controller?.abort(reason);
    if (this.#oldest === this.#youngest) this.#oldest?.abort(reason);
    // A copy, as what is cancelled leaves the list.
    else for (const child of this.children()) child.abort(reason);
  }

  /** Takes a cancellation back, so that what comes after can wait again. What was cancelled stays so. */
  reset(): void {
    this.#cancellation = undefined;
    this.#controller = undefined;
  }

  /** Throws the reason if the scope has been cancelled. */
  throwIfAborted(): void {
    if (this.#cancellation !== undefined) throw this.#cancellation.reason;
  }

  /** Whether an error is what the scope was cancelled with. */
  isReason(error: unknown): boolean {
    return this.#cancellation !== undefined && this.#cancellation.reason === error;
  }

  /** Whether it was opened directly inside another. */
  isInside(parent: Scope): boolean {
    return this.#parent === parent;
  }

  /** Leaves the parent when the work has ended. */
  leave(): void {
    this.#parent?.delete(this);
  }

  /** Is no longer cancelled with the task that opened it, if that is the one that runs. To a group it stays bound. */
  outlive(running: Scope): void {
    if (this.#parent?.task !== running.task) return;
    let opener: Scope | undefined = running;
    while (opener !== undefined && opener !== this.#parent) opener = opener.#parent;
    if (opener === undefined) return;
    this.leave();
    this.#parent = undefined;
  }

  /** Runs a function, and all that it starts, inside the scope. */
  run<R>(callback: () => R): R {
    return runAmbient(this, callback);
  }
}

/** What the rest of this module needs of tasks. Set by their class, which alone can see it. */
export const tasks: {
  /** Tells the scope of a task. */
  scopeOf(task: object): Scope;
  /** Has the task that a function starts bound to a scope, as if that were the one that runs. */
  startInside(scope: Scope, start: () => object): object;
  /** Has the one who started a task told when it has ended, who has seen its failure then, and is not bound to it. */
  watch(task: object, onEnd: (task: object) => void): void;
  /** Gives the scopes of those that have not ended. */
  running(): Iterable<Scope>;
  /** Counts them, from the start of the program. */
  counts(): TaskCounts;
} = {
  scopeOf: () => new Scope(undefined, undefined),
  startInside: (_scope, start) => start(),
  watch: () => {},
  running: () => [],
  counts: () => ({ created: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 }),
};

/**
 * Tells the scope that the running code belongs to.
 *
 * @returns The scope, or undefined outside of any.
 */
export function currentScope(): Scope | undefined {
  const ambient = currentAmbient();
  return ambient instanceof Scope ? ambient : undefined;
}

joinWorker(() => new Scope(undefined, undefined));
