import type { OptionNames } from "../../../internal/validate.ts";
import type { RequestBatchOptions, RequestStreamOptions } from "../../request_batch.ts";
import { REQUEST_OPTIONS } from "../option_names.ts";

// What belongs to one request alone is none of a batch's options.
const { body: _body, uploadFile: _uploadFile, onProgress: _onProgress, ...shared } = REQUEST_OPTIONS;

const common = { ...shared, client: true, concurrency: true, deduplicate: "boolean" } as const;

/** The options of `requestBatch`. */
export const batchNames: OptionNames<RequestBatchOptions> = {
  ...common,
  onProgress: "function",
  returnErrors: "boolean",
};

/** The options of `requestStream`. */
export const streamNames: OptionNames<RequestStreamOptions> = { ...common, ordered: "boolean" };
