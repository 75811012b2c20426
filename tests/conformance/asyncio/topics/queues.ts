import {
  createTask,
  InvalidStateError,
  LifoQueue,
  PriorityQueue,
  Queue,
  sleep,
  type Task,
  wait,
  waitFor,
} from "@maktaba/std/async";
import { type Log, pause, type Scenarios, tell } from "../support/scenario.ts";

/** Queues: order, bounds, cancellation, joining. */
export const queues: Scenarios = {
  "a queue gives its items in the order in which they came": async (log) => {
    const queue = new Queue<number>();
    log(queue.isEmpty, queue.isFull, queue.size);
    for (const item of [1, 2, 3]) await queue.put(item);
    log(queue.isEmpty, queue.isFull, queue.size);
    log([await queue.get(), await queue.get(), await queue.get()]);
  },

  "getters are served in the order in which they came": async (log) => {
    const queue = new Queue<number>();
    const tasks = getters(log, queue, "abc");
    await pause();
    for (const item of [1, 2, 3]) queue.tryPut(item);
    await wait(tasks);
  },

  "a full queue lets putters wait, in the order in which they came": async (log) => {
    const queue = new Queue<string>(1);
    const tasks = putters(log, queue, "abc");
    await pause();
    log(queue.isFull, queue.size);
    for (let count = 0; count < 3; count++) {
      log("main", await queue.get());
      await pause();
    }
    await wait(tasks);
    log(queue.isEmpty);
  },

  "an empty and a full queue say so where nobody waits": (log) => {
    const queue = new Queue<number>(1);
    if (queue.tryGet() === undefined) log("empty");
    queue.tryPut(1);
    if (!queue.tryPut(2)) log("full");
    log(rest(queue));
  },

  "a getter that is cancelled takes no item": async (log) => {
    const queue = new Queue<number>();
    const tasks = getters(log, queue, "abc");
    await pause();
    tasks[1]!.cancel();
    await pause();
    for (const item of [1, 2, 3]) queue.tryPut(item);
    await wait(tasks);
    log(rest(queue));
  },

  "a putter that is cancelled leaves no item": async (log) => {
    const queue = new Queue<string>(1);
    const tasks = putters(log, queue, "abc");
    await pause();
    tasks[1]!.cancel();
    await pause();
    log("main", await queue.get());
    await wait(tasks);
    log(rest(queue));
  },

  "all getters and putters of a queue are cancelled, and it still works": async (log) => {
    const queue = new Queue<string>(1);
    for (const waiting of [() => getters(log, queue, "ab"), () => putters(log, queue, "cde")]) {
      const tasks = waiting();
      await pause();
      for (const task of tasks) task.cancel();
      await wait(tasks);
    }
    log(rest(queue));
    await put(log, "f", queue, "of f");
    await get(log, "g", queue);
  },

  "an item comes and its getter is cancelled in the same turn": async (log) => {
    const queue = new Queue<number>();
    const tasks = getters(log, queue, "a");
    await pause();
    queue.tryPut(1);
    tasks[0]!.cancel();
    await wait(tasks);
    log(rest(queue));
  },

  "a place comes free and its putter is cancelled in the same turn": async (log) => {
    const queue = new Queue<string>(1);
    queue.tryPut("first");
    const tasks = putters(log, queue, "a");
    await pause();
    log("main", queue.tryGet()!.item);
    tasks[0]!.cancel();
    await wait(tasks);
    log(rest(queue));
  },

  "a place comes free and another comes before the putter that waits": async (log) => {
    const queue = new Queue<string>(1);
    queue.tryPut("first");
    const tasks = putters(log, queue, "a");
    await pause();
    log("main", queue.tryGet()!.item);
    log("late", queue.tryPut("late") ? "put" : "full");
    log("main", await queue.get());
    await wait(tasks);
    log(rest(queue));
  },

  "whoever gets with a time limit takes nothing later": async (log) => {
    const queue = new Queue<number>();
    await tell(log, "a", waitFor(() => queue.get(), 20));
    queue.tryPut(1);
    await pause();
    log(rest(queue));
  },

  "an item that comes in time is got": async (log) => {
    const queue = new Queue<number>();
    setTimeout(() => queue.tryPut(1), 20);
    await tell(log, "a", waitFor(() => queue.get(), 60));
  },

  "join waits until each item has been dealt with": async (log) => {
    const queue = new Queue<number>();
    for (let item = 0; item < 3; item++) queue.tryPut(item);
    const worker = createTask(async () => {
      while (true) {
        const item = await queue.get();
        await sleep(20);
        log("done", item);
        queue.taskDone();
      }
    });
    await queue.join();
    log("joined", queue.size);
    worker.cancel();
    await tell(log, "worker", worker);
    await queue.join();
    log("joined again");
  },

  "whoever waits in join can be cancelled": async (log) => {
    const queue = new Queue<number>();
    queue.tryPut(1);
    const tasks = [..."ab"].map((who) => createTask(() => tell(log, who, queue.join())));
    await pause();
    tasks[0]!.cancel();
    await pause();
    queue.tryGet();
    queue.taskDone();
    await wait(tasks);
  },

  "more items dealt with than were put in is misuse": (log) => {
    const queue = new Queue<number>();
    try {
      queue.taskDone();
    } catch (error) {
      if (error instanceof InvalidStateError) log("misuse");
    }
  },

  "a priority queue gives the smallest first": (log) => {
    const queue = new PriorityQueue<number>((a, b) => a - b);
    for (const item of [3, 1, 4, 1, 5, 9, 2, 6]) queue.tryPut(item);
    log(rest(queue));
  },

  "a priority queue gives what waits outside of it its turn": async (log) => {
    const queue = new PriorityQueue<number>((a, b) => a - b, 2);
    const task = createTask(async () => {
      for (const item of [5, 3, 4, 1]) {
        await queue.put(item);
        log("put", item);
      }
    });
    await pause();
    for (let count = 0; count < 4; count++) {
      log("got", await queue.get());
      await pause();
    }
    await task;
  },

  "a last-in queue gives the newest first": (log) => {
    const queue = new LifoQueue<number>();
    for (const item of [1, 2, 3]) queue.tryPut(item);
    log(queue.tryGet()!.item);
    queue.tryPut(4);
    log(rest(queue));
  },

  "workers share a queue until it is done": async (log) => {
    const queue = new Queue<number>(2);
    const work = async (who: string, ms: number) => {
      while (true) {
        const item = await queue.get();
        await sleep(ms);
        log(who, item);
        queue.taskDone();
      }
    };
    const workers = [createTask(() => work("quick", 30)), createTask(() => work("slow", 70))];
    for (let item = 0; item < 6; item++) await queue.put(item);
    await queue.join();
    for (const worker of workers) worker.cancel();
    await wait(workers);
    log(workers.map((worker) => worker.cancelled));
  },
};

async function get(log: Log, who: string, queue: Queue<number> | Queue<string>): Promise<void> {
  try {
    log(who, "got", await queue.get());
  } catch (error) {
    log(who, "cancelled");
    throw error;
  }
}

async function put(log: Log, who: string, queue: Queue<string>, item: string): Promise<void> {
  try {
    await queue.put(item);
    log(who, "put", item);
  } catch (error) {
    log(who, "cancelled");
    throw error;
  }
}

function getters(log: Log, queue: Queue<number> | Queue<string>, names: string): Task<void>[] {
  return [...names].map((who) => createTask(() => get(log, who, queue)));
}

function putters(log: Log, queue: Queue<string>, names: string): Task<void>[] {
  return [...names].map((who) => createTask(() => put(log, who, queue, `of ${who}`)));
}

function rest(queue: Queue<number> | Queue<string>): (number | string)[] {
  const items: (number | string)[] = [];
  while (!queue.isEmpty) items.push(queue.tryGet()!.item);
  return items;
}
