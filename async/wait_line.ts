/**
 * Those who wait for the same thing, first come, first served.
 *
 * @internal
 * @module
 */

import { Wait } from "../internal/wait.ts";

/** A wait that knows its neighbours, so that it can leave the line in constant time. */
class WaitInLine<T, Load> extends Wait<T> {
  before: WaitInLine<T, Load> | undefined;
  behind: WaitInLine<T, Load> | undefined;
  load: Load | undefined;
}

/**
 * A line of waits. Whoever is cancelled leaves it; whoever is served first was there first.
 *
 * @typeParam T What they wait for.
 * @typeParam Load What they bring along.
 */
export class WaitLine<T, Load = undefined> {
  #first: WaitInLine<T, Load> | undefined;
  #last: WaitInLine<T, Load> | undefined;
  #length = 0;

  /** How many wait. */
  get length(): number {
    return this.#length;
  }

  /** What the first in line brought along. */
  get firstLoad(): Load | undefined {
    return this.#first?.load;
  }

  /**
   * Waits in line.
   *
   * @param signal A further signal that ends the wait.
   * @param load What to bring along.
   * @returns What `serve` gave.
   */
  wait(signal: AbortSignal | undefined, load?: Load): Promise<T> {
    const wait = new WaitInLine<T, Load>(signal);
    wait.load = load;
    if (!wait.isOver) {
      this.#append(wait);
      wait.onOver(() => this.#remove(wait));
    }
    return wait.promise;
  }

  /**
   * Ends the wait of the first in line.
   *
   * @param value What it waited for.
   * @returns Whether there was one.
   */
  serve(value: T): boolean {
    return this.#first?.resolve(value) ?? false;
  }

  /** Ends the wait of all who are in line now, well. */
  serveAll(value: T): void {
    for (let count = this.#length; count > 0; count--) this.serve(value);
  }

  /** Ends the wait of all who are in line now, badly. */
  failAll(error: unknown): void {
    for (let count = this.#length; count > 0; count--) this.#first?.abort(error);
  }

  #append(wait: WaitInLine<T, Load>): void {
    wait.before = this.#last;
    if (this.#last === undefined) this.#first = wait;
    else this.#last.behind = wait;
    this.#last = wait;
    this.#length++;
  }

  #remove(wait: WaitInLine<T, Load>): void {
    const { before, behind } = wait;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    this.#length--;
  }
}
