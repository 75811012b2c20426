/**
 * Those who wait for the same thing, first come, first served.
 *
 * @internal
 * @module
 */

import { Wait } from "../internal/wait.ts";
import { type InLine, Line } from "../internal/line.ts";

/** A wait that stands in a line. */
class WaitInLine<T, Load> extends Wait<T> implements InLine<WaitInLine<T, Load>> {
  before: WaitInLine<T, Load> | undefined;
  behind: WaitInLine<T, Load> | undefined;
  readonly load: Load | undefined;
  /** The line, once it stands in one. */
  line: WaitLine<T, Load> | undefined;

  constructor(signal: AbortSignal | undefined, load: Load | undefined) {
    super(signal);
    this.load = load;
  }

  override describe(): string | undefined {
    return this.line?.describe();
  }

  protected override cleanUp(): void {
    this.line?.leave(this);
  }
}

/**
 * A line of waits. Whoever is cancelled leaves it; whoever is served first was there first.
 *
 * @typeParam T What they wait for.
 * @typeParam Load What they bring along.
 */
export class WaitLine<T, Load = undefined> {
  readonly #line: Line<WaitInLine<T, Load>> = new Line();
  readonly #owner: object;
  readonly #method: string;

  /**
   * Makes an empty line.
   *
   * @param owner Whose line it is.
   * @param method Which of its methods waits.
   */
  constructor(owner: object, method: string) {
    this.#owner = owner;
    this.#method = method;
  }

  /** How many wait. */
  get length(): number {
    return this.#line.length;
  }

  /** What the first in line brought along. */
  get firstLoad(): Load | undefined {
    return this.#line.first?.load;
  }

  /**
   * Waits in line.
   *
   * @param signal A further signal that ends the wait.
   * @param load What to bring along.
   * @returns What `serve` gave.
   */
  wait(signal: AbortSignal | undefined, load?: Load): Promise<T> {
    const wait = new WaitInLine<T, Load>(signal, load);
    if (!wait.isOver) {
      this.#line.add(wait);
      wait.line = this;
    }
    return wait.promise;
  }

  /** Takes out somebody who waits no longer. */
  leave(wait: WaitInLine<T, Load>): void {
    this.#line.delete(wait);
  }

  /** Says what they wait for, for people to read. */
  describe(): string {
    return `${this.#owner.constructor.name}.${this.#method}()`;
  }

  /**
   * Ends the wait of the first in line.
   *
   * @param value What it waited for.
   * @returns Whether there was one.
   */
  serve(value: T): boolean {
    return this.#line.first?.resolve(value) ?? false;
  }

  /** Ends the wait of all who are in line now, well. */
  serveAll(value: T): void {
    for (let count = this.length; count > 0; count--) this.serve(value);
  }

  /** Ends the wait of all who are in line now, badly. */
  failAll(error: unknown): void {
    for (let count = this.length; count > 0; count--) this.#line.first?.abort(error);
  }
}
