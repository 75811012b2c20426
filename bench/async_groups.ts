// What the async suite measures: our functions, their peers, and the few lines without features that come closest.
import { AsyncLocalStorage } from "node:async_hooks";
import asyncSema from "async-sema";
import pLimit from "p-limit";
import pMap, { pMapIterable } from "p-map";
import { createTask, gather, mapConcurrent, Queue, Semaphore, sleep, type Task, withTaskGroup } from "../async/mod.ts";
import type { Group } from "./harness/in_process.ts";

const concurrency = 100;

async function work(): Promise<number> {
  await undefined;
  return 1;
}

function works(count: number): (() => Promise<number>)[] {
  return Array.from({ length: count }, () => work);
}

/** As many loops as may run at a time take from one list. */
async function loops(count: number): Promise<number[]> {
  const results: number[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work();
  }));
  return results;
}

async function limited(count: number): Promise<number[]> {
  const limit = pLimit(concurrency);
  return await Promise.all(works(count).map((start) => limit(start)));
}

async function drain(iterable: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of iterable);
}

/** Takes and gives back what nobody else wants. */
async function takeFree(count: number, semaphore: { acquire(): Promise<unknown>; release(): void }): Promise<void> {
  for (let index = 0; index < count; index++) {
    await semaphore.acquire();
    semaphore.release();
  }
}

/** A hundred take and give back what there are ten of. */
function takeScarce(semaphore: { acquire(): Promise<unknown>; release(): void }, count: number): () => Promise<void> {
  return async () => {
    for (let index = 0; index < count / concurrency; index++) {
      await semaphore.acquire();
      await undefined;
      semaphore.release();
    }
  };
}

/** One task puts, another gets. */
async function through(queue: Queue<number>, count: number): Promise<void> {
  const putting = createTask(async () => {
    for (let index = 0; index < count; index++) await queue.put(index);
  });
  const getting = createTask(async () => {
    for (let index = 0; index < count; index++) await queue.get();
  });
  await Promise.all([putting, getting]);
}

/** Waits for a time in a promise that a closure can reject: what can be cancelled with nothing else to it. */
async function cancelClosures(count: number): Promise<void> {
  const cancels: ((reason: unknown) => void)[] = [];
  const waits = Array.from({ length: count }, () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, 60_000);
      cancels.push((reason) => {
        clearTimeout(timer);
        reject(reason);
      });
    }));
  const settled = Promise.allSettled(waits);
  for (const cancel of cancels) cancel("stop");
  await settled;
}

const context = new AsyncLocalStorage<object>();

class Cancelled extends Error {}

/**
 * Closures with what no task can do without: each runs in a context of its own, by which what it calls would know that it
 * is cancelled; rejects with an error of its own; and is awaited by an object in place of its promise.
 */
async function cancelInContexts(count: number): Promise<void> {
  const cancels: (() => void)[] = [];
  const wait = () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, 60_000);
      cancels.push(() => {
        clearTimeout(timer);
        reject(new Cancelled("stop"));
      });
    });
  const awaited = Array.from({ length: count }, () => {
    const promise = context.run({}, wait);
    // Deno takes quadratic time for rejections that are handled later.
    promise.catch(() => {});
    return { then: promise.then.bind(promise) } as PromiseLike<void>;
  });
  const settled = Promise.allSettled(awaited);
  // As those of tasks are.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  for (const cancel of cancels) cancel();
  Error.stackTraceLimit = stackTraceLimit;
  await settled;
}

/** The same with the signal that the platform has for it. */
async function cancelListeners(count: number): Promise<void> {
  const controllers = Array.from({ length: count }, () => new AbortController());
  const waits = controllers.map(({ signal }) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, 60_000);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      }, { once: true });
    })
  );
  const settled = Promise.allSettled(waits);
  for (const controller of controllers) controller.abort("stop");
  await settled;
}

function sleepers(count: number): Task<void>[] {
  return Array.from({ length: count }, () => createTask(() => sleep(60_000)));
}

