import assert from "node:assert/strict";
import test from "node:test";
import {
  allTasks,
  asCompleted,
  checkpoint,
  createTask,
  currentTask,
  every,
  firstSuccessful,
  hedge,
  InvalidStateError,
  mapConcurrent,
  shield,
  sleep,
  type Task,
  TaskGroup,
  type TimeLimit,
  timeout,
  wait,
  waitFor,
  withTaskGroup,
} from "@maktaba/std/async";
import { CancelledError, TimeoutError, ValidationError } from "@maktaba/std/errors";
import { type Report, setReporter } from "../../internal/report.ts";

const tick = () => sleep(0);
const after = <T>(ms: number, value: T) => () => sleep(ms).then(() => value);
const failing = (message: string, ms = 0) => () => sleep(ms).then(() => Promise.reject(new Error(message)));

test("Task.result() and error() tell the outcome, and refuse before the end", async () => {
  const task = createTask(after(1, "done"));
  assert.throws(() => task.result(), InvalidStateError);
  assert.throws(() => task.error(), InvalidStateError);
  await task;
  assert.equal(task.result(), "done");
  assert.equal(task.error(), undefined);
  const failed = createTask(failing("no"));
  await failed.catch(() => {});
  assert.equal(failed.failed, true);
  assert.throws(() => failed.result(), /no/);
  assert.equal((failed.error() as Error).message, "no");
});

test("Task.then() refuses a task that awaits itself, which would never end", async () => {
  const task = createTask(async () => {
    await tick();
    await timeout(60_000, async () => await currentTask());
  }, { name: "snake" });
  await assert.rejects(task, (error) => error instanceof InvalidStateError && error.message.includes("snake"));
  const ended: string[] = [];
  const own = createTask(() => void currentTask()?.addDoneCallback(({ name }) => ended.push(name)), { name: "own" });
  await own;
  await tick();
  assert.deepEqual(ended, ["own"]);
});

test("Task.addDoneCallback() calls at the end, or soon after it; a callback that throws harms nobody", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const called: string[] = [];
  const task = createTask(after(1, 1));
  task.addDoneCallback(() => {
    throw new Error("in a callback");
  });
  task.addDoneCallback((ended) => called.push(`first ${ended.done}`));
  task.addDoneCallback(() => called.push("taken back"))();
  await task;
  await tick();
  task.addDoneCallback(() => called.push("after the end"));
  assert.deepEqual(called, ["first true"]);
  await tick();
  setReporter(undefined);
  assert.deepEqual(called, ["first true", "after the end"]);
  assert.equal(reports[0]?.message, "A callback threw");
});

test("Task.uncancel() lets a task that caught its cancellation wait again", async () => {
  const task = createTask(async () => {
    await sleep(60_000).catch(() => {});
    await assert.rejects(sleep(1), CancelledError);
    assert.equal(currentTask()!.uncancel(), true);
    await sleep(1);
    return "went on";
  });
  task.cancel();
  assert.equal(await task, "went on");
});

test("allTasks() lists those that have not ended", async () => {
  const task = createTask(() => sleep(60_000), { name: "listed" });
  assert.ok(allTasks().includes(task));
  task.cancel();
  await task.catch(() => {});
  assert.ok(!allTasks().includes(task));
});

test("awaiting a task from a cancelled task cancels it, as in asyncio", async () => {
  const inner = createTask(() => sleep(60_000));
  const outer = createTask(async () => await inner);
  await tick();
  outer.cancel();
  await assert.rejects(outer, CancelledError);
  assert.equal(inner.cancelled, true);
});

test("checkpoint() throws in a cancelled task and nowhere else", async () => {
  checkpoint();
  assert.throws(() => checkpoint({ signal: AbortSignal.abort("x") }), (reason) => reason === "x");
  const task = createTask(() => {
    currentTask()!.cancel();
    checkpoint();
  });
  await assert.rejects(task, CancelledError);
});

test("shield() lets the operation run on when the task that waits is cancelled", async () => {
  let isFinished = false;
  const work = Promise.withResolvers<void>();
  const task = createTask(() =>
    shield(async () => {
      await sleep(10);
      isFinished = true;
      work.resolve();
    })
  );
  await tick();
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(isFinished, false);
  await work.promise;
  assert.equal(isFinished, true);
});

test("shield() of a task protects that task", async () => {
  const inner = createTask(after(5, "safe"));
  const outer = createTask(() => shield(inner));
  await tick();
  outer.cancel();
  await assert.rejects(outer, CancelledError);
  assert.equal(await inner, "safe");
});

