import { ValidationError } from "../errors/validation_error.ts";
import { LruMap } from "../internal/lru_map.ts";
import { checkInteger, checkOptions, checkText, type OptionNames } from "../internal/validate.ts";
import type { CacheSetOptions, CacheStore } from "./cache_store.ts";
import { getOrSet } from "./internal/get_or_set.ts";
import { notCacheable } from "./internal/json_value.ts";
import { cacheSetOptions } from "./internal/option_names.ts";
import { checkTtl } from "./internal/ttl.ts";

/**
 * Options for {@linkcode MemoryCache}.
 *
 * @typeParam V The values.
 */
export interface MemoryCacheOptions<V> {
  /**
   * How many values are kept; beyond that, those that were not used for longest make room. A whole number from 1, or
   * `Infinity` where `maxBytes` is given.
   *
   * @default 10000, or Infinity where `maxBytes` is given.
   */
  maxEntries?: number | undefined;
  /**
   * How large all values may be together, in bytes as `sizeOf` counts them; beyond that, those that were not used for
   * longest make room. A value that is larger by itself is not kept.
   *
   * @default Infinity
   */
  maxBytes?: number | undefined;
  /**
   * Tells the size of a value in bytes: a whole number from 0. It is only called where `maxBytes` is given.
   *
   * @default An estimate: two bytes a character for text and keys, the length of bytes, and else of the value as JSON.
   */
  sizeOf?: ((value: V, key: string) => number) | undefined;
  /**
   * How long values are kept, in milliseconds: a number from 1, or `Infinity`.
   *
   * @default Infinity
   */
  ttlMs?: number | undefined;
}

const memoryCacheOptions: OptionNames<MemoryCacheOptions<unknown>> = {
  maxEntries: true,
  maxBytes: true,
  sizeOf: "function",
  ttlMs: true,
};

/**
 * Keeps values in this process' memory, bounded in number, size and time. What was not used for longest makes room
 * ("least recently used"), and what is out of date is gone when it is asked for or room is needed: there is no timer.
 *
 * Values are kept as they are, not copied: whoever changes an object that it got changes the cached one.
 *
 * @typeParam V The values.
 *
 * @example Keep answers for a minute
 * ```ts
 * import { MemoryCache } from "@maktaba/std/cache";
 * import assert from "node:assert/strict";
 *
 * const answers = new MemoryCache<string>({ maxEntries: 1_000, ttlMs: 60_000 });
 * answers.set("capital of Oman", "Muscat");
 * assert.equal(answers.get("capital of Oman"), "Muscat");
 * assert.equal(answers.get("capital of Atlantis"), undefined);
 * ```
 */
export class MemoryCache<V = unknown> implements CacheStore<V> {
  readonly #entries: LruMap<V>;
  readonly #ttl: number | undefined;
  readonly #sizeOf: ((value: V, key: string) => number) | undefined;

  /**
   * Makes an empty cache.
   *
   * @param options Its bounds.
   * @throws {ValidationError} If one is out of range or not known.
   */
  constructor(options: MemoryCacheOptions<V> = {}) {
    checkOptions(options, memoryCacheOptions);
    const { maxBytes = Infinity, maxEntries = maxBytes === Infinity ? 10_000 : Infinity, sizeOf = estimate } = options;
    if (maxEntries !== Infinity || maxBytes === Infinity) checkInteger("maxEntries", maxEntries, { min: 1 });
    if (maxBytes !== Infinity) checkInteger("maxBytes", maxBytes, { min: 1 });
    this.#sizeOf = maxBytes === Infinity ? undefined : sizeOf;
    this.#ttl = checkTtl("ttlMs", options.ttlMs);
    this.#entries = new LruMap({ maxEntries, maxSize: maxBytes });
  }

  /** How many values are kept, those included whose time is over but whose room was not needed yet. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Gives the value of a key.
   *
   * @param key The key.
   * @returns The value, or undefined where it is not there or its time is over.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * assert.equal(new MemoryCache().get("nothing"), undefined);
   * ```
   */
  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  /**
   * Keeps a value under a key, in place of one that is there.
   *
   * @param key The key: text of at least one character.
   * @param value The value; anything but undefined.
   * @param options How long it is kept.
   * @throws {ValidationError} If the key or an option is wrong, or the value undefined.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * const cache = new MemoryCache<number>();
   * cache.set("answer", 42, { ttlMs: 1_000 });
   * assert.equal(cache.get("answer"), 42);
   * ```
   */
  set(key: string, value: V, options: CacheSetOptions = {}): void {
    checkOptions(options, cacheSetOptions);
    checkText("key", key);
    if (value === undefined) throw new ValidationError({ code: "ARGUMENT_UNDEFINED", params: { name: "value" } });
    const { ttlMs } = options;
    const ttl = ttlMs === undefined ? this.#ttl : checkTtl("ttlMs", ttlMs);
    const size = this.#sizeOf === undefined ? 0 : checkedSize(this.#sizeOf(value, key));
    this.#entries.set(key, value, ttl, size);
  }

  /**
   * Removes a key.
   *
   * @param key The key.
   * @returns Whether it was there.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * assert.equal(new MemoryCache().delete("nothing"), false);
   * ```
   */
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  /**
   * Tells whether a key is there, without counting as a use of it.
   *
   * @param key The key.
   * @returns Whether it is there and its time is not over.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * assert.equal(new MemoryCache().has("nothing"), false);
   * ```
   */
  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /**
   * Gives the value of a key, and makes and keeps it where it is not there. Two callers at the same time may both make
   * it.
   *
   * @param key The key.
   * @param factory Makes the value.
   * @param options How long it is kept.
   * @returns The value.
   * @throws {ValidationError} If the key or an option is wrong.
   * @throws What the factory threw.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * const cache = new MemoryCache<number>({ ttlMs: 60_000 });
   * assert.equal(await cache.getOrSet("answer", async () => 42), 42);
   * assert.equal(cache.get("answer"), 42);
   * ```
   */
  async getOrSet(key: string, factory: () => PromiseLike<V> | V, options: CacheSetOptions = {}): Promise<V> {
    return await getOrSet(this, key, factory, options);
  }

  /**
   * Removes every key.
   *
   * @example
   * ```ts
   * import { MemoryCache } from "@maktaba/std/cache";
   * import assert from "node:assert/strict";
   *
   * const cache = new MemoryCache<number>();
   * cache.set("answer", 42);
   * cache.clear();
   * assert.equal(cache.size, 0);
   * ```
   */
  clear(): void {
    this.#entries.clear();
  }

  /** Removes every key, as `clear` does; there is nothing else to let go of. */
  close(): void {
    this.clear();
  }

  /** Removes every key, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}

function checkedSize(size: unknown): number {
  checkInteger("sizeOf", size);
  // What took no room would be bounded by nothing.
  return Math.max(1, size);
}

function estimate(value: unknown, key: string): number {
  return 2 * key.length + (value instanceof Uint8Array ? value.byteLength : 2 * textLength(value));
}

function textLength(value: unknown): number {
  if (typeof value === "string") return value.length;
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch (cause) {
    // A cycle or a bigint: without a size it would be outside the bound.
    throw notCacheable("value", cause);
  }
}
