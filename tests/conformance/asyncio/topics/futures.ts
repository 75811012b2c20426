import { createTask, Future, InvalidStateError, shield, type Task, wait, waitFor } from "@maktaba/std/async";
import { Failure, type Log, nameOf, pause, type Scenarios, tell } from "../support/scenario.ts";

/** Futures: results that somebody else brings. */
export const futures: Scenarios = {
  "a future gives its result to all who await it, in order": async (log) => {
    const future = new Future<number>();
    const waiting = readers(log, future);
    await pause();
    log(future.done);
    future.resolve(7);
    log(future.done, future.cancelled, future.result(), (future.error() ?? null) as null);
    await wait(waiting);
    await tell(log, "later", future);
  },

  "a future gives its error to all who await it": async (log) => {
    const future = new Future<number>();
    const waiting = readers(log, future);
    await pause();
    future.reject(new Failure("no"));
    log(future.done, future.cancelled, nameOf(future.error()));
    await wait(waiting);
    await tell(log, "later", future);
  },

  "a future that is cancelled cancels all who await it": async (log) => {
    const future = new Future<number>();
    const waiting = readers(log, future);
    await pause();
    log(future.cancel(), future.cancel());
    log(future.done, future.cancelled);
    await wait(waiting);
  },

  "a future is settled once": (log) => {
    const future = new Future<number>();
    for (const read of [() => future.result(), () => future.error()]) {
      try {
        read();
      } catch (error) {
        if (error instanceof InvalidStateError) log(nameOf(error));
      }
    }
    future.resolve(7);
    for (const settle of [() => future.resolve(8), () => future.reject(new Failure("no"))]) {
      try {
        settle();
      } catch (error) {
        if (error instanceof InvalidStateError) log(nameOf(error));
      }
    }
    log(future.cancel(), future.result());
  },

  "a task that is cancelled no longer waits for a future": async (log) => {
    const future = new Future<number>();
    const task = createTask(() => tell(log, "task", shield(future)));
    await pause();
    task.cancel();
    await wait([task]);
    future.resolve(7);
    await tell(log, "main", future);
  },

  "one of those who await a future is cancelled": async (log) => {
    const future = new Future<number>();
    const waiting = readers(log, future);
    await pause();
    waiting[0]!.cancel();
    await pause();
    log(future.done);
    if (!future.done) future.resolve(7);
    await wait(waiting);
  },

  "a future that is waited for with a time limit may be settled later": async (log) => {
    const future = new Future<number>();
    await tell(log, "task", waitFor(() => shield(future), 20));
    future.resolve(7);
    await tell(log, "later", future);
  },

  "done callbacks of a future are called in order and soon, however it ends": async (log) => {
    for (const how of ["result", "error", "cancelled"]) {
      const future = new Future<number>();
      future.addDoneCallback((ended) => log(how, "first", ended.done));
      const takeBack = future.addDoneCallback(() => log("never"));
      future.addDoneCallback((ended) => log(how, "second", ended.cancelled));
      takeBack();
      if (how === "result") future.resolve(7);
      else if (how === "error") future.reject(new Failure("no"));
      else future.cancel();
      log(how, "settled");
      await pause();
      future.addDoneCallback(() => log(how, "late"));
      log(how, "added");
      await pause();
    }
  },
};

function readers(log: Log, future: Future<number>): Task<void>[] {
  return [..."ab"].map((who) => createTask(() => tell(log, who, future)));
}
