/**
 * What `withVirtualClock` does.
 *
 * @module
 */

import { type Clock, ForeignTimer, isSettling, turn, useClock } from "../../internal/clock.ts";
import { builtin } from "../../internal/runtime.ts";
import { checkNumber } from "../../internal/validate.ts";
import { InvalidStateError } from "../invalid_state_error.ts";
import { Heap } from "../queue_store.ts";
import { run } from "../run.ts";
import { formatTaskTree } from "../task_tree.ts";
import type { VirtualClock } from "../virtual_clock.ts";

/** How often in a row a timer of 0 ms may lead to another before time moves on: a loop over `sleep(0)` takes time, too. */
const MOST_IN_A_MOMENT = 1_000;

let isInUse = false;

/** Runs a block in a time of its own. */
export async function runVirtually<T>(
  block: (clock: VirtualClock) => PromiseLike<T> | T,
  options: { autoAdvance: boolean; globalTimers: boolean; seed: number | undefined; stuckMs: number },
): Promise<T> {
  if (isInUse) throw new InvalidStateError({ code: "ASYNC_CLOCK_IN_USE" });
  isInUse = true;
  const time = new VirtualTime(options.seed);
  const driver = new Driver(time, options.autoAdvance, options.stuckMs);
  using _clock = useClock((real) => time.begin(real.now()));
  using _globals = options.globalTimers ? replaceGlobalTimers(time) : undefined;
  try {
    const main = async () => {
      try {
        return await block(time);
      } finally {
        // What is left cleans up, and may wait for that.
        driver.isAutomatic = true;
      }
    };
    return await driver.drive(run(main, { handleSignals: false }));
  } finally {
    isInUse = false;
  }
}

/** Lets time pass while nothing else can run. */
class Driver {
  isAutomatic: boolean;
  readonly #time: VirtualTime;
  readonly #stuckMs: number;
  // The real one, which a browser's or Deno's refuses to be called as a method of something else.
  readonly #moment: () => Promise<void>;

  constructor(time: VirtualTime, isAutomatic: boolean, stuckMs: number) {
    this.#time = time;
    this.isAutomatic = isAutomatic;
    this.#stuckMs = stuckMs;
    const { setTimeout } = globalThis;
    this.#moment = () => new Promise((resolve) => setTimeout(resolve, 1));
  }

