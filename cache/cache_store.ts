/** Options of every operation of a {@linkcode CacheStore}. */
export interface CacheOptions {
  /** Gives up waiting when it fires; the promise then rejects with its reason. A store that never waits ignores it. */
  signal?: AbortSignal | undefined;
}

/** Options for {@linkcode CacheStore.set}. */
export interface CacheSetOptions extends CacheOptions {
  /**
   * How long the value is kept, in milliseconds: a number from 1, or `Infinity`. Fractions are rounded up.
   *
   * @default The store's own `ttlMs`.
   */
  ttlMs?: number | undefined;
}

/**
 * Where values are kept for some time under text keys: the contract of every cache, so that what uses one can use any.
 * A store answers at once or by a promise; `await` does for both.
 *
 * What is not there is `undefined`, which therefore cannot be stored; `null` can.
 *
 * @typeParam V The values.
 *
 * @example Code that takes any store
 * ```ts
 * import { type CacheStore, MemoryCache } from "@maktaba/std/cache";
 * import assert from "node:assert/strict";
 *
 * async function visits(store: CacheStore<number>, name: string): Promise<number> {
 *   const count = (await store.get(name) ?? 0) + 1;
 *   await store.set(name, count, { ttlMs: 60_000 });
 *   return count;
 * }
 *
 * await using store = new MemoryCache<number>();
 * assert.equal(await visits(store, "ali"), 1);
 * assert.equal(await visits(store, "ali"), 2);
 * ```
 */
export interface CacheStore<V = unknown> extends AsyncDisposable {
  /** Gives the value of a key, or undefined where it is not there or its time is over. */
  get(key: string, options?: CacheOptions): Promise<V | undefined> | V | undefined;
  /** Keeps a value under a key, in place of one that is there. */
  set(key: string, value: V, options?: CacheSetOptions): Promise<void> | void;
  /** Removes a key. Tells whether it was there. */
  delete(key: string, options?: CacheOptions): Promise<boolean> | boolean;
  /** Tells whether a key is there. */
  has(key: string, options?: CacheOptions): Promise<boolean> | boolean;
  /** Removes every key of this store. */
  clear(options?: CacheOptions): Promise<void> | void;
  /** Lets go of all that the store holds open. May be called more than once. */
  close(): Promise<void> | void;
}
