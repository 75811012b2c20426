import { jobScope } from "./internal/job_host.ts";

/**
 * Gives the signal of the function that a pool runs on this worker: it fires when the function is cancelled and has the
 * pool's `graceMs` left to end by itself. What the function waits for in this library is cancelled without it; it is there
 * for other libraries.
 *
 * It fires when the worker's event loop turns. A function that computes must let it, as by `await sleep(0)` between two
 * pieces, which then rejects with the `CancelledError`.
 *
 * @returns The signal, whose reason is a `CancelledError`; undefined where nobody would fire it: outside of a worker, and
 * where the function has no `graceMs`.
 *
 * @example Pass it on to what knows nothing of this library
 * ```ts
 * import { jobSignal } from "@maktaba/std/async";
 * import { setTimeout as delay } from "node:timers/promises";
 * import assert from "node:assert/strict";
 *
 * async function work(): Promise<string> {
 *   return await delay(1, "done", { signal: jobSignal() });
 * }
 * assert.equal(await work(), "done", "it runs outside of a worker, too");
 * ```
 */
export function jobSignal(): AbortSignal | undefined {
  return jobScope()?.signal;
}
