import { report } from "../../../internal/report.ts";
import type { AnswerCache } from "../../answer_cache.ts";
import type { Answer } from "../answer.ts";
import { nextHop } from "../redirect.ts";
import type { RequestPlan } from "../request_plan.ts";
import { CacheExchange, type Read } from "./cache_exchange.ts";
import type { Outcome } from "./outcome.ts";
import { hasConditions } from "./validation.ts";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Makes a request through a private cache (RFC 9111, RFC 5861).
 *
 * @typeParam T What is made of the answer.
 * @param plan The request.
 * @param cache The caller's cache.
 * @param signal Ends it.
 * @param read Makes something of an answer, or throws; what it reads to its end may be kept.
 * @returns What was made of the answer.
 */
export function cachedRequest<T>(
  plan: RequestPlan,
  cache: AnswerCache,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  const told: Read<T> = async (answer, outcome) => {
    if (outcome !== undefined) tell(plan, cache, outcome);
    return await read(answer);
  };
  const run = new CacheExchange(plan, cache, signal, told);
  if (!SAFE.has(plan.method)) return run.unsafe();
  if (plan.method === "OPTIONS" || hasConditions(plan.headers)) return run.passing();
  // What is done to each attempt of a client is meant for the URL that it begins with, not for where that redirects to.
  const isFollowed = cache.ttlMs === undefined && plan.prepare === undefined && plan.maxRedirects !== 0;
  return isFollowed ? followed(plan, cache, signal, told) : run.run();
}

function tell({ method, url }: RequestPlan, cache: AnswerCache, outcome: Outcome): void {
  if (outcome.source !== "network") {
    const level = outcome.error === undefined ? "debug" : "warning";
    report(level, "net", "An answer came from the cache", { method, url, ...outcome });
  }
  cache.onAnswer?.({ ...outcome, url: new URL(url) });
}

// Of a redirect, what it says does not matter, but only what was read to its end is kept.
const REDIRECT_BYTES = 65_536;

/** Follows redirects step by step, as each answer on the way may be kept by rules of its own. */
async function followed<T>(
  plan: RequestPlan,
  cache: AnswerCache,
  signal: AbortSignal | undefined,
  read: Read<T>,
): Promise<T> {
  const end = performance.now() + (plan.totalTimeoutMs ?? Infinity);
  let step: RequestPlan = { ...plan, maxRedirects: 0 };
  for (let redirects = 0;; redirects++) {
    const outcome = await new CacheExchange(step, cache, signal, async (answer, outcome) => {
      const next = nextHop(step, answer, redirects, plan.maxRedirects);
      if (next === undefined) return { value: await read(answer, outcome) };
      if (answer.hasBody) await answer.beginning(REDIRECT_BYTES);
      return { next };
    }).run();
    if (outcome.next === undefined) return outcome.value as T;
    const left = plan.totalTimeoutMs === undefined ? undefined : Math.max(1, end - performance.now());
    step = { ...step, ...outcome.next, totalTimeoutMs: left };
  }
}