test("shield() of a task protects it from the cancellation of the task that started it, and not from its group's", async () => {
  let inner: Task<number> | undefined;
  const outer = createTask(async () => {
    inner = createTask(after(10, 7));
    await timeout(60_000, () => shield(inner!));
  });
  await sleep(0);
  outer.cancel();
  await assert.rejects(outer, CancelledError);
  assert.equal(await inner, 7);

  const group = new TaskGroup();
  const first = group.start(after(60_000, 1));
  const second = group.start(() => shield(first));
  const third = shield(first);
  await sleep(0);
  group.cancel();
  for (const task of [first, second, third]) await assert.rejects(task, CancelledError);
  await group.join();
});

test("shield() of a task leaves it cancelled with whoever awaits it afterwards", async () => {
  let inner: Task<number> | undefined;
  const outer = createTask(async () => {
    inner = createTask(after(60_000, 7));
    await assert.rejects(timeout(1, () => shield(inner!)), TimeoutError);
    assert.equal(inner.done, false);
    await inner;
  });
  await sleep(20);
  outer.cancel();
  await assert.rejects(outer, CancelledError);
  assert.equal(inner?.cancelled, true);
});

test("shield() waits to the end in a task that was cancelled before, so that it cleans up", async () => {
  let isClean = false;
  const task = createTask(async () => {
    try {
      await sleep(60_000);
    } finally {
      await shield(after(5, 1));
      isClean = true;
    }
  });
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.ok(isClean);
});

test("shield() with a time limit inside lets a cancelled task clean up, but not for ever", async () => {
  for (const clean of [() => waitFor(() => sleep(60_000), 5), () => timeout(5, () => sleep(60_000))]) {
    let limit: unknown;
    const task = createTask(async () => {
      try {
        await sleep(60_000);
      } finally {
        await shield(clean).catch((error) => limit = error);
      }
    });
    task.cancel();
    await assert.rejects(task, CancelledError);
    assert.ok(limit instanceof TimeoutError);
  }
});

test("shield() passes on results and errors, and reports a failure that came too late", async () => {
  assert.equal(await shield(() => 5), 5);
  await assert.rejects(shield(failing("own")), /own/);
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const task = createTask(() => shield(failing("late", 5)));
  await tick();
  task.cancel();
  await task.catch(() => {});
  await sleep(15);
  setReporter(undefined);
  assert.equal(reports.length, 1);
});

test("asCompleted() gives the tasks themselves in the order in which they end, failures among them", async () => {
  const slow = createTask(after(30, "slow"));
  const failed = createTask(failing("failed", 10));
  const quick = createTask(after(1, "quick"));
  const order: Task<unknown>[] = [];
  const places: number[] = [];
  for await (const { task, index } of asCompleted([slow, failed, quick])) {
    order.push(task);
    places.push(index);
  }
  assert.ok(order[0] === quick && order[1] === failed && order[2] === slow);
  assert.deepEqual(places, [2, 1, 0]);
  await assert.rejects(failed, /failed/);
  for await (const _ of asCompleted([])) assert.fail();
  assert.throws(() => asCompleted("x" as never), ValidationError);
});

test("wait() for all, for the first, and for the first error", async () => {
  const all = await wait([after(1, 1), failing("no", 2)]);
  assert.equal(all.done.size, 2);
  assert.equal(all.pending.size, 0);
  const first = await wait([() => sleep(60_000), after(1, 1)], { returnWhen: "FIRST_COMPLETED" });
  assert.deepEqual([first.done.size, first.pending.size], [1, 1]);
  const error = await wait([after(1, 1), failing("no", 5), () => sleep(60_000)], { returnWhen: "FIRST_ERROR" });
  assert.deepEqual([error.done.size, error.pending.size], [2, 1]);
  const none = await wait([after(1, 1), after(2, 2)], { returnWhen: "FIRST_ERROR" });
  assert.equal(none.done.size, 2);
  for (const task of [...first.pending, ...error.pending]) task.cancel();
  assert.equal([...all.done, ...error.done].filter((task) => task.error() !== undefined).length, 2);
});

test("wait() with a time limit cancels nothing and throws nothing", async () => {
  const task = createTask(after(30, "later"));
  const { done, pending } = await wait([task], { timeoutMs: 1 });
  assert.deepEqual([done.size, pending.size], [0, 1]);
  assert.equal(await task, "later");
  assert.deepEqual(await wait([]), { done: new Set(), pending: new Set() });
  await assert.rejects(wait([], { returnWhen: "x" as never }), ValidationError);
  await assert.rejects(wait([task], { timeoutMs: -1 }), ValidationError);
});

