import { createTask, gather, sleep } from "@maktaba/std/async";
import { Failure, nameOf, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** gather, with and without errors among the results. */
export const gathering: Scenarios = {
  "gather gives results in the order passed, not of completion": async (log) => {
    log(await gather([() => after(60, "slow"), () => after(20, "quick"), () => after(40, "middling")]));
    log(await gather([]));
  },

  "gather throws the first error and lets the others run on": async (log) => {
    const plan = [["a", 20, 1], ["b", 40, new Failure("b")], ["c", 60, 3]] as const;
    const tasks = plan.map(([who, ms, value]) => createTask(worker(log, who, () => after(ms, value))));
    await tell(log, "gather", gather(tasks));
    log(tasks.map((task) => task.done));
    await tell(log, "c", tasks[2]!);
  },

  "gather throws the first of two errors, and the second goes unseen": async (log) => {
    await tell(log, "gather", gather([() => after(40, new Failure("late")), () => after(20, new Failure("early"))]));
    await sleep(100);
    log("went on");
  },

  "gather gives errors among the results": async (log) => {
    const results = await gather([() => after(40, new Failure("a")), () => after(20, 2)], { returnErrors: true });
    log(nameOf(results[0]), results[1] as number);
  },

  "gather throws the cancellation of one of its tasks": async (log) => {
    const tasks = [..."ab"].map((who) => createTask(worker(log, who, () => sleep(60))));
    const gathering = createTask(() => tell(log, "gather", gather(tasks)));
    await pause();
    tasks[0]!.cancel();
    await gathering;
    await tell(log, "b", tasks[1]!);
  },

  "gather gives the cancellation of one of its tasks among the results": async (log) => {
    const tasks = [..."ab"].map((who) => createTask(() => after(60, who)));
    await pause();
    tasks[0]!.cancel();
    const results = await gather(tasks, { returnErrors: true });
    log(nameOf(results[0]), results[1] as string);
  },

  "whoever is cancelled in gather cancels what it gathers": async (log) => {
    const task = createTask(() => gather([..."ab"].map((who) => worker(log, who, () => sleep(1_000)))));
    await pause();
    task.cancel();
    await tell(log, "gather", task);
  },

  "whoever is cancelled in gather is cancelled although errors are results": async (log) => {
    const works = [..."ab"].map((who) => worker(log, who, () => sleep(1_000)));
    const task = createTask(() => gather(works, { returnErrors: true }));
    await pause();
    task.cancel();
    await tell(log, "gather", task);
  },

  "whoever is cancelled in gather cancels tasks that it was given": async (log) => {
    const tasks = [..."ab"].map((who) => createTask(worker(log, who, () => sleep(1_000))));
    const task = createTask(() => gather(tasks));
    await pause();
    task.cancel();
    await tell(log, "gather", task);
    log(tasks.map((task) => task.cancelled));
  },

  "gather in gather": async (log) => {
    const pair = (...values: (number | Failure)[]) => gather(values.map((value) => () => after(20, value)));
    log(await gather([() => pair(1, 2), () => pair(3, 4)]));
    await tell(log, "failing", gather([() => pair(1, 2), () => pair(3, new Failure("four"))]));
  },

  "gather takes the same task twice": async (log) => {
    const task = createTask(worker(log, "task", () => after(20, 7)));
    log(await gather([task, task]));
  },

  "gather takes tasks that have ended": async (log) => {
    const done = createTask(() => after(0, 1));
    const failed = createTask(() => after(0, new Failure("before")));
    await pause();
    log(await gather([done, () => after(0, 2)]));
    await tell(log, "gather", gather([done, failed]));
  },
};

async function after<T>(ms: number, value: T): Promise<T> {
  await sleep(ms);
  if (value instanceof Error) throw value;
  return value;
}
