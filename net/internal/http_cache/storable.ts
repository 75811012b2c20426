import type { AnswerCache } from "../../answer_cache.ts";
import { type Directives, durationOf, readDirectives } from "./directives.ts";
import { isHeuristic, lifetimeOf } from "./freshness.ts";

/** What is known of an answer when it begins to come. */
export interface NewAnswer {
  /** What it was asked by. */
  readonly method: string;
  /** The request's headers. */
  readonly request: Headers;
  /** Its status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: Headers;
  /** When it came. */
  readonly receivedAt: number;
}

// Those that are understood here in that they have no rules of their own; a part and what refers to another answer do.
const NOT_ALONE: ReadonlySet<number> = new Set([206, 304]);
const UNDERSTOOD: ReadonlySet<number> = new Set([
  ...[200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501],
]);
// With which an answer is kept though nobody knows how long it is good for: it can be asked for anew by its validator.
const VALIDATED_MS = 604_800_000;

/**
 * Tells whether and for how long an answer is worth a place in the store.
 *
 * @param answer The answer.
 * @param options The caller's options.
 * @returns The time in milliseconds; 0 where it may not be kept or would never be used.
 */
export function keepingMs(answer: NewAnswer, options: AnswerCache): number {
  return mayBeKept(answer, options) ? usefulMs(answer, options) : 0;
}

/** RFC 9111, section 3, for a private cache. */
function mayBeKept({ method, request, status, headers }: NewAnswer, { ttlMs }: AnswerCache): boolean {
  const given = readDirectives(headers);
  if (NOT_ALONE.has(status) || forbids(given, status) || readDirectives(request).has("no-store")) return false;
  if (ttlMs !== undefined) return method === "GET" && status >= 200 && status <= 299 && ![204, 205].includes(status);
  if (headers.get("vary")?.includes("*")) return false;
  return ["public", "private", "max-age"].some((name) => given.has(name)) || headers.has("expires") ||
    isHeuristic(status, given);
}

/** Whether a server forbids to keep an answer, or to use it for anybody else (section 5.2.2.5). */
function forbids(given: Directives, status: number): boolean {
  if (given.has("must-understand")) return !UNDERSTOOD.has(status);
  return given.has("no-store");
}

function usefulMs({ status, headers, receivedAt }: NewAnswer, options: AnswerCache): number {
  const given = readDirectives(headers);
  const { ttlMs, staleIfErrorMs = 0, staleWhileRevalidateMs = 0 } = options;
  const freshMs = ttlMs ?? lifetimeOf(status, headers, given, receivedAt);
  const staleMs = Math.max(
    staleIfErrorMs,
    durationOf(given, "stale-while-revalidate") ?? staleWhileRevalidateMs,
    durationOf(given, "stale-if-error") ?? 0,
    headers.has("etag") || headers.has("last-modified") ? VALIDATED_MS : 0,
  );
  return freshMs + staleMs;
}

// A header that concerns the connection alone (section 3.1), and cookies: they were for the one who asked then.
const NOT_KEPT: ReadonlySet<string> = new Set([
  ...["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["proxy-authenticate", "proxy-authentication-info", "proxy-authorization", "set-cookie", "set-cookie2"],
]);

/**
 * Gives the headers of an answer that are kept.
 *
 * @param headers The headers.
 * @returns Names and values.
 */
export function keptHeaders(headers: Headers): [name: string, value: string][] {
  const named = new Set((headers.get("connection") ?? "").toLowerCase().split(",").map((name) => name.trim()));
  return [...headers].filter(([name]) => !NOT_KEPT.has(name) && !named.has(name));
}

/**
 * Tells whether an answer may also be given to those who asked for the same while it was under way.
 *
 * @param answer The answer.
 * @returns Whether it may.
 */
export function mayBeShared({ request, status, headers }: NewAnswer): boolean {
  const given = readDirectives(headers);
  const isForbidden = forbids(given, status) || given.has("no-cache") || NOT_ALONE.has(status) ||
    readDirectives(request).has("no-store");
  return !isForbidden && !headers.get("vary")?.includes("*");
}