test("wait() that is cancelled leaves tasks made elsewhere running", async () => {
  const task = createTask(after(10, "alive"));
  const waiting = createTask(() => wait([task]));
  await tick();
  waiting.cancel();
  await assert.rejects(waiting, CancelledError);
  assert.equal(await task, "alive");
});

test("TaskGroup ends when all its tasks have, also those that tasks started", async () => {
  const done: string[] = [];
  {
    await using group = new TaskGroup();
    group.start(async () => {
      await sleep(2);
      group.start(async () => {
        await sleep(2);
        done.push("inner");
      });
      done.push("outer");
    });
    assert.equal(group.running, 1);
  }
  assert.deepEqual(done, ["outer", "inner"]);
});

test("TaskGroup cancels the rest when one fails, and throws all failures together", async () => {
  let wasCancelled = false;
  const failure = await captured(async () => {
    await using group = new TaskGroup();
    group.start(failing("first", 1));
    group.start(async () => {
      try {
        await sleep(60_000);
      } catch (error) {
        wasCancelled = error instanceof CancelledError;
        throw new Error("second");
      }
    });
    group.start(() => sleep(60_000));
  });
  assert.ok(failure instanceof AggregateError);
  assert.deepEqual(failure.errors.map((error) => error.message), ["first", "second"]);
  assert.match(failure.message, /2/);
  assert.ok(wasCancelled);
});

test("TaskGroup refuses tasks once it has ended, and is cancelled with its task", async () => {
  const group = new TaskGroup();
  await group.join();
  assert.throws(() => group.start(() => 1), InvalidStateError);
  let seen = 0;
  const task = createTask(async () => {
    await using inner = new TaskGroup();
    for (let n = 0; n < 3; n++) {
      inner.start(async () => {
        await sleep(60_000).catch((error) => {
          seen++;
          throw error;
        });
      });
    }
    await sleep(60_000);
  });
  await tick();
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(seen, 3);
});

test("TaskGroup passes on a cancellation that comes while it waits for its tasks, and reports what it hides", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const cleanUp = () => sleep(60_000).catch(() => Promise.reject(new Error("clean-up")));
  const joining = async () => {
    const group = new TaskGroup();
    group.start(cleanUp);
    await group.join();
  };
  const disposing = async () => {
    await using group = new TaskGroup();
    group.start(cleanUp);
  };
  // Its block throws the cancellation by itself, and no SuppressedError hides that.
  const waiting = async () => {
    await using group = new TaskGroup();
    group.start(cleanUp);
    await sleep(60_000);
  };
  for (const work of [joining, disposing, waiting]) {
    const task = createTask(work);
    await tick();
    task.cancel();
    await assert.rejects(task, CancelledError);
    assert.equal(task.cancelled, true);
  }
  setReporter(undefined);
  const hidden = reports.filter(({ message }) => message === "A group failed after its task had been cancelled");
  const messages = hidden.map(({ properties }) => (properties["error"] as Error).message);
  assert.deepEqual(messages, ["clean-up", "clean-up", "clean-up"]);
});

test("withTaskGroup() cancels its block when a task fails, and its tasks when the block fails", async () => {
  const byTask = await captured(() =>
    withTaskGroup(async (group) => {
      group.start(failing("task"));
      await sleep(60_000);
    })
  );
  assert.deepEqual((byTask as AggregateError).errors.map((error) => error.message), ["task"]);
  let task: Task<void> | undefined;
  const byBlock = await captured(() =>
    withTaskGroup(async (group) => {
      task = group.start(() => sleep(60_000));
      await tick();
      throw new Error("block");
    })
  );
  assert.deepEqual((byBlock as AggregateError).errors.map((error) => error.message), ["block"]);
  assert.equal(task?.cancelled, true);
  assert.equal(await withTaskGroup((group) => group.start(after(1, "value"))), "value");
});

test("withTaskGroup() lets a cancellation from outside through, and reports tasks that fail meanwhile", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const outer = createTask(() =>
    withTaskGroup(async (group) => {
      group.start(() => sleep(60_000).catch(() => Promise.reject(new Error("while cleaning up"))));
      await sleep(60_000);
    })
  );
  await tick();
  outer.cancel();
  await assert.rejects(outer, CancelledError);
  setReporter(undefined);
  assert.equal(outer.cancelled, true);
  assert.deepEqual(reports.map(({ properties }) => (properties["error"] as Error).message), ["while cleaning up"]);
});

async function captured(operation: () => Promise<unknown>): Promise<unknown> {
  try {
    await operation();
  } catch (error) {
    return error;
  }
  assert.fail("It should have failed");
}

