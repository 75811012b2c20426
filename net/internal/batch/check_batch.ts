import { ValidationError } from "../../../errors/validation_error.ts";
import { RateLimit } from "../../../async/rate_limit.ts";
import { checkInteger } from "../../../internal/validate.ts";
import type { BatchItem } from "../../request_batch.ts";
import type { Client } from "../../client.ts";
import type { RequestOptions } from "../../request.ts";
import { optionsOf } from "../client/client_shell.ts";
import { rateLimitOf } from "../origin_pace.ts";
import { toHeaders } from "../request_headers.ts";
import { checkLimits } from "../request_plan.ts";

/** What all requests of a batch have in common. */
export interface BatchCommons {
  /** How many at a time. */
  readonly concurrency: number;
  /** The client that they go by, if any. */
  readonly client: Client | undefined;
  /** The options of each request. */
  readonly shared: RequestOptions;
}

/**
 * Checks what all requests of a batch have in common, once and before the first is made.
 *
 * @param commons What they have in common.
 * @returns The options of each request, with what a batch has by default or of its own.
 */
export function checkBatch({ concurrency, client, shared }: BatchCommons): RequestOptions {
  checkInteger("concurrency", concurrency, { min: 1 });
  checkLimits(shared);
  toHeaders(shared.headers);
  const { rate, ratePerOrigin, shareRetryAfter = sharedByClient(client) ?? true } = shared;
  if (ratePerOrigin !== undefined) rateLimitOf("ratePerOrigin", ratePerOrigin);
  // A client has a budget of its own, or has said that it wants none.
  const retry = client === undefined ? { ...shared.retry, budget: shared.retry?.budget ?? {} } : shared.retry;
  if (rate === undefined) return { ...shared, retry, shareRetryAfter };
  return { ...shared, retry, shareRetryAfter, rate: rate instanceof RateLimit ? rate : rateLimitOf("rate", rate) };
}

function sharedByClient(client: Client | undefined): boolean | undefined {
  return optionsOf(client)?.findLast((options) => options.shareRetryAfter !== undefined)?.shareRetryAfter;
}

/** Throws unless requests can be iterated over. */
export function checkIterable(requests: Iterable<BatchItem> | AsyncIterable<BatchItem>): void {
  const isObject = typeof requests === "object" && requests !== null;
  if (isObject && (Symbol.iterator in requests || Symbol.asyncIterator in requests)) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_ITERABLE", params: { name: "requests", value: requests } });
}

/** Gives what a request failed with as an error. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
