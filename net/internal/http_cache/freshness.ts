import { readHttpDate } from "../http_date.ts";
import { type Directives, durationOf, readDirectives } from "./directives.ts";
import { headersOf, type KeptAnswer } from "./kept_answer.ts";

/** What decides whether a kept answer may be given, with its headers read. */
export interface Aged {
  /** The kept answer. */
  readonly kept: KeptAnswer;
  /** Its headers. */
  readonly headers: Headers;
  /** Its directives. */
  readonly directives: Directives;
  /** How old it is (RFC 9111, section 4.2.3), in milliseconds. */
  readonly ageMs: number;
  /** How long it is fresh, counted from when it was made (section 4.2.1), in milliseconds. */
  readonly lifetimeMs: number;
}

// RFC 9110, section 15.1. A part (206) is never kept.
const HEURISTIC: ReadonlySet<number> = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);
// A typical share of the time since the last change (RFC 9111, section 4.2.2), and the most that is taken for fresh
// without the server's word.
const HEURISTIC_SHARE = 0.1;
const HEURISTIC_MOST_MS = 86_400_000;

/**
 * Tells how old a kept answer is and how long it is fresh.
 *
 * @param kept The answer.
 * @param ttlMs How long the caller takes it for fresh, whatever the server says.
 * @param now The time, by `Date.now()`.
 * @returns What decides whether it may be given.
 */
export function ageOf(kept: KeptAnswer, ttlMs: number | undefined, now: number): Aged {
  const headers = headersOf(kept);
  const directives = readDirectives(headers);
  if (ttlMs !== undefined) {
    return { kept, headers, directives, ageMs: Math.max(0, now - kept.receivedAt), lifetimeMs: ttlMs };
  }
  return {
    kept,
    headers,
    directives,
    ageMs: currentAge(kept, headers, now),
    lifetimeMs: lifetimeOf(kept.status, headers, directives, kept.receivedAt),
  };
}

// RFC 9111, section 4.2.3, with its names.
function currentAge({ requestedAt, receivedAt }: KeptAnswer, headers: Headers, now: number): number {
  const dateValue = readHttpDate(headers.get("date")) ?? receivedAt;
  const apparentAge = Math.max(0, receivedAt - dateValue);
  const correctedAgeValue = ageValue(headers) + Math.max(0, receivedAt - requestedAt);
  return Math.max(apparentAge, correctedAgeValue) + Math.max(0, now - receivedAt);
}

// The first of several, and none for what is no number (section 5.1).
function ageValue(headers: Headers): number {
  const first = (headers.get("age") ?? "").split(",", 1)[0]!.trim();
  return /^\d+$/.test(first) ? Math.min(Number(first), 2_147_483_648) * 1_000 : 0;
}

/**
 * Tells how long an answer is fresh (RFC 9111, section 4.2.1); for a private cache, so that `s-maxage` says nothing.
 *
 * @param status Its status.
 * @param headers Its headers.
 * @param directives Its directives.
 * @param receivedAt When it came, for where it has no date.
 * @returns The time in milliseconds.
 */
export function lifetimeOf(status: number, headers: Headers, directives: Directives, receivedAt: number): number {
  const maxAge = durationOf(directives, "max-age");
  if (maxAge !== undefined) return maxAge;
  const date = readHttpDate(headers.get("date")) ?? receivedAt;
  const expires = headers.get("expires");
  // What is no date, "0" above all, means that it is over (section 5.3).
  if (expires !== null) return Math.max(0, (readHttpDate(expires) ?? date) - date);
  if (!isHeuristic(status, directives)) return 0;
  const changed = readHttpDate(headers.get("last-modified"));
  return changed === undefined ? 0 : Math.min(Math.max(0, date - changed) * HEURISTIC_SHARE, HEURISTIC_MOST_MS);
}

/** Whether an answer may be taken for fresh though the server does not say for how long. */
export function isHeuristic(status: number, directives: Directives): boolean {
  return HEURISTIC.has(status) || directives.has("public");
}
