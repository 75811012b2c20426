/**
 * How the items of a queue are kept.
 *
 * @internal
 * @module
 */

/** Where a queue keeps its items; what `take` gives makes the difference between queues. */
export interface QueueStore<T> {
  /** How many there are. */
  readonly size: number;
  /** Adds an item. */
  add(item: T): void;
  /** Removes the next item; only called when there is one. */
  take(): T;
}

/** First in, first out, in a ring: taking from the front of an array would move all the others. */
export class Ring<T> implements QueueStore<T> {
  #slots: (T | undefined)[] = new Array(16);
  #first = 0;
  #size = 0;

  /** What is taken next, where there is something. */
  get next(): T | undefined {
    return this.#slots[this.#first];
  }

  get size(): number {
    return this.#size;
  }

  add(item: T): void {
    if (this.#size === this.#slots.length) this.#grow();
    // The length is a power of two, so that a mask wraps the index.
    this.#slots[(this.#first + this.#size++) & (this.#slots.length - 1)] = item;
  }

  take(): T {
    const item = this.#slots[this.#first] as T;
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#slots.length - 1);
    this.#size--;
    return item;
  }

  #grow(): void {
    const slots = [...this.#slots.slice(this.#first), ...this.#slots.slice(0, this.#first)];
    slots.length *= 2;
    this.#slots = slots;
    this.#first = 0;
  }
}

/** Last in, first out. */
export class Stack<T> implements QueueStore<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T {
    return this.#items.pop() as T;
  }
}

/** The smallest first; equal ones in the order in which they came. A binary heap (J. W. J. Williams, 1964). */
export class Heap<T> implements QueueStore<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #entries: { item: T; order: number }[] = [];
  #count = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The next item, which stays in. */
  get first(): T | undefined {
    return this.#entries[0]?.item;
  }

  add(item: T): void {
    const entries = this.#entries;
    const entry = { item, order: this.#count++ };
    let place = entries.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(entry, entries[parent]!)) break;
      entries[place] = entries[parent]!;
      place = parent;
    }
    entries[place] = entry;
  }

  take(): T {
    const entries = this.#entries;
    const top = entries[0]!;
    const last = entries.pop()!;
    if (entries.length > 0) this.#sinkFromTop(last);
    return top.item;
  }

  #sinkFromTop(entry: { item: T; order: number }): void {
    const entries = this.#entries;
    let place = 0;
    while (true) {
      let child = 2 * place + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && this.#isBefore(entries[child + 1]!, entries[child]!)) child++;
      if (!this.#isBefore(entries[child]!, entry)) break;
      entries[place] = entries[child]!;
      place = child;
    }
    entries[place] = entry;
  }

  #isBefore(a: { item: T; order: number }, b: { item: T; order: number }): boolean {
    const difference = this.#compare(a.item, b.item);
    return difference < 0 || (difference === 0 && a.order < b.order);
  }
}
