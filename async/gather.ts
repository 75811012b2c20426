import { onAbort } from "../internal/signals.ts";
import { checkArray, checkFunction, checkInteger } from "../internal/validate.ts";
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
  /** Cancels all operations that were started; the whole then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs operations at the same time and gives their results in the order in which they were passed.
 *
 * Without `returnErrors` the first failure rejects, the others run on (as asyncio's do), and those that `concurrency`
 * has not let start yet are not started. When the task that it runs in is cancelled, so are the operations.
 *
 * @typeParam Items The operations.
 * @param items Functions, tasks or promises.
 * @param options How failures, concurrency and cancellation are handled.
 * @returns The results.
 * @throws {ValidationError} If an item is none of these, or `concurrency` is below 1.
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
export async function gather(items: readonly Gatherable<unknown>[], options: GatherOptions = {}): Promise<unknown[]> {
  const { returnErrors = false, concurrency = Infinity } = options;
  if (concurrency !== Infinity) checkInteger("concurrency", concurrency, { min: 1 });
  checkArray("items", items);
  items.forEach(checkItem);
  if (items.length === 0) return [];
  const scope = new Scope(currentScope()?.task, currentScope());
  using _ = onAbort(options.signal, (reason) => scope.abort(reason));
  const gathering = new Gathering(items, scope, returnErrors, concurrency);
  scope.run(() => gathering.start());
  const results = await gathering.promise;
  // Errors are results here, but a cancellation of the whole is not one of them.
  scope.throwIfAborted();
  return results;
}

/** What is under way in one call of `gather`. A counter does what `Promise.all` would, at the same cost. */
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
      outcome = this.#call(this.#items[index]!);
    } catch (error) {
      return this.#onError(index, error);
    }
    if (!isPromiseLike(outcome)) return this.#onValue(index, outcome);
    outcome.then((value) => this.#onValue(index, value), (error) => this.#onError(index, error));
  }

  #call(item: Gatherable<unknown>): unknown {
    if (typeof item !== "function") return abandonable(item);
    this.#scope.throwIfAborted();
    return item(this.#scope.signal);
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
