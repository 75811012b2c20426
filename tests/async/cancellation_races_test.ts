// Races of cancellations that asyncio had and has: each began as an issue of CPython, whose number the test names. Those
// that its Python shows as well are scenarios of tests/conformance/asyncio.
import assert from "node:assert/strict";
import test from "node:test";
import {
  createTask,
  currentTask,
  Event,
  firstSuccessful,
  hedge,
  Lock,
  Queue,
  shield,
  sleep,
  TaskGroup,
  timeout,
  wait,
  waitFor,
  withTaskGroup,
  withVirtualClock,
} from "@maktaba/std/async";
import { CancelledError, TimeoutError } from "@maktaba/std/errors";

class Impatient extends CancelledError {}

const cleaningUp = async () => {
  try {
    await sleep(3_600_000);
  } finally {
    await shield(() => sleep(1_000));
  }
};

test("#155433: a time limit that runs out while a cancelled group cleans up is not swallowed", async () => {
  await withVirtualClock(async () => {
    const work = timeout(500, () =>
      withTaskGroup(async (group) => {
        group.start(cleaningUp);
        await sleep(100);
        group.cancel();
      }));
    await assert.rejects(work, TimeoutError);
  });
});

test("#155433: a cancellation from outside while a cancelled group cleans up is not swallowed, nor is its reason", async () => {
  for (const form of ["block", "scope"]) {
    await withVirtualClock(async () => {
      const task = createTask(async () => {
        if (form === "block") {
          await withTaskGroup((group) => {
            group.start(cleaningUp);
            group.cancel();
          });
        } else {
          await using group = new TaskGroup();
          group.start(cleaningUp);
          group.cancel();
        }
        assert.fail("the cancellation was swallowed");
      });
      await sleep(10);
      task.cancel("from outside");
      await assert.rejects(task, (error) => error instanceof CancelledError && error.reason === "from outside");
    });
  }
});

test("#155418: a task that cancels its group before its first wait is cancelled, and the group ends", async () => {
  await withVirtualClock(async () => {
    let child: { cancelled: boolean } | undefined;
    await withTaskGroup((group) => {
      child = group.start(async () => {
        group.cancel();
        await new Event().wait();
      });
    });
    assert.equal(child?.cancelled, true);
  });
});

test("#108951: group.cancel() ends the block and the tasks, and is no failure, from inside or outside", async () => {
  await withVirtualClock(async (clock) => {
    const ended: string[] = [];
    const from = async (who: "task" | "block" | "outside" | "before") => {
      let opened: TaskGroup | undefined;
      if (who === "outside") createTask(() => sleep(10).then(() => opened!.cancel("enough")));
      return await withTaskGroup(async (group) => {
        opened = group;
        if (who === "before") group.cancel();
        group.start(async () => {
          try {
            await sleep(3_600_000);
          } finally {
            ended.push(who);
          }
        });
        if (who === "task") group.start(() => sleep(10).then(() => group.cancel("found")));
        if (who === "block") {
          group.cancel();
          return "a result of its own";
        }
        await sleep(3_600_000);
        return "never";
      });
    };
    assert.equal(await from("task"), undefined);
    assert.equal(await from("outside"), undefined);
    assert.equal(await from("before"), undefined);
    assert.equal(await from("block"), "a result of its own");
    // What is started in a cancelled group never begins.
    assert.deepEqual(ended, ["task", "outside", "block"]);
    assert.equal(clock.elapsedMs, 20);
  });
});

test("#108951: what fails while a group is cancelled is thrown, and a cancelled group may be cancelled again", async () => {
  await withVirtualClock(async () => {
    const failing = withTaskGroup(async (group) => {
      group.start(() => sleep(60_000).catch(() => Promise.reject(new Error("clean-up"))));
      await sleep(1);
      group.cancel();
      group.cancel();
      await sleep(1);
    });
    await assert.rejects(failing, (error) => error instanceof AggregateError && error.errors[0].message === "clean-up");
    const group = new TaskGroup();
    await group.join();
    group.cancel();
  });
});