test("firstSuccessful() takes the first success, passes over failures and cancels the rest", async () => {
  let slowEnd: unknown;
  const slow = () => sleep(60_000).catch((error) => Promise.reject(slowEnd = error));
  assert.equal(await firstSuccessful<string | void>([slow, failing("no"), after(5, "won")]), "won");
  await tick();
  assert.ok(slowEnd instanceof CancelledError);
});

test("firstSuccessful() rejects with all errors when none succeeds", async () => {
  const failure = await captured(() => firstSuccessful([failing("a", 30), failing("b", 1)]));
  assert.ok(failure instanceof AggregateError);
  assert.deepEqual(failure.errors.map((error) => error.message), ["b", "a"]);
  assert.ok(await captured(() => firstSuccessful([])) instanceof AggregateError);
});

test("firstSuccessful() starts the next after the delay, or at once when one fails", async () => {
  const started: number[] = [];
  const start = (n: number, then: () => Promise<unknown>) => () => {
    started.push(n);
    return then();
  };
  await firstSuccessful([start(1, failing("at once")), start(2, after(1, "x")), start(3, after(1, "y"))], {
    staggerMs: 30_000,
  });
  assert.deepEqual(started, [1, 2]);
  const controller = new AbortController();
  const waiting = firstSuccessful([() => sleep(60_000)], { signal: controller.signal });
  controller.abort("outside");
  await assert.rejects(waiting, (reason) => reason === "outside");
});

test("hedge() makes another attempt beside a slow one", async () => {
  let attempts = 0;
  const value = await hedge(async () => {
    const attempt = ++attempts;
    if (attempt < 3) await sleep(60_000);
    return attempt;
  }, { delayMs: 2, attempts: 3 });
  assert.equal(value, 3);
  assert.equal(await hedge(() => 1, { delayMs: 60_000 }), 1);
});

test("mapConcurrent() keeps the order, or gives results as they are ready", async () => {
  const items = [20, 1, 10];
  const map = (ordered: boolean) =>
    Array.fromAsync(mapConcurrent(items, (ms) => sleep(ms).then(() => ms), { ordered, concurrency: 3 }));
  assert.deepEqual(await map(true), [20, 1, 10]);
  assert.deepEqual(await map(false), [1, 10, 20]);
});

test("mapConcurrent() takes items only as results are taken", async () => {
  let taken = 0;
  let running = 0;
  function* numbers() {
    while (true) yield taken++;
  }
  let results = 0;
  for await (
    const _ of mapConcurrent(numbers(), async () => {
      assert.ok(++running <= 4);
      await tick();
      running--;
    }, { concurrency: 4 })
  ) {
    assert.ok(taken <= results + 5, `${taken} taken for ${results} results`);
    if (++results === 50) break;
  }
});

test("mapConcurrent() cancels what its items left running when it is left early, and not at its end", async () => {
  for (const takesSignal of [false, true]) {
    const left: Task<void>[] = [];
    const leave = (n: number) => (left.push(createTask(() => sleep(60_000))), n);
    const fn = takesSignal
      ? (n: number, _index: number, signal: AbortSignal) => (signal.throwIfAborted(), leave(n))
      : leave;
    for await (const _ of mapConcurrent([1, 2, 3], fn, { concurrency: 1 }));
    assert.deepEqual(left.map(({ done }) => done), [false, false, false]);
    for (const task of left.splice(0)) task.cancel();
    const working = async (n: number) => (leave(n), await sleep(60_000));
    const fails = async () => {
      for await (const _ of mapConcurrent([1, 2], working, { concurrency: 2, signal: AbortSignal.timeout(1) }));
    };
    await assert.rejects(fails(), { name: "TimeoutError" });
    assert.deepEqual((await Promise.allSettled(left)).map(({ status }) => status), ["rejected", "rejected"]);
  }
});

test("mapConcurrent() ends at the first failure, cancels the rest and closes its source", async () => {
  let isClosed = false;
  let cancelled = 0;
  async function* source() {
    try {
      for (let n = 0; n < 10; n++) yield n;
    } finally {
      isClosed = true;
    }
  }
  const run = async () => {
    for await (
      const _ of mapConcurrent(source(), async (n) => {
        if (n === 0) throw new Error("first");
        await sleep(60_000).catch((error) => {
          cancelled++;
          throw error;
        });
      }, { concurrency: 3 })
    );
  };
  await assert.rejects(run(), /first/);
  await tick();
  assert.ok(isClosed);
  assert.equal(cancelled, 2);
  assert.throws(() => mapConcurrent([], () => 1, { concurrency: 0 }), ValidationError);
});

