import {
  BoundedSemaphore,
  createTask,
  gather,
  InvalidStateError,
  Lock,
  Semaphore,
  sleep,
  type Task,
  timeout,
  wait,
} from "@maktaba/std/async";
import { TimeoutError } from "@maktaba/std/errors";
import { Failure, type Log, pause, type Scenarios, tell } from "../support/scenario.ts";

/** Locks and semaphores: order, cancellation while waiting and while holding, misuse. */
export const locks: Scenarios = {
  "a lock lets one in at a time, first come, first served": async (log) => {
    const lock = new Lock();
    log(lock.locked);
    const tasks = start(log, lock, "abc");
    await sleep(10);
    log(lock.locked);
    await gather(tasks);
    log(lock.locked);
  },

  "a lock passes over a cancelled waiter": async (log) => {
    const lock = new Lock();
    const tasks = start(log, lock, "abc");
    await sleep(10);
    tasks[1]!.cancel();
    await wait(tasks);
    log(lock.locked);
  },

  "a lock is given back by a holder that is cancelled": async (log) => {
    const lock = new Lock();
    const tasks = start(log, lock, "abc");
    await sleep(10);
    tasks[0]!.cancel();
    await wait(tasks);
    log(lock.locked);
  },

  "a lock is free after all who waited were cancelled": async (log) => {
    const lock = new Lock();
    const tasks = start(log, lock, "abc");
    await sleep(10);
    for (const task of tasks) task.cancel();
    await wait(tasks);
    log(lock.locked);
    await hold(log, "d", lock);
  },

  "a lock is given back by a holder that fails": async (log) => {
    const lock = new Lock();
    const task = createTask(async () => {
      using _ = await lock.acquire();
      await pause();
      throw new Failure("inside");
    });
    const other = createTask(() => hold(log, "b", lock));
    await tell(log, "a", task);
    await other;
  },

  "giving back a lock that nobody holds is misuse": (log) => {
    const lock = new Lock();
    try {
      lock.release();
    } catch (error) {
      if (error instanceof InvalidStateError) log("misuse");
    }
  },

  "whoever comes while others wait does not overtake them": async (log) => {
    const lock = new Lock();
    await lock.acquire();
    const waiting = start(log, lock, "ab");
    await pause();
    lock.release();
    const late = start(log, lock, "c");
    await wait([...waiting, ...late]);
  },

  "a lock that is given back to a waiter that is cancelled in the same turn": async (log) => {
    const lock = new Lock();
    await lock.acquire();
    const tasks = start(log, lock, "ab");
    await pause();
    lock.release();
    tasks[0]!.cancel();
    await wait(tasks);
    log(lock.locked);
  },

  "a lock that is waited for with a time limit is not taken later": async (log) => {
    const lock = new Lock();
    const holder = createTask(() => hold(log, "a", lock, 100));
    await pause();
    try {
      await timeout(20, () => hold(log, "b", lock));
    } catch (error) {
      if (error instanceof TimeoutError) log("b", "too late");
    }
    await holder;
    log(lock.locked);
  },

  "a semaphore lets so many in, first come, first served": async (log) => {
    const semaphore = new Semaphore(2);
    const tasks = start(log, semaphore, "abcde");
    await sleep(10);
    log(semaphore.locked);
    await gather(tasks);
    log(semaphore.locked);
  },

  "a semaphore passes over cancelled waiters and loses no permit": async (log) => {
    const semaphore = new Semaphore(2);
    const tasks = start(log, semaphore, "abcdef");
    await sleep(10);
    tasks[2]!.cancel();
    tasks[4]!.cancel();
    await wait(tasks);
    await gather([() => hold(log, "g", semaphore), () => hold(log, "h", semaphore, 40)]);
  },

  "a semaphore gets its permits back from holders that are cancelled": async (log) => {
    const semaphore = new Semaphore(2);
    const tasks = start(log, semaphore, "abcd");
    await sleep(10);
    tasks[0]!.cancel();
    tasks[1]!.cancel();
    await wait(tasks);
    log(semaphore.locked);
  },

  "a semaphore may be given more permits than it began with": async (log) => {
    const semaphore = new Semaphore(0);
    const tasks = start(log, semaphore, "ab");
    await pause();
    log(semaphore.locked);
    semaphore.release();
    semaphore.release();
    semaphore.release();
    await wait(tasks);
    log(semaphore.locked);
  },

  "a permit that is given back to a waiter that is cancelled in the same turn": async (log) => {
    const semaphore = new Semaphore(1);
    await semaphore.acquire();
    const tasks = start(log, semaphore, "abc");
    await pause();
    semaphore.release();
    tasks[0]!.cancel();
    await wait(tasks);
    log(semaphore.locked);
  },

  "a bounded semaphore takes no more permits than it began with": async (log) => {
    const semaphore = new BoundedSemaphore(1);
    await semaphore.acquire();
    semaphore.release();
    try {
      semaphore.release();
    } catch (error) {
      if (error instanceof InvalidStateError) log("misuse");
    }
    log(semaphore.locked);
  },
};

async function hold(log: Log, who: string, lock: Semaphore, ms = 20): Promise<void> {
  try {
    using _ = await lock.acquire();
    log(who, "in");
    await sleep(ms);
    log(who, "out");
  } catch (error) {
    log(who, "cancelled");
    throw error;
  }
}

function start(log: Log, lock: Semaphore, names: string): Task<void>[] {
  // Each holds it longer than the one before, so that no two end at the same time.
  return [...names].map((who, place) => createTask(() => hold(log, who, lock, 20 * (place + 1))));
}
