import { createTask, currentTask, shield, sleep, timeout, wait } from "@maktaba/std/async";
import { TimeoutError } from "@maktaba/std/errors";
import { Failure, pause, type Scenarios, tell, worker } from "../support/scenario.ts";

/** shield: work that outlives the cancellation of who awaits it. */
export const shields: Scenarios = {
  "shield gives results and errors as if it were not there": async (log) => {
    await tell(log, "a", shield(() => after(20, 7)));
    await tell(log, "b", shield(() => after(20, new Failure("no"))));
  },

  "whoever is cancelled under a shield is so at once, and the work runs on": async (log) => {
    const inner = createTask(worker(log, "inner", () => after(60, 7)));
    const outer = createTask(() => shield(inner));
    await pause();
    outer.cancel();
    await tell(log, "outer", outer);
    await tell(log, "inner", inner);
  },

  "work that is started under a shield runs on as well": async (log) => {
    const outer = createTask(() => shield(worker(log, "inner", () => after(60, 7))));
    await pause();
    outer.cancel();
    await tell(log, "outer", outer);
    await sleep(100);
  },

  "shielded work fails after its task was cancelled, and nobody is hurt": async (log) => {
    const outer = createTask(() => shield(worker(log, "inner", () => after(60, new Failure("late")))));
    await pause();
    outer.cancel();
    await tell(log, "outer", outer);
    await sleep(100);
    log("main", "went on");
  },

  "a shield does not keep the work itself from being cancelled": async (log) => {
    const inner = createTask(worker(log, "inner", () => after(1_000, 7)));
    const outer = createTask(() => tell(log, "outer", shield(inner)));
    await pause();
    inner.cancel();
    await outer;
  },

  "one of two that wait under shields for the same work is cancelled": async (log) => {
    const inner = createTask(worker(log, "inner", () => after(60, 7)));
    const outer = [..."ab"].map((who) => createTask(() => tell(log, who, shield(inner))));
    await pause();
    outer[0]!.cancel();
    await wait(outer);
  },

  "whoever catches the cancellation at a shield may await the work after all": async (log) => {
    const outer = createTask(async () => {
      const inner = createTask(worker(log, "inner", () => after(60, 7)));
      try {
        return await shield(inner);
      } catch {
        currentTask()!.uncancel();
        log("outer", "still waits");
        return await inner;
      }
    });
    await pause();
    outer.cancel();
    await tell(log, "outer", outer);
  },

  "a shield in a time limit": async (log) => {
    const inner = createTask(worker(log, "inner", () => after(60, 7)));
    try {
      await timeout(20, () => shield(inner));
    } catch (error) {
      if (error instanceof TimeoutError) log("too late", inner.done);
    }
    await tell(log, "inner", inner);
  },
};

async function after(ms: number, value: number | Failure): Promise<number> {
  await sleep(ms);
  if (value instanceof Failure) throw value;
  return value;
}
