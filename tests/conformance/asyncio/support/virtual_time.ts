import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers";

interface Timer {
  at: number;
  order: number;
  call: () => void;
}

/**
 * Runs a function in a time of its own, which moves on only when nothing else can run: no machine is so slow that timers
 * overtake each other, and nobody waits for the time that scenarios sleep.
 *
 * @throws {Error} If the function waits for something that nobody will bring about.
 */
export async function inVirtualTime(main: () => Promise<void>): Promise<void> {
  const time = new VirtualTime();
  using _ = time.install();
  let isOver = false;
  const ended = main().finally(() => isOver = true);
  ended.catch(() => {});
  while (!isOver) {
    // Whatever can run without a timer has run when the turn is over.
    await turn();
    if (!isOver && !time.fireNext()) throw new Error("The scenario waits for something that never comes");
  }
  await ended;
}

/** The global timers, on a clock that is moved by hand. */
class VirtualTime {
  readonly #timers: Map<unknown, Timer> = new Map();
  #now = 0;
  #count = 0;

  /** Takes the place of the global timers until disposed. */
  install(): Disposable {
    const { setTimeout, clearTimeout } = globalThis;
    globalThis.setTimeout = ((call: () => void, ms = 0) => this.#set(call, ms)) as unknown as typeof setTimeout;
    globalThis.clearTimeout = (timer) => void this.#timers.delete(timer);
    return { [Symbol.dispose]: () => void Object.assign(globalThis, { setTimeout, clearTimeout }) };
  }

  /** Moves the clock to the next timer and fires it; those of the same time fire in the order in which they were set. */
  fireNext(): boolean {
    const [timer] = [...this.#timers.values()].sort((a, b) => a.at - b.at || a.order - b.order);
    if (timer === undefined) return false;
    this.#timers.delete(timer);
    this.#now = timer.at;
    timer.call();
    return true;
  }

  #set(call: () => void, ms: number): Timer {
    // A real timer runs in the task that set it, and so does this one.
    const timer: Timer = { at: this.#now + ms, order: this.#count++, call: AsyncLocalStorage.bind(call) };
    this.#timers.set(timer, timer);
    return timer;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
