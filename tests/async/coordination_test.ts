import assert from "node:assert/strict";
import test from "node:test";
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  createTask,
  Event,
  Future,
  gather,
  InvalidStateError,
  Lock,
  type Permit,
  Semaphore,
  sleep,
} from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { random } from "../support/mod.ts";

const tick = () => sleep(0);

test("Semaphore lets so many go on, in the order in which they came", async () => {
  const semaphore = new Semaphore(2);
  const order: number[] = [];
  let running = 0;
  await gather(Array.from({ length: 6 }, (_, n) => async () => {
    using _ = await semaphore.acquire();
    assert.ok(++running <= 2);
    order.push(n);
    await sleep(1);
    running--;
  }));
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5]);
  assert.equal(semaphore.free, 2);
});

test("Semaphore gives a permit back once, however often it is released", async () => {
  const semaphore = new Semaphore(1);
  const permit = await semaphore.acquire();
  permit.release();
  permit.release();
  permit[Symbol.dispose]();
  assert.equal(semaphore.free, 1);
});

test("Semaphore serves nobody who came later before those who wait", async () => {
  const semaphore = new Semaphore(1);
  const first = await semaphore.acquire();
  const order: string[] = [];
  const waiting = createTask(async () => {
    using _ = await semaphore.acquire();
    order.push("waited");
    await tick();
  });
  first.release();
  const late = createTask(async () => {
    using _ = await semaphore.acquire();
    order.push("came later");
  });
  await Promise.all([waiting, late]);
  assert.deepEqual(order, ["waited", "came later"]);
});

test("Semaphore loses no permit to a waiter that is cancelled", async () => {
  const semaphore = new Semaphore(1);
  const permit = await semaphore.acquire();
  const cancelled = createTask(() => semaphore.acquire());
  const patient = createTask(() => semaphore.acquire());
  cancelled.cancel();
  await assert.rejects(cancelled, CancelledError);
  assert.equal(semaphore.waiting, 1);
  permit.release();
  (await patient).release();
  assert.equal(semaphore.free, 1);
});

test("Semaphore keeps the permit with a waiter that is cancelled just after it was served", async () => {
  const semaphore = new Semaphore(1);
  const permit = await semaphore.acquire();
  const task = createTask(async () => {
    using _ = await semaphore.acquire();
    await tick();
  });
  permit.release();
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(semaphore.free, 1);
  assert.ok(semaphore.tryAcquire());
});

test("Semaphore.tryAcquire() takes a free permit or gives undefined", () => {
  const semaphore = new Semaphore(1);
  const permit = semaphore.tryAcquire();
  assert.ok(permit);
  assert.equal(semaphore.locked, true);
  assert.equal(semaphore.tryAcquire(), undefined);
  permit.release();
  assert.ok(semaphore.tryAcquire());
});

test("acquire() in a cancelled task rejects though a permit is free, and takes none", async () => {
  const semaphore = new Semaphore(1);
  const task = createTask(async () => {
    await sleep(60_000).catch(() => {});
    await semaphore.acquire();
  });
  task.cancel();
  await assert.rejects(task, CancelledError);
  await assert.rejects(semaphore.acquire({ signal: AbortSignal.abort("no") }), (reason) => reason === "no");
  assert.equal(semaphore.free, 1);
});

test("BoundedSemaphore and Lock refuse a release that was not acquired", async () => {
  assert.throws(() => new BoundedSemaphore(1).release(), InvalidStateError);
  assert.throws(() => new Lock().release(), InvalidStateError);
  const grown = new Semaphore(0);
  grown.release();
  assert.equal(grown.free, 1);
  const bounded = new BoundedSemaphore(1);
  (await bounded.acquire()).release();
  assert.equal(bounded.free, 1);
  assert.throws(() => new Semaphore(-1), ValidationError);
});

