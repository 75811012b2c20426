import { allTasks, createTask, currentTask, gather, InvalidStateError, sleep, wait } from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { Failure, nameOf, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** Tasks: results, errors, callbacks, names, order. */
export const tasks: Scenarios = {
  "a result is there for all who await it": async (log) => {
    const task = createTask(async () => {
      await pause();
      return 7;
    });
    await wait(["a", "b"].map((who) => createTask(() => tell(log, who, task))));
    await tell(log, "later", task);
  },

  "an error is there for all who await it": async (log) => {
    const task = createTask(async () => {
      await pause();
      throw new Failure("no");
    });
    await wait(["a", "b"].map((who) => createTask(() => tell(log, who, task))));
    await tell(log, "later", task);
  },

  "result() and error() before the end are misuse": async (log) => {
    const task = createTask(() => sleep(20));
    for (const read of [() => task.result(), () => task.error()]) {
      try {
        read();
      } catch (error) {
        if (error instanceof InvalidStateError) log(nameOf(error));
      }
    }
    log(task.done, task.cancelled);
    await task;
    log(task.done, task.cancelled, task.result() ?? null, (task.error() ?? null) as null);
  },

  "result() and error() of a failed task": async (log) => {
    const task = createTask(() => {
      throw new Failure("no");
    });
    await pause();
    log(task.done, task.cancelled, nameOf(task.error()));
    try {
      task.result();
    } catch (error) {
      if (error instanceof Failure) log("thrown", nameOf(error));
    }
  },

  "result() of a cancelled task throws its cancellation": async (log) => {
    const task = createTask(() => sleep(1_000));
    await pause();
    task.cancel();
    await pause();
    log(task.done, task.cancelled);
    try {
      task.result();
    } catch (error) {
      if (error instanceof CancelledError) log("thrown", nameOf(error));
    }
  },

  "a task that has ended cannot be cancelled": async (log) => {
    const task = createTask(() => 7);
    await task;
    log(task.cancel(), task.cancelled, task.result());
  },

  "done callbacks are called in order, after the end": async (log) => {
    const task = createTask(worker(log, "task", () => sleep(20).then(() => 7)));
    for (let number = 0; number < 3; number++) {
      task.addDoneCallback((ended) => log("callback", number, ended.result()));
    }
    await pause();
    await pause();
  },

  "a done callback of a task that has ended is called soon, not at once": async (log) => {
    const task = createTask(() => sleep(0).then(() => 7));
    await task;
    task.addDoneCallback((ended) => log("callback", ended.result()));
    log("added");
    await pause();
  },

  "a done callback that was taken back is not called": async (log) => {
    const task = createTask(() => sleep(20));
    const takeBack = task.addDoneCallback(() => log("never"));
    takeBack();
    task.addDoneCallback(() => log("callback"));
    await task;
    await pause();
  },

  "a done callback that throws keeps the others from nothing": async (log) => {
    const task = createTask(() => sleep(20));
    task.addDoneCallback(() => {
      throw new Failure("callback");
    });
    task.addDoneCallback(() => log("callback"));
    await tell(log, "task", task);
    await pause();
  },

  "a done callback sees that its task was cancelled": async (log) => {
    const task = createTask(() => sleep(1_000));
    task.addDoneCallback((ended) => log("callback", ended.done, ended.cancelled));
    await pause();
    task.cancel();
    await pause();
  },

  "a task knows itself and its name": async (log) => {
    const inner = async () => {
      await pause();
      return currentTask()!.name;
    };
    const work = async () => log(await inner());
    const tasks = ["reader", "writer"].map((name) => createTask(work, { name }));
    log(tasks.map(({ name }) => name));
    await gather(tasks);
  },

  "all tasks are those that have not ended": async (log) => {
    const before = allTasks().length;
    const tasks = [20, 60].map((ms) => createTask(() => sleep(ms)));
    log(allTasks().length - before);
    await tasks[0];
    log(allTasks().length - before);
    await tasks[1];
    log(allTasks().length - before);
  },

  "tasks take turns": async (log) => {
    const work = async (who: string) => {
      for (let turn = 0; turn < 3; turn++) {
        log(who, turn);
        await sleep(0);
      }
    };
    await gather(["a", "b", "c"].map((who) => () => work(who)));
  },

  "a task starts": async (log) => {
    const task = createTask(worker(log, "task", () => sleep(20)));
    log("main", "created");
    await task;
  },

  "a new task runs when its maker yields": async (log) => {
    createTask(async () => {
      await sleep(0);
      log("task");
    });
    log("main", "created");
    await pause();
    log("main", "end");
  },

  "what still runs at the end of the program is cancelled and awaited": async (log) => {
    createTask(async () => {
      try {
        await sleep(1_000);
      } finally {
        log("task", "cleaned up");
      }
    });
    await pause();
    log("main", "end");
  },

  "a task that nobody awaits runs to its end": async (log) => {
    createTask(worker(log, "task", () => sleep(20)));
    await pause();
    await pause();
    log("main", "end");
  },
};