test("mapConcurrent() that is cancelled ends though its source does not, and what is under way is cancelled", async () => {
  for (const how of ["task", "signal", "source"]) {
    for (const ordered of [true, false]) {
      const events: string[] = [];
      const late = Promise.withResolvers<never>();
      const controller = new AbortController();
      let count = 0;
      const source = {
        [Symbol.asyncIterator]: () => ({
          next(): Promise<IteratorResult<number>> {
            if (count++ < 1) return Promise.resolve({ done: false, value: count });
            events.push("asked");
            if (how === "source") cancel();
            return late.promise;
          },
          return(): Promise<never> {
            events.push("given up");
            return late.promise;
          },
        }),
      };
      const work = async () => {
        await sleep(60_000).catch((error) => {
          events.push("cancelled");
          throw error;
        });
      };
      const task = createTask(async () => {
        await tick();
        for await (const _ of mapConcurrent(source, work, { ordered, concurrency: 3, signal: controller.signal }));
      });
      const cancel = () => how === "signal" ? controller.abort(new CancelledError()) : task.cancel();
      while (!events.includes("asked")) await tick();
      cancel();
      await assert.rejects(task, CancelledError);
      assert.deepEqual(events.toSorted(), ["asked", "cancelled", "given up"]);
      // What comes of it later is not unhandled, which would end the process.
      late.reject(new Error("too late"));
      await tick();
    }
  }
});

test("mapConcurrent() that is cancelled while its source waits for nothing lets the source clean up first", async () => {
  let isClosed = false;
  async function* source() {
    try {
      yield 1;
    } finally {
      await shield(() => sleep(1));
      isClosed = true;
    }
  }
  const task = createTask(async () => {
    for await (const _ of mapConcurrent(source(), () => sleep(60_000), { concurrency: 1 }));
  });
  await tick();
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.ok(isClosed);
});

test("timeout() ends its block's waits, and says so only outside", async () => {
  let inside: unknown;
  const limited = timeout(5, async () => {
    await sleep(60_000).catch((error) => {
      inside = error;
      throw error;
    });
  });
  await assert.rejects(limited, TimeoutError);
  assert.ok(inside instanceof CancelledError);
  assert.equal(await timeout(60_000, () => "in time"), "in time");
  await assert.rejects(timeout(60_000, failing("own")), /own/);
  await assert.rejects(timeout(-1, () => 1), ValidationError);
});

test("timeout() can be moved, taken away and looked at", async () => {
  let limit: TimeLimit | undefined;
  await timeout(20, async (given) => {
    limit = given;
    assert.ok(given.remainingMs > 0 && given.remainingMs <= 20);
    given.reschedule(Infinity);
    await sleep(40);
    assert.equal(given.expired, false);
    given.reschedule(60_000);
  });
  await assert.rejects(
    timeout(Infinity, async (given) => {
      given.reschedule(1);
      await sleep(60_000);
    }),
    (error) => error instanceof TimeoutError && error.message.includes("1 ms"),
  );
  assert.equal(limit?.expired, false);
});

test("timeout() inside a task lets the task's own cancellation through", async () => {
  const task = createTask(() => timeout(60_000, () => sleep(60_000)));
  task.cancel();
  await assert.rejects(task, CancelledError);
  const nested = timeout(60_000, () => timeout(5, () => sleep(60_000)));
  await assert.rejects(nested, (error) => error instanceof TimeoutError && error.message.includes("5 ms"));
});

test("timeout() that ran out does not hide a cancellation of its task that comes during the clean-up", async () => {
  const task = createTask(async () => {
    const block = async () => {
      try {
        await sleep(60_000);
      } finally {
        task.cancel();
      }
    };
    await sleep(0);
    await timeout(1, block).catch((error) => {
      if (error instanceof TimeoutError) return;
      throw error;
    });
  });
  await assert.rejects(task, CancelledError);
  assert.equal(task.cancelled, true);
});

test("every() ticks without drift and passes over what it missed", async () => {
  const start = performance.now();
  const ticks: number[] = [];
  for await (const n of every(10)) {
    ticks.push(n);
    if (ticks.length === 1) await sleep(35);
    if (ticks.length === 3) break;
  }
  assert.equal(ticks[0], 1);
  assert.ok(ticks[1]! >= 4, `the second was ${ticks[1]}`);
  assert.ok(performance.now() - start >= 10 * ticks[2]! - 2);
  assert.throws(() => every(0), ValidationError);
  const task = createTask(async () => {
    for await (const _ of every(60_000));
  });
  task.cancel();
  await assert.rejects(task, CancelledError);
});
