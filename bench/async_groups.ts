// What the async suite measures: our functions and the few lines without features that come closest to them.
import { createTask, gather, sleep } from "../async/mod.ts";
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

async function cancelTasks(count: number): Promise<void> {
  const tasks = Array.from({ length: count }, () => createTask(() => sleep(60_000)));
  const settled = Promise.allSettled(tasks);
  for (const task of tasks) task.cancel();
  await settled;
}

async function cancelSignals(count: number): Promise<void> {
  const controllers = Array.from({ length: count }, () => new AbortController());
  const settled = Promise.allSettled(controllers.map(({ signal }) => sleep(60_000, { signal })));
  for (const controller of controllers) controller.abort("stop");
  await settled;
}

/** The groups of the async suite. */
export const groups: readonly Group[] = [
  {
    name: "gather",
    operations: 100_000,
    contenders: {
      "Promise.all": (count) => Promise.all(works(count).map((start) => start())),
      gather: (count) => gather(works(count)),
    },
  },
  {
    name: "gather 100 at a time",
    operations: 100_000,
    contenders: { "100 loops": loops, gather: (count) => gather(works(count), { concurrency }) },
  },
  {
    name: "one after another",
    operations: 100_000,
    contenders: {
      call: async (count) => {
        for (let index = 0; index < count; index++) await work();
      },
      createTask: async (count) => {
        for (let index = 0; index < count; index++) await createTask(work);
      },
    },
  },
  {
    name: "cancel sleepers",
    operations: 20_000,
    contenders: {
      closures: cancelClosures,
      "createTask, sleep": cancelTasks,
      "sleep with a signal each": cancelSignals,
    },
  },
];
