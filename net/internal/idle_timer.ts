// Of limits this long nobody minds a twentieth more, and one timer serves them all: setting one for each request would
// take a tenth of the time that a request takes.
const LONG_MS = 1_000;
const TICK_MS = 25;

/** The deadline of a long limit whose time begins at the next tick, so that most requests never look at a clock. */
const AFTER_TICK = -1;

/**
 * A time limit that is put off again and again without a new timer each time: it looks at the clock when its timer
 * fires, and sets another one only for what is left.
 */
export class IdleTimer implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #deadline = Infinity;
  #ms = Infinity;
  #onExpired: (ms: number) => void = IGNORE;
  /** Its place among those that are watched; -1 for none. */
  #place = -1;

  /**
   * Begins to watch, in place of what was watched before.
   *
   * @param ms The time allowed from now on, and after each `touch`, in milliseconds.
   * @param onExpired Called with that time when it is over.
   */
  watch(ms: number, onExpired: (ms: number) => void): void {
    this.#ms = ms;
    this.#onExpired = onExpired;
    this.resume();
  }

  /** How long it has been since the time began, in milliseconds. */
  get elapsedMs(): number {
    return this.#deadline === AFTER_TICK ? 0 : performance.now() - this.#deadline + this.#ms;
  }

  /** Begins the time anew. */
  touch(): void {
    this.#deadline = this.#ms >= LONG_MS ? AFTER_TICK : performance.now() + this.#ms;
  }

  /** Lets any time pass, until `resume`: nobody waits for the peer now. */
  pause(): void {
    this.#deadline = Infinity;
    this.#leave();
  }

  /** Begins the time anew after `pause`; does nothing when it has been disposed. */
  resume(): void {
    this.touch();
    if (this.#ms === Infinity) return;
    if (this.#ms >= LONG_MS) return this.#join();
    this.#leave();
    if (this.#due > this.#deadline) this.#set();
  }

  /**
   * Looks at the clock; called again and again for long limits.
   *
   * @param now What it shows.
   */
  tick(now: number): void {
    if (this.#place === -1) return;
    if (this.#deadline === AFTER_TICK) this.#deadline = now + this.#ms;
    if (now < this.#deadline) return;
    this.#leave();
    this.#onExpired(this.#ms);
  }

  /** Stops watching. */
  [Symbol.dispose](): void {
    this.#leave();
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Infinity;
    this.#ms = Infinity;
  }

  #set(): void {
    clearTimeout(this.#timer);
    this.#due = this.#deadline;
    // Rounded up, as a timer that fires a fraction of a millisecond early would have to be set once more.
    this.#timer = setTimeout(() => this.#look(), Math.ceil(this.#deadline - performance.now()));
  }

  #look(): void {
    // It may be paused, or may watch a long limit by now.
    const isOver = this.#deadline === Infinity || this.#ms >= LONG_MS;
    if (!isOver && performance.now() < this.#deadline) return this.#set();
    this.#timer = undefined;
    this.#due = Infinity;
    if (!isOver) this.#onExpired(this.#ms);
  }

  #join(): void {
    if (this.#place !== -1) return;
    this.#place = watched.push(this) - 1;
    clock ??= setInterval(tickAll, TICK_MS);
  }

  #leave(): void {
    if (this.#place === -1) return;
    // The last one takes its place: of an array that is cheaper than of a set, which hashes.
    const last = watched.pop()!;
    if (last !== this) {
      watched[this.#place] = last;
      last.#place = this.#place;
    }
    this.#place = -1;
    if (watched.length > 0) return;
    // Stopped with the last one, as it would keep the program from ending.
    clearInterval(clock);
    clock = undefined;
  }
}

const IGNORE = (): void => {};

const watched: IdleTimer[] = [];
let clock: ReturnType<typeof setInterval> | undefined;

function tickAll(): void {
  const now = performance.now();
  for (const timer of [...watched]) timer.tick(now);
}
