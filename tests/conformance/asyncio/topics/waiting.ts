import { asCompleted, createTask, sleep, type Task, timeout, wait, type Waited } from "@maktaba/std/async";
import { TimeoutError } from "@maktaba/std/errors";
import { Failure, type Log, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** wait in its three modes, and asCompleted. */
export const waiting: Scenarios = {
  "wait waits for all": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2], ["c", 40, new Failure("c")]);
    tellWaited(log, await wait(tasks));
  },

  "wait waits for the first that ends": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2], ["c", 40, new Failure("c")]);
    tellWaited(log, await wait(tasks, { returnWhen: "FIRST_COMPLETED" }));
    tellWaited(log, await wait(tasks));
  },

  "wait waits for the first that fails": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2], ["c", 40, new Failure("c")]);
    tellWaited(log, await wait(tasks, { returnWhen: "FIRST_ERROR" }));
    tellWaited(log, await wait(tasks));
  },

  "wait for the first that fails waits for all where none does": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2]);
    tellWaited(log, await wait(tasks, { returnWhen: "FIRST_ERROR" }));
  },

  "wait for the first that fails passes over a cancelled task": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 1_000, 2]);
    const waiting = createTask(() => wait(tasks, { returnWhen: "FIRST_ERROR" }));
    await pause();
    tasks[1]!.cancel();
    tellWaited(log, await waiting);
  },

  "wait with a time limit tells what still runs, and cancels nothing": async (log) => {
    const tasks = start(log, ["a", 20, 1], ["b", 80, 2]);
    tellWaited(log, await wait(tasks, { timeoutMs: 40 }));
    await tell(log, "b", tasks[1]!);
  },

  "wait with a time limit of nothing tells what has ended": async (log) => {
    const tasks = start(log, ["a", 20, 1], ["b", 60, 2]);
    await tasks[0];
    tellWaited(log, await wait(tasks, { timeoutMs: 0 }));
  },

  "wait does not wait where enough have ended": async (log) => {
    const tasks = start(log, ["a", 20, 1], ["b", 60, 2]);
    await tasks[0];
    tellWaited(log, await wait(tasks, { returnWhen: "FIRST_COMPLETED" }));
  },

  "whoever is cancelled in wait leaves the tasks running": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 80, 2]);
    const waiting = createTask(() => wait(tasks));
    await pause();
    waiting.cancel();
    await tell(log, "wait", waiting);
    tellWaited(log, await wait(tasks));
  },

  "wait for nothing": async (log) => {
    tellWaited(log, await wait([]));
  },

  "as_completed gives results in the order of completion": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2], ["c", 40, 3]);
    for await (const { task } of asCompleted(tasks)) log("completed", await task as number);
  },

  "as_completed gives errors and cancellations in their turn": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, new Failure("b")], ["c", 1_000, 3]);
    setTimeout(() => tasks[2]!.cancel(), 40);
    for await (const { task } of asCompleted(tasks)) await tell(log, "completed", task);
  },

  "as_completed that is left early leaves the rest running": async (log) => {
    const tasks = start(log, ["a", 60, 1], ["b", 20, 2]);
    for await (const { task } of asCompleted(tasks)) {
      log("completed", await task as number);
      break;
    }
    await tell(log, "a", tasks[0]!);
  },

  "as_completed with a time limit": async (log) => {
    const tasks = start(log, ["a", 80, 1], ["b", 20, 2]);
    try {
      await timeout(40, async () => {
        for await (const { task } of asCompleted(tasks)) log("completed", await task as number);
      });
    } catch (error) {
      if (error instanceof TimeoutError) log("too late");
    }
    await tell(log, "a", tasks[0]!);
  },

  "as_completed of tasks that have ended": async (log) => {
    const tasks = start(log, ["a", 40, 1], ["b", 20, 2]);
    await wait(tasks);
    const results: unknown[] = [];
    for await (const { task } of asCompleted(tasks)) results.push(await task);
    log(results.sort());
  },

  "as_completed gives a task that is passed twice once": async (log) => {
    const tasks = start(log, ["a", 40, 1], ["b", 20, 2]);
    for await (const { task } of asCompleted([...tasks, ...tasks])) log("completed", await task as number);
  },

  "wait counts a task that is passed twice once": async (log) => {
    const tasks = start(log, ["a", 40, 1], ["b", 20, 2]);
    tellWaited(log, await wait([...tasks, ...tasks], { returnWhen: "FIRST_COMPLETED" }));
    tellWaited(log, await wait([...tasks, ...tasks]));
  },
};

type Plan = readonly [who: string, ms: number, value: number | Failure];

function start(log: Log, ...plan: Plan[]): Task<unknown>[] {
  return plan.map(([who, ms, value]) => createTask(worker(log, who, () => after(ms, value)), { name: who }));
}

async function after(ms: number, value: number | Failure): Promise<number> {
  await sleep(ms);
  if (value instanceof Failure) throw value;
  return value;
}

function tellWaited(log: Log, { done, pending }: Waited<unknown>): void {
  const names = (tasks: Set<Task<unknown>>) => [...tasks].map(({ name }) => name).sort();
  log("wait", names(done), names(pending));
}
