import { createTask, InvalidStateError, shield, sleep, TaskGroup, timeout, withTaskGroup } from "@maktaba/std/async";
import { CancelledError, TimeoutError } from "@maktaba/std/errors";
import { Failure, nameOf, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** Task groups: failures, cancellation, nesting. */
export const groups: Scenarios = {
  "a group ends when all its tasks have": async (log) => {
    const tasks = await withTaskGroup(async (group) => {
      const tasks = ([["a", 60], ["b", 40]] as const).map(([who, ms]) =>
        group.start(worker(log, who, () => after(ms, who)))
      );
      await pause();
      log("block", "end");
      return tasks;
    });
    log("group", tasks!.map((task) => task.result()));
  },

  "a group without tasks ends with its block": async (log) => {
    await withTaskGroup(async () => {
      await pause();
      log("block");
    });
    log("group");
  },

  "a failure cancels the other tasks of the group": async (log) => {
    const work = withTaskGroup((group) => {
      group.start(worker(log, "a", () => after(1_000)));
      group.start(worker(log, "b", () => after(40, new Failure("b"))));
      group.start(worker(log, "c", () => after(20)));
    });
    await tell(log, "group", work);
  },

  "a failure cancels the block of the group": async (log) => {
    const work = withTaskGroup(async (group) => {
      group.start(worker(log, "a", () => after(40, new Failure("a"))));
      await pause();
      await worker(log, "block", () => sleep(1_000))();
    });
    await tell(log, "group", work);
  },

  "a failure of the block cancels the tasks of the group": async (log) => {
    const work = withTaskGroup(async (group) => {
      group.start(worker(log, "a", () => after(1_000)));
      await pause();
      throw new Failure("block");
    });
    await tell(log, "group", work);
  },

  "a group gathers the errors of all its tasks": async (log) => {
    const work = withTaskGroup((group) => {
      group.start(() => failInCleanUp("clean-up"));
      group.start(() => after(20, new Failure("first")));
      group.start(() => failInCleanUp("clean-up"));
    });
    await tell(log, "group", work);
  },

  "a group waits for tasks that clean up": async (log) => {
    const slow = async () => {
      try {
        await sleep(1_000);
      } finally {
        await shield(() => sleep(20));
        log("slow", "cleaned up");
      }
    };
    const work = withTaskGroup((group) => {
      group.start(slow);
      group.start(() => after(20, new Failure("first")));
    });
    await tell(log, "group", work);
  },

  "a task of a group that is cancelled by itself harms nobody": async (log) => {
    const tasks = await withTaskGroup(async (group) => {
      const tasks = [..."ab"].map((who) => group.start(worker(log, who, () => after(60, who))));
      await pause();
      tasks[0]!.cancel();
      return tasks;
    });
    log("group", tasks!.map((task) => task.cancelled));
  },

  "a group is cancelled with the task that it is in": async (log) => {
    const task = createTask(() =>
      withTaskGroup((group) => {
        group.start(worker(log, "a", () => after(1_000)));
        group.start(worker(log, "b", () => after(20)));
      })
    );
    await sleep(40);
    task.cancel();
    await tell(log, "task", task);
  },

  "a group is cancelled with the task while it waits for its tasks at the end of a scope": async (log) => {
    const task = createTask(async () => {
      {
        await using group = new TaskGroup();
        group.start(worker(log, "a", () => after(1_000)));
      }
      log("never");
    });
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "a group is cancelled while its block waits": async (log) => {
    const task = createTask(() =>
      withTaskGroup(async (group) => {
        group.start(worker(log, "a", () => after(1_000)));
        await pause();
        await worker(log, "block", () => sleep(1_000))();
      })
    );
    await sleep(40);
    task.cancel();
    await tell(log, "task", task);
  },

  "a group is cancelled from outside while a task of it fails in its clean-up": async (log) => {
    const task = createTask(() => withTaskGroup((group) => void group.start(() => failInCleanUp("clean-up"))));
    await pause();
    task.cancel();
    await tell(log, "task", task);
  },

  "after a group that failed a task waits as before": async (log) => {
    const work = async () => {
      try {
        await withTaskGroup(async (group) => {
          group.start(() => after(20, new Failure("a")));
          await sleep(1_000);
        });
      } catch (errors) {
        log("task", nameOf(errors));
      }
      await sleep(20);
      return "went on";
    };
    await tell(log, "task", createTask(work));
  },

  "tasks of a group start further ones": async (log) => {
    const grow = async (group: TaskGroup, depth: number) => {
      log("depth", depth);
      await pause();
      if (depth < 3) group.start(() => grow(group, depth + 1));
    };
    await withTaskGroup((group) => void group.start(() => grow(group, 1)));
    log("group", "end");
  },

  "a group that has ended takes no more tasks": async (log) => {
    const group = await withTaskGroup((group) => group);
    try {
      group!.start(() => after(0));
    } catch (error) {
      if (error instanceof InvalidStateError) log("misuse");
    }
  },

  "groups in groups: a failure inside cancels all around": async (log) => {
    const inner = () =>
      withTaskGroup((group) => {
        group.start(worker(log, "inner a", () => after(1_000)));
        group.start(worker(log, "inner b", () => after(20, new Failure("b"))));
      });
    const outer = withTaskGroup((group) => {
      group.start(worker(log, "outer a", () => after(1_000)));
      group.start(worker(log, "inner", inner));
    });
    await tell(log, "outer", outer);
  },

  "groups in groups: a failure inside that is caught there harms nobody around": async (log) => {
    const inner = async () => {
      try {
        await withTaskGroup((group) => {
          group.start(worker(log, "inner a", () => after(1_000)));
          group.start(worker(log, "inner b", () => after(20, new Failure("b"))));
        });
      } catch (errors) {
        log("inner", nameOf(errors));
      }
    };
    await withTaskGroup((group) => {
      group.start(worker(log, "outer a", () => after(60)));
      group.start(worker(log, "inner", inner));
    });
    log("outer", "end");
  },

  "groups in groups: a failure outside cancels those inside": async (log) => {
    const inner = () => withTaskGroup((group) => void group.start(worker(log, "inner a", () => after(1_000))));
    const outer = withTaskGroup(async (group) => {
      group.start(worker(log, "inner", inner));
      await pause();
      group.start(worker(log, "outer a", () => after(20, new Failure("a"))));
    });
    await tell(log, "outer", outer);
  },

  "groups in groups: both fail": async (log) => {
    const inner = () =>
      withTaskGroup(async (group) => {
        group.start(() => after(20, new Failure("inner")));
        try {
          await sleep(1_000);
        } finally {
          log("inner", "block cancelled");
        }
      });
    const outer = withTaskGroup((group) => {
      group.start(inner);
      group.start(() => failInCleanUp("outer"));
    });
    await tell(log, "outer", outer);
  },

  "a group in a time limit": async (log) => {
    try {
      await timeout(40, () =>
        withTaskGroup(async (group) => {
          group.start(worker(log, "a", () => after(1_000)));
          await pause();
          await worker(log, "block", () => sleep(1_000))();
        }));
    } catch (error) {
      if (error instanceof TimeoutError) log("too late");
    }
    await pause();
    log("went on");
  },

  "a time limit in a task of a group": async (log) => {
    const work = withTaskGroup((group) => {
      group.start(() => timeout(20, () => sleep(1_000)));
      group.start(worker(log, "a", () => after(1_000)));
    });
    await tell(log, "group", work);
  },

  "a task of a group that fails before its first wait": async (log) => {
    const work = withTaskGroup(async (group) => {
      group.start(() => {
        throw new Failure("at once");
      });
      await worker(log, "block", () => sleep(1_000))();
    });
    await tell(log, "group", work);
  },

  "the block of a group awaits a task that was cancelled": async (log) => {
    const task = createTask(async () => {
      const other = createTask(() => sleep(1_000));
      await withTaskGroup(async (group) => {
        group.start(worker(log, "in the group", () => sleep(1_000)));
        await pause();
        other.cancel();
        await other;
      });
    });
    await tell(log, "task", task);
    log(task.cancelled);
  },

  "the block of a group swallows the cancellation that a failure brings": async (log) => {
    const task = createTask(async () => {
      try {
        await withTaskGroup(async (group) => {
          group.start(async () => {
            await pause();
            throw new Failure("child");
          });
          try {
            await sleep(1_000);
          } catch (error) {
            if (error instanceof CancelledError) log("block", "swallowed");
          }
        });
      } catch (error) {
        if (error instanceof AggregateError) log("task", "failed");
      }
      await pause();
      log("task", "waits as before");
    });
    await tell(log, "task", task);
  },
};

async function after<T>(ms: number, value?: T): Promise<T | undefined> {
  await sleep(ms);
  if (value instanceof Failure) throw value;
  return value;
}

async function failInCleanUp(message: string): Promise<void> {
  try {
    await sleep(1_000);
  } catch {
    throw new Failure(message);
  }
}