test("#128550: a task whose own task fails before the first wait of both is cancelled, and the group ends", async () => {
  await withVirtualClock(async () => {
    const run = withTaskGroup((group) => {
      group.start(async () => {
        group.start(() => {
          throw new Error("third");
        });
        await new Event().wait();
      });
    });
    await assert.rejects(run, (error) => error instanceof AggregateError && error.errors[0].message === "third");
  });
});

test("#128588: no cancellation leaks out of a group whose task failed at once", async () => {
  const task = createTask(async () => {
    await assert.rejects(withTaskGroup((group) => void group.start(() => Promise.reject(new Error("at once")))));
    await sleep(1);
    await new Lock().acquire();
    return "went on";
  });
  assert.equal(await task, "went on");
  assert.equal(task.signal.aborted, false);
});

test("#133747: a wait that answers the failure of a group is cancelled by the time limit around it, and by no other", async () => {
  await withVirtualClock(async (clock) => {
    const answer = async () => {
      await withTaskGroup((group) => void group.start(() => Promise.reject(new Error("no")))).catch(() => sleep(1_000));
      return "in time";
    };
    await assert.rejects(waitFor(answer, 100), TimeoutError);
    assert.equal(clock.elapsedMs, 100);
    assert.equal(await waitFor(answer, 2_000), "in time");
  });
});

test("#113848: a cancellation of a class of its own counts as one, for tasks, time limits and groups", async () => {
  const convert = async () => {
    try {
      await sleep(60_000);
    } catch {
      throw new Impatient("why");
    }
  };
  const task = createTask(convert);
  task.cancel();
  await assert.rejects(task, Impatient);
  assert.equal(task.cancelled, true);
  await assert.rejects(timeout(1, convert), TimeoutError);
  const group = createTask(() => withTaskGroup(() => Promise.reject(new Impatient("in a block"))));
  await assert.rejects(group, Impatient);
  assert.equal(group.cancelled, true);
  await withTaskGroup((group) => void group.start(() => Promise.reject(new Impatient("in a task"))));
});

test("#86296: waitFor() that has its result when the task is cancelled does not hide the cancellation", async () => {
  const released = new Event();
  const task = createTask(async () => {
    await waitFor(() => released.wait(), 60_000);
    await sleep(0);
    assert.fail("the cancellation was hidden");
  });
  await sleep(0);
  released.set();
  task.cancel();
  await assert.rejects(task, CancelledError);
});

test("#134471: a time limit of nothing does not take a cancellation for its own that came before", async () => {
  for (const ms of [0, 1]) {
    const task = createTask(async () => {
      currentTask()!.cancel();
      await timeout(ms, () => sleep(60_000));
    });
    await assert.rejects(task, CancelledError);
    assert.equal(task.cancelled, true);
  }
});

test("#116720: a group in a group, both of which fail, hides neither the failure nor the cancellation", async () => {
  await withVirtualClock(async () => {
    const fail = (message: string) => () => sleep(10).then(() => Promise.reject(new Error(message)));
    let wentOn = false;
    const both = withTaskGroup(async (outer) => {
      outer.start(fail("outer"));
      await withTaskGroup((inner) => void inner.start(fail("inner"))).catch(() => {});
      await sleep(1);
      wentOn = true;
    });
    await assert.rejects(both, (error) => error instanceof AggregateError && error.errors[0].message === "outer");
    assert.equal(wentOn, false);
  });
});

test("#95289: a block that swallows the cancellation of its group is not cancelled after it", async () => {
  const task = createTask(async () => {
    const swallowing = withTaskGroup(async (group) => {
      group.start(() => sleep(1).then(() => Promise.reject(new Error("no"))));
      await sleep(60_000).catch(() => {});
    });
    await assert.rejects(swallowing, AggregateError);
    await sleep(1);
    return "went on";
  });
  assert.equal(await task, "went on");
});

test("a permit, an item or a place that comes as its waiter is cancelled is lost by nobody", async () => {
  for (const first of ["give", "cancel"]) {
    const lock = new Lock();
    const queue = new Queue<number>(1);
    const held = await lock.acquire();
    const tasks = [
      createTask(async () => {
        using _ = await lock.acquire();
      }),
      createTask(async () => {
        const item = await queue.get();
        queue.tryPut(item);
      }),
    ];
    await sleep(0);
    const give = () => {
      held.release();
      queue.tryPut(1);
    };
    const cancel = () => tasks.forEach((task) => task.cancel());
    for (const act of first === "give" ? [give, cancel] : [cancel, give]) act();
    await wait(tasks);
    assert.equal(lock.locked, false, first);
    assert.equal(queue.size, 1, first);
  }
});

