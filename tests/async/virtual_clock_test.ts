import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { setTimeout as realDelay } from "node:timers/promises";
import {
  allTasks,
  CircuitBreaker,
  CircuitOpenError,
  createTask,
  debounce,
  Event,
  every,
  firstSuccessful,
  gather,
  hedge,
  InvalidStateError,
  Lock,
  RateLimit,
  retry,
  run,
  shield,
  sleep,
  throttle,
  timed,
  timeout,
  type Timing,
  type VirtualClock,
  wait,
  waitFor,
  withVirtualClock,
} from "@maktaba/std/async";
import { CancelledError, TimeoutError, ValidationError } from "@maktaba/std/errors";

const DAY = 86_400_000;

test("withVirtualClock() lets a day pass in no time, to the millisecond", async () => {
  const start = performance.now();
  const result = await withVirtualClock(async (clock) => {
    await sleep(DAY);
    assert.equal(clock.elapsedMs, DAY);
    await sleep(0);
    assert.equal(clock.elapsedMs, DAY);
    return "a day later";
  });
  assert.equal(result, "a day later");
  assert.ok(performance.now() - start < DAY / 1_000);
});

test("withVirtualClock() fires timers in the order of their times, then in that in which they were set", async () => {
  const order: string[] = [];
  const after = (ms: number, name: string) => async () => {
    await sleep(ms);
    order.push(name);
  };
  await withVirtualClock(() => gather([after(20, "c"), after(10, "a"), after(20, "d"), after(10, "b"), after(0, "0")]));
  assert.deepEqual(order, ["0", "a", "b", "c", "d"]);
});

test("advance() fires what is due on the way, and what follows from one before the next", async () => {
  await withVirtualClock(async (clock) => {
    const events: [string, number][] = [];
    const worker = (name: string, ms: number) => async () => {
      for (let n = 0; n < 3; n++) {
        await sleep(ms);
        events.push([name, clock.elapsedMs]);
      }
    };
    const tasks = [createTask(worker("a", 10)), createTask(worker("b", 15))];
    await clock.advance(29);
    assert.deepEqual(events, [["a", 10], ["b", 15], ["a", 20]]);
    assert.equal(clock.elapsedMs, 29);
    assert.equal(clock.timers, 2);
    await clock.advance(1);
    assert.deepEqual(events.slice(3), [["b", 30], ["a", 30]]);
    await Promise.all(tasks);
    assert.equal(clock.elapsedMs, 45);
    await assert.rejects(clock.advance(-1), ValidationError);
  });
});

test("withVirtualClock({ autoAdvance: false }) stands still while what takes real time is waited for", async () => {
  await withVirtualClock(async (clock) => {
    const task = createTask(() => sleep(1));
    await readFile(new URL(import.meta.url));
    await realDelay(20);
    assert.equal(task.done, false);
    assert.equal(clock.elapsedMs, 0);
    await clock.advance(1);
    assert.equal(task.done, true);
    createTask(() => shield(() => sleep(1)));
  }, { autoAdvance: false });
});

test("withVirtualClock() moves sleep, waitFor, timeout and wait", async () => {
  await withVirtualClock(async (clock) => {
    await assert.rejects(waitFor(() => sleep(DAY), 1_000), TimeoutError);
    assert.equal(clock.elapsedMs, 1_000);
    await assert.rejects(
      timeout(10, async (limit) => {
        assert.equal(limit.remainingMs, 10);
        limit.reschedule(500);
        await sleep(400);
        assert.equal(limit.remainingMs, 100);
        await sleep(DAY);
      }),
      TimeoutError,
    );
    assert.equal(clock.elapsedMs, 1_500);
    const { done, pending } = await wait([() => sleep(10), () => sleep(DAY)], { timeoutMs: 100 });
    assert.deepEqual([done.size, pending.size, clock.elapsedMs], [1, 1, 1_600]);
  });
});

