import assert from "node:assert/strict";
import test from "node:test";
import { createTask, retry, sleep } from "@maktaba/std/async";
import { CancelledError, TimeoutError, ValidationError } from "@maktaba/std/errors";

const failing = (calls: number[]) => (attempt: number) => {
  calls.push(attempt);
  throw new Error(`attempt ${attempt}`);
};

test("retry() gives the first success, and counts attempts from 1", async () => {
  const calls: number[] = [];
  const value = await retry((attempt) => {
    calls.push(attempt);
    if (attempt < 3) throw new Error("not yet");
    return "done";
  }, { delayMs: 0 });
  assert.equal(value, "done");
  assert.deepEqual(calls, [1, 2, 3]);
});

test("retry() throws the last error after so many attempts, three by default", async () => {
  const calls: number[] = [];
  await assert.rejects(retry(failing(calls), { delayMs: 0 }), /attempt 3/);
  assert.equal(calls.length, 3);
  await assert.rejects(retry(failing(calls), { attempts: 1 }), /attempt 1/);
  assert.equal(calls.length, 4);
});

test("retry() does not repeat an error that says it is not retryable", async () => {
  const calls: number[] = [];
  const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 1 }, retryable: false });
  await assert.rejects(
    retry((attempt) => {
      calls.push(attempt);
      throw error;
    }, { delayMs: 0 }),
    (thrown) => thrown === error,
  );
  assert.deepEqual(calls, [1]);
});

test("retry() asks isRetryable", async () => {
  const calls: number[] = [];
  await assert.rejects(retry(failing(calls), { delayMs: 0, attempts: 9, isRetryable: (_, attempt) => attempt < 4 }));
  assert.deepEqual(calls, [1, 2, 3, 4]);
});

test("retry() waits grow by the factor up to the bound, without jitter", async () => {
  const delays: number[] = [];
  const onRetry = (_error: unknown, _attempt: number, delayMs: number) => delays.push(delayMs);
  await assert.rejects(
    retry(failing([]), { attempts: 6, delayMs: 1, factor: 3, maxDelayMs: 10, jitter: false, onRetry }),
  );
  assert.deepEqual(delays, [1, 3, 9, 10, 10]);
});

test("retry() waits are random up to their bound with jitter", async () => {
  const delays: number[] = [];
  const onRetry = (_error: unknown, _attempt: number, delayMs: number) => delays.push(delayMs);
  await assert.rejects(retry(failing([]), { attempts: 30, delayMs: 2, factor: 1, onRetry }));
  assert.ok(delays.every((delay) => delay >= 0 && delay <= 2));
  assert.ok(new Set(delays).size > 10);
});

test("retry() waits as long as the error asks, and throws an error that asks for too long", async () => {
  const delays: number[] = [];
  const asking = (retryAfterMs: number) => () => {
    throw Object.assign(new Error("busy"), { retryAfterMs });
  };
  const onRetry = (_error: unknown, _attempt: number, delayMs: number) => delays.push(delayMs);
  await assert.rejects(retry(asking(3), { delayMs: 0, onRetry }));
  assert.deepEqual(delays, [3, 3]);
  await assert.rejects(retry(asking(0), { delayMs: 1_000, onRetry }));
  assert.deepEqual(delays, [3, 3, 0, 0]);
  await assert.rejects(retry(asking(5_000), { maxDelayMs: 1_000, onRetry }), /busy/);
  assert.equal(delays.length, 4);
});

test("retry() begins no attempt that would start after totalMs", async () => {
  const calls: number[] = [];
  await assert.rejects(retry(failing(calls), { attempts: 9, delayMs: 500, jitter: false, totalMs: 100 }));
  assert.deepEqual(calls, [1]);
});

test("retry() stops in its wait and in its attempt when it is cancelled", async () => {
  const calls: number[] = [];
  const inWait = createTask(() => retry(failing(calls), { delayMs: 60_000, jitter: false }));
  await sleep(1);
  inWait.cancel();
  await assert.rejects(inWait, CancelledError);
  const inAttempt = createTask(() =>
    retry((attempt) => {
      calls.push(attempt);
      return sleep(60_000);
    }, { delayMs: 0 })
  );
  await sleep(1);
  inAttempt.cancel();
  await assert.rejects(inAttempt, CancelledError);
  assert.deepEqual(calls, [1, 1]);
  const controller = new AbortController();
  const bySignal = retry(failing([]), { delayMs: 60_000, signal: controller.signal });
  controller.abort("outside");
  await assert.rejects(bySignal, (reason) => reason === "outside");
});

test("retry() does not repeat a cancellation that comes from inside", async () => {
  const calls: number[] = [];
  const inner = createTask(() => sleep(60_000));
  inner.cancel();
  await assert.rejects(
    retry((attempt) => {
      calls.push(attempt);
      return inner;
    }, { delayMs: 0 }),
    CancelledError,
  );
  assert.deepEqual(calls, [1]);
});

test("retry() refuses numbers out of range before the first attempt", async () => {
  for (const wrong of [{ attempts: 0 }, { delayMs: -1 }, { factor: 0.5 }, { maxDelayMs: Infinity }, { totalMs: -1 }]) {
    const calls: number[] = [];
    await assert.rejects(retry(failing(calls), wrong), ValidationError, JSON.stringify(wrong));
    assert.deepEqual(calls, []);
  }
  await assert.rejects(retry("x" as never), ValidationError);
});
