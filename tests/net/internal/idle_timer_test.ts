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
  const original = globalThis.setTimeout;
  let timers = 0;
  globalThis.setTimeout = ((...args: Parameters<typeof original>) => (timers++, original(...args))) as typeof original;
  try {
    using timer = new IdleTimer();
    timer.watch(60_000, () => {});
    for (let n = 0; n < 10_000; n++) timer.touch();
    timer.watch(90_000, () => {});
    assert.equal(timers, 1);
  } finally {
    globalThis.setTimeout = original;
  }
});
