import { ValidationError } from "../../../errors/validation_error.ts";
import { checkInteger, checkNumber, checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { AnswerCache } from "../../answer_cache.ts";

const CACHE_OPTIONS: OptionNames<AnswerCache> = {
  store: true,
  ttlMs: true,
  force: "boolean",
  staleWhileRevalidateMs: true,
  staleIfErrorMs: true,
  maxBytes: true,
  onAnswer: "function",
};

/**
 * Checks how answers are to be kept.
 *
 * @param cache What the caller gave.
 */
export function checkCache(cache: AnswerCache | undefined): void {
  if (cache === undefined) return;
  checkOptions(cache, CACHE_OPTIONS, "cache");
  const { store, ttlMs, staleWhileRevalidateMs, staleIfErrorMs, maxBytes } = cache;
  if (typeof store?.get !== "function" || typeof store.set !== "function") {
    throw new ValidationError({ code: "ARGUMENT_NOT_STORE", params: { name: "store", value: store } });
  }
  if (ttlMs !== undefined) checkNumber("ttlMs", ttlMs, { min: 1, max: Infinity });
  const windows = { staleWhileRevalidateMs, staleIfErrorMs };
  for (const [name, ms] of Object.entries(windows)) if (ms !== undefined) checkNumber(name, ms, { max: Infinity });
  if (maxBytes !== undefined) checkInteger("maxBytes", maxBytes);
}