test("withVirtualClock() moves every, without drift and passing over what was missed", async () => {
  await withVirtualClock(async (clock) => {
    const ticks: [number, number][] = [];
    for await (const tick of every(100)) {
      ticks.push([tick, clock.elapsedMs]);
      if (tick === 2) await sleep(250);
      if (tick >= 5) break;
    }
    assert.deepEqual(ticks, [[1, 100], [2, 200], [4, 450], [5, 500]]);
  });
});

test("withVirtualClock() moves retry, with the same random delays in each run", async () => {
  const delays = async (seed?: number) => {
    const seen: number[] = [];
    await withVirtualClock(async (clock) => {
      const failing = () => Promise.reject(new Error(String(seen.push(clock.elapsedMs))));
      await assert.rejects(retry(failing, { attempts: 5, delayMs: 1_000, maxDelayMs: DAY }));
    }, { seed });
    return seen;
  };
  const first = await delays();
  assert.equal(first.length, 5);
  assert.deepEqual(await delays(), first);
  assert.notDeepEqual(await delays(7), first);
  assert.deepEqual(await delays(7), await delays(7));
});

test("withVirtualClock() moves RateLimit, debounce, throttle, hedge, firstSuccessful and CircuitBreaker", async () => {
  await withVirtualClock(async (clock) => {
    const limit = new RateLimit({ count: 2, periodMs: 1_000 });
    const passed: number[] = [];
    for (let n = 0; n < 5; n++) {
      await limit.pass();
      passed.push(clock.elapsedMs);
    }
    assert.deepEqual(passed, [0, 0, 500, 1_000, 1_500]);

    const calls: [string, number][] = [];
    const quiet = debounce((text: string) => calls.push([text, clock.elapsedMs]), 100);
    quiet("a");
    await sleep(50);
    quiet("b");
    await sleep(1_000);
    const rare = throttle((text: string) => calls.push([text, clock.elapsedMs]), 100);
    for (const text of ["c", "d", "e"]) rare(text);
    await sleep(200);
    assert.deepEqual(calls, [["b", 1_650], ["c", 2_550], ["e", 2_650]]);

    let attempts = 0;
    const slowAtFirst = () => sleep(++attempts === 1 ? DAY : 10).then(() => attempts);
    assert.equal(await hedge(slowAtFirst, { delayMs: 200 }), 2);
    const soon = () => sleep(5).then(() => "soon");
    assert.equal(await firstSuccessful([() => sleep(DAY).then(() => "late"), soon], { staggerMs: 100 }), "soon");

    const breaker = new CircuitBreaker({ failures: 1, resetMs: 60_000 });
    await assert.rejects(breaker.call(() => Promise.reject(new Error("down"))), /down/);
    await assert.rejects(breaker.call(() => 1), CircuitOpenError);
    await sleep(60_000);
    assert.equal(breaker.state, "half-open");
    assert.equal(await breaker.call(() => 1), 1);

    const timings: Timing[] = [];
    await timed(sleep, { onTiming: (timing) => timings.push(timing) })(123);
    assert.equal(timings[0]?.durationMs, 123);
  });
});

test("withVirtualClock({ seed }) changes the order of what is due at the same moment, the same in each run", async () => {
  const order = async (seed: number) => {
    const seen: number[] = [];
    const after = (n: number) => () => sleep(10).then(() => seen.push(n));
    await withVirtualClock(() => gather(Array.from({ length: 8 }, (_, n) => after(n))), { seed });
    return seen.join("");
  };
  const orders = new Set<string>();
  for (let seed = 0; seed < 10; seed++) orders.add(await order(seed));
  assert.ok(orders.size > 5, [...orders].join(" "));
  assert.equal(await order(3), await order(3));
});

