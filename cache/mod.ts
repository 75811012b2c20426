/**
 * Caches: in this process' memory, bounded in number, size and time, and in Redis; both by one contract.
 *
 * @example Keep an answer for a minute
 * ```ts
 * import { MemoryCache } from "@maktaba/std/cache";
 * import assert from "node:assert/strict";
 *
 * await using cache = new MemoryCache<number>({ maxEntries: 1_000, ttlMs: 60_000 });
 * const answer = await cache.getOrSet("answer", async () => 42);
 * assert.equal(answer, 42);
 * ```
 *
 * @module
 */

export * from "../errors/redis_error.ts";
export * from "./cache_store.ts";
export * from "./memory_cache.ts";
export * from "./redis_cache.ts";