async function cancelTasks(count: number): Promise<void> {
  const tasks = sleepers(count);
  const settled = Promise.allSettled(tasks);
  for (const task of tasks) task.cancel();
  await settled;
}

/** All at once, by the task that started them. */
async function cancelParent(count: number): Promise<void> {
  const parent = createTask(() => Promise.allSettled(sleepers(count)));
  parent.cancel();
  await parent.catch(() => {});
}

/** So many in a group, group after group. */
function cancelGroups(size: number): (count: number) => Promise<void> {
  return (count) =>
    inParts(count, size, () =>
      withTaskGroup((group) => {
        for (let index = 0; index < size; index++) group.start(() => sleep(60_000));
        group.cancel();
      }));
}

async function inParts(count: number, size: number, run: (size: number) => Promise<void>): Promise<void> {
  for (let begun = 0; begun < count; begun += size) await run(size);
}

/** The groups of the async suite. What asyncio does is in `async_peer.py`, under the same names. */
export const groups: readonly Group[] = ([
  {
    name: "gather",
    operations: 100_000,
    contenders: {
      "Promise.all": (count) => Promise.all(works(count).map((start) => start())),
      gather: (count) => gather(works(count)),
    },
  },
  {
    name: "100 at a time",
    operations: 100_000,
    contenders: {
      "p-map": (count) => pMap(works(count), (start) => start(), { concurrency }),
      gather: (count) => gather(works(count), { concurrency }),
      "p-limit": limited,
      loops,
    },
  },
  {
    name: "100 at a time, one by one out",
    operations: 50_000,
    contenders: {
      pMapIterable: (count) => drain(pMapIterable(works(count), (start) => start(), { concurrency })),
      mapConcurrent: (count) => drain(mapConcurrent(works(count), (start) => start(), { concurrency })),
    },
  },
  {
    name: "task",
    operations: 50_000,
    contenders: {
      createTask: async (count) => {
        for (let index = 0; index < count; index++) await createTask(work);
      },
    },
  },
  {
    name: "semaphore, free",
    operations: 100_000,
    contenders: {
      "async-sema": (count) => takeFree(count, new asyncSema.Sema(1)),
      Semaphore: (count) => takeFree(count, new Semaphore(1)),
    },
  },
  {
    name: "semaphore of 10 for 100",
    operations: 100_000,
    contenders: {
      "async-sema": (count) =>
        Promise.all(Array.from({ length: concurrency }, takeScarce(new asyncSema.Sema(10), count))),
      Semaphore: (count) => Promise.all(Array.from({ length: concurrency }, takeScarce(new Semaphore(10), count))),
      "Semaphore, in tasks": async (count) => {
        const semaphore = new Semaphore(10);
        await Promise.all(Array.from({ length: concurrency }, () => createTask(takeScarce(semaphore, count))));
      },
    },
  },
  {
    name: "queue",
    operations: 50_000,
    contenders: { Queue: (count) => through(new Queue(), count) },
  },
  {
    name: "queue of 100",
    operations: 50_000,
    contenders: { Queue: (count) => through(new Queue(100), count) },
  },
  {
    name: "cancel sleepers",
    operations: 100_000,
    contenders: {
      "closures in contexts": cancelInContexts,
      closures: cancelClosures,
      "tasks, each": cancelTasks,
      "tasks, by their parent": cancelParent,
      "signals with a listener": cancelListeners,
    },
  },
  {
    name: "cancel a group",
    operations: 32_000,
    contenders: {
      "of 2,000": cancelGroups(2_000),
      "of 8,000": cancelGroups(8_000),
      "of 32,000": cancelGroups(32_000),
      "2,000 closures": (count) => inParts(count, 2_000, cancelClosures),
      "32,000 closures": (count) => inParts(count, 32_000, cancelClosures),
    },
  },
] as Group[]).map((group) => ({ ...group, by: "processor" }));
