import { mapConcurrent } from "../../../async/map_concurrent.ts";
import { checkOptions } from "../../../internal/validate.ts";
import type { BatchItem, BatchOutcome, RequestStreamOptions } from "../../request_batch.ts";
import { askItem, senderFor } from "./ask_item.ts";
import { checkBatch, checkIterable, toError } from "./check_batch.ts";
import { streamNames } from "./option_names.ts";
import { SharedAnswers } from "./shared_answers.ts";

/**
 * Makes many requests and gives their outcomes as they come.
 *
 * @typeParam T What the answers are.
 * @param requests The requests.
 * @param options How many at a time, and options for all of them.
 * @returns The outcomes.
 */
export function runStream<T>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options: RequestStreamOptions,
): AsyncIterable<BatchOutcome<T>> {
  checkOptions(options, streamNames);
  checkIterable(requests);
  const { concurrency = 16, deduplicate = true, ordered = false, client, signal, ...given } = options;
  const send = senderFor(client);
  const shared = checkBatch({ concurrency, client, shared: given });
  // Only those under way are shared: to keep all would take memory without end.
  const answers = deduplicate ? new SharedAnswers(false) : undefined;
  const outcome = async (item: BatchItem, index: number, ended: AbortSignal): Promise<BatchOutcome<T>> => {
    try {
      return { index, request: item, value: await askItem(send, item, { ...shared, signal: ended }, answers) as T };
    } catch (error) {
      ended.throwIfAborted();
      return { index, request: item, error: toError(error) };
    }
  };
  return mapConcurrent(requests, outcome, { concurrency, ordered, signal });
}