test("random schedules of acquire, release and cancel never lose a permit nor exceed the bound", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = random(seed);
    const permits = 1 + Math.floor(next() * 3);
    const semaphore = new Semaphore(permits);
    let held = 0;
    const hold = async () => {
      using _: Permit = await semaphore.acquire();
      assert.ok(++held <= permits, `seed ${seed}`);
      try {
        for (let turns = Math.floor(next() * 3); turns >= 0; turns--) await tick();
      } finally {
        held--;
      }
    };
    const tasks = [];
    for (let step = 0; step < 60; step++) {
      tasks.push(createTask(hold));
      if (next() < 0.4) tasks[Math.floor(next() * tasks.length)]!.cancel();
      if (next() < 0.3) await tick();
    }
    await Promise.allSettled(tasks);
    assert.equal(semaphore.free, permits, `seed ${seed}`);
    assert.equal(semaphore.waiting, 0, `seed ${seed}`);
  }
});

test("Event lets all who wait go on, and whoever comes while it is set", async () => {
  const event = new Event();
  const waiting = [1, 2, 3].map((n) => createTask(() => event.wait().then(() => n)));
  assert.equal(event.isSet, false);
  event.set();
  assert.deepEqual(await Promise.all(waiting), [1, 2, 3]);
  await event.wait();
  event.clear();
  const late = createTask(() => event.wait());
  await tick();
  assert.equal(late.done, false);
  late.cancel();
  await assert.rejects(late, CancelledError);
  event.set();
});

test("Condition wakes in order, as many as it is told", async () => {
  const condition = new Condition();
  const woken: number[] = [];
  const tasks = [1, 2, 3].map((n) =>
    createTask(async () => {
      using _ = await condition.acquire();
      await condition.wait();
      woken.push(n);
    })
  );
  await tick();
  const notify = async (count?: number) => {
    using _ = await condition.acquire();
    condition.notify(count);
  };
  await notify();
  await tasks[0];
  assert.deepEqual(woken, [1]);
  await notify(5);
  await Promise.all(tasks);
  assert.deepEqual(woken, [1, 2, 3]);
});

test("Condition holds its lock again after a wait, also one that was cancelled", async () => {
  const condition = new Condition();
  let heldInFinally: boolean | undefined;
  const task = createTask(async () => {
    using _ = await condition.acquire();
    try {
      await condition.wait();
    } finally {
      heldInFinally = condition.locked;
    }
  });
  await tick();
  assert.equal(condition.locked, false);
  const other = await condition.acquire();
  task.cancel();
  await tick();
  assert.equal(task.done, false, "it waits for the lock that another holds");
  other.release();
  await assert.rejects(task, CancelledError);
  assert.equal(heldInFinally, true);
  assert.equal(condition.locked, false);
});

test("Condition.wait() that is cancelled after its notification holds the lock, rejects, and lets another be notified", async () => {
  for (const how of ["task", "signal"]) {
    for (const when of ["before the lock is free", "as the lock becomes free"]) {
      const condition = new Condition();
      const controller = new AbortController();
      const events: string[] = [];
      const wait = async (who: string, signal?: AbortSignal) => {
        using _ = await condition.acquire();
        try {
          await condition.wait({ signal });
          events.push(`${who} notified ${condition.locked}`);
        } catch (error) {
          events.push(`${who} cancelled ${condition.locked}`);
          throw error;
        }
      };
      const first = createTask(() => wait("first", controller.signal));
      const second = createTask(() => wait("second"));
      await sleep(0);
      const cancel = () => how === "task" ? first.cancel() : controller.abort(new CancelledError());
      {
        using _ = await condition.acquire();
        condition.notify();
        if (when === "before the lock is free") {
          cancel();
          await sleep(0);
        }
      }
      if (when === "as the lock becomes free") cancel();
      await assert.rejects(first, CancelledError);
      await second;
      assert.deepEqual(events, ["first cancelled true", "second notified true"]);
      assert.equal(condition.locked, false);
    }
  }
});

