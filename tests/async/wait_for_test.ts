import assert from "node:assert/strict";
import test from "node:test";
import { createTask, shield, sleep, waitFor } from "@maktaba/std/async";
import { CancelledError, TimeoutError, ValidationError } from "@maktaba/std/errors";
import { type Report, setReporter } from "../../internal/report.ts";

test("waitFor() gives the result of an operation that is in time", async () => {
  assert.equal(await waitFor(() => sleep(1).then(() => "in time"), 60_000), "in time");
  assert.equal(await waitFor(createTask(() => 5), 60_000), 5);
});

test("waitFor() cancels the operation, then throws a TimeoutError", async () => {
  let seen: unknown;
  const slow = async () => {
    try {
      await sleep(60_000);
    } catch (error) {
      seen = error;
      throw error;
    }
  };
  await assert.rejects(
    waitFor(slow, 5),
    (error) => error instanceof TimeoutError && error.code === "TIMEOUT" && error.retryable,
  );
  assert.ok(seen instanceof CancelledError);
});

test("waitFor() ends in time though the operation ignores its cancellation", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await assert.rejects(waitFor(() => promise, 5), TimeoutError);
  resolve();
});

test("waitFor() reports an operation that fails after its time limit, and nothing else", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const late = new Error("clean-up");
  const cleanUp = async (end: () => unknown) => {
    try {
      await sleep(60_000);
    } finally {
      await shield(() => sleep(5));
      await end();
    }
  };
  await assert.rejects(waitFor(() => cleanUp(() => Promise.reject(late)), 1), TimeoutError);
  await assert.rejects(waitFor(() => cleanUp(() => 7), 1), TimeoutError);
  await assert.rejects(waitFor(createTask(() => cleanUp(() => Promise.reject(late))), 1), TimeoutError);
  await sleep(30);
  setReporter(undefined);
  assert.deepEqual(reports.map(({ message, properties }) => [message, properties["error"]]), [
    ["An operation failed after its time limit", late],
  ]);
});

test("waitFor() cancels a task that is passed in", async () => {
  const task = createTask(() => sleep(60_000));
  await assert.rejects(waitFor(task, 5), TimeoutError);
  await assert.rejects(task, CancelledError);
});

test("waitFor() passes on the operation's own error", async () => {
  await assert.rejects(waitFor(() => Promise.reject(new Error("own")), 60_000), /own/);
});

test("waitFor() ends with its signal and with its task, and stops the operation", async () => {
  const controller = new AbortController();
  const task = createTask(() => sleep(60_000));
  const waiting = waitFor(task, 60_000, { signal: controller.signal });
  controller.abort("outside");
  await assert.rejects(waiting, (reason) => reason === "outside");
  await assert.rejects(task, CancelledError);
  const outer = createTask(() => waitFor(() => sleep(60_000), 60_000));
  outer.cancel();
  await assert.rejects(outer, CancelledError);
});

test("waitFor() nested: the inner limit is the inner error, the outer the outer", async () => {
  await assert.rejects(
    waitFor(() => waitFor(() => sleep(60_000), 5), 60_000),
    (error) => error instanceof TimeoutError && error.message.includes("5"),
  );
  await assert.rejects(
    waitFor(() => waitFor(() => sleep(60_000), 60_000), 5),
    (error) => error instanceof TimeoutError && !error.message.includes("60000"),
  );
});

test("waitFor() refuses a wrong limit before it starts the operation", async () => {
  let isStarted = false;
  await assert.rejects(waitFor(() => isStarted = true, -1), ValidationError);
  assert.ok(!isStarted);
  await assert.rejects(waitFor("x" as never, 5), ValidationError);
});
