import { formatMessage } from "../errors/catalogue.ts";
import { clearTimer, setTimer, settled, type Timer } from "../internal/clock.ts";
import { checkArray, checkDelay, checkFunction, checkOptions, type OptionNames } from "../internal/validate.ts";
import type { AcquireOptions } from "./semaphore.ts";
import type { Operation } from "./operation.ts";
import { currentScope, Scope } from "./scope.ts";
import { createTask, type Task } from "./task.ts";
import { CancelledError } from "../errors/cancelled_error.ts";
import { NamedWait, type Wait } from "../internal/wait.ts";

/** Options for {@linkcode firstSuccessful}. */
export interface FirstSuccessfulOptions extends AcquireOptions {
  /**
   * How long an operation may take before the next is started beside it, in milliseconds. One that fails lets the next
   * start at once. 0 starts all at the same time.
   *
   * @default 0
   */
  staggerMs?: number | undefined;
}

const names: OptionNames<FirstSuccessfulOptions> = { staggerMs: true, signal: true };

/**
 * Gives the result of the first operation that succeeds, and cancels the others. With `staggerMs` this is "happy
 * eyeballs" (RFC 8305, section 5): the next one begins when the one before it is slow.
 *
 * What the others result in all the same is dropped. So an operation gives back itself what it holds, with `using`, rather
 * than result in it; a result that comes at the same moment as a cancellation is given.
 *
 * @typeParam T What the operations result in.
 * @param operations The operations, the preferred one first.
 * @param options The delay between starts, and a further signal.
 * @returns The first result.
 * @throws {AggregateError} If all of them failed.
 * @throws {ValidationError} If an option is wrong.
 *
 * @example The quicker of two
 * ```ts
 * import { firstSuccessful, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const quick = () => sleep(1).then(() => "quick");
 * const slow = () => sleep(60_000).then(() => "slow");
 * assert.equal(await firstSuccessful([slow, quick]), "quick");
 * ```
 */
export async function firstSuccessful<T>(
  operations: readonly Operation<T>[],
  options: FirstSuccessfulOptions = {},
): Promise<T> {
  checkOptions(options, names);
  const { staggerMs = 0, signal } = options;
  checkArray("operations", operations);
  operations.forEach((operation, index) => checkFunction(`operations[${index}]`, operation));
  checkDelay("staggerMs", staggerMs);
  const scope = new Scope(currentScope()?.task, currentScope());
  const winner = new NamedWait<{ value: T }>("firstSuccessful()", signal);
  const race = new Race(operations, staggerMs, scope, winner);
  try {
    race.startNext();
    return (await winner.promise).value;
  } catch (error) {
    const result = await race.giveUp(error);
    if (result === undefined) throw error;
    return result.value;
  } finally {
    race.stop(new CancelledError(formatMessage("ASYNC_REASON_ANOTHER_FIRST", {})));
  }
}

class Race<T> {
  readonly #operations: readonly Operation<T>[];
  readonly #staggerMs: number;
  readonly #scope: Scope;
  readonly #winner: Wait<{ value: T }>;
  readonly #errors: unknown[] = [];
  readonly #outcome: PromiseWithResolvers<{ value: T } | undefined> = Promise.withResolvers();
  #started = 0;
  #timer: Timer | undefined;

  constructor(operations: readonly Operation<T>[], staggerMs: number, scope: Scope, winner: Wait<{ value: T }>) {
    this.#operations = operations;
    this.#staggerMs = staggerMs;
    this.#scope = scope;
    this.#winner = winner;
  }

  startNext(): void {
    clearTimer(this.#timer);
    if (this.#winner.isOver) return;
    if (this.#errors.length === this.#operations.length) return this.#winner.abort(allFailed(this.#errors));
    if (this.#started === this.#operations.length) return;
    const operation = this.#operations[this.#started++]!;
    this.#scope.run(() => this.#follow(createTask(operation)));
    if (this.#started === this.#operations.length) return;
    if (this.#staggerMs === 0) this.startNext();
    else this.#timer = setTimer(() => this.startNext(), this.#staggerMs);
  }

  stop(reason: unknown): void {
    clearTimer(this.#timer);
    this.#scope.abort(reason);
    this.#scope.leave();
  }

  /** Stops all, and gives the result that one of them has all the same, as it had been given what it waited for. */
  giveUp(reason: unknown): Promise<{ value: T } | undefined> {
    if (this.#errors.length === this.#started) return Promise.resolve(undefined);
    this.stop(reason);
    void settled().then(() => this.#outcome.resolve(undefined));
    return this.#outcome.promise;
  }

  #follow(task: Task<T>): void {
    task.then((value) => {
      this.#winner.resolve({ value });
      this.#outcome.resolve({ value });
    }, (error) => {
      this.#errors.push(error);
      if (this.#winner.isOver && this.#errors.length === this.#started) this.#outcome.resolve(undefined);
      this.startNext();
    });
  }
}

function allFailed(errors: readonly unknown[]): AggregateError {
  return new AggregateError(errors, formatMessage("ASYNC_ALL_FAILED", { count: errors.length }));
}
