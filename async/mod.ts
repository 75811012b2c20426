/**
 * Concurrency as Python's asyncio has it, on promises, `AbortSignal` and async iterables: tasks that can be cancelled,
 * waits that end with the task they are in, time limits, waiting for many, locks and queues, and another attempt after
 * a failure.
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

export * from "../errors/cancelled_error.ts";
export * from "../errors/timeout_error.ts";
export * from "./as_completed.ts";
export * from "./barrier.ts";
export * from "./checkpoint.ts";
export * from "./circuit_breaker.ts";
export * from "./condition.ts";
export * from "./debounce.ts";
export * from "./event.ts";
export * from "./event_loop_monitor.ts";
export * from "./every.ts";
export * from "./first_successful.ts";
export * from "./future.ts";
export * from "./gather.ts";
export * from "./hedge.ts";
export * from "./invalid_state_error.ts";
export * from "./job_signal.ts";
export * from "./leak_check.ts";
export * from "./lock.ts";
export * from "./map_concurrent.ts";
export * from "./observe_tasks.ts";
export * from "./operation.ts";
export * from "./pool.ts";
export type * from "./pool_types.ts";
export * from "./process_pool.ts";
export * from "./queue.ts";
export * from "./rate_limit.ts";
export * from "./retry.ts";
export * from "./retry_budget.ts";
export * from "./run.ts";
export * from "./semaphore.ts";
export * from "./shield.ts";
export * from "./single_flight.ts";
export * from "./sleep.ts";
export * from "./task.ts";
export * from "./task_group.ts";
export * from "./task_tree.ts";
export * from "./tasks.ts";
export * from "./throttle.ts";
export * from "./timed.ts";
export * from "./timeout.ts";
export * from "./virtual_clock.ts";
export * from "./wait.ts";
export * from "./wait_for.ts";
export * from "./worker_error.ts";
export * from "./worker_pool.ts";
