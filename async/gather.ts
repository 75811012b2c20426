import { withSignal } from "../internal/signals.ts";
import { checkArray, checkFunction, checkInteger } from "../internal/validate.ts";
import type { Operation } from "./operation.ts";
import { createTask } from "./task.ts";

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
  items.forEach((item, index) => isPromiseLike(item) || checkFunction(`items[${index}]`, item));
  return await withSignal(options.signal, async (signal) => {
    const run = { items, results: new Array<unknown>(items.length), next: 0, returnErrors, signal };
    const lanes = Math.min(concurrency, items.length);
    await Promise.all(Array.from({ length: lanes }, () => drain(run)));
    // Errors are results here, but a cancellation of the whole is not one of them.
    signal?.throwIfAborted();
    return run.results;
  });
}

interface Run {
  items: readonly Gatherable<unknown>[];
  results: unknown[];
  next: number;
  returnErrors: boolean;
  signal: AbortSignal | undefined;
}

async function drain(run: Run): Promise<void> {
  while (run.next < run.items.length) {
    const index = run.next++;
    const item = run.items[index]!;
    try {
      run.results[index] = await (isPromiseLike(item) ? item : createTask(item, { signal: run.signal }));
    } catch (error) {
      if (!run.returnErrors) {
        run.next = run.items.length;
        throw error;
      }
      run.results[index] = error instanceof Error ? error : new Error(String(error), { cause: error });
    }
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
