// Random schedules in a time of their own: whatever comes, waits, gives back and is cancelled in whatever order, what the
// primitives promise holds. A failure names its seed, which runs the same schedule again.
import assert from "node:assert/strict";
import test from "node:test";
import {
  allTasks,
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  createTask,
  Event,
  Future,
  gather,
  Lock,
  mapConcurrent,
  PriorityQueue,
  Queue,
  RateLimit,
  Semaphore,
  shield,
  singleFlight,
  sleep,
  type Task,
  timeout,
  waitFor,
  withTaskGroup,
  withVirtualClock,
} from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { random } from "../support/mod.ts";

/** A source of choices for one schedule. */
interface Choices {
  seed: number;
  /** A whole number from 0, below `end`. */
  below(end: number): number;
  /** Whether something happens that does so with a probability. */
  chance(probability: number): boolean;
}

/** Runs a schedule for many seeds, each in its own time and with its own order of timers. */
async function schedules(run: (choices: Choices) => Promise<void>, seeds = 60): Promise<void> {
  for (let seed = 1; seed <= seeds; seed++) {
    const next = random(seed);
    const choices = { seed, below: (end: number) => Math.floor(next() * end), chance: (p: number) => next() < p };
    try {
      await withVirtualClock(() => run(choices), { seed });
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    assert.deepEqual(allTasks(), [], `seed ${seed}`);
  }
}

/** Starts workers at random moments, cancels some at others, and awaits them all. */
async function crowd(
  choices: Choices,
  count: number,
  worker: (n: number) => Promise<unknown>,
): Promise<Task<unknown>[]> {
  const tasks: Task<unknown>[] = [];
  for (let n = 0; n < count; n++) {
    const task = createTask(() => worker(n));
    tasks.push(task);
    if (choices.chance(0.4)) {
      const victim = tasks[choices.below(tasks.length)]!;
      createTask(() => sleep(choices.below(8)).then(() => victim.cancel()));
    }
    if (choices.chance(0.5)) await sleep(choices.below(4));
  }
  await Promise.allSettled(tasks);
  for (const task of tasks) if (task.failed) throw task.error();
  return tasks;
}

test("a lock has one holder at a time, serves in order, and is free in the end", async () => {
  await schedules(async (choices) => {
    const lock = new Lock();
    let holders = 0;
    const asked: number[] = [];
    const served: number[] = [];
    await crowd(choices, 40, async (n) => {
      asked.push(n);
      using _ = await lock.acquire();
      served.push(n);
      assert.equal(++holders, 1);
      try {
        await sleep(choices.below(5));
      } finally {
        holders--;
      }
    });
    assert.deepEqual(served, asked.filter((n) => served.includes(n)));
    assert.deepEqual([lock.locked, lock.waiting], [false, 0]);
  });
});

test("a semaphore never has more holders than permits, loses none, and leaves none free while somebody waits", async () => {
  await schedules(async (choices) => {
    const permits = 1 + choices.below(4);
    const semaphore = choices.chance(0.5) ? new Semaphore(permits) : new BoundedSemaphore(permits);
    let holders = 0;
    await crowd(choices, 60, async () => {
      const work = async () => {
        using _ = await semaphore.acquire();
        assert.ok(++holders <= permits);
        try {
          assert.ok(semaphore.free === 0 || semaphore.waiting === 0);
          await sleep(choices.below(5));
        } finally {
          holders--;
        }
      };
      // Limits that run out while one waits, or just as one is served.
      await (choices.chance(0.5) ? work() : waitFor(work, choices.below(6)).catch(ignoreLimit));
    });
    assert.deepEqual([semaphore.free, semaphore.waiting, holders], [permits, 0, 0]);
  });
});

test("a condition wakes as many as it is told to and no more, in order, each with the lock", async () => {
  await schedules(async (choices) => {
    const condition = new Condition();
    let holders = 0;
    let waiting = 0;
    let notified = 0;
    let woken = 0;
    const waiters = crowd(choices, 30, async () => {
      using _ = await condition.acquire();
      waiting++;
      try {
        await condition.wait();
        woken++;
      } finally {
        assert.equal(++holders, 1, "held again, also by one that is cancelled");
        waiting--;
        holders--;
      }
    });
    let isOver = false;
    const notifier = createTask(async () => {
      while (!isOver) {
        {
          using _ = await condition.acquire();
          const count = choices.below(4);
          condition.notify(count);
          notified += count;
          assert.ok(woken <= notified);
        }
        await sleep(1 + choices.below(3));
      }
    });
    await waiters;
    isOver = true;
    await notifier;
    assert.deepEqual([waiting, condition.locked], [0, false]);
    assert.ok(woken <= notified);
  });
});

test("an event lets nobody wait while it is set, and nobody go on while it is not", async () => {
  await schedules(async (choices) => {
    const event = new Event();
    let sets = 0;
    let isOver = false;
    const switcher = createTask(async () => {
      while (!isOver) {
        await sleep(1 + choices.below(4));
        event.set();
        sets++;
        if (choices.chance(0.7)) event.clear();
      }
    });
    await crowd(choices, 40, async () => {
      const before = sets;
      const wasSet = event.isSet;
      await event.wait();
      assert.ok(wasSet || sets > before);
    });
    isOver = true;
    await switcher;
  });
});

test("a barrier lets go on as many as it is for, each with a place of its own, and counts nobody who was cancelled", async () => {
  await schedules(async (choices) => {
    const parties = 2 + choices.below(3);
    const barrier = new Barrier(parties);
    const places: number[] = [];
    const tasks = crowd(choices, 30, async () => {
      try {
        places.push(await barrier.wait());
      } catch (error) {
        if (!(error instanceof BrokenBarrierError)) throw error;
      }
    });
    await sleep(300);
    barrier.abort();
    await tasks;
    assert.equal(barrier.waiting, 0);
    // Several rounds may be full before the first goes on.
    const rounds = Array.from({ length: parties }, (_, place) => places.filter((each) => each === place).length);
    assert.deepEqual(rounds, rounds.map(() => places.length / parties));
  });
});

test("a queue gives every item once, in order, keeps its bound, and join ends when all have been dealt with", async () => {
  await schedules(async (choices) => {
    const bound = 1 + choices.below(3);
    const queue = new Queue<number>(bound);
    const put: number[] = [];
    const taken: number[] = [];
    let dealtWith = 0;
    const users = Array.from({ length: 3 }, () =>
      createTask(async () => {
        for await (const item of queue) {
          assert.ok(queue.size <= bound);
          taken.push(item);
          await shield(() => sleep(choices.below(3)));
          dealtWith++;
          queue.taskDone();
        }
      }));
    const impatient = crowd(choices, 20, () =>
      waitFor(() => queue.get(), choices.below(3)).then((item) => {
        taken.push(item);
        dealtWith++;
        queue.taskDone();
      }, ignoreLimit));
    await crowd(choices, 40, async (n) => {
      await queue.put(n);
      put.push(n);
    });
    await impatient;
    await queue.join();
    assert.equal(dealtWith, taken.length);
    queue.shutdown();
    await gather(users);
    assert.deepEqual(taken.toSorted((a, b) => a - b), put.toSorted((a, b) => a - b));
    assert.equal(queue.size, 0);
  });
});

test("a priority queue gives the smallest of what it holds", async () => {
  await schedules(async (choices) => {
    const queue = new PriorityQueue<number>((a, b) => a - b);
    const held: number[] = [];
    for (let step = 0; step < 200; step++) {
      if (choices.chance(0.55)) {
        const item = choices.below(20);
        held.push(item);
        await queue.put(item);
      } else if (held.length > 0) {
        const item = await queue.get();
        assert.equal(item, Math.min(...held));
        held.splice(held.indexOf(item), 1);
      }
    }
    assert.equal(queue.size, held.length);
  }, 20);
});

test("a rate limit lets no more pass in any stretch of time than it may, and keeps nobody longer than it must", async () => {
  await schedules(async (choices) => {
    const [count, burst] = [1 + choices.below(5), 1 + choices.below(5)];
    await withClockOf(async (now) => {
      const limit = new RateLimit({ count, periodMs: 100, burst });
      const passed: number[] = [];
      await crowd(choices, 30, async () => {
        if (choices.chance(0.2)) {
          if (!limit.tryPass()) return;
        } else await limit.pass();
        passed.push(now());
      });
      for (let first = 0; first < passed.length; first++) {
        for (let last = first; last < passed.length; last++) {
          const allowed = burst + (passed[last]! - passed[first]!) * count / 100;
          assert.ok(last - first + 1 <= allowed + 1e-6, `${last - first + 1} of ${allowed}`);
        }
      }
      const lastMs = passed.at(-1) ?? 0;
      assert.ok(lastMs <= 200 + passed.length * 100 / count + passed.length, `${passed.length} in ${lastMs} ms`);
    });
  });
});

test("a group ends after all that was started in it, whatever fails or is cancelled, and loses no failure", async () => {
  await schedules(async (choices) => {
    let running = 0;
    const failures: Error[] = [];
    const work = async (): Promise<void> => {
      running++;
      try {
        await sleep(choices.below(10));
        if (choices.chance(0.15)) failures.push(new Error("failed"));
        if (failures.length > 0 && choices.chance(0.5)) throw failures.at(-1);
        if (choices.chance(0.5)) await shield(() => sleep(choices.below(5)));
      } finally {
        running--;
      }
    };
    const task = createTask(() =>
      timeout(5 + choices.below(40), () =>
        withTaskGroup(async (group) => {
          const thrown: Task<void>[] = [];
          for (let n = 0; n < 10; n++) {
            thrown.push(group.start(work));
            if (choices.chance(0.4)) await sleep(choices.below(4));
            if (choices.chance(0.1)) thrown[choices.below(thrown.length)]!.cancel();
          }
        }))
    );
    if (choices.chance(0.3)) createTask(() => sleep(choices.below(20)).then(() => task.cancel()));
    await task.catch(() => {});
    assert.equal(running, 0);
  });
});

test("calls with the same key share one call, which is cancelled when the last caller has left", async () => {
  await schedules(async (choices) => {
    const running = new Map<number, number>();
    let cancelled = 0;
    const load = singleFlight(async (signal, key: number) => {
      running.set(key, (running.get(key) ?? 0) + 1);
      assert.equal(running.get(key), 1, "one at a time");
      try {
        await sleep(3);
        return key * 2;
      } catch (error) {
        cancelled++;
        assert.ok(signal.aborted);
        throw error;
      } finally {
        running.delete(key);
      }
    });
    await crowd(choices, 30, async (n) => assert.equal(await load(n % 3), (n % 3) * 2));
    await sleep(10);
    assert.equal(running.size, 0, `${cancelled} were cancelled`);
  });
});

test("mapConcurrent() never runs more than it may, and gives each result once, in order or not", async () => {
  await schedules(async (choices) => {
    const concurrency = 1 + choices.below(4);
    const ordered = choices.chance(0.5);
    let running = 0;
    const results: number[] = [];
    const squares = mapConcurrent(Array.from({ length: 30 }, (_, n) => n), async (n) => {
      assert.ok(++running <= concurrency);
      await sleep(choices.below(6));
      running--;
      return n;
    }, { concurrency, ordered });
    for await (const n of squares) {
      results.push(n);
      if (choices.chance(0.2)) await sleep(choices.below(5));
    }
    const inOrder = ordered ? results : results.toSorted((a, b) => a - b);
    assert.deepEqual(inOrder, Array.from({ length: 30 }, (_, n) => n));
  }, 30);
});

test("a future tells all who wait once, also when some are cancelled", async () => {
  await schedules(async (choices) => {
    const future = new Future<number>();
    let told = 0;
    let left = 0;
    future.addDoneCallback(() => told++);
    const waiting = crowd(choices, 20, async () => {
      try {
        assert.equal(await future, 7);
        told++;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        left++;
        throw error;
      }
    });
    await sleep(choices.below(30));
    future.resolve(7);
    await waiting;
    assert.ok(told + left <= 21 && told >= 1);
  });
});

/** The time on the clock that holds. */
async function withClockOf(block: (now: () => number) => Promise<void>): Promise<void> {
  const { now } = await import("../../internal/clock.ts");
  const start = now();
  await block(() => now() - start);
}

function ignoreLimit(error: unknown): void {
  if ((error as Error).name !== "TimeoutError") throw error;
}
