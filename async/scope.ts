/**
 * What binds tasks to those that started them.
 *
 * @internal
 * @module
 */

import { type Ambient, currentAmbient } from "../internal/ambient.ts";

/**
 * The cancellation of one task and of those that it started. A parent keeps a list of its children instead of each
 * child listening to the parent's signal: one signal with a listener for each of many tasks takes quadratic time on
 * every runtime. The signal itself is only made when somebody asks for it.
 */
export class Scope implements Ambient {
  /** The task that it belongs to. */
  readonly task: object;
  readonly #parent: Scope | undefined;
  readonly #children: Set<Scope> = new Set();
  #controller: AbortController | undefined;
  #cancellation: { reason: unknown } | undefined;

  /**
   * Opens a scope inside another.
   *
   * @param task The task that it belongs to.
   * @param parent The scope of the task that started it.
   */
  constructor(task: object, parent: Scope | undefined) {
    this.task = task;
    this.#parent = parent;
    if (parent === undefined) return;
    this.#cancellation = parent.#cancellation;
    parent.#children.add(this);
  }

  /** Fires when the scope is cancelled. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancellation !== undefined) this.#controller.abort(this.#cancellation.reason);
    }
    return this.#controller.signal;
  }

  /** Cancels the scope and those inside it; only the first time counts. */
  abort(reason: unknown): void {
    if (this.#cancellation !== undefined) return;
    this.#cancellation = { reason };
    this.#controller?.abort(reason);
    for (const child of this.#children) child.abort(reason);
  }

  /** Throws the reason if the scope has been cancelled. */
  throwIfAborted(): void {
    if (this.#cancellation !== undefined) throw this.#cancellation.reason;
  }

  /** Whether an error is what the scope was cancelled with. */
  isReason(error: unknown): boolean {
    return this.#cancellation !== undefined && this.#cancellation.reason === error;
  }

  /** Leaves the parent when the task has ended. */
  leave(): void {
    const parent = this.#parent;
    if (parent !== undefined) parent.#children.delete(this);
  }
}

/**
 * Tells the scope of the task that the running code belongs to.
 *
 * @returns The scope, or undefined outside of any task.
 */
export function currentScope(): Scope | undefined {
  const ambient = currentAmbient();
  return ambient instanceof Scope ? ambient : undefined;
}
