import { formatMessage } from "../errors/catalogue.ts";
import { makeCancelledError } from "../internal/cancellation.ts";
import { onAbort } from "../internal/signals.ts";
import {
  checkArray,
  checkFunction,
  checkInteger,
  checkOneOf,
  checkOptions,
  type OptionNames,
} from "../internal/validate.ts";
import { abandonable } from "./abandonable.ts";
import type { Operation } from "./operation.ts";
import { currentScope, Scope } from "./scope.ts";

/**
 * What {@linkcode gather} takes: an operation that it starts as a task, or a task or promise that runs already.
 *
 * @typeParam T What it results in.
 */
export type Gatherable<T> = Operation<T> | PromiseLike<T>;

/**
 * The result of one of the things gathered.
 *
 * @typeParam Item The thing.
 */
export type GatheredResult<Item> = Item extends PromiseLike<infer T> ? T
  : Item extends Operation<infer T> ? Awaited<T>
  : never;

/** Options for {@linkcode gather}. */
export interface GatherOptions {
  /**
   * Whether a failure takes its place among the results, as an `Error`, instead of rejecting the whole.
   *
   * @default false
   */
  returnErrors?: boolean | undefined;
  /**
   * How many operations run at a time. Tasks and promises that are passed in run already.
   *
   * @default Infinity
   */
  concurrency?: number | undefined;
  /**
   * Whether the first failure cancels what still runs, tasks that were passed in included. The whole rejects at once, while
   * they clean up; `withTaskGroup` waits for that. Not together with `returnErrors`.
   *
   * @default false
   */
  cancelRest?: boolean | undefined;
  /** Cancels all operations that were started; the whole then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const NAMES: OptionNames<GatherOptions> = {
  returnErrors: "boolean",
  concurrency: true,
  cancelRest: "boolean",
  signal: true,
};

/**
 * Runs operations at the same time and gives their results in the order in which they were passed.
 *
 * Without `returnErrors` the first failure rejects, the others run on (as asyncio's do) unless `cancelRest`, and those that `concurrency`
 * has not let start yet are not started. When the task that it runs in is cancelled, so are the operations.
 *
 * @typeParam Items The operations.
 * @param items Functions, tasks or promises.
 * @param options How failures, concurrency and cancellation are handled.
 * @returns The results.
 * @throws {ValidationError} If an item is none of these, or an option is wrong.
 * @throws What the first failing operation threw.
 *
 * @example Two at the same time
 * ```ts
 * import { gather, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const [name, count] = await gather([async () => "ali", () => sleep(5).then(() => 3)]);
 * assert.equal(name, "ali");
 * assert.equal(count, 3);
 * ```
 *
 * @example Failures among the results
 * ```ts
 * import { gather } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const results = await gather([() => 1, () => Promise.reject(new Error("no"))], { returnErrors: true });
 * assert.equal(results[0], 1);
 * assert.ok(results[1] instanceof Error);
 * ```
 */
export function gather<const Items extends readonly Gatherable<unknown>[]>(
  items: Items,
  options: GatherOptions & { returnErrors: true },
): Promise<{ -readonly [Index in keyof Items]: GatheredResult<Items[Index]> | Error }>;
/** Without `returnErrors`, the results alone; the first failure rejects. */
export function gather<const Items extends readonly Gatherable<unknown>[]>(
  items: Items,
  options?: GatherOptions,
): Promise<{ -readonly [Index in keyof Items]: GatheredResult<Items[Index]> }>;
export async function gather(items: readonly Gatherable<unknown>[], options?: GatherOptions): Promise<unknown[]> {
  if (options !== undefined) checkOptions(options, NAMES);
  const { returnErrors = false, concurrency = Infinity, cancelRest = false, signal } = options ?? {};
  if (returnErrors) checkOneOf("cancelRest", cancelRest, [false]);
  if (concurrency !== Infinity) checkInteger("concurrency", concurrency, { min: 1 });
  checkArray("items", items);
  for (let index = 0; index < items.length; index++) checkItem(items[index], index);
  if (items.length === 0) return [];
  const scope = new Scope(currentScope()?.task, currentScope());
  using _ = onAbort(signal, (reason) => scope.abort(reason));
  let results: unknown[];
  try {
    results = await scope.run(() =>
      concurrency < items.length
        ? gatherSome(items, scope, returnErrors, concurrency)
        : gatherAll(items, scope, returnErrors)
    );
  } catch (error) {
    if (cancelRest) scope.abort(makeCancelledError(formatMessage("ASYNC_REASON_ANOTHER_FAILED", {})));
    throw error;
  }
  // Errors are results here, but a cancellation of the whole is not one of them.
  scope.throwIfAborted();
  return results;
}

// By `Promise.all`, which does for each promise what no function of ours can do as fast.
function gatherAll(items: readonly Gatherable<unknown>[], scope: Scope, returnErrors: boolean): Promise<unknown[]> {
  const outcomes = startAll(items, scope, returnErrors);
  const results = returnErrors
    ? Promise.allSettled(outcomes).then((settled) => settled.map(valueOrError))
    : Promise.all(outcomes);
  const leave = () => scope.leave();
  // Not before all have ended: whatever still runs after a failure remains bound to the task.
  results.then(leave, () => void Promise.allSettled(outcomes).then(leave));
  return results;
}

function startAll(items: readonly Gatherable<unknown>[], scope: Scope, returnErrors: boolean): unknown[] {
  const outcomes: unknown[] = new Array(items.length);
  for (let index = 0; index < items.length; index++) {
    try {
      outcomes[index] = ofPromise(start(items[index]!, scope));
    } catch (error) {
      outcomes[index] = rejected(error);
      if (!returnErrors) return outcomes.slice(0, index + 1);
    }
  }
  return outcomes;
}

function start(item: Gatherable<unknown>, scope: Scope): unknown {
  if (typeof item !== "function") return abandonable(item);
  scope.throwIfAborted();
  return item(scope.signal);
}

// Tasks and other people's promises are asked to call back now, in the scope, so that they are cancelled with it.
function ofPromise(outcome: unknown): unknown {
  if ((outcome as object | undefined)?.constructor === Promise || !isPromiseLike(outcome)) return outcome;
  return new Promise((resolve, reject) => outcome.then(resolve, reject));
}

function rejected(error: unknown): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
}

