import assert from "node:assert/strict";
import test from "node:test";
import { createTask, currentTask, gather, sleep, Task } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { type Report, setReporter } from "../../internal/report.ts";
import { addHooks } from "../../internal/task_hooks.ts";
import { assertProportional, garbageCollector, skip } from "../support/mod.ts";

const ignore = () => {};

test("createTask() starts at once, up to the first wait", async () => {
  const order: string[] = [];
  const task = createTask(async () => {
    order.push("task");
    await sleep(0);
    order.push("after the wait");
  });
  order.push("caller");
  await task;
  assert.deepEqual(order, ["task", "caller", "after the wait"]);
});

test("createTask() gives the result, the name and the end", async () => {
  const task = createTask(async () => {
    await sleep(1);
    return "تم";
  }, { name: "reader" });
  assert.ok(task instanceof Task);
  assert.equal(task.name, "reader");
  assert.equal(task.done, false);
  assert.equal(await task, "تم");
  assert.equal(task.done, true);
  assert.equal(task.cancelled, false);
});

test("createTask() names a task after its function, or by number", () => {
  function fetchAll() {}
  assert.equal(createTask(fetchAll).name, "fetchAll");
  assert.match(createTask((() => () => {})()).name, /^task-\d+$/);
});

test("createTask() refuses what is not a function, at once", () => {
  assert.throws(() => createTask(Promise.resolve() as never), ValidationError);
});

test("a task that throws rejects, also where the function throws before any wait", async () => {
  const failing = createTask(() => {
    throw new Error("at once");
  });
  await assert.rejects(failing, /at once/);
  assert.equal(failing.done, true);
  assert.equal(failing.cancelled, false);
  await assert.rejects(createTask(() => sleep(1).then(() => Promise.reject(new Error("later")))), /later/);
});

test("a failure that is awaited late is no unhandled rejection", async () => {
  const task = createTask(() => Promise.reject(new Error("early")));
  await sleep(10);
  await assert.rejects(task, /early/);
});

test("then(), catch() and finally() work as a promise's", async () => {
  assert.equal(await createTask(() => 2).then((value) => value * 2), 4);
  assert.equal(await createTask(() => Promise.reject(new Error("x"))).catch(() => "caught"), "caught");
  let isOver = false;
  assert.equal(await createTask(() => 3).finally(() => isOver = true), 3);
  assert.ok(isOver);
  assert.deepEqual(await Promise.all([createTask(() => 1), createTask(() => 2)]), [1, 2]);
  assert.equal(Object.prototype.toString.call(createTask(ignore)), "[object Task]");
});

test("cancel() rejects the wait that the task is in, with the reason", async () => {
  const task = createTask(() => sleep(60_000));
  assert.equal(task.cancel("no longer needed"), true);
  await assert.rejects(task, (error) => {
    return error instanceof CancelledError && error.reason === "no longer needed" &&
      /no longer needed/.test(error.message);
  });
  assert.equal(task.cancelled, true);
});

test("cancel() tells whether the task was still running", async () => {
  const task = createTask(() => 1);
  await task;
  assert.equal(task.cancel(), false);
  assert.equal(task.cancelled, false);
});

test("cancel() is seen by code that runs many calls deep, without a signal passed along", async () => {
  const deep = async (depth: number): Promise<void> => {
    if (depth === 0) await sleep(60_000);
    else await deep(depth - 1);
  };
  const task = createTask(() => deep(20));
  task.cancel();
  await assert.rejects(task, CancelledError);
});

test("cancel() is seen at the next wait of a task that computes", async () => {
  const steps: number[] = [];
  const task = createTask(async () => {
    for (let step = 0; step < 100; step++) {
      steps.push(step);
      if (step === 4) task.cancel();
      await sleep(0);
    }
  });
  await assert.rejects(task, CancelledError);
  assert.deepEqual(steps, [0, 1, 2, 3, 4]);
});

test("a task may clean up when it is cancelled", async () => {
  let isCleaned = false;
  const task = createTask(async () => {
    try {
      await sleep(60_000);
    } finally {
      isCleaned = true;
    }
  });
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.ok(isCleaned);
});

test("a task that swallows its cancellation ends uncancelled, as in Python", async () => {
  const task = createTask(async () => {
    await sleep(60_000).catch(ignore);
    return "went on";
  });
  task.cancel();
  assert.equal(await task, "went on");
  assert.equal(task.cancelled, false);
});

