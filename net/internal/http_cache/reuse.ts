import type { AnswerCache } from "../../answer_cache.ts";
import { type Directives, durationOf, readDirectives } from "./directives.ts";
import type { Aged } from "./freshness.ts";

/**
 * What may be done with a kept answer: it is `"fresh"`, may be given though it is `"stale"`, may be given while it is
 * asked for anew (`"refresh"`), or must be validated first.
 */
export type Verdict = "fresh" | "stale" | "refresh" | "validate";

/** The caller's word on stale answers. */
export type StaleOptions = Pick<AnswerCache, "ttlMs" | "staleWhileRevalidateMs" | "staleIfErrorMs">;

/**
 * Tells whether a kept answer may be given (RFC 9111, sections 4 and 5.2; RFC 5861).
 *
 * @param aged The answer.
 * @param request The request's headers.
 * @param options The caller's options.
 * @returns What may be done with it.
 */
export function judge(aged: Aged, request: Headers, options: StaleOptions): Verdict {
  const asked = requestDirectives(request);
  const given = responseDirectives(aged, options);
  if (asked.has("no-cache") || given.has("no-cache")) return "validate";
  const leftMs = aged.lifetimeMs - aged.ageMs;
  const maxAge = durationOf(asked, "max-age");
  if (maxAge !== undefined && aged.ageMs > maxAge) return "validate";
  if (leftMs < (durationOf(asked, "min-fresh") ?? -Infinity)) return "validate";
  if (leftMs > 0) return "fresh";
  if (given.has("must-revalidate")) return "validate";
  if (asked.has("max-stale")) return isWithinMaxStale(asked, -leftMs) ? "stale" : "validate";
  // Who names an age does not want a stale answer (section 5.2.1.1).
  if (maxAge !== undefined) return "validate";
  const window = durationOf(given, "stale-while-revalidate") ?? options.staleWhileRevalidateMs ?? 0;
  return -leftMs < window ? "refresh" : "validate";
}

/**
 * Tells whether a kept answer may be given in the place of one that could not be had (RFC 5861, section 4).
 *
 * @param aged The answer.
 * @param request The request's headers.
 * @param options The caller's options.
 * @returns Whether it may.
 */
export function mayReplaceFailure(aged: Aged, request: Headers, options: StaleOptions): boolean {
  const asked = requestDirectives(request);
  const given = responseDirectives(aged, options);
  if (asked.has("no-cache") || given.has("no-cache") || given.has("must-revalidate")) return false;
  const windows = [
    durationOf(asked, "stale-if-error"),
    durationOf(given, "stale-if-error"),
    options.staleIfErrorMs,
  ].filter((ms) => ms !== undefined);
  return windows.length > 0 && aged.ageMs - aged.lifetimeMs <= Math.max(...windows);
}

// What a request says by the older header counts where the newer one is not there (RFC 9111, section 5.4).
function requestDirectives(request: Headers): Directives {
  const directives = readDirectives(request);
  const isPragma = directives.size === 0 && /\bno-cache\b/i.test(request.get("pragma") ?? "");
  return isPragma ? new Map([["no-cache", undefined]]) : directives;
}

const NONE: Directives = new Map();

// A caller who says how long an answer is kept says it in the server's place.
function responseDirectives({ directives }: Aged, { ttlMs }: StaleOptions): Directives {
  return ttlMs === undefined ? directives : NONE;
}

function isWithinMaxStale(asked: Directives, staleMs: number): boolean {
  return asked.get("max-stale") === undefined || staleMs <= durationOf(asked, "max-stale")!;
}

/** Whether a request wants nothing but what is kept. */
export function wantsKeptOnly(request: Headers): boolean {
  return readDirectives(request).has("only-if-cached");
}
