import {
  Barrier,
  BrokenBarrierError,
  Condition,
  createTask,
  Event,
  InvalidStateError,
  type Task,
  wait,
} from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { type Log, nameOf, pause, type Scenarios, tell } from "../support/scenario.ts";

/** Events, conditions and barriers. */
export const meeting: Scenarios = {
  "an event lets all go on in the order in which they came, and later ones at once": async (log) => {
    const event = new Event();
    const tasks = [..."abc"].map((who) => createTask(() => waitForEvent(log, who, event)));
    await pause();
    log(event.isSet);
    event.set();
    await wait(tasks);
    log(event.isSet);
    await waitForEvent(log, "d", event);
  },

  "an event that is cleared at once lets go on those who waited": async (log) => {
    const event = new Event();
    const tasks = [..."ab"].map((who) => createTask(() => waitForEvent(log, who, event)));
    await pause();
    event.set();
    event.clear();
    const late = createTask(() => waitForEvent(log, "late", event));
    await wait(tasks);
    await pause();
    log(late.done);
    event.set();
    await late;
  },

  "an event passes over a cancelled waiter": async (log) => {
    const event = new Event();
    const tasks = [..."abc"].map((who) => createTask(() => waitForEvent(log, who, event)));
    await pause();
    tasks[1]!.cancel();
    await pause();
    event.set();
    await wait(tasks);
  },

  "a condition wakes as many as it is told to, first come, first served": async (log) => {
    const condition = new Condition();
    const tasks = [..."abcd"].map((who) => createTask(() => take(log, who, condition)));
    await pause();
    for (const count of [1, 2]) {
      {
        using _ = await condition.acquire();
        condition.notify(count);
        log("main", "notified", count);
      }
      await pause();
    }
    {
      using _ = await condition.acquire();
      condition.notifyAll();
    }
    await wait(tasks);
    log(condition.locked);
  },

  "a condition wakes nobody who was not waiting": async (log) => {
    const condition = new Condition();
    await notify(condition);
    const task = createTask(() => take(log, "a", condition));
    await pause();
    log(task.done);
    await notify(condition);
    await task;
  },

  "a condition passes over a cancelled waiter, which holds the lock as it cleans up": async (log) => {
    const condition = new Condition();
    const tasks = [..."abc"].map((who) => createTask(() => take(log, who, condition)));
    await pause();
    tasks[0]!.cancel();
    await pause();
    await notify(condition);
    await pause();
    await notify(condition);
    await wait(tasks);
    log(condition.locked);
  },

  "a waiter of a condition that is cancelled while the lock is held waits for the lock": async (log) => {
    const condition = new Condition();
    const task = createTask(() => take(log, "a", condition));
    await pause();
    {
      using _ = await condition.acquire();
      task.cancel();
      await pause();
      log("main", task.done);
    }
    await tell(log, "a", task);
    log(condition.locked);
  },

  "a waiter of a condition that is cancelled after it was notified waits for the lock, and is cancelled": async (
    log,
  ) => {
    for (const order of ["before the lock is free", "as the lock becomes free"]) {
      const condition = new Condition();
      const task = createTask(() => take(log, "a", condition));
      await pause();
      {
        using _ = await condition.acquire();
        condition.notify();
        if (order === "before the lock is free") {
          task.cancel();
          await pause();
          log("main", task.done);
        }
      }
      task.cancel();
      await tell(log, order, task);
      log(condition.locked);
    }
  },

  "a condition that notified one who is cancelled as it waits for the lock notifies another": async (log) => {
    const condition = new Condition();
    const tasks = [..."ab"].map((who) => createTask(() => take(log, who, condition)));
    await pause();
    {
      using _ = await condition.acquire();
      condition.notify();
      tasks[0]!.cancel();
    }
    await pause();
    log(tasks[1]!.done);
    tasks[1]!.cancel();
    await wait(tasks);
  },

  "a condition is waited for until a state is there": async (log) => {
    const condition = new Condition();
    const items: string[] = [];
    const task = createTask(async () => {
      using _ = await condition.acquire();
      await condition.waitUntil(() => {
        log("look", items.length);
        return items.length === 2;
      });
      log("task", items);
    });
    await pause();
    for (const item of "xy") {
      {
        using _ = await condition.acquire();
        items.push(item);
        condition.notify();
      }
      await pause();
    }
    await task;
  },

  "waiting and notifying without the lock is misuse": async (log) => {
    const condition = new Condition();
    try {
      await condition.wait();
    } catch (error) {
      if (error instanceof InvalidStateError) log("wait", "misuse");
    }
    try {
      condition.notify();
    } catch (error) {
      if (error instanceof InvalidStateError) log("notify", "misuse");
    }
  },

  "a barrier lets all go on when the last has come, each with its place": async (log) => {
    const barrier = new Barrier(3);
    const tasks = start(log, barrier, "ab");
    await pause();
    log(barrier.waiting, barrier.broken);
    tasks.push(...start(log, barrier, "c"));
    await wait(tasks);
    log(barrier.waiting);
  },

  "a barrier is ready for the next round": async (log) => {
    const barrier = new Barrier(2);
    for (const names of ["ab", "cd"]) await wait(start(log, barrier, names));
    log(barrier.waiting);
  },

  "a barrier does not count a cancelled waiter": async (log) => {
    const barrier = new Barrier(2);
    const tasks = start(log, barrier, "a");
    await pause();
    tasks[0]!.cancel();
    await pause();
    log(barrier.waiting);
    tasks.push(...start(log, barrier, "b"));
    await pause();
    log(barrier.waiting);
    tasks.push(...start(log, barrier, "c"));
    await wait(tasks);
  },

  "a barrier that is aborted is broken for all who wait and all who come": async (log) => {
    const barrier = new Barrier(3);
    const tasks = start(log, barrier, "ab");
    await pause();
    barrier.abort();
    await wait(tasks);
    log(barrier.broken);
    await meet(log, "c", barrier);
  },

  "a barrier that is reset turns those away who wait, and is whole again": async (log) => {
    const barrier = new Barrier(2);
    const tasks = start(log, barrier, "a");
    await pause();
    barrier.reset();
    await wait(tasks);
    log(barrier.broken);
    await wait(start(log, barrier, "bc"));
  },
};

async function waitForEvent(log: Log, who: string, event: Event): Promise<void> {
  try {
    await event.wait();
    log(who, "went on");
  } catch (error) {
    log(who, "cancelled");
    throw error;
  }
}

async function take(log: Log, who: string, condition: Condition): Promise<void> {
  using _ = await condition.acquire();
  try {
    await condition.wait();
    log(who, "notified", condition.locked);
  } catch (error) {
    log(who, "cancelled", condition.locked);
    throw error;
  }
}

async function notify(condition: Condition): Promise<void> {
  using _ = await condition.acquire();
  condition.notify();
}

async function meet(log: Log, who: string, barrier: Barrier): Promise<void> {
  try {
    log(who, "went on", await barrier.wait());
  } catch (error) {
    if (error instanceof BrokenBarrierError) return log(who, nameOf(error));
    if (error instanceof CancelledError) log(who, "cancelled");
    throw error;
  }
}

function start(log: Log, barrier: Barrier, names: string): Task<void>[] {
  return [...names].map((who) => createTask(() => meet(log, who, barrier)));
}
