import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { abandonOnAbort, LinkedSignal, onAbort, withSignal } from "../../internal/signals.ts";

const listeners = (signal: AbortSignal) => getEventListeners(signal as never, "abort").length;

test("LinkedSignal fires with whichever parent does, with its reason", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  using linked = new LinkedSignal([first.signal, undefined, second.signal]);
  second.abort("why");
  assert.equal(linked.signal.reason, "why");
  first.abort("later");
  assert.equal(linked.signal.reason, "why");
});

test("LinkedSignal fires at once under a parent that has fired", () => {
  using linked = new LinkedSignal([AbortSignal.abort("before")]);
  assert.equal(linked.signal.reason, "before");
});

test("LinkedSignal leaves no listener on a parent when disposed", () => {
  const parent = new AbortController();
  for (let n = 0; n < 100; n++) {
    using linked = new LinkedSignal([parent.signal]);
    assert.equal(listeners(parent.signal), 1);
    assert.ok(!linked.signal.aborted);
  }
  assert.equal(listeners(parent.signal), 0);
});

test("LinkedSignal.abortAfter() fires after its time, and never once disposed", async () => {
  const linked = new LinkedSignal([]);
  linked.abortAfter(1, () => "late");
  await new Promise((resolve) => linked.signal.addEventListener("abort", resolve));
  assert.equal(linked.signal.reason, "late");
  const disposed = new LinkedSignal([]);
  disposed.abortAfter(1, () => "late");
  disposed[Symbol.dispose]();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(!disposed.signal.aborted);
});

test("withSignal() does not start work when the signal has fired", async () => {
  let isStarted = false;
  await assert.rejects(
    withSignal(AbortSignal.abort("before"), () => {
      isStarted = true;
    }),
    (reason) => reason === "before",
  );
  assert.ok(!isStarted);
});

test("withSignal() hands over the caller's signal itself, or undefined outside of tasks", async () => {
  const { signal } = new AbortController();
  assert.equal(await withSignal(signal, (given) => given), signal);
  assert.equal(await withSignal(undefined, (given) => given), undefined);
});

test("withSignal() joins the caller's signal and the task's", async () => {
  const own = new AbortController();
  const viaOwn = createTask(() => withSignal(own.signal, (signal) => firing(signal)));
  own.abort("own");
  assert.equal(await viaOwn, "own");
  const viaTask = createTask(() => withSignal(new AbortController().signal, (signal) => firing(signal)));
  viaTask.cancel("task");
  assert.equal((await viaTask as Error).name, "CancelledError");
});

async function firing(signal: AbortSignal | undefined): Promise<unknown> {
  assert.ok(signal !== undefined);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  return signal.reason;
}

test("withSignal() leaves no listener behind, whether work succeeds or fails", async () => {
  const { signal } = new AbortController();
  await createTask(async () => {
    await withSignal(signal, () => 1);
    await assert.rejects(withSignal(signal, () => Promise.reject(new Error("x"))));
  });
  assert.equal(listeners(signal), 0);
});

test("onAbort() calls at once where the signal has fired, and not after it is disposed", () => {
  const reasons: unknown[] = [];
  using _ = onAbort(AbortSignal.abort("gone"), (reason) => reasons.push(reason));
  assert.equal(reasons[0], "gone");
  const controller = new AbortController();
  onAbort(controller.signal, (reason) => reasons.push(reason))[Symbol.dispose]();
  controller.abort("later");
  assert.equal(reasons.length, 1);
  onAbort(undefined, () => assert.fail())[Symbol.dispose]();
});

test("onAbort() puts one listener on a signal, however many functions it calls, and none when all are disposed", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const reasons: string[] = [];
  const listening = ["a", "b", "c"].map((name) => onAbort(signal, (reason) => reasons.push(`${name} ${reason}`)));
  assert.equal(listeners(signal), 1);
  listening[1]![Symbol.dispose]();
  listening[1]![Symbol.dispose]();
  assert.equal(listeners(signal), 1);
  listening[0]![Symbol.dispose]();
  listening[2]![Symbol.dispose]();
  assert.equal(listeners(signal), 0);
  onAbort(signal, (reason) => {
    reasons.push(`d ${reason}`);
    last[Symbol.dispose]();
  });
  onAbort(signal, (reason) => reasons.push(`e ${reason}`));
  const last = onAbort(signal, () => assert.fail());
  controller.abort("why");
  assert.deepEqual(reasons, ["d why", "e why"]);
  last[Symbol.dispose]();
});

test("abandonOnAbort() rejects when the signal fires, and lets no later failure go unhandled", async () => {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<number>();
  const waiting = abandonOnAbort(promise, controller.signal);
  controller.abort(new Error("stop"));
  await assert.rejects(waiting, /stop/);
  assert.equal(listeners(controller.signal), 0);
  // A process with an unhandled rejection would fail the test file.
  reject(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test("abandonOnAbort() gives the promise's outcome otherwise", async () => {
  const { signal } = new AbortController();
  assert.equal(await abandonOnAbort(Promise.resolve(7), signal), 7);
  await assert.rejects(abandonOnAbort(Promise.reject(new Error("own")), signal), /own/);
  assert.equal(await abandonOnAbort(Promise.resolve(8), undefined), 8);
  assert.equal(listeners(signal), 0);
});

test("onAbort() leaves nothing on a signal that others see, and listens to one that is frozen", () => {
  const heard: unknown[] = [];
  for (const controller of [new AbortController(), frozenController()]) {
    const { signal } = controller;
    const dropped = onAbort(signal, () => heard.push("dropped"));
    onAbort(signal, (reason) => heard.push(reason));
    dropped[Symbol.dispose]();
    assert.equal(Reflect.ownKeys({ ...signal }).some((key) => String(key).includes("listeners")), false);
    controller.abort("stop");
  }
  assert.deepEqual(heard, ["stop", "stop"]);
});

function frozenController(): AbortController {
  const controller = new AbortController();
  // Deno itself adds to a signal that is listened to for the first time.
  controller.signal.addEventListener("abort", () => {});
  Object.preventExtensions(controller.signal);
  return controller;
}
