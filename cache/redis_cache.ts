import { ValidationError } from "../errors/validation_error.ts";
import {
  checkNumber,
  checkOneOf,
  checkOptions,
  checkText,
  LONGEST_DELAY_MS,
  notOfType,
  type OptionNames,
} from "../internal/validate.ts";
import type { CacheOptions, CacheSetOptions, CacheStore } from "./cache_store.ts";
import { getOrSet } from "./internal/get_or_set.ts";
import { readJson, writeJson } from "./internal/json_value.ts";
import { cacheOptions, cacheSetOptions } from "./internal/option_names.ts";
import { RedisConnection } from "./internal/redis_connection.ts";
import { parseRedisUrl } from "./internal/redis_endpoint.ts";
import { checkTtl } from "./internal/ttl.ts";

/** Options for {@linkcode RedisCache}. */
export interface RedisCacheOptions {
  /**
   * What every key begins with in Redis, such as `"shop:"`, so that several caches share one database.
   *
   * @default ""
   */
  prefix?: string | undefined;
  /**
   * How long values are kept, in milliseconds: a number from 1, or `Infinity`.
   *
   * @default Infinity
   */
  ttlMs?: number | undefined;
  /**
   * How long connecting may take, logging in included, in milliseconds.
   *
   * @default 5000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long Redis may take to answer one command, in milliseconds.
   *
   * @default 5000
   */
  commandTimeoutMs?: number | undefined;
  /**
   * The certificates that a `rediss://` server's one is checked against, in PEM.
   *
   * @default The certificates that the runtime trusts.
   */
  ca?: string | undefined;
}

const redisCacheOptions: OptionNames<RedisCacheOptions> = {
  prefix: true,
  ttlMs: true,
  connectTimeoutMs: true,
  commandTimeoutMs: true,
  ca: true,
};

/** How a value is written in Redis: any value as JSON, or text as it is. */
export type RedisFormat = "json" | "text";

/** Options for {@linkcode RedisCache.get}. */
export interface RedisGetOptions extends CacheOptions {
  /**
   * What the value was written as.
   *
   * @default "json"
   */
  format?: RedisFormat | undefined;
}

const redisGetOptions: OptionNames<RedisGetOptions> = { ...cacheOptions, format: true };

/** Options for {@linkcode RedisCache.set}. */
export interface RedisSetOptions extends CacheSetOptions {
  /**
   * What to write the value as; only text can be written as text.
   *
   * @default "json"
   */
  format?: RedisFormat | undefined;
}

const redisSetOptions: OptionNames<RedisSetOptions> = { ...cacheSetOptions, format: true };

/**
 * Keeps values in Redis, where other processes find them too, and other languages. It connects when it is first used,
 * over one connection for all commands, which are sent together where they come together.
 *
 * Nothing waits for ever: where Redis cannot be reached or does not answer, a command fails within its time limits with
 * a `RedisError` whose `retryable` is true, and the next one tries to connect again. A cache that is not closed keeps
 * the process alive once it has been used. Deno must allow `--allow-net`, and `--allow-env` for the driver; where it does
 * not, the error (`CACHE_NOT_ALLOWED`) names both.
 *
 * @example Keep an answer for a minute
 * ```ts ignore
 * import { RedisCache } from "@maktaba/std/cache";
 *
 * await using cache = new RedisCache("redis://localhost:6379", { prefix: "shop:" });
 * await cache.set("basket:7", { items: ["dates", "coffee"] }, { ttlMs: 60_000 });
 * const basket = await cache.get<{ items: string[] }>("basket:7");
 * ```
 */
export class RedisCache implements CacheStore {
  readonly #connection: RedisConnection;
  readonly #prefix: string;
  readonly #ttl: number | undefined;

  /**
   * Prepares the cache; nothing is opened or loaded yet.
   *
   * @param url Where Redis is: `redis://user:password@host:port/database`, or `rediss://` for TLS.
   * @param options The prefix and time limits.
   * @throws {ValidationError} If the URL or an option is wrong. The message does not show the URL.
   */
  constructor(url: string = "redis://localhost:6379", options: RedisCacheOptions = {}) {
    checkOptions(options, redisCacheOptions);
    const { prefix = "", connectTimeoutMs = 5_000, commandTimeoutMs = 5_000, ca } = options;
    const endpoint = parseRedisUrl(url);
    if (typeof prefix !== "string") throw notOfType("TEXT", "prefix", prefix);
    const limit = { min: 1, max: LONGEST_DELAY_MS };
    checkNumber("connectTimeoutMs", connectTimeoutMs, limit);
    checkNumber("commandTimeoutMs", commandTimeoutMs, limit);
    if (ca !== undefined) checkText("ca", ca);
    this.#prefix = prefix;
    this.#ttl = checkTtl("ttlMs", options.ttlMs);
    this.#connection = new RedisConnection(endpoint, { connectTimeoutMs, commandTimeoutMs, ca });
  }

