/**
 * What `withLeakCheck` does.
 *
 * @module
 */

import { clearTimer, type Clock, ForeignTimer, type Timer, useClock } from "../../internal/clock.ts";
import { addHooks } from "../../internal/task_hooks.ts";
import { LeakError, type Leaks } from "../leak_check.ts";
import type { Task } from "../task.ts";
import { isLost } from "./lost_failures.ts";

/** Runs a block and throws when it leaves something behind. */
export async function watchLeaks<T>(block: () => PromiseLike<T> | T): Promise<T> {
  const tasks = new Set<Task<unknown>>();
  const failed = new Set<Task<unknown>>();
  const open = new Map<object, string>();
  const timers = new Set<WatchedTimer>();
  using _hooks = addHooks({
    onCreate: (task) => tasks.add(task as Task<unknown>),
    onEnd(task) {
      tasks.delete(task as Task<unknown>);
      if ((task as Task<unknown>).failed) failed.add(task as Task<unknown>);
    },
    onOpen: (owner, what) => open.set(owner, what),
    onClose: (owner) => open.delete(owner),
  });
  using _clock = useClock((clock) => watchedClock(clock, timers));
  const value = await block();
  const leaks: Leaks = {
    tasks: [...tasks],
    failures: [...failed].filter(isLost),
    timers: timers.size,
    open: [...open.values()],
  };
  const all = [leaks.tasks.length, leaks.failures.length, leaks.timers, leaks.open.length];
  if (all.some((count) => count > 0)) throw leakError(leaks);
  return value;
}

function leakError(leaks: Leaks): LeakError {
  const list = (names: readonly string[]) => names.length === 0 ? "0" : `${names.length} (${names.join(", ")})`;
  const params = {
    tasks: list(leaks.tasks.map(({ name }) => name)),
    failures: list(leaks.failures.map(({ name }) => name)),
    timers: leaks.timers,
    open: list(leaks.open),
  };
  return new LeakError({ code: "ASYNC_LEAK", params }, leaks);
}

class WatchedTimer extends ForeignTimer {
  inner: Timer | undefined;
  readonly #all: Set<WatchedTimer>;

  constructor(all: Set<WatchedTimer>) {
    super();
    this.#all = all;
    all.add(this);
  }

  end(): void {
    this.#all.delete(this);
  }

  clear(): void {
    clearTimer(this.inner);
    this.end();
  }
}

function watchedClock(clock: Clock, timers: Set<WatchedTimer>): Clock {
  return {
    now: () => clock.now(),
    random: () => clock.random(),
    setTimer(call, ms) {
      const timer = new WatchedTimer(timers);
      timer.inner = clock.setTimer(() => {
        timer.end();
        call();
      }, ms);
      return timer;
    },
  };
}
