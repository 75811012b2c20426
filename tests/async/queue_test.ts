import assert from "node:assert/strict";
import test from "node:test";
import {
  createTask,
  gather,
  InvalidStateError,
  LifoQueue,
  PriorityQueue,
  Queue,
  QueueShutDownError,
  sleep,
} from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { random } from "../support/mod.ts";

const tick = () => sleep(0);

test("Queue gives items in the order in which they were put, past every growth of its ring", async () => {
  const queue = new Queue<number>();
  let put = 0;
  let taken = 0;
  for (const [puts, takes] of [[10, 3], [20, 25], [1_000, 900], [7, 109]] as const) {
    for (let n = 0; n < puts; n++) queue.tryPut(put++);
    for (let n = 0; n < takes; n++) assert.equal(await queue.get(), taken++);
  }
  assert.equal(queue.size, 0);
  assert.equal(queue.isEmpty, true);
});

test("Queue.get() waits for an item, first come, first served", async () => {
  const queue = new Queue<string>();
  const takers = [1, 2].map((n) => createTask(async () => `${n}${await queue.get()}`));
  await queue.put("ا");
  await queue.put("ب");
  assert.deepEqual(await Promise.all(takers), ["1ا", "2ب"]);
});

test("Queue.put() waits for a place, and nobody overtakes", async () => {
  const queue = new Queue<number>(1);
  await queue.put(1);
  assert.equal(queue.isFull, true);
  const putters = [2, 3].map((n) => createTask(() => queue.put(n)));
  await tick();
  assert.equal(queue.tryPut(9), false);
  assert.equal(await queue.get(), 1);
  assert.equal(queue.size, 1, "the place is filled at once");
  assert.equal(queue.tryPut(9), false);
  assert.deepEqual([await queue.get(), await queue.get()], [2, 3]);
  await Promise.all(putters);
});

test("Queue.tryGet() tells an item that is undefined from none", () => {
  const queue = new Queue<undefined>();
  assert.equal(queue.tryGet(), undefined);
  queue.tryPut(undefined);
  assert.deepEqual(queue.tryGet(), { item: undefined });
});

test("Queue loses no item to a taker that is cancelled, and takes none from a putter that is", async () => {
  const queue = new Queue<number>(1);
  const taker = createTask(() => queue.get());
  taker.cancel();
  await assert.rejects(taker, CancelledError);
  await queue.put(1);
  const putter = createTask(() => queue.put(2));
  putter.cancel();
  await assert.rejects(putter, CancelledError);
  assert.equal(await queue.get(), 1);
  assert.equal(queue.size, 0);
});

test("Queue.join() waits until every item has been dealt with", async () => {
  const queue = new Queue<number>();
  await queue.join();
  for (let n = 0; n < 3; n++) queue.tryPut(n);
  const joining = createTask(() => queue.join());
  for (let n = 0; n < 3; n++) {
    await queue.get();
    await tick();
    assert.equal(joining.done, false);
    queue.taskDone();
  }
  await joining;
  assert.throws(() => queue.taskDone(), InvalidStateError);
});

test("Queue.shutdown() refuses puts and lets what is in it be taken", async () => {
  const queue = new Queue<number>(1);
  await queue.put(1);
  const putter = createTask(() => queue.put(2));
  await tick();
  queue.shutdown();
  await assert.rejects(putter, QueueShutDownError);
  await assert.rejects(queue.put(3), QueueShutDownError);
  assert.throws(() => queue.tryPut(3), QueueShutDownError);
  assert.equal(await queue.get(), 1);
  await assert.rejects(queue.get(), QueueShutDownError);
  assert.throws(() => queue.tryGet(), QueueShutDownError);
  assert.equal(queue.isShutDown, true);
});

test("Queue.shutdown({ immediate }) drops what is in it and ends takers and joiners", async () => {
  const empty = new Queue<number>();
  const taker = createTask(() => empty.get());
  await tick();
  empty.shutdown();
  await assert.rejects(taker, QueueShutDownError);
  const full = new Queue<number>();
  full.tryPut(1);
  const joiner = createTask(() => full.join());
  await tick();
  full.shutdown({ immediate: true });
  await joiner;
  assert.equal(full.size, 0);
});

test("Queue as an async iterable ends when it is shut down and empty, and passes on a cancellation", async () => {
  const queue = new Queue<number>();
  const taken: number[] = [];
  const taker = createTask(async () => {
    for await (const item of queue) taken.push(item);
    return "ended";
  });
  await queue.put(1);
  await queue.put(2);
  await tick();
  queue.shutdown();
  assert.equal(await taker, "ended");
  assert.deepEqual(taken, [1, 2]);
  const endless = createTask(async () => {
    for await (const _ of new Queue());
  });
  endless.cancel();
  await assert.rejects(endless, CancelledError);
});

test("PriorityQueue gives the smallest first, and equal ones in their order", async () => {
  const next = random(3);
  const items = Array.from({ length: 500 }, (_, order) => ({ rank: Math.floor(next() * 20), order }));
  const queue = new PriorityQueue<{ rank: number; order: number }>((a, b) => a.rank - b.rank);
  for (const item of items) queue.tryPut(item);
  const sorted = items.toSorted((a, b) => a.rank - b.rank || a.order - b.order);
  for (const item of sorted) assert.equal(await queue.get(), item);
  assert.throws(() => new PriorityQueue(5 as never), ValidationError);
});

test("LifoQueue gives the newest first", async () => {
  const queue = new LifoQueue<number>(3);
  for (let n = 1; n <= 3; n++) await queue.put(n);
  assert.deepEqual([await queue.get(), await queue.get(), await queue.get()], [3, 2, 1]);
});

test("random schedules under cancellation lose no item, give none twice and keep the bound", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const next = random(seed);
    const bound = 1 + Math.floor(next() * 4);
    const queue = new Queue<number>(bound);
    const accepted = new Set<number>();
    const taken = new Set<number>();
    const putter = (n: number) => async () => {
      await queue.put(n);
      accepted.add(n);
      assert.ok(queue.size <= bound);
    };
    const taker = async () => {
      const item = await queue.get();
      assert.ok(!taken.has(item), `seed ${seed}: ${item} came twice`);
      taken.add(item);
    };
    const tasks = [];
    for (let step = 0; step < 80; step++) {
      tasks.push(createTask(next() < 0.5 ? putter(step) : taker));
      if (next() < 0.3) tasks[Math.floor(next() * tasks.length)]!.cancel();
      if (next() < 0.3) await tick();
    }
    await tick();
    for (const task of tasks) task.cancel();
    await Promise.allSettled(tasks);
    while (!queue.isEmpty) await taker();
    // A put that was cancelled just after its item was taken over counts as put, though its task is cancelled.
    for (const item of accepted) assert.ok(taken.has(item), `seed ${seed}: ${item} was lost`);
  }
});

test("Queue carries many items through a small bound between many tasks", async () => {
  const queue = new Queue<number>(4);
  const sums = gather(Array.from({ length: 5 }, () => async () => {
    let sum = 0;
    for await (const item of queue) sum += item;
    return sum;
  }));
  await gather(Array.from({ length: 5 }, (_, lane) => async () => {
    for (let n = 0; n < 400; n++) await queue.put(lane * 400 + n);
  }));
  queue.shutdown();
  assert.equal((await sums).reduce((total, sum) => total + sum), (1_999 * 2_000) / 2);
});
