import { ValidationError } from "../../../errors/validation_error.ts";
import { checkInteger } from "../../../internal/validate.ts";
import type { BatchItem } from "../../request_batch.ts";
import type { RequestOptions } from "../../request.ts";
import { toHeaders } from "../request_headers.ts";
import { checkLimits } from "../request_plan.ts";

/**
 * Checks what all requests of a batch have in common, once and before the first is made.
 *
 * @param concurrency How many at a time.
 * @param shared The options of each request.
 */
export function checkBatch(concurrency: number, shared: RequestOptions): void {
  checkInteger("concurrency", concurrency, { min: 1 });
  checkLimits(shared);
  toHeaders(shared.headers);
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
