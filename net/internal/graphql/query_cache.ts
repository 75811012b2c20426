import { ValidationError } from "../../../errors/validation_error.ts";
import { report } from "../../../internal/report.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import { checkNumber, checkOptions } from "../../../internal/validate.ts";
import type { GraphQLCache } from "../../graphql.ts";
import { GRAPHQL_CACHE_OPTIONS } from "./option_names.ts";
import { isResult, type RawResult } from "./read_result.ts";
import { sha256 } from "./sha256.ts";

/** What the answer to a query depends on. */
export interface AskedQuery {
  /** Where to. */
  readonly url: URL;
  /** What is sent along: it may be who asks. */
  readonly headers: Headers;
  /** The document. */
  readonly query: string;
  /** The values of its variables. */
  readonly variables: object | undefined;
  /** Which operation of the document. */
  readonly operationName: string | undefined;
}

/** A result that may be kept. */
export interface FetchedResult {
  /** The result. */
  readonly result: RawResult;
  /** What the server says about keeping it. */
  readonly cacheControl: string;
}

/**
 * Checks how answers are to be kept.
 *
 * @param cache What the caller gave.
 */
export function checkQueryCache(cache: GraphQLCache): void {
  checkOptions(cache, GRAPHQL_CACHE_OPTIONS, "cache");
  const { store, ttlMs } = cache;
  if (typeof store?.get !== "function" || typeof store.set !== "function") {
    throw new ValidationError({ code: "ARGUMENT_NOT_STORE", params: { name: "store", value: store } });
  }
  if (ttlMs !== undefined) checkNumber("ttlMs", ttlMs, { min: 1, max: Infinity });
}

/**
 * Gives the result that a cache holds; where it holds none, asks for it and keeps it.
 *
 * @param cache The caller's cache.
 * @param asked The query.
 * @param signal Ends it.
 * @param fetchResult Asks the server; throws where there are errors.
 * @returns The result.
 */
export async function cachedResult(
  cache: GraphQLCache,
  asked: AskedQuery,
  signal: AbortSignal | undefined,
  fetchResult: () => Promise<FetchedResult>,
): Promise<RawResult> {
  const key = await keyOf(asked);
  const kept = cache.force === true ? undefined : await guarded(asked, signal, () => cache.store.get(key));
  // A store may be shared with others, and may have been written by another version.
  if (isResult(kept)) return kept;
  const { result, cacheControl } = await fetchResult();
  const ttlMs = cache.ttlMs ?? maxAgeMs(cacheControl);
  if (!/\bno-store\b/i.test(cacheControl) && ttlMs !== 0) {
    // As text and back: what the caller changes must not change what is kept.
    const copy: unknown = JSON.parse(JSON.stringify(result));
    await guarded(asked, signal, () => cache.store.set(key, copy, ttlMs === undefined ? {} : { ttlMs }));
  }
  return result;
}

// What says nothing of who asks, or is new each time.
const INDIFFERENT: ReadonlySet<string> = new Set(["accept", "content-type", "idempotency-key"]);

async function keyOf({ url, headers, query, variables, operationName }: AskedQuery): Promise<string> {
  const sent = [...headers].filter(([name]) => !INDIFFERENT.has(name));
  const digest = await sha256(JSON.stringify([url.href, sent, query, variables, operationName]));
  return `net:graphql:${digest}`;
}

function maxAgeMs(cacheControl: string): number | undefined {
  const seconds = /\bmax-age\s*=\s*"?(\d+)/i.exec(cacheControl)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

// A cache that is down makes a program slower, not broken.
async function guarded(
  { url }: AskedQuery,
  signal: AbortSignal | undefined,
  work: () => unknown,
): Promise<unknown> {
  try {
    return await abandonOnAbort(Promise.resolve(work()), signal);
  } catch (error) {
    signal?.throwIfAborted();
    report("warning", "net", "The cache of GraphQL answers failed", { url, error });
    return undefined;
  }
}
