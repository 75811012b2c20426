import type { OptionNames } from "../../internal/validate.ts";
import type { CacheOptions, CacheSetOptions } from "../cache_store.ts";

/** The options of every operation. */
export const cacheOptions: OptionNames<CacheOptions> = { signal: true };

/** The options of keeping a value. */
export const cacheSetOptions: OptionNames<CacheSetOptions> = { signal: true, ttlMs: true };