  /**
   * Gives the value of a key.
   *
   * @param key The key.
   * @param options That the value was written as text.
   * @returns The text, or undefined where the key is not there.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * const text = await cache.get("greeting", { format: "text" });
   * ```
   */
  get(key: string, options: RedisGetOptions & { format: "text" }): Promise<string | undefined>;
  /**
   * Gives the value of a key.
   *
   * @typeParam T What the value is expected to be; it is not checked.
   * @param key The key.
   * @param options A signal.
   * @returns The value, or undefined where the key is not there.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses; `CACHE_NOT_JSON` if the value was not
   * written as JSON.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * const user = await cache.get<{ name: string }>("user:7");
   * ```
   */
  get<T = unknown>(key: string, options?: RedisGetOptions): Promise<T | undefined>;
  async get(key: string, options: RedisGetOptions = {}): Promise<unknown> {
    checkOptions(options, redisGetOptions);
    const { format = "json", signal } = options;
    checkFormat(format);
    const name = this.#name(key);
    const text = await this.#connection.run("GET", signal, (redis) => redis.get(name));
    if (text === null) return undefined;
    return format === "json" ? readJson(text) : text;
  }

  /**
   * Keeps a value under a key, in place of one that is there.
   *
   * @param key The key: text of at least one character.
   * @param value What JSON can hold; it comes back as `JSON.parse` reads it. Or text, where `format` says so.
   * @param options How long it is kept, and as what it is written.
   * @throws {ValidationError} If JSON cannot hold the value, or an argument is wrong.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * await cache.set("user:7", { name: "علي" }, { ttlMs: 60_000 });
   * await cache.set("greeting", "مرحبا", { format: "text" });
   * ```
   */
  async set(key: string, value: unknown, options: RedisSetOptions = {}): Promise<void> {
    checkOptions(options, redisSetOptions);
    const { format = "json", ttlMs, signal } = options;
    checkFormat(format);
    const name = this.#name(key);
    const text = format === "json" ? writeJson("value", value) : checkedText(value);
    const ttl = ttlMs === undefined ? this.#ttl : checkTtl("ttlMs", ttlMs);
    await this.#connection.run(
      "SET",
      signal,
      (redis) => ttl === undefined ? redis.set(name, text) : redis.set(name, text, "PX", ttl),
    );
  }

  /**
   * Removes a key.
   *
   * @param key The key.
   * @param options A signal.
   * @returns Whether it was there.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * const wasThere = await cache.delete("user:7");
   * ```
   */
  async delete(key: string, options: CacheOptions = {}): Promise<boolean> {
    checkOptions(options, cacheOptions);
    const name = this.#name(key);
    return await this.#connection.run("UNLINK", options.signal, (redis) => redis.unlink(name)) > 0;
  }

  /**
   * Tells whether a key is there.
   *
   * @param key The key.
   * @param options A signal.
   * @returns Whether it is there.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * const isThere = await cache.has("user:7");
   * ```
   */
  async has(key: string, options: CacheOptions = {}): Promise<boolean> {
    checkOptions(options, cacheOptions);
    const name = this.#name(key);
    return await this.#connection.run("EXISTS", options.signal, (redis) => redis.exists(name)) > 0;
  }

  /**
   * Gives the value of a key, and makes and keeps it where it is not there. Two callers at the same time may both make
   * it.
   *
   * @typeParam T The value.
   * @param key The key.
   * @param factory Makes the value, which is written as JSON.
   * @param options How long it is kept.
   * @returns The value.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   * @throws What the factory threw.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache();
   * const rate = await cache.getOrSet("rate:OMR", () => 2.6, { ttlMs: 3_600_000 });
   * ```
   */
  async getOrSet<T>(key: string, factory: () => PromiseLike<T> | T, options: CacheSetOptions = {}): Promise<T> {
    return await getOrSet(this as CacheStore<T>, key, factory, options);
  }

  /**
   * Removes every key that begins with this cache's prefix, a thousand at a time: other commands are not held up, and
   * keys that are written meanwhile may stay.
   *
   * @param options A signal.
   * @throws {ValidationError} If the cache has no prefix, as keys of others would be removed too.
   * @throws {RedisError} If Redis cannot be reached, does not answer or refuses.
   *
   * @example
   * ```ts ignore
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * await using cache = new RedisCache("redis://localhost:6379", { prefix: "shop:" });
   * await cache.clear();
   * ```
   */
  async clear(options: CacheOptions = {}): Promise<void> {
    checkOptions(options, cacheOptions);
    const { signal } = options;
    if (this.#prefix === "") throw new ValidationError({ code: "ARGUMENT_NO_PREFIX", params: { name: "prefix" } });
    const pattern = `${this.#prefix.replace(/[\\*?[\]^-]/g, "\\$&")}*`;
    let cursor = "0";
    do {
      const [next, keys] = await this.#connection.run(
        "SCAN",
        signal,
        (redis) => redis.scan(cursor, "MATCH", pattern, "COUNT", 1_000),
      );
      if (keys.length > 0) await this.#connection.run("UNLINK", signal, (redis) => redis.unlink(keys));
      cursor = next;
    } while (cursor !== "0");
  }

  /**
   * Waits for the commands under way, then disconnects. It never fails, and takes no longer than a command may take.
   * Commands that come later fail with `CACHE_CLOSED`.
   *
   * @returns When the connection is closed.
   *
   * @example
   * ```ts
   * import { RedisCache } from "@maktaba/std/cache";
   *
   * const cache = new RedisCache();
   * await cache.close();
   * await cache.close();
   * ```
   */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** Closes the cache, at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #name(key: string): string {
    checkText("key", key);
    return this.#prefix + key;
  }
}

function checkFormat(format: unknown): void {
  checkOneOf<RedisFormat>("format", format, ["json", "text"]);
}

function checkedText(value: unknown): string {
  if (typeof value === "string") return value;
  throw notOfType("TEXT", "value", typeof value);
}
