import { createTask, currentTask, Event, shield, sleep } from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { Failure, nameOf, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** Cancellation as the task that is cancelled sees it, and as those around it do. */
export const cancellation: Scenarios = {
  "a sleeping task sees its cancellation": async (log) => {
    const task = createTask(worker(log, "task", () => sleep(1_000)));
    await pause();
    log("main", "cancel", task.cancel(), task.done);
    await tell(log, "task", task);
    log("main", task.done, task.cancelled);
  },

  "a cancellation carries its reason": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch (error) {
        log("task", "cancelled", reasonOf(error));
        throw error;
      }
    });
    await pause();
    task.cancel("the user left");
    await tell(log, "task", task);
  },

  "a cancellation passes through every call that waits": async (log) => {
    const middle = async () => {
      try {
        await worker(log, "inner", () => sleep(1_000))();
      } finally {
        log("middle");
      }
    };
    const task = createTask(async () => {
      try {
        await middle();
      } finally {
        log("outer");
      }
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a task that catches its cancellation and returns is not cancelled": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch {
        log("task", "caught");
      }
      return 7;
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
    log("main", task.done, task.cancelled);
  },

  "a task that answers its cancellation with another error has failed": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch {
        throw new Failure("clean-up");
      }
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
    log("main", task.cancelled, nameOf(task.error()));
  },

  "a task that throws a cancellation by itself is cancelled": async (log) => {
    const task = createTask(() => {
      throw new CancelledError();
    });
    await tell(log, "task", task);
    log("main", task.cancelled);
  },

  "a cancelled task that has caught it waits again": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch {
        log("task", "caught");
      }
      await sleep(20);
      log("task", "went on");
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a cancelled task cleans up by waiting": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } finally {
        await sleep(20);
        log("task", "cleaned up");
      }
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a cancelled task cleans up by waiting under a shield": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } finally {
        await shield(() => sleep(20));
        log("task", "cleaned up");
      }
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a task that takes its cancellation back waits again": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch {
        currentTask()!.uncancel();
      }
      await sleep(20);
      return 7;
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a task that took its cancellation back can be cancelled again": async (log) => {
    const task = createTask(async () => {
      for (let attempt = 0; attempt < 2; attempt++) {
        try {
          await sleep(1_000);
        } catch (error) {
          log("task", attempt, reasonOf(error));
          currentTask()!.uncancel();
        }
      }
      return 7;
    });
    for (const reason of ["first", "second"]) {
      await pause();
      task.cancel(reason);
    }
    await tell(log, "task", task);
  },

  "a second cancellation while the first is being cleaned up": async (log) => {
    const task = createTask(async () => {
      try {
        await sleep(1_000);
      } catch (error) {
        log("task", reasonOf(error));
        try {
          await shield(() => sleep(60));
          log("task", "cleaned up");
        } catch (again) {
          log("task", reasonOf(again));
        }
        throw error;
      }
    });
    for (const reason of ["first", "second"]) {
      await pause();
      task.cancel(reason);
    }
    await tell(log, "task", task);
  },

  "a task that is cancelled before it starts": async (log) => {
    const task = createTask(worker(log, "task", () => sleep(1_000)));
    task.cancel();
    await tell(log, "task", task);
  },

  "a task that cancels itself goes on to its next wait": async (log) => {
    const task = createTask(async () => {
      log("task", currentTask()!.cancel());
      log("task", "still here");
      await sleep(1_000);
      log("task", "never");
    });
    await tell(log, "task", task);
  },

  "a task that cancels itself and waits no more": async (log) => {
    const task = createTask(() => {
      currentTask()!.cancel();
      return 7;
    });
    await tell(log, "task", task);
  },

  "cancelling a task cancels the one that it awaits": async (log) => {
    const inner = createTask(worker(log, "inner", () => sleep(1_000)));
    const outer = createTask(worker(log, "outer", () => inner));
    await pause();
    outer.cancel();
    await tell(log, "outer", outer);
    await tell(log, "inner", inner);
  },

  "cancelling the awaited task cancels the one that awaits it": async (log) => {
    const inner = createTask(worker(log, "inner", () => sleep(1_000)));
    const outer = createTask(worker(log, "outer", () => inner));
    await pause();
    inner.cancel();
    await tell(log, "outer", outer);
    log(inner.cancelled, outer.cancelled);
  },

  "a task may outlive the cancellation of one that it awaits": async (log) => {
    const inner = createTask(() => sleep(1_000));
    const outer = createTask(async () => {
      await tell(log, "inner", inner);
      await sleep(20);
      return "went on";
    });
    await pause();
    inner.cancel();
    await tell(log, "outer", outer);
  },

  "cancelling a task and those that it started and does not await": async (log) => {
    const parent = createTask(async () => {
      createTask(worker(log, "child", () => sleep(60)));
      await sleep(1_000);
    });
    await pause();
    parent.cancel();
    await tell(log, "parent", parent);
    await sleep(100);
  },

  "a task that ends well leaves those that it started running": async (log) => {
    const work = () => {
      createTask(worker(log, "child", () => sleep(20)));
      return 7;
    };
    await tell(log, "parent", createTask(work));
    await sleep(100);
  },

  "a cancellation that comes after the wait was over, before the task has gone on": async (log) => {
    const event = new Event();
    const task = createTask(async () => {
      await event.wait();
      log("task", "went on");
      await sleep(1_000);
    });
    await pause();
    event.set();
    task.cancel();
    await tell(log, "task", task);
  },

  "a loop of waits that catches each cancellation goes on when it takes it back": async (log) => {
    const task = createTask(async () => {
      for (let turn = 0; turn < 3; turn++) {
        try {
          await sleep(60);
          log("task", turn, "slept");
        } catch {
          currentTask()!.uncancel();
          log("task", turn, "cancelled");
        }
      }
    });
    await sleep(80);
    task.cancel();
    await tell(log, "task", task);
  },
};

function reasonOf(error: unknown): string {
  return String((error as CancelledError).reason);
}
