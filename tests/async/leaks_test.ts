// A hundred thousand waits of each kind that are cancelled leave nothing.
import assert from "node:assert/strict";
import test from "node:test";
import {
  Barrier,
  Condition,
  createTask,
  Event,
  Future,
  Lock,
  Queue,
  Semaphore,
  sleep,
  withLeakCheck,
} from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { garbageCollector, skip } from "../support/mod.ts";
import { heap, type Kinds, LONG, testLeaks } from "./support/leaks.ts";

const kinds: Kinds = {
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
};

testLeaks(kinds);

test(
  "a hundred thousand waits that a signal ends leave nothing in the task, which lives on",
  { timeout: 110_000 },
  async (t) => {
    const collect = garbageCollector();
    if (collect === undefined) return skip(t, "this runtime offers no way to collect garbage now");
    const lock = new Lock();
    await lock.acquire();
    const fire = async () => {
      const controller = new AbortController();
      const waits = Array.from(
        { length: 500 },
        (_, n) =>
          n % 2 === 0 ? sleep(LONG, { signal: controller.signal }) : lock.acquire({ signal: controller.signal }),
      );
      controller.abort(new CancelledError());
      for (const { status } of await Promise.allSettled(waits)) assert.equal(status, "rejected");
    };
    const task = async () => {
      for (let round = 0; round < 10; round++) await fire();
      const before = await heap(collect);
      for (let round = 0; round < 200; round++) await fire();
      const grown = await heap(collect) - before;
      assert.ok(grown < 100_000 * 60, `${grown} bytes`);
    };
    await withLeakCheck(() => createTask(task));
    assert.equal(lock.waiting, 0);
  },
);
