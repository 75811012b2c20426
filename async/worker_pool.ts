import { builtin } from "../internal/runtime.ts";
import type { PoolWorker, WorkerEvents } from "./internal/pool_worker.ts";
import { workerMain } from "./internal/worker_main.ts";
import { Pool } from "./pool.ts";

interface Thread {
  on(event: string, listener: (value: never) => void): void;
  postMessage(message: unknown, transfer: readonly unknown[]): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

// Runs in the worker: an old-style script, which has no import declarations.
const source = `
const { parentPort } = process.getBuiltinModule("node:worker_threads");
(${workerMain})({
  onMessage: (listener) => parentPort.on("message", listener),
  post: (message) => parentPort.postMessage(message),
});
`;

/**
 * A {@linkcode Pool} of threads: for work that computes, which would block everything else on this one.
 *
 * @example Two computations at the same time
 * ```ts
 * import { WorkerPool } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const module = `data:text/javascript,export const square = (n) => n * n;`;
 * type Module = { square(n: number): number };
 * await using pool = new WorkerPool({ size: 2 });
 * const squares = await Promise.all([3, 4].map((n) => pool.run<Module>(module, "square", [n])));
 * assert.deepEqual(squares, [9, 16]);
 * ```
 */
export class WorkerPool extends Pool {
  /** Starts a worker. */
  protected override startWorker(events: WorkerEvents): PoolWorker {
    const threads = builtin<{ Worker: new (source: string, options: object) => Thread }>("node:worker_threads")!;
    const thread = new threads.Worker(source, { eval: true });
    thread.on("message", events.onAnswer);
    // The exit that follows tells the pool; without a listener the error would end the program.
    thread.on("error", () => {});
    thread.on("exit", events.onExit);
    return {
      post: (message, transfer) => thread.postMessage(message, transfer),
      stop: async () => {
        // The end is waited for, so the program must live until then.
        thread.ref();
        await thread.terminate();
      },
      keepAlive: (isBusy) => isBusy ? thread.ref() : thread.unref(),
    };
  }
}
