/**
 * Concurrency as Python's asyncio has it, on promises, `AbortSignal` and async iterables: tasks that can be cancelled,
 * waits that end with the task they are in, time limits, and another attempt after a failure.
 *
 * @example Two things at once, with a time limit
 * ```ts
 * import { gather, sleep, waitFor } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const work = async (n: number) => {
 *   await sleep(10);
 *   return n * 2;
 * };
 * assert.deepEqual(await waitFor(() => gather([() => work(1), () => work(2)]), 5_000), [2, 4]);
 * ```
 *
 * @module
 */

export * from "./gather.ts";
export * from "./operation.ts";
export * from "./retry.ts";
export * from "./sleep.ts";
export * from "./task.ts";
export * from "./wait_for.ts";
