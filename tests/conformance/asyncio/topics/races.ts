import {
  Condition,
  createTask,
  currentTask,
  Event,
  gather,
  InvalidStateError,
  Lock,
  Queue,
  shield,
  sleep,
  type Task,
  timeout,
  wait,
  waitFor,
  withTaskGroup,
} from "@maktaba/std/async";
import { TimeoutError } from "@maktaba/std/errors";
import { Failure, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** Two things at once: whatever comes first, no cancellation is lost and nobody hangs. */
export const races: Scenarios = {
  "a time limit runs out, and the task is cancelled during the clean-up": async (log) => {
    const task = createTask(async () => {
      try {
        await timeout(20, async () => {
          try {
            await sleep(1_000);
          } finally {
            await shield(() => sleep(60));
          }
        });
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        log("task", "too late");
      }
      return 7;
    });
    await sleep(40);
    task.cancel();
    await tell(log, "task", task);
  },

  "a task is cancelled, and its time limit runs out during the clean-up": async (log) => {
    const task = createTask(async () => {
      try {
        await timeout(40, async () => {
          try {
            await sleep(1_000);
          } finally {
            log("task", "cleaning up");
          }
        });
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        log("task", "too late");
      }
      return 7;
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a group fails, and the task is cancelled while the others clean up": async (log) => {
    const slow = async () => {
      try {
        await sleep(1_000);
      } finally {
        await shield(() => sleep(40));
      }
    };
    const task = createTask(async () => {
      try {
        await withTaskGroup(async (group) => {
          group.start(slow);
          await pause();
          throw new Failure("block");
        });
      } catch (error) {
        log("task", error instanceof AggregateError ? "failed" : "cancelled");
      }
    });
    await sleep(40);
    task.cancel();
    await wait([task]);
  },

  "a task of a group cancels the task that the group is in, before its first wait": async (log) => {
    const task = createTask(async () => {
      const parent = currentTask()!;
      await withTaskGroup(async (group) => {
        group.start(() => parent.cancel());
        await worker(log, "block", () => sleep(1_000))();
      });
      log("never");
    });
    await tell(log, "task", task);
  },

  "a task of a group cancels the task that the group is in, which waits for its tasks": async (log) => {
    const task = createTask(async () => {
      const parent = currentTask()!;
      await withTaskGroup((group) => {
        group.start(async () => {
          await pause();
          parent.cancel();
        });
        group.start(worker(log, "other", () => sleep(1_000)));
      });
      log("never");
    });
    await tell(log, "task", task);
  },

  "a done callback cancels another task": async (log) => {
    const other = createTask(worker(log, "other", () => sleep(1_000)));
    const task = createTask(worker(log, "task", () => sleep(20)));
    task.addDoneCallback(() => other.cancel());
    await tell(log, "other", other);
  },

  "two tasks cancel each other": async (log) => {
    const tasks: Task<void>[] = [];
    const work = async (who: string, other: number) => {
      try {
        await sleep(20 + 20 * other);
        tasks[other]!.cancel();
        log(who, "cancels");
        await sleep(1_000);
      } catch (error) {
        log(who, "cancelled");
        tasks[other]!.cancel();
        throw error;
      }
    };
    tasks.push(createTask(() => work("a", 1)), createTask(() => work("b", 0)));
    await wait(tasks);
    log(tasks.map((task) => task.cancelled));
  },

  "whoever is notified and cancelled in the same turn does not keep the lock": async (log) => {
    const condition = new Condition();
    const task = createTask(async () => {
      using _ = await condition.acquire();
      await condition.wait();
      await sleep(1_000);
    });
    await pause();
    {
      using _ = await condition.acquire();
      condition.notify();
      task.cancel();
    }
    await tell(log, "task", task);
    log(condition.locked);
  },

  "those who await a task and its done callbacks are told in the order in which they came": async (log) => {
    const task = createTask(() => sleep(20));
    const waiting = [createTask(() => tell(log, "first", task))];
    await sleep(0);
    task.addDoneCallback(() => log("callback"));
    waiting.push(createTask(() => tell(log, "last", task)));
    await wait(waiting);
  },

  "a task that awaits itself": async (log) => {
    const task = createTask(async () => {
      await sleep(0);
      try {
        await currentTask();
      } catch (error) {
        if (error instanceof InvalidStateError) log("misuse");
      }
    });
    await wait([task]);
  },

  "gather, wait_for, shield and a group one in the other are cancelled together": async (log) => {
    const inner = () => withTaskGroup((group) => void group.start(worker(log, "in the group", () => sleep(1_000))));
    const save = async () => {
      await pause();
      await shield(worker(log, "shielded", () => sleep(60)));
    };
    const task = createTask(() => waitFor(() => gather([inner, save]), 1_000));
    await sleep(40);
    task.cancel();
    await tell(log, "task", task);
    await sleep(100);
  },

  "a clean-up that takes a lock which is held": async (log) => {
    const lock = new Lock();
    const save = async () => {
      using _ = await lock.acquire();
      log("task", "saved");
    };
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } finally {
        await shield(save);
      }
    });
    await pause();
    await lock.acquire();
    task.cancel();
    await pause();
    log("main", task.done);
    lock.release();
    await tell(log, "task", task);
  },

  "a time limit runs out while a task answers the failure of a group with a wait": async (log) => {
    const work = async () => {
      try {
        await withTaskGroup((group) => void group.start(() => Promise.reject(new Failure("child"))));
      } catch (error) {
        if (!(error instanceof AggregateError)) throw error;
        log("work", "delays");
        await sleep(1_000);
      }
    };
    await tell(log, "task", createTask(() => waitFor(work, 100)));
  },

  "a task of a group starts one that fails at once, and waits for what never comes": async (log) => {
    const task = createTask(() =>
      withTaskGroup((group) => {
        group.start(async () => {
          group.start(() => {
            throw new Failure("third");
          });
          await worker(log, "second", () => new Event().wait())();
        });
      })
    );
    await tell(log, "task", task);
  },

  "a task that caught the failure of a group which came at once waits as before": async (log) => {
    const fail = () => {
      throw new Failure("child");
    };
    const task = createTask(async () => {
      for (let n = 0; n < 3; n++) {
        try {
          await withTaskGroup((group) => void group.start(fail));
        } catch (error) {
          if (error instanceof AggregateError) log("task", "caught");
        }
        await pause();
      }
      return 7;
    });
    await tell(log, "task", task);
  },

  "a task is cancelled before its time limit begins": async (log) => {
    const task = createTask(async () => {
      currentTask()!.cancel();
      try {
        await timeout(20, () => sleep(1_000));
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        log("task", "too late");
      }
      await pause();
      log("never");
    });
    await tell(log, "task", task);
  },

  "a task is cancelled in the turn in which its time limit runs out": async (log) => {
    const task = createTask(async () => {
      try {
        await timeout(40, () => sleep(1_000));
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        log("task", "too late");
      }
      await pause();
      log("never");
    });
    setTimeout(() => task.cancel(), 40);
    await tell(log, "task", task);
  },

  "an item comes in the turn in which the time to get it runs out": async (log) => {
    const queue = new Queue<number>();
    setTimeout(() => queue.tryPut(1), 40);
    const task = createTask(() => waitFor(() => queue.get(), 40));
    await tell(log, "task", task);
    log(queue.size);
  },

  "an item and a permit come in the turn in which the tasks are cancelled that wait for them with time limits": async (
    log,
  ) => {
    const queue = new Queue<number>();
    const lock = new Lock();
    const held = await lock.acquire();
    const getter = createTask(async () => {
      queue.tryPut(await waitFor(() => queue.get(), 1_000));
      await pause();
    });
    const locker = createTask(async () => {
      await waitFor(() => lock.acquire(), 1_000);
      lock.release();
      await pause();
    });
    await pause();
    queue.tryPut(7);
    held.release();
    getter.cancel();
    locker.cancel();
    await tell(log, "getter", getter);
    await tell(log, "locker", locker);
    log(queue.size, lock.locked);
  },
};
