// A hundred thousand waits of each kind that are cancelled leave nothing: no memory, no listener on a signal, no timer, no
// task, no rejection that nobody handles.
import assert from "node:assert/strict";
import process from "node:process";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  asCompleted,
  Barrier,
  Condition,
  createTask,
  Event,
  every,
  firstSuccessful,
  Future,
  gather,
  hedge,
  Lock,
  mapConcurrent,
  Queue,
  RateLimit,
  retry,
  Semaphore,
  shield,
  singleFlight,
  sleep,
  TaskGroup,
  timeout,
  wait,
  waitFor,
  withLeakCheck,
  withTaskGroup,
} from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { skip } from "../support/mod.ts";

// One signal that many listen to at a time costs each of them a search among all.
const AT_A_TIME = 500;
const LONG = 600_000;

/** What waits in vain, with a signal that lives as long as the program. */
type Waiting = (signal: AbortSignal) => Promise<unknown>;

/** For each kind of wait, how many there are, and what waits. */
const kinds: Record<string, [count: number, make: () => Waiting | Promise<Waiting>]> = {
  "sleep()": [100_000, () => (signal) => sleep(LONG, { signal })],
  "Lock.acquire()": [100_000, async () => {
    const lock = new Lock();
    await lock.acquire();
    return (signal) => lock.acquire({ signal });
  }],
  "Semaphore.acquire()": [100_000, () => {
    const semaphore = new Semaphore(0);
    return (signal) => semaphore.acquire({ signal });
  }],
  "Event.wait()": [100_000, () => {
    const event = new Event();
    return (signal) => event.wait({ signal });
  }],
  "Condition.wait()": [100_000, () => {
    const condition = new Condition();
    return async (signal) => {
      using _ = await condition.acquire();
      await condition.wait({ signal });
    };
  }],
  "Queue.get()": [100_000, () => {
    const queue = new Queue<number>();
    return (signal) => queue.get({ signal });
  }],
  "Queue.put()": [100_000, () => {
    const queue = new Queue<number>(1);
    queue.tryPut(0);
    return (signal) => queue.put(1, { signal });
  }],
  "Queue.join()": [100_000, () => {
    const queue = new Queue<number>();
    queue.tryPut(0);
    return (signal) => queue.join({ signal });
  }],
  "Barrier.wait()": [100_000, () => {
    const barrier = new Barrier(1_000_000);
    return (signal) => barrier.wait({ signal });
  }],
  "a future": [100_000, () => {
    const futures: Future<number>[] = [];
    return async () => {
      const future = new Future<number>();
      futures[futures.length % 10] = future;
      await future;
    };
  }],
  "waitFor()": [100_000, () => (signal) => waitFor(() => sleep(LONG), LONG, { signal })],
  "gather()": [100_000, () => (signal) => gather([() => sleep(LONG), () => sleep(LONG)], { signal })],
  "withTaskGroup()": [100_000, () => () =>
    withTaskGroup(async (group) => {
      group.start(() => sleep(LONG));
      await sleep(LONG);
    })],
  "TaskGroup": [10_000, () => async () => {
    await using group = new TaskGroup();
    group.start(() => sleep(LONG));
  }],
  "timeout()": [10_000, () => () => timeout(LONG, () => sleep(LONG))],
  "wait()": [10_000, () => (signal) => wait([() => sleep(LONG)], { timeoutMs: LONG, signal })],
  "asCompleted()": [10_000, () => async () => {
    for await (const { task } of asCompleted([() => sleep(LONG)])) await task;
  }],
  "a task": [10_000, () => () => createTask(() => sleep(LONG))],
  "retry()": [10_000, () => (signal) => retry(() => sleep(LONG), { signal })],
  "firstSuccessful()": [
    10_000,
    () => (signal) => firstSuccessful([() => sleep(LONG), () => sleep(LONG)], { staggerMs: LONG, signal }),
  ],
  "hedge()": [10_000, () => (signal) => hedge(() => sleep(LONG), { delayMs: LONG, signal })],
  "RateLimit.pass()": [10_000, () => {
    const limit = new RateLimit({ count: 1, periodMs: LONG });
    limit.tryPass();
    return (signal) => limit.pass({ signal });
  }],
  "every()": [10_000, () => async (signal) => {
    for await (const _ of every(LONG, { signal }));
  }],
  "mapConcurrent()": [10_000, () => async (signal) => {
    for await (const _ of mapConcurrent([1, 2], () => sleep(LONG), { signal }));
  }],
  "singleFlight()": [10_000, () => {
    const flight = singleFlight(() => sleep(LONG));
    return () => flight();
  }],
  "shield()": [10_000, () => () => shield(new Event().wait())],
};

