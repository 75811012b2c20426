/**
 * A list that keeps its order.
 *
 * @internal
 * @module
 */

/** Something that can stand in a line: it knows its neighbours, so that it can leave in constant time. */
export interface InLine<Self> {
  before: Self | undefined;
  behind: Self | undefined;
}

/**
 * A line: whoever comes stands at its end. A `Set` would do as well, and take several times as long.
 *
 * @typeParam T Who stands in it; in one line at a time.
 */
export class Line<T extends InLine<T>> implements Iterable<T> {
  #first: T | undefined;
  #last: T | undefined;
  #length = 0;

  /** How many stand in it. */
  get length(): number {
    return this.#length;
  }

  /** Who stands at its head. */
  get first(): T | undefined {
    return this.#first;
  }

  /** Has somebody stand at its end. */
  add(one: T): void {
    one.before = this.#last;
    if (this.#last === undefined) this.#first = one;
    else this.#last.behind = one;
    this.#last = one;
    this.#length++;
  }

  /** Takes out somebody who stands in it. */
  delete(one: T): void {
    const { before, behind } = one;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    one.before = undefined;
    one.behind = undefined;
    this.#length--;
  }

  /** Gives them from the first to the last; nobody may leave meanwhile. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let one = this.#first; one !== undefined; one = one.behind) yield one;
  }
}
