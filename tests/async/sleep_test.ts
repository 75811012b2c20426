import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import test from "node:test";
import { createTask, sleep, withVirtualClock } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";

test("sleep() waits at least as long as it is told", async () => {
  const start = performance.now();
  await sleep(30);
  // Timers of every runtime round to whole milliseconds.
  assert.ok(performance.now() - start >= 28);
});

test("sleep(0) lets other work run and comes back", async () => {
  let hasRun = false;
  setTimeout(() => hasRun = true, 0);
  await sleep(1);
  await sleep(0);
  assert.ok(hasRun);
});

test("sleep() refuses a time that no timer can wait for", async () => {
  for (const ms of [-1, Number.NaN, Infinity, 2 ** 31, "5" as unknown as number]) {
    await assert.rejects(sleep(ms), (error) => error instanceof ValidationError && error.option === "ms");
  }
});

test("sleep() rejects with the signal's reason, before and during the wait", async () => {
  await assert.rejects(sleep(60_000, { signal: AbortSignal.abort("before") }), (reason) => reason === "before");
  const controller = new AbortController();
  const sleeping = sleep(60_000, { signal: controller.signal });
  controller.abort("during");
  await assert.rejects(sleeping, (reason) => reason === "during");
});

test("sleep() leaves no listener on the signal, however it ends", async () => {
  const controller = new AbortController();
  for (let n = 0; n < 20; n++) await sleep(0, { signal: controller.signal });
  assert.equal(getEventListeners(controller.signal as never, "abort").length, 0);
  const sleeping = sleep(60_000, { signal: controller.signal });
  controller.abort();
  await assert.rejects(sleeping);
  assert.equal(getEventListeners(controller.signal as never, "abort").length, 0);
});

test("sleep() ends with whichever fires first, the signal or the task", async () => {
  const controller = new AbortController();
  const bySignal = createTask(() => sleep(60_000, { signal: controller.signal }));
  controller.abort("signal");
  await assert.rejects(bySignal, (reason) => reason === "signal");
  const byTask = createTask(() => sleep(60_000, { signal: new AbortController().signal }));
  byTask.cancel();
  await assert.rejects(byTask, CancelledError);
});

test("sleep() wakes those who fell asleep together in their order, and none too early", async () => {
  const order: number[] = [];
  const early: number[] = [];
  const sleepers = Array.from({ length: 2_000 }, async (_, n) => {
    const start = performance.now();
    await sleep(20);
    const slept = performance.now() - start;
    order.push(n);
    // Timers of every runtime round to whole milliseconds.
    if (slept < 18) early.push(slept);
  });
  await Promise.all(sleepers);
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  assert.deepEqual(early, []);
});

test("sleep() goes on for the others when some of those who fell asleep together are cancelled", async () => {
  const woken: number[] = [];
  const tasks = Array.from({ length: 100 }, (_, n) => createTask(() => sleep(20).then(() => woken.push(n))));
  for (const [n, task] of tasks.entries()) if (n % 2 === 0) task.cancel();
  const settled = await Promise.allSettled(tasks);
  assert.deepEqual(settled.map(({ status }) => status === "fulfilled"), tasks.map((_, n) => n % 2 === 1));
  assert.deepEqual(woken, tasks.flatMap((_, n) => n % 2 === 1 ? [n] : []));
  // Once none is left, the next finds none of what woke them.
  await sleep(20);
});

test("sleep() by itself keeps its time where others sleep in a time of their own", async () => {
  const real = sleep(30);
  await withVirtualClock(() => sleep(60_000));
  await real;
});
