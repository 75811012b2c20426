import { firstSuccessful, type FirstSuccessfulOptions } from "./first_successful.ts";
import type { Operation } from "./operation.ts";
import { checkDelay, checkFunction, checkInteger, checkOptions, type OptionNames } from "../internal/validate.ts";

/** Options for {@linkcode hedge}. */
export interface HedgeOptions {
  /** How long an attempt may take before another is made beside it, in milliseconds. */
  delayMs: number;
  /**
   * How many attempts there are in all, at most.
   *
   * @default 2
   */
  attempts?: number | undefined;
  /** Cancels all attempts; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const names: OptionNames<HedgeOptions> = { delayMs: true, attempts: true, signal: true };

/**
 * Makes a second attempt beside a slow one, and takes whichever is first; the loser is cancelled. Only for operations
 * that may be done twice. (J. Dean and L. A. Barroso, "The Tail at Scale", CACM 2013: a delay at about the 95th
 * percentile costs 5 % more load and cuts the tail.)
 *
 * What the loser results in all the same is dropped, as by {@linkcode firstSuccessful}: an attempt gives back itself what
 * it holds.
 *
 * @typeParam T What the operation results in.
 * @param operation The operation.
 * @param options When to make another attempt, and how many.
 * @returns The first result.
 * @throws {AggregateError} If all attempts failed.
 * @throws {ValidationError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { hedge, sleep } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * let attempts = 0;
 * const answer = await hedge(async () => {
 *   if (++attempts === 1) await sleep(60_000);
 *   return attempts;
 * }, { delayMs: 5 });
 * assert.equal(answer, 2);
 * ```
 */
export async function hedge<T>(operation: Operation<T>, options: HedgeOptions): Promise<T> {
  checkOptions(options, names);
  const { delayMs, attempts = 2, signal } = options;
  checkFunction("operation", operation);
  checkDelay("delayMs", delayMs);
  checkInteger("attempts", attempts, { min: 1 });
  const race: FirstSuccessfulOptions = { staggerMs: delayMs, signal };
  return await firstSuccessful(Array.from({ length: attempts }, () => operation), race);
}