test("waitFor() that is cancelled as an item or a permit comes hands it on, however deep inside, and the task stops next", async () => {
  const deep = async <T>(work: () => Promise<T>, depth: number): Promise<T> =>
    depth === 0 ? await work() : await deep(work, depth - 1);
  for (const first of ["give", "cancel"]) {
    for (const depth of [0, 30]) {
      const queue = new Queue<number>();
      const lock = new Lock();
      const held = await lock.acquire();
      const work = async () => {
        const [item, permit] = await Promise.all([
          waitFor(() => deep(() => queue.get(), depth), 60_000).catch(() => undefined),
          waitFor(() => deep(() => lock.acquire(), depth), 60_000).catch(() => undefined),
        ]);
        if (item !== undefined) queue.tryPut(item);
        permit?.release();
        await sleep(0);
      };
      const task = createTask(work);
      await sleep(0);
      const give = () => {
        queue.tryPut(7);
        held.release();
      };
      for (const act of first === "give" ? [give, () => task.cancel()] : [() => task.cancel(), give]) act();
      await assert.rejects(task, CancelledError);
      assert.equal(queue.size, 1, first);
      assert.equal(lock.locked, false, first);
    }
  }
});

test("waitFor() that is cancelled ends with the cancellation where its operation ignores it or fails of it", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const failing = () => sleep(60_000).catch(() => Promise.reject(new Error("clean-up")));
  for (const operation of [() => promise, failing]) {
    const task = createTask(() => waitFor(operation, 60_000));
    await sleep(0);
    task.cancel("why");
    await assert.rejects(task, (error) => error instanceof CancelledError && error.reason === "why");
  }
  resolve();
});

test("firstSuccessful() and hedge() that are cancelled as a permit comes hand it on", async () => {
  const slow = () => sleep(60_000).then(() => assert.fail());
  const races = [
    (lock: Lock) => firstSuccessful([() => lock.acquire(), slow]),
    (lock: Lock) => hedge(() => lock.acquire(), { delayMs: 60_000 }),
    (lock: Lock, signal: AbortSignal) => firstSuccessful([slow, () => lock.acquire()], { signal }),
  ];
  for (const [n, race] of races.entries()) {
    for (const first of ["give", "cancel"]) {
      const lock = new Lock();
      const held = await lock.acquire();
      const controller = new AbortController();
      const task = createTask(async () => {
        using _ = await race(lock, controller.signal);
        await sleep(0);
      });
      await sleep(0);
      const cancel = () => n === 2 ? controller.abort(new CancelledError()) : task.cancel();
      if (first === "cancel") cancel();
      held.release();
      cancel();
      await task.catch((error) => assert.ok(error instanceof CancelledError));
      assert.equal(lock.locked, false, `${n} ${first}`);
    }
  }
});

test("firstSuccessful() that is cancelled ends though an operation ignores it, after a failure too", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const operations of [[() => promise], [() => Promise.reject(new Error("no")), () => promise]]) {
    const controller = new AbortController();
    const race = firstSuccessful(operations, { signal: controller.signal, staggerMs: 60_000 });
    await sleep(0);
    controller.abort(new CancelledError("why"));
    await assert.rejects(race, CancelledError);
  }
  resolve();
});

test("no virtual time goes by while something that ignores its cancellation is given up", async () => {
  for (
    const work of [
      (never: Promise<void>) => waitFor(() => never, 9e6),
      (never: Promise<void>) => firstSuccessful([() => never]),
    ]
  ) {
    await withVirtualClock(async (clock) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const other = createTask(() => sleep(3_600_000));
      const task = createTask(() => work(promise));
      await sleep(10);
      task.cancel();
      await assert.rejects(task, CancelledError);
      assert.equal(clock.elapsedMs, 10);
      resolve();
      other.cancel();
    });
  }
});
