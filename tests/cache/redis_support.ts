import { Redis } from "ioredis";
import { RedisCache, type RedisCacheOptions } from "../../mod.ts";
import { uniqueName } from "../support/mod.ts";

/** Makes a cache whose keys no other test has. */
export function openCache(url: string, options: RedisCacheOptions = {}): { cache: RedisCache; prefix: string } {
  const prefix = `${uniqueName("cache")}:`;
  return { cache: new RedisCache(url, { prefix, ...options }), prefix };
}

/** Talks to Redis by the driver itself. */
export async function withRaw<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

/** The same server on another port. */
export function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}

/** The port of a server. */
export function portOf(url: string): number {
  return Number(new URL(url).port || 6_379);
}