test("a task cancelled by itself before its first wait is cancelled at it", async () => {
  const task = createTask(async () => {
    currentTask()!.cancel("self");
    await sleep(0);
  });
  await assert.rejects(task, CancelledError);
});

test("the signal handed to the operation fires on cancel()", async () => {
  const task = createTask((signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
  );
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(task.signal.aborted, true);
});

test("options.signal cancels the task with its own reason", async () => {
  const controller = new AbortController();
  const task = createTask(() => sleep(60_000), { signal: controller.signal });
  const reason = new Error("from outside");
  controller.abort(reason);
  await assert.rejects(task, (error) => error === reason);
  assert.equal(task.cancelled, true);
});

test("a task under a signal that has fired does not start", async () => {
  let isStarted = false;
  const task = createTask(() => {
    isStarted = true;
  }, { signal: AbortSignal.abort("before") });
  await assert.rejects(task, (reason) => reason === "before");
  assert.ok(!isStarted);
});

test("tasks are cancelled with the task that started them, to any depth", async () => {
  const children: Task<void>[] = [];
  const parent = createTask(async () => {
    const child = createTask(async () => {
      children.push(createTask(() => sleep(60_000)));
      await sleep(60_000);
    });
    children.push(child);
    await sleep(60_000);
  });
  parent.cancel("all");
  await assert.rejects(parent, CancelledError);
  assert.equal(children.length, 2);
  for (const child of children) {
    await assert.rejects(child, (error) => error instanceof CancelledError && error.reason === "all");
  }
});

for (const how of ["then", "catch", "finally"] as const) {
  test(`cancelling a task cancels the one that it awaits by ${how}()`, async () => {
    const awaited = createTask(() => sleep(60_000));
    const waiter = createTask(async () => void await awaited[how as "finally"](ignore));
    waiter.cancel();
    await waiter.catch(ignore);
    assert.equal(awaited.cancelled, true);
  });
}

test("a child's failure or cancellation does not touch its parent", async () => {
  const parent = createTask(async () => {
    const child = createTask(() => sleep(60_000));
    child.cancel();
    await assert.rejects(child, CancelledError);
    await sleep(1);
    return "alive";
  });
  assert.equal(await parent, "alive");
});

test("a child outlives a parent that ended well", async () => {
  let child: Task<string> | undefined;
  await createTask(() => {
    child = createTask(() => sleep(5).then(() => "later"));
  });
  assert.equal(await child, "later");
});

test("currentTask() is the innermost task, across waits and callbacks", async () => {
  assert.equal(currentTask(), undefined);
  await createTask(async () => {
    assert.equal(currentTask()?.name, "outer");
    await createTask(async () => {
      await sleep(1);
      assert.equal(currentTask()?.name, "inner");
      await new Promise<void>((resolve) => setTimeout(() => resolve(assert.equal(currentTask()?.name, "inner")), 1));
    }, { name: "inner" });
    assert.equal(currentTask()?.name, "outer");
  }, { name: "outer" });
  assert.equal(currentTask(), undefined);
});

test("tasks under one parent are cancelled in linear time", async () => {
  // So few that the garbage collector, which those that live through it cost several times as much, has no part in it.
  await assertProportional(500, async (count) => {
    const parent = createTask(() => gather(Array.from({ length: count }, () => () => sleep(60_000))));
    parent.cancel();
    await assert.rejects(parent, CancelledError);
  }, "cancel");
});

test("a failure that nobody awaited is reported when the task is collected", async (t) => {
  const collect = garbageCollector();
  if (collect === undefined) return skip(t, "this runtime offers no way to collect garbage now");
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  // Many, as an engine may keep a few alive from its stack.
  for (let n = 0; n < 20; n++) createTask(() => Promise.reject(new Error("lost")), { name: "forgotten" });
  for (let turn = 0; turn < 100 && reports.length === 0; turn++) {
    collect();
    await sleep(5);
  }
  setReporter(undefined);
  assert.equal(reports[0]?.properties["task"], "forgotten");
  assert.equal((reports[0]?.properties["error"] as Error).message, "lost");
});

test("Task.cancel() takes down where it was called only while tasks are watched", async () => {
  const stackOf = async () => {
    const task = createTask(() => sleep(60_000));
    task.cancel();
    await assert.rejects(task, CancelledError);
    return (task.error() as CancelledError).stack ?? "";
  };
  const { stackTraceLimit } = Error;
  assert.doesNotMatch(await stackOf(), /task_test/);
  assert.equal(Error.stackTraceLimit, stackTraceLimit);
  using _ = addHooks({});
  assert.match(await stackOf(), /task_test/);
});
