/** The bounds of an {@linkcode LruMap}. */
export interface LruBounds {
  /** How many entries there may be. */
  maxEntries: number;
  /** What the sizes of all entries may come to; `Infinity` by default. */
  maxSize?: number;
}

/** Stands before the oldest entry and after the newest, so that each entry has two neighbours. */
const ENDS = 0;

/**
 * A map that makes room by removing what was not used for longest ("least recently used").
 *
 * The order of a `Map` itself is no help: finding its first key walks over all that were deleted, which is fifty times
 * as slow. So entries are numbered, and the neighbours of each in the order of use are kept by number, close together.
 *
 * @typeParam V The values; not undefined.
 */
export class LruMap<V> {
  readonly #maxEntries: number;
  readonly #maxSize: number;
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [""];
  readonly #values: (V | undefined)[] = [undefined];
  readonly #sizes: number[] = [0];
  /** When each is out of date, by `performance.now()`. */
  readonly #expiries: number[] = [Infinity];
  readonly #newer: number[] = [ENDS];
  readonly #older: number[] = [ENDS];
  readonly #free: number[] = [];
  #total = 0;

  /** Makes an empty map. */
  constructor({ maxEntries, maxSize = Infinity }: LruBounds) {
    this.#maxEntries = maxEntries;
    this.#maxSize = maxSize;
  }

  /** How many entries there are, those out of date included whose room was not needed yet. */
  get size(): number {
    return this.#numbers.size;
  }

  /** Gives the value of a key, unless its time is over, and counts as a use of it. */
  get(key: string): V | undefined {
    const number = this.#current(key);
    if (number === undefined) return undefined;
    this.#use(number);
    return this.#values[number];
  }

  /** Tells whether a key is there and its time is not over; that is no use of it. */
  has(key: string): boolean {
    return this.#current(key) !== undefined;
  }

  /** Keeps a value for a time. One that is larger than all the room is not kept, nor the one before it. */
  set(key: string, value: V, ttlMs: number = Infinity, size: number = 0): void {
    if (size > this.#maxSize) return void this.delete(key);
    const number = this.#numbers.get(key) ?? this.#add(key);
    this.#use(number);
    this.#total += size - this.#sizes[number]!;
    this.#values[number] = value;
    this.#sizes[number] = size;
    this.#expiries[number] = ttlMs === Infinity ? Infinity : performance.now() + ttlMs;
    while (this.#numbers.size > this.#maxEntries || this.#total > this.#maxSize) this.#remove(this.#newer[ENDS]!);
  }

  /** Removes a key; tells whether it was there and its time was not over. */
  delete(key: string): boolean {
    const number = this.#current(key);
    if (number !== undefined) this.#remove(number);
    return number !== undefined;
  }

  /** Removes every key. */
  clear(): void {
    this.#numbers.clear();
    for (const list of [this.#keys, this.#values, this.#sizes, this.#expiries, this.#newer, this.#older]) {
      list.length = 1;
    }
    this.#free.length = 0;
    this.#newer[ENDS] = this.#older[ENDS] = ENDS;
    this.#total = 0;
  }

  #current(key: string): number | undefined {
    const number = this.#numbers.get(key);
    if (number === undefined) return undefined;
    const expiry = this.#expiries[number]!;
    if (expiry === Infinity || expiry > turnTime()) return number;
    this.#remove(number);
    return undefined;
  }

  /** Adds an entry that has no value yet, as the newest. */
  #add(key: string): number {
    const number = this.#free.pop() ?? this.#keys.length;
    this.#numbers.set(key, number);
    this.#keys[number] = key;
    this.#sizes[number] = 0;
    this.#link(number);
    return number;
  }

  #remove(number: number): void {
    this.#numbers.delete(this.#keys[number]!);
    this.#total -= this.#sizes[number]!;
    this.#unlink(number);
    // What is removed must not be kept alive by the number that will be used again.
    this.#keys[number] = "";
    this.#values[number] = undefined;
    this.#free.push(number);
  }

  /** Makes an entry the newest. */
  #use(number: number): void {
    if (this.#older[ENDS] === number) return;
    this.#unlink(number);
    this.#link(number);
  }

  #link(number: number): void {
    const newest = this.#older[ENDS]!;
    this.#older[number] = newest;
    this.#newer[number] = ENDS;
    this.#newer[newest] = number;
    this.#older[ENDS] = number;
  }

  #unlink(number: number): void {
    const newer = this.#newer[number]!;
    const older = this.#older[number]!;
    this.#older[newer] = older;
    this.#newer[older] = newer;
  }
}

let turn: number | undefined;

/** The time when the running turn of the event loop first asked: looking at the clock costs more than all else here. */
function turnTime(): number {
  if (turn === undefined) {
    turn = performance.now();
    queueMicrotask(() => turn = undefined);
  }
  return turn;
}
