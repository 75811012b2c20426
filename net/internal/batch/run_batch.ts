import { abandonOnAbort, LinkedSignal, withSignal } from "../../../internal/signals.ts";
import { checkOptions } from "../../../internal/validate.ts";
import type { BatchItem, BatchProgress, BatchResult, RequestBatchOptions } from "../../request_batch.ts";
import type { RequestOptions } from "../../request.ts";
import { askItem, type Sender, senderFor } from "./ask_item.ts";
import { checkBatch, checkIterable, toError } from "./check_batch.ts";
import { batchNames } from "./option_names.ts";
import { SharedAnswers } from "./shared_answers.ts";

/**
 * Makes many requests.
 *
 * @typeParam T What the answers are.
 * @param requests The requests.
 * @param options How many at a time, and options for all of them.
 * @returns What was answered, or the errors.
 */
export async function runBatch<T>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options: RequestBatchOptions,
): Promise<BatchResult<T>[]> {
  checkOptions(options, batchNames);
  const { concurrency = 16, deduplicate = true, returnErrors = true, onProgress, client, signal: _, ...given } =
    options;
  const send = senderFor(client);
  const shared = checkBatch({ concurrency, client, shared: given });
  const source = iterate(requests);
  return await withSignal(options.signal, async (signal) => {
    using linked = new LinkedSignal([signal]);
    const batch: Batch<T> = {
      ...source,
      send,
      shared: { ...shared, signal: linked.signal },
      answers: deduplicate ? new SharedAnswers(true) : undefined,
      returnErrors,
      linked,
      onProgress,
      results: [],
      done: 0,
      failed: 0,
      running: 0,
      onEnded: () => {},
    };
    try {
      await run(batch, concurrency);
      return batch.results;
    } finally {
      batch.stop();
    }
  });
}

/** Where the requests come from. */
interface Source {
  readonly total: number | undefined;
  next(): PromiseLike<IteratorResult<BatchItem>> | IteratorResult<BatchItem>;
  /** Lets go of what is left. */
  stop(): void;
}

interface Batch<T> extends Source {
  readonly send: Sender;
  readonly shared: RequestOptions;
  readonly answers: SharedAnswers | undefined;
  readonly returnErrors: boolean;
  readonly linked: LinkedSignal;
  readonly onProgress: ((progress: BatchProgress) => void) | undefined;
  readonly results: BatchResult<T>[];
  done: number;
  failed: number;
  running: number;
  onEnded: () => void;
}

function iterate(requests: Iterable<BatchItem> | AsyncIterable<BatchItem>): Source {
  checkIterable(requests);
  const iterator = Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
  return {
    total: Array.isArray(requests) ? requests.length : undefined,
    next: () => iterator.next(),
    // Not waited for: a generator that waits for something itself would not return before that has come.
    stop: () => void Promise.resolve(iterator.return?.()).catch(() => {}),
  };
}

/** Starts requests as long as there is room, and waits until all have ended. */
async function run<T>(batch: Batch<T>, concurrency: number): Promise<void> {
  const { signal } = batch.linked;
  try {
    while (true) {
      const turn = batch.next();
      const { done, value } = "then" in turn ? await abandonOnAbort(Promise.resolve(turn), signal) : turn;
      if (done) break;
      void runOne(batch, value, batch.results.push(undefined as T) - 1);
      while (batch.running >= concurrency) await ended(batch);
      signal.throwIfAborted();
    }
  } catch (error) {
    batch.linked.abort(error);
  }
  // Also when it has failed, so that nothing runs on when the batch has rejected.
  while (batch.running > 0) await ended(batch);
  signal.throwIfAborted();
}

/** Waits until one of the requests that run has ended. */
function ended<T>(batch: Batch<T>): Promise<void> {
  return new Promise((resolve) => batch.onEnded = resolve);
}

async function runOne<T>(batch: Batch<T>, item: BatchItem, index: number): Promise<void> {
  batch.running++;
  try {
    batch.results[index] = await askItem(batch.send, item, batch.shared, batch.answers) as T;
  } catch (error) {
    batch.failed++;
    batch.results[index] = toError(error);
    if (!batch.returnErrors) batch.linked.abort(error);
  }
  batch.running--;
  batch.done++;
  tell(batch);
  batch.onEnded();
}

// The caller's function may throw: the batch then ends with what it threw, after the requests that still run.
function tell<T>({ linked, onProgress, done, failed, total }: Batch<T>): void {
  if (onProgress === undefined || linked.signal.aborted) return;
  try {
    onProgress({ done, failed, total });
  } catch (error) {
    linked.abort(error);
  }
}