test("Condition.waitUntil() looks again at each notification", async () => {
  const condition = new Condition();
  let count = 0;
  const task = createTask(async () => {
    using _ = await condition.acquire();
    await condition.waitUntil(() => count >= 3);
    return count;
  });
  for (let n = 0; n < 3; n++) {
    await tick();
    using _ = await condition.acquire();
    count++;
    condition.notifyAll();
  }
  assert.equal(await task, 3);
});

test("Condition refuses to wait or notify without its lock", async () => {
  const condition = new Condition();
  await assert.rejects(condition.wait(), InvalidStateError);
  await assert.rejects(condition.waitUntil(() => true), InvalidStateError);
  assert.throws(() => condition.notify(), InvalidStateError);
  assert.throws(() => condition.notifyAll(), InvalidStateError);
  assert.throws(() => condition.release(), InvalidStateError);
});

test("Barrier lets all go on together, round after round, each with its place among those who came", async () => {
  const barrier = new Barrier(3);
  for (let round = 0; round < 3; round++) {
    const places = await gather([1, 2, 3].map(() => () => barrier.wait()));
    assert.deepEqual(places, [0, 1, 2]);
    assert.equal(barrier.waiting, 0);
  }
});

test("Barrier counts no longer whoever is cancelled there", async () => {
  const barrier = new Barrier(2);
  const cancelled = createTask(() => barrier.wait());
  cancelled.cancel();
  await assert.rejects(cancelled, CancelledError);
  assert.equal(barrier.waiting, 0);
  const places = await gather([() => barrier.wait(), () => barrier.wait()]);
  assert.deepEqual(places, [0, 1]);
});

test("Barrier broken by abort() or reset() rejects who waits", async () => {
  const barrier = new Barrier(2);
  const waiting = createTask(() => barrier.wait());
  barrier.abort();
  await assert.rejects(waiting, BrokenBarrierError);
  assert.equal(barrier.broken, true);
  await assert.rejects(barrier.wait(), BrokenBarrierError);
  barrier.reset();
  const next = createTask(() => barrier.wait());
  barrier.reset();
  await assert.rejects(next, BrokenBarrierError);
  assert.deepEqual(await gather([() => barrier.wait(), () => barrier.wait()]), [0, 1]);
  assert.throws(() => new Barrier(0), ValidationError);
});

test("Future gives its result, error or cancellation to all who wait, and without waiting", async () => {
  const future = new Future<number>();
  assert.throws(() => future.result(), InvalidStateError);
  assert.throws(() => future.error(), InvalidStateError);
  const waiting = [createTask(() => future), createTask(async () => await future + 1)];
  future.resolve(41);
  assert.deepEqual(await Promise.all(waiting), [41, 42]);
  assert.equal(future.result(), 41);
  assert.equal(future.error(), undefined);
  assert.throws(() => future.resolve(1), InvalidStateError);
  assert.throws(() => future.reject(1), InvalidStateError);
  const failed = new Future();
  const error = new Error("no");
  failed.reject(error);
  assert.equal(failed.error(), error);
  assert.throws(() => failed.result(), /no/);
  const cancelled = new Future();
  assert.equal(cancelled.cancel("why"), true);
  assert.equal(cancelled.cancel(), false);
  assert.equal(cancelled.cancelled, true);
  await assert.rejects(async () => await cancelled, CancelledError);
});

test("a task that is cancelled while it waits for a Future leaves the Future open", async () => {
  const future = new Future<number>();
  const task = createTask(async () => await future);
  await tick();
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(future.done, false);
  future.resolve(1);
  assert.equal(await future, 1);
});

test("a hundred thousand cancelled waits leave nothing in line", async () => {
  const lock = new Lock();
  const permit = await lock.acquire();
  const parent = createTask(() => gather(Array.from({ length: 100_000 }, () => () => lock.acquire())));
  await tick();
  assert.equal(lock.waiting, 100_000);
  parent.cancel();
  await assert.rejects(parent, CancelledError);
  assert.equal(lock.waiting, 0);
  permit.release();
  assert.equal(lock.free, 1);
});