function valueOrError(settled: PromiseSettledResult<unknown>): unknown {
  return settled.status === "fulfilled" ? settled.value : toError(settled.reason);
}

function gatherSome(
  items: readonly Gatherable<unknown>[],
  scope: Scope,
  returnErrors: boolean,
  concurrency: number,
): Promise<unknown[]> {
  const gathering = new Gathering(items, scope, returnErrors, concurrency);
  gathering.start();
  return gathering.promise;
}

/** What is under way in one call of `gather` that lets only so many run at a time. */
class Gathering {
  readonly promise: Promise<unknown[]>;
  readonly #items: readonly Gatherable<unknown>[];
  readonly #scope: Scope;
  readonly #returnErrors: boolean;
  readonly #concurrency: number;
  readonly #results: unknown[];
  #resolve!: (results: unknown[]) => void;
  #reject!: (error: unknown) => void;
  #next = 0;
  #running = 0;
  #isStarting = false;

  constructor(items: readonly Gatherable<unknown>[], scope: Scope, returnErrors: boolean, concurrency: number) {
    this.#items = items;
    this.#concurrency = concurrency;
    this.#scope = scope;
    this.#returnErrors = returnErrors;
    this.#results = new Array(items.length);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Starts as many as may run. Those that end at once go round in this loop, not deeper into the stack. */
  start(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    while (this.#next < this.#items.length && this.#running < this.#concurrency) this.#startNext();
    this.#isStarting = false;
  }

  #startNext(): void {
    const index = this.#next++;
    this.#running++;
    let outcome: unknown;
    try {
      outcome = start(this.#items[index]!, this.#scope);
    } catch (error) {
      return this.#onError(index, error);
    }
    if (!isPromiseLike(outcome)) return this.#onValue(index, outcome);
    outcome.then((value) => this.#onValue(index, value), (error) => this.#onError(index, error));
  }

  #onValue(index: number, value: unknown): void {
    this.#results[index] = value;
    this.#goOn();
  }

  #onError(index: number, error: unknown): void {
    if (this.#returnErrors) this.#results[index] = toError(error);
    else this.#fail(error);
    this.#goOn();
  }

  #goOn(): void {
    this.#running--;
    if (this.#next < this.#items.length) return this.#startMore();
    if (this.#running > 0) return;
    // Not before: whatever still runs after a failure remains bound to the task.
    this.#scope.leave();
    this.#resolve(this.#results);
  }

  // The end of a promise is told in the scope in which it was begun, but that of another's promise may be told anywhere.
  #startMore(): void {
    if (this.#isStarting) return;
    if (currentScope() === this.#scope) this.start();
    else this.#scope.run(() => this.start());
  }

  #fail(error: unknown): void {
    this.#next = this.#items.length;
    this.#reject(error);
  }
}

function checkItem(item: unknown, index: number): void {
  if (typeof item !== "function" && !isPromiseLike(item)) checkFunction(`items[${index}]`, item);
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