for (const [kind, [count, make]] of Object.entries(kinds)) {
  test(`${count.toLocaleString("en")} cancelled waits leave nothing: ${kind}`, { timeout: 110_000 }, async (t) => {
    const collect = collector();
    if (collect === undefined) return skip(t, "this runtime offers no way to collect garbage now");
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    const { signal, listeners } = countedSignal();
    const start = await make();
    try {
      await withLeakCheck(async () => {
        await cancelMany(start, signal);
        const before = await heap(collect);
        for (let done = AT_A_TIME; done < count; done += AT_A_TIME) await cancelMany(start, signal);
        const grown = await heap(collect) - before;
        // The least that a wait could keep is some hundred bytes.
        assert.ok(grown < (count - AT_A_TIME) * 60, `${(grown / (count - AT_A_TIME)).toFixed(0)} bytes for each`);
      });
    } finally {
      process.off("unhandledRejection", onUnhandled);
    }
    assert.equal(listeners(), 0);
    assert.deepEqual(unhandled, []);
  });
}

test("a hundred thousand waits that a signal ends leave nothing", { timeout: 110_000 }, async (t) => {
  const collect = collector();
  if (collect === undefined) return skip(t, "this runtime offers no way to collect garbage now");
  const lock = new Lock();
  await lock.acquire();
  const fire = async () => {
    const controller = new AbortController();
    const waits = Array.from(
      { length: 500 },
      (_, n) => n % 2 === 0 ? sleep(LONG, { signal: controller.signal }) : lock.acquire({ signal: controller.signal }),
    );
    controller.abort(new CancelledError());
    for (const { status } of await Promise.allSettled(waits)) assert.equal(status, "rejected");
  };
  await withLeakCheck(async () => {
    for (let round = 0; round < 10; round++) await fire();
    const before = await heap(collect);
    for (let round = 0; round < 200; round++) await fire();
    const grown = await heap(collect) - before;
    assert.ok(grown < 100_000 * 60, `${grown} bytes`);
  });
  assert.equal(lock.waiting, 0);
});

/** Starts many tasks that wait, lets them, and cancels them, a few before they have begun to. */
async function cancelMany(start: Waiting, signal: AbortSignal): Promise<void> {
  const tasks = Array.from({ length: AT_A_TIME }, () => createTask(() => start(signal)));
  for (const task of tasks.slice(0, 100)) task.cancel();
  await sleep(0);
  for (const task of tasks) task.cancel();
  for (const { status } of await Promise.allSettled(tasks)) assert.equal(status, "rejected");
  // What a task started ends with it, but some turns later.
  await sleep(0);
}

/** A signal that never fires, and how many listen to it. */
function countedSignal(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController();
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count--;
    removeEventListener.apply(signal, args);
  };
  return { signal, listeners: () => count };
}

async function heap(collect: () => void): Promise<number> {
  // Twice, as what ends in finalizers is only free after the next.
  for (let turn = 0; turn < 3; turn++) {
    await sleep(5);
    collect();
  }
  return process.memoryUsage().heapUsed;
}

function collector(): (() => void) | undefined {
  const { Bun: bun } = globalThis as { Bun?: { gc(isSynchronous: boolean): void } };
  if (bun !== undefined) return () => bun.gc(true);
  try {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc") as () => void;
  } catch {
    return undefined;
  }
}
