import assert from "node:assert/strict";
import test from "node:test";
import { IdleTimer } from "../../../net/internal/idle_timer.ts";

/** Waits, as only time itself can show what a timer does. */
async function pass(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

test("IdleTimer calls once when its time is over, with the time", async () => {
  const seen: number[] = [];
  using timer = new IdleTimer();
  timer.watch(20, (ms) => seen.push(ms));
  await pass(100);
  assert.deepEqual(seen, [20]);
});

test("IdleTimer does not call while it is put off", async () => {
  let calls = 0;
  using timer = new IdleTimer();
  timer.watch(150, () => calls++);
  for (let n = 0; n < 10; n++) {
    await pass(25);
    timer.touch();
  }
  assert.equal(calls, 0);
  await pass(400);
  assert.equal(calls, 1);
});

test("IdleTimer watches another time from then on, be it shorter or longer", async () => {
  const seen: string[] = [];
  using timer = new IdleTimer();
  timer.watch(60_000, () => seen.push("long"));
  timer.watch(20, () => seen.push("short"));
  await pass(100);
  assert.deepEqual(seen, ["short"]);
  timer.watch(20, () => seen.push("first"));
  timer.watch(60_000, () => seen.push("second"));
  await pass(100);
  assert.deepEqual(seen, ["short"]);
});

test("IdleTimer does not call after it has been disposed", async () => {
  let calls = 0;
  {
    using timer = new IdleTimer();
    timer.watch(10, () => calls++);
  }
  await pass(60);
  assert.equal(calls, 0);
});

test("IdleTimer sets few timers, however often it is put off", () => {
  const { setTimeout, setInterval } = globalThis;
  let timers = 0;
  globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => (timers++, setTimeout(...args))) as never;
  globalThis.setInterval = ((...args: Parameters<typeof setInterval>) => (timers++, setInterval(...args))) as never;
  try {
    for (const ms of [900, 60_000]) {
      using timer = new IdleTimer();
      timers = 0;
      timer.watch(ms, () => {});
      for (let n = 0; n < 10_000; n++) timer.touch();
      timer.watch(ms + 50, () => {});
      assert.equal(timers, 1);
    }
    // Long limits share one.
    timers = 0;
    using stack = new DisposableStack();
    for (let n = 0; n < 100; n++) stack.use(new IdleTimer()).watch(60_000, () => {});
    assert.equal(timers, 1);
  } finally {
    Object.assign(globalThis, { setTimeout, setInterval });
  }
});

test("IdleTimer calls for a long time when it is over, and not while it is put off or paused", async () => {
  const seen: string[] = [];
  using over = new IdleTimer();
  using put = new IdleTimer();
  using paused = new IdleTimer();
  using disposed = new IdleTimer();
  for (const [timer, name] of [[over, "over"], [put, "put"], [paused, "paused"], [disposed, "disposed"]] as const) {
    timer.watch(1_000, () => seen.push(name));
  }
  paused.pause();
  disposed[Symbol.dispose]();
  while (seen.length === 0) {
    await pass(20);
    put.touch();
  }
  assert.deepEqual(seen, ["over"]);
  paused.resume();
  while (seen.length < 3) await pass(20);
  assert.deepEqual(seen.toSorted(), ["over", "paused", "put"]);
});