  async drive<T>(running: Promise<T>): Promise<T> {
    let isOver = false;
    const onEnd = () => void (isOver = true);
    running.then(onEnd, onEnd);
    let idleSince: number | undefined;
    while (!isOver) {
      // Whatever can run without a timer has run when the turn is over.
      await quiet();
      if (isOver) break;
      if (this.isAutomatic && !this.#time.isSteered && this.#time.fireNext()) {
        idleSince = undefined;
        continue;
      }
      // By hand, or for something outside of the clock. The real time is asked, as the other stands still.
      if (this.#time.timers > 0) idleSince = undefined;
      else idleSince ??= performance.now();
      if (idleSince !== undefined && performance.now() - idleSince > this.#stuckMs) throw stuck();
      await this.#moment();
    }
    return await running;
  }
}

function stuck(): InvalidStateError {
  const tree = formatTaskTree();
  return new InvalidStateError({ code: "ASYNC_CLOCK_STUCK", params: { tree }, context: { tree } });
}

class VirtualTimer extends ForeignTimer {
  readonly at: number;
  /** Comes first among those of the same moment if it is lower. */
  readonly rank: number;
  /** How many timers led to it without time going by. */
  readonly depth: number;
  call: (() => void) | undefined;
  readonly #time: VirtualTime;

  constructor(time: VirtualTime, at: number, rank: number, depth: number, call: () => void) {
    super();
    this.#time = time;
    this.at = at;
    this.rank = rank;
    this.depth = depth;
    this.call = call;
  }

  clear(): void {
    if (this.call === undefined) return;
    this.call = undefined;
    this.#time.timers--;
  }

  // What timers of Node and Bun have, too.
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** A clock that only moves when it is told to. */
class VirtualTime implements VirtualClock, Clock {
  elapsedMs = 0;
  timers = 0;
  readonly random: () => number;
  readonly #isShuffled: boolean;
  readonly #due: Heap<VirtualTimer> = new Heap((a, b) => a.at - b.at || a.rank - b.rank);
  #start = 0;
  #depth = 0;
  #advances = 0;

  constructor(seed: number | undefined) {
    this.#isShuffled = seed !== undefined;
    this.random = randomNumbers(seed ?? 1);
  }

  /** Whether somebody advances it. */
  get isSteered(): boolean {
    return this.#advances > 0;
  }

  /** Goes on from a real time, so that what was made before the block does not see the past. */
  begin(realNow: number): this {
    this.#start = Math.ceil(realNow);
    return this;
  }

  now(): number {
    return this.#start + this.elapsedMs;
  }

  setTimer(call: () => void, ms: number): VirtualTimer {
    const isEndless = ms <= 0 && this.#depth >= MOST_IN_A_MOMENT;
    const at = this.elapsedMs + (isEndless ? 1 : Math.max(0, ms));
    const depth = at > this.elapsedMs ? 0 : this.#depth + 1;
    const timer = new VirtualTimer(this, at, this.#isShuffled ? this.random() : 0, depth, inThisContext(call));
    this.timers++;
    this.#due.add(timer);
    return timer;
  }

  async advance(ms: number): Promise<void> {
    checkNumber("ms", ms);
    const target = this.elapsedMs + ms;
    this.#advances++;
    try {
      await quiet();
      while (this.fireNext(target)) await quiet();
      this.elapsedMs = Math.max(this.elapsedMs, target);
    } finally {
      this.#advances--;
    }
  }

  /** Moves to the next timer and fires it, unless it is due later than `until`. */
  fireNext(until: number = Infinity): boolean {
    const timer = this.#next();
    if (timer === undefined || timer.at > until) return false;
    this.#due.take();
    const call = timer.call!;
    timer.clear();
    this.elapsedMs = timer.at;
    this.#depth = timer.depth;
    call();
    return true;
  }

  #next(): VirtualTimer | undefined {
    while (this.#due.first !== undefined && this.#due.first.call === undefined) this.#due.take();
    return this.#due.first;
  }
}

/** Has the language's own timers go by the clock. */
function replaceGlobalTimers(time: VirtualTime): Disposable {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const clear = (timer: unknown) => {
    if (timer instanceof VirtualTimer || timer instanceof VirtualInterval) timer.clear();
    else clearTimeout(timer as number | undefined);
  };
  Object.assign(globalThis, {
    setTimeout: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      time.setTimer(() => call(...args), ms),
    setInterval: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      new VirtualInterval(time, () => call(...args), Math.max(1, ms)),
    clearTimeout: clear,
    clearInterval: clear,
  });
  return {
    [Symbol.dispose]: () => void Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval }),
  };
}

class VirtualInterval {
  #timer: VirtualTimer;

  constructor(time: VirtualTime, call: () => void, ms: number) {
    const again = () => {
      this.#timer = time.setTimer(again, ms);
      call();
    };
    this.#timer = time.setTimer(again, ms);
  }

  clear(): void {
    this.#timer.clear();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

// A real timer runs in the context that set it, and so does this one.
function inThisContext(call: () => void): () => void {
  const hooks = builtin<{ AsyncLocalStorage: { bind(call: () => void): () => void } }>("node:async_hooks");
  return hooks === undefined ? call : hooks.AsyncLocalStorage.bind(call);
}

/** Waits until nothing can run any more without a timer. */
async function quiet(): Promise<void> {
  do await turn(); while (isSettling());
}

/** Numbers from 0, below 1, that look random and are the same for the same seed: a Weyl sequence, mixed (splitmix32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
