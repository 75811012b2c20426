// What the pool suite measures: two threads that do the same work under WorkerPool, under piscina, and under nothing.
import { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import { WorkerPool } from "../async/mod.ts";
import type { Group } from "./harness/in_process.ts";

const size = 2;
const module = new URL("./pool_work.ts", import.meta.url);

type Call = { name: "fib" | "next"; n: number };
type Work = typeof import("./pool_work.ts");

/** Two workers that take messages and answer in order, as few lines as can be. */
class BareWorkers {
  readonly #workers = Array.from({ length: size }, () => {
    const worker = new Worker(new URL("./pool_bare_worker.ts", import.meta.url));
    const waiting: ((value: number) => void)[] = [];
    let first = 0;
    worker.on("message", (value: number) => {
      waiting[first++]!(value);
      if (first === waiting.length) first = waiting.length = 0;
    });
    return { worker, waiting };
  });
  #turn = 0;

  run(call: Call): Promise<number> {
    const { worker, waiting } = this.#workers[this.#turn++ % size]!;
    worker.postMessage(call);
    return new Promise((resolve) => waiting.push(resolve));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }
}

interface Threads {
  run(call: Call): Promise<number>;
  stop(): Promise<void>;
}

const kinds: Readonly<Record<string, () => Threads>> = {
  "bare workers": () => new BareWorkers(),
  WorkerPool: () => {
    const pool = new WorkerPool({ size });
    return { run: ({ name, n }) => pool.run<Work, "fib" | "next">(module, name, [n]), stop: () => pool.close() };
  },
  piscina: () => {
    const pool = new Piscina({
      filename: module.href,
      minThreads: size,
      maxThreads: size,
      concurrentTasksPerWorker: 1,
    });
    return { run: (call) => pool.run(call), stop: () => pool.destroy() };
  },
};

let started: Threads | undefined;
const running = new Map<string, Threads>();

/** The threads of a kind, which are kept from round to round. */
function threadsOf(kind: string): Threads {
  const threads = running.get(kind) ?? kinds[kind]!();
  running.set(kind, threads);
  return threads;
}

function contenders(work: (kind: string, count: number) => Promise<unknown>): Group["contenders"] {
  return Object.fromEntries(Object.keys(kinds).map((kind) => [kind, (count: number) => work(kind, count)]));
}

async function calls(kind: string, count: number, call: Call): Promise<void> {
  const threads = threadsOf(kind);
  await Promise.all(Array.from({ length: count }, () => threads.run(call)));
}

/** The groups of the pool suite. */
export const groups: readonly Group[] = [
  {
    name: "fib(32)",
    operations: 16,
    contenders: contenders((kind, count) => calls(kind, count, { name: "fib", n: 32 })),
  },
  {
    name: "tiny tasks",
    operations: 10_000,
    contenders: contenders((kind, count) => calls(kind, count, { name: "next", n: 1 })),
  },
  {
    name: "start, two answers",
    operations: 1,
    contenders: contenders(async (kind) => {
      started = kinds[kind]!();
      await Promise.all([started.run({ name: "next", n: 1 }), started.run({ name: "next", n: 2 })]);
    }),
    after: () => started?.stop(),
  },
];
