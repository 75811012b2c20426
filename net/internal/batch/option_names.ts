import type { OptionNames } from "../../../internal/validate.ts";
import type { RequestBatchOptions, RequestStreamOptions } from "../../request_batch.ts";

/** The options of `requestStream`. */
export const streamNames: OptionNames<RequestStreamOptions> = {
  headers: true,
  query: true,
  connectTimeoutMs: true,
  readTimeoutMs: true,
  timeoutMs: true,
  totalTimeoutMs: true,
  retry: true,
  circuitBreaker: true,
  maxPerOrigin: true,
  fallback: true,
  cache: true,
  maxBytes: true,
  signal: true,
  concurrency: true,
  deduplicate: true,
  ordered: true,
};

const { ordered: _, ...common } = streamNames;

/** The options of `requestBatch`. */
export const batchNames: OptionNames<RequestBatchOptions> = { ...common, onProgress: true, returnErrors: true };
