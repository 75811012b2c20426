import {
  createTask,
  Event,
  Future,
  gather,
  Lock,
  Queue,
  shield,
  sleep,
  type TimeLimit,
  timeout,
  waitFor,
} from "@maktaba/std/async";
import { TimeoutError } from "@maktaba/std/errors";
import { Failure, type Log, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** Time limits against results: waitFor and timeout. */
export const timeouts: Scenarios = {
  "wait_for gives a result that comes in time": async (log) => {
    await tell(log, "task", waitFor(worker(log, "work", () => after(20, 7)), 60));
    await sleep(100);
    log("nothing more");
  },

  "wait_for gives an error that comes in time": async (log) => {
    await tell(log, "task", waitFor(() => after(20, new Failure("no")), 60));
  },

  "wait_for cancels work that takes too long": async (log) => {
    await tell(log, "task", waitFor(worker(log, "work", () => sleep(1_000)), 20));
  },

  "wait_for cancels a task that it is given": async (log) => {
    const task = createTask(worker(log, "work", () => sleep(1_000)));
    await tell(log, "wait", waitFor(task, 20));
    log(task.done, task.cancelled);
  },

  "wait_for leaves shielded work running": async (log) => {
    const task = createTask(worker(log, "work", () => after(60, 7)));
    await tell(log, "wait", waitFor(() => shield(task), 20));
    await tell(log, "task", task);
  },

  "wait_for is cancelled with the task that calls it, and cancels the work": async (log) => {
    const task = createTask(() => waitFor(worker(log, "work", () => sleep(1_000)), 60));
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "wait_for passes on the cancellation of the task that it is given": async (log) => {
    const inner = createTask(() => sleep(1_000));
    const waiting = createTask(() => tell(log, "wait", waitFor(inner, 60)));
    await pause();
    inner.cancel();
    await waiting;
  },

  "wait_for of a task that has ended needs no time": async (log) => {
    const task = createTask(() => after(0, 7));
    await pause();
    await tell(log, "wait", waitFor(task, 0));
    await tell(log, "wait", waitFor(task, 20));
  },

  "wait_for with no time at all": async (log) => {
    await tell(log, "task", waitFor(worker(log, "work", () => sleep(20)), 0));
  },

  "wait_for of work that cleans up before it ends": async (log) => {
    await tell(log, "task", waitFor(() => cleanUpSlowly(log), 20));
    await pause();
    await pause();
  },

  "wait_for of work that answers its cancellation with a result": async (log) => {
    const work = async () => {
      try {
        await sleep(1_000);
      } catch {
        log("work", "caught");
      }
      return 7;
    };
    await tell(log, "task", waitFor(work, 20));
  },

  "wait_for of work that answers its cancellation with an error": async (log) => {
    await tell(log, "task", waitFor(failInCleanUp, 20));
  },

  "wait_for in wait_for: the shorter counts": async (log) => {
    const inner = async (ms: number) => {
      try {
        await waitFor(() => sleep(1_000), ms);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        log("inner", "too late");
      }
      return 7;
    };
    await tell(log, "outer", waitFor(() => inner(20), 60));
    await tell(log, "outer", waitFor(() => inner(60), 20));
  },

  "after wait_for a task waits as before": async (log) => {
    const work = async () => {
      await tell(log, "wait", waitFor(() => sleep(1_000), 20));
      await sleep(20);
      return "went on";
    };
    await tell(log, "task", createTask(work));
  },

  "timeout lets a block end in time": async (log) => {
    await limited(log, 60, worker(log, "work", () => sleep(20)));
    await sleep(100);
    log("nothing more");
  },

  "timeout cancels a block that takes too long": async (log) => {
    await limited(log, 20, worker(log, "work", () => sleep(1_000)));
    await sleep(20);
    log("went on");
  },

  "timeout waits for what a block does when it is cancelled": async (log) => {
    await limited(log, 20, () => cleanUpSlowly(log));
  },

  "timeout passes on the error of a block": async (log) => {
    await tell(log, "block", limited(log, 60, () => after(20, new Failure("no"))));
  },

  "timeout passes on an error with which a block answers": async (log) => {
    await tell(log, "block", limited(log, 20, failInCleanUp));
  },

  "timeout of a block that swallows its cancellation": async (log) => {
    await limited(log, 20, async () => {
      try {
        await sleep(1_000);
      } catch {
        log("work", "caught");
      }
    });
    await sleep(20);
    log("went on");
  },

  "timeout is not blamed for a cancellation from outside": async (log) => {
    const task = createTask(() => limited(log, 60, worker(log, "work", () => sleep(1_000))));
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "timeout in timeout: the inner one runs out": async (log) => {
    const outer = await timeout(80, async (limit) => {
      await limited(log, 20, worker(log, "work", () => sleep(1_000)));
      await sleep(20);
      return limit;
    });
    log("outer", "ended", outer.expired);
  },

  "timeout in timeout: the outer one runs out": async (log) => {
    await limited(log, 20, () => limited(log, 80, worker(log, "work", () => sleep(1_000))));
  },

  "timeout in timeout: what catches the inner one is cancelled by the outer one": async (log) => {
    await limited(log, 60, async () => {
      await limited(log, 20, () => sleep(1_000));
      await worker(log, "work", () => sleep(1_000))();
    });
  },

  "timeout may be moved to later": async (log) => {
    await limited(log, 20, async (limit) => {
      limit.reschedule(80);
      await worker(log, "work", () => sleep(60))();
    });
  },

  "timeout may be moved to sooner": async (log) => {
    await limited(log, 1_000, async (limit) => {
      limit.reschedule(20);
      await worker(log, "work", () => sleep(60))();
    });
  },

  "timeout may be taken away, and set where there was none": async (log) => {
    await limited(log, 20, async (limit) => {
      limit.reschedule(Infinity);
      await worker(log, "work", () => sleep(60))();
    });
    await limited(log, Infinity, async (limit) => {
      await pause();
      limit.reschedule(20);
      await worker(log, "work", () => sleep(1_000))();
    });
  },

  "timeout with no time at all runs out at the first wait": async (log) => {
    await limited(log, 0, worker(log, "work", () => sleep(20)));
  },

  "timeout of gather cancels what it gathers": async (log) => {
    await limited(log, 20, () => gather([..."ab"].map((who) => worker(log, who, () => sleep(1_000)))));
  },

  "timeout of a lock, a queue, an event and a join": async (log) => {
    const [lock, queue, event, joined] = [new Lock(), new Queue(), new Event(), new Queue<number>()];
    joined.tryPut(1);
    await lock.acquire();
    for (const wait of [() => lock.acquire(), () => queue.get(), () => event.wait(), () => joined.join()]) {
      await limited(log, 20, wait);
    }
    lock.release();
    log(lock.locked);
  },

  "a task is cancelled in the turn in which wait_for has its result": async (log) => {
    const future = new Future<number>();
    const task = createTask(async () => {
      const result = await waitFor(async () => await future, 60);
      log("task", "got", result);
      await sleep(1_000);
    });
    await pause();
    future.resolve(7);
    task.cancel();
    await tell(log, "task", task);
  },
};

async function limited(log: Log, ms: number, work: (limit: TimeLimit) => PromiseLike<unknown>): Promise<void> {
  let limit: TimeLimit | undefined;
  try {
    await timeout(ms, (current) => work(limit = current));
    log("block", "ended", limit!.expired);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    log("block", "too late", limit!.expired);
  }
}

async function after(ms: number, value: number | Failure): Promise<number> {
  await sleep(ms);
  if (value instanceof Failure) throw value;
  return value;
}

async function cleanUpSlowly(log: Log): Promise<void> {
  try {
    await sleep(1_000);
  } finally {
    await shield(() => sleep(20));
    log("work", "cleaned up");
  }
}

async function failInCleanUp(): Promise<void> {
  try {
    await sleep(1_000);
  } catch {
    throw new Failure("clean-up");
  }
}
