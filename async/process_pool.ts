import { builtin, runtime } from "../internal/runtime.ts";
import type { PoolWorker, WorkerEvents } from "./internal/pool_worker.ts";
import { workerMain } from "./internal/worker_main.ts";
import { Pool } from "./pool.ts";

interface Child {
  on(event: string, listener: (value: never) => void): void;
  send(message: unknown): boolean;
  kill(signal: string): boolean;
  ref(): void;
  unref(): void;
  channel?: { ref?(): void; unref?(): void } | null;
}

const source = `
import process from "node:process";
(${workerMain})({
  onMessage: (listener) => process.on("message", listener),
  // Deno tells too late of what cannot be cloned, by an error that nobody can catch.
  post: (message) => process.send(structuredClone(message)),
});
`;

/** How each runtime is told to run a text as a module. */
const flags: Readonly<Record<string, readonly string[]>> = {
  deno: ["eval", "--no-check"],
  bun: ["-e"],
  node: ["--input-type=module", "-e"],
};

/**
 * A {@linkcode Pool} of processes: for work that may crash, that leaks, or that changes what belongs to a whole process.
 * They start slower than threads, and what is sent is always copied.
 *
 * @example
 * ```ts
 * import { ProcessPool } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const module = `data:text/javascript,export const double = (n) => 2 * n;`;
 * type Module = { double(n: number): number };
 * await using pool = new ProcessPool({ size: 1 });
 * assert.equal(await pool.run<Module>(module, "double", [21]), 42);
 * ```
 */
export class ProcessPool extends Pool {
  /** Starts a worker. */
  protected override startWorker(events: WorkerEvents): PoolWorker {
    const { spawn } = builtin<{ spawn(file: string, args: readonly string[], options: object): Child }>(
      "node:child_process",
    )!;
    const { execPath } = builtin<{ execPath: string }>("node:process")!;
    const child = spawn(execPath, [...flags[runtime]!, source], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "advanced",
    });
    const { promise: exited, resolve } = Promise.withResolvers<void>();
    child.on("message", events.onAnswer);
    child.on("error", () => {});
    child.on("exit", (code: number | null) => {
      resolve();
      events.onExit(code ?? 1);
    });
    return {
      post: (message) => void child.send(structuredClone(message)),
      stop: async () => {
        // The end is waited for, so the program must live until then.
        keepAlive(child, true);
        child.kill("SIGKILL");
        await exited;
      },
      keepAlive: (isBusy) => keepAlive(child, isBusy),
    };
  }
}

function keepAlive(child: Child, isBusy: boolean): void {
  for (const handle of [child, child.channel]) {
    if (isBusy) handle?.ref?.();
    else handle?.unref?.();
  }
}