test("withVirtualClock({ globalTimers: true }) moves the language's own timers, and gives them back", async () => {
  const { setTimeout: before } = globalThis;
  await withVirtualClock(async (clock) => {
    const seen: number[] = [];
    await new Promise<void>((resolve) => setTimeout(resolve, DAY));
    const interval = setInterval(() => seen.push(clock.elapsedMs - DAY), 100);
    const never = setTimeout(() => seen.push(-1), 150);
    clearTimeout(never);
    await sleep(350);
    clearInterval(interval);
    await sleep(1_000);
    assert.deepEqual(seen, [100, 200, 300]);
    const passed = await new Promise((resolve) => setTimeout(resolve, 1, "an argument"));
    assert.equal(passed, "an argument");
  }, { globalTimers: true });
  assert.equal(globalThis.setTimeout, before);
});

test("withVirtualClock() does not let a loop over sleep(0) stop the time", async () => {
  await withVirtualClock(async (clock) => {
    let isDone = false;
    createTask(() => sleep(3).then(() => isDone = true));
    while (!isDone) await sleep(0);
    assert.equal(clock.elapsedMs, 3);
  });
});

test("withVirtualClock() tells that everything waits for what never comes, and who waits for what", async () => {
  const stuck = withVirtualClock(async () => {
    createTask(() => new Event().wait(), { name: "reader" });
    const lock = new Lock();
    await lock.acquire();
    await lock.acquire();
  }, { stuckMs: 50 });
  await assert.rejects(stuck, (error) => {
    assert.ok(error instanceof InvalidStateError);
    assert.match(error.message, /Lock\.acquire\(\).*reader: Event\.wait\(\)/);
    return true;
  });
  for (const task of allTasks()) task.cancel();
  await Promise.allSettled(allTasks());
});

test("withVirtualClock() throws what its block throws, cancels the rest and lets it clean up in its own time", async () => {
  const ended: number[] = [];
  const running = withVirtualClock(async (clock: VirtualClock) => {
    createTask(async () => {
      try {
        await sleep(DAY);
      } finally {
        await shield(() => sleep(5_000));
        ended.push(clock.elapsedMs);
      }
    });
    await sleep(1);
    throw new Error("in the block");
  });
  await assert.rejects(running, /in the block/);
  assert.deepEqual(ended, [5_001]);
  assert.deepEqual(allTasks(), []);
});

test("withVirtualClock() throws what a timer's own function throws", async () => {
  const throwing = withVirtualClock(async () => {
    debounce(() => {
      throw new Error("in a timer");
    }, 10)();
    await sleep(DAY);
  });
  await assert.rejects(throwing, /in a timer/);
  for (const task of allTasks()) task.cancel();
  await Promise.allSettled(allTasks());
});

test("withVirtualClock() refuses a second clock, and wrong arguments", async () => {
  await withVirtualClock(() => assert.rejects(withVirtualClock(() => sleep(1)), InvalidStateError));
  await assert.rejects(withVirtualClock(1 as never), ValidationError);
  await assert.rejects(withVirtualClock(() => 1, { seeds: 1 } as never), ValidationError);
  await assert.rejects(withVirtualClock(() => 1, { seed: 0.5 }), ValidationError);
  await assert.rejects(withVirtualClock(() => 1, { stuckMs: NaN }), ValidationError);
  assert.equal(await withVirtualClock(() => 1), 1);
});

test("withVirtualClock() keeps the context of timers: the task, and storage of the caller's own", async () => {
  const storage = new AsyncLocalStorage<string>();
  await storage.run("kept", () =>
    withVirtualClock(async () => {
      await sleep(10);
      assert.equal(storage.getStore(), "kept");
      const task = createTask(() => sleep(DAY));
      createTask(() => sleep(5).then(() => task.cancel()));
      await assert.rejects(task, CancelledError);
    }));
});

test("a timer that was set before or is cleared after the clock is the right clock's", async () => {
  const before = createTask(() => sleep(60_000));
  let late: ReturnType<typeof debounce> | undefined;
  await withVirtualClock(async (clock) => {
    before.cancel();
    await assert.rejects(before, CancelledError);
    late = debounce(() => assert.fail("it must not be called"), 10);
    await clock.advance(5);
  });
  late!();
  late!.cancel();
  await run(() => sleep(1), { handleSignals: false });
});
