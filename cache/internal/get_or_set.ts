import { checkFunction, checkOptions } from "../../internal/validate.ts";
import type { CacheSetOptions, CacheStore } from "../cache_store.ts";
import { cacheSetOptions } from "./option_names.ts";

/**
 * Gives the value of a key, and makes and keeps it where it is not there.
 *
 * @typeParam V The value.
 * @param store Where it is kept.
 * @param key The key.
 * @param factory Makes the value; undefined is not kept.
 * @param options How long it is kept.
 * @returns The value.
 */
export async function getOrSet<V>(
  store: Pick<CacheStore<V>, "get" | "set">,
  key: string,
  factory: () => PromiseLike<V> | V,
  options: CacheSetOptions,
): Promise<V> {
  checkFunction("factory", factory);
  checkOptions(options, cacheSetOptions);
  const known = await store.get(key, { signal: options.signal });
  if (known !== undefined) return known;
  const value = await factory();
  if (value !== undefined) await store.set(key, value, options);
  return value;
}
