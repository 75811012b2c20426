/**
 * A time limit that is put off again and again without a new timer each time: it looks at the clock when its timer
 * fires, and sets another one only for what is left.
 */
export class IdleTimer implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #deadline = Infinity;
  #ms = Infinity;
  #onExpired: (ms: number) => void = () => {};

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
    return performance.now() - this.#deadline + this.#ms;
  }

  /** Begins the time anew. */
  touch(): void {
    this.#deadline = performance.now() + this.#ms;
  }

  /** Lets any time pass, until `resume`: nobody waits for the peer now. */
  pause(): void {
    this.#deadline = Infinity;
  }

  /** Begins the time anew after `pause`; does nothing when it has been disposed. */
  resume(): void {
    this.touch();
    if (this.#due > this.#deadline) this.#set();
  }

  /** Stops watching. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
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
    const isPaused = this.#deadline === Infinity;
    if (!isPaused && performance.now() < this.#deadline) return this.#set();
    this.#timer = undefined;
    this.#due = Infinity;
    if (!isPaused) this.#onExpired(this.#ms);
  }
}
