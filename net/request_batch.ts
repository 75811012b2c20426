import { ValidationError } from "../errors/validation_error.ts";
import { abandonOnAbort, LinkedSignal, withSignal } from "../internal/signals.ts";
import { checkFunction, checkInteger, checkObject } from "../internal/validate.ts";
import { request, type RequestMethod, type RequestOptions } from "./request.ts";

/** One of the requests of a batch. Its own options come before those of the batch. */
export interface BatchRequest extends RequestOptions {
  /**
   * The HTTP method.
   *
   * @default "GET"
   */
  method?: RequestMethod | undefined;
  /** Where to. */
  url: string | URL;
}

/** How far a batch has come. */
export interface BatchProgress {
  /** How many requests have ended. */
  done: number;
  /** How many of these failed. */
  failed: number;
  /** How many there are in all, if that is known. */
  total: number | undefined;
}

/** Options for {@linkcode requestBatch}: those of {@linkcode request}, for all requests, and these. */
export interface RequestBatchOptions extends Omit<RequestOptions, "onProgress" | "body" | "uploadFile"> {
  /**
   * How many requests run at a time: a whole number from 1.
   *
   * @default 16
   */
  concurrency?: number | undefined;
  /** Called after each request. */
  onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Cancels all requests; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * The result of one request of a batch: what was answered, or the error that it failed with.
 *
 * @typeParam T What the answer is.
 */
export type BatchResult<T> = T | Error;

/**
 * Makes many requests, some at a time, and gives their results in the order in which they were passed. A request that
 * fails leaves its error in its place and stops no other.
 *
 * Requests are taken from `requests` only as their turn comes: of an iterable of a million, no more are held than run.
 *
 * @typeParam T What the answers are; nothing checks it.
 * @param requests The requests, or just their URLs.
 * @param options How many at a time, and options for all of them.
 * @returns What was answered, or the errors.
 * @throws {ValidationError} If an option is wrong, or `requests` is no iterable. What is wrong in one request is that
 *   request's error.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Some fail, the others do not
 * ```ts
 * import { requestBatch } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer(({ url }, response) => {
 *   response.writeHead(url === "/2" ? 404 : 200, { "content-type": "text/plain" }).end(url);
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const [first, second, third] = await requestBatch([1, 2, 3].map((n) => `http://127.0.0.1:${port}/${n}`));
 * assert.equal(first, "/1");
 * assert.ok(second instanceof Error);
 * assert.equal(third, "/3");
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function requestBatch<T = unknown>(
  requests: Iterable<BatchRequest | string | URL> | AsyncIterable<BatchRequest | string | URL>,
  options: RequestBatchOptions = {},
): Promise<BatchResult<T>[]> {
  checkObject("options", options as unknown);
  const { concurrency = 16, onProgress, signal: _, ...shared } = options;
  checkInteger("concurrency", concurrency, { min: 1 });
  if (onProgress !== undefined) checkFunction("onProgress", onProgress as unknown);
  const source = iterate(requests);
  return await withSignal(options.signal, async (signal) => {
    using linked = new LinkedSignal([signal]);
    const batch: Batch<T> = {
      ...source,
      shared: { ...shared, signal: linked.signal },
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

type BatchItem = BatchRequest | string | URL;

/** Where the requests come from. */
interface Source {
  readonly total: number | undefined;
  next(): PromiseLike<IteratorResult<BatchItem>> | IteratorResult<BatchItem>;
  /** Lets go of what is left. */
  stop(): void;
}

interface Batch<T> extends Source {
  readonly shared: RequestOptions;
  readonly linked: LinkedSignal;
  readonly onProgress: ((progress: BatchProgress) => void) | undefined;
  readonly results: BatchResult<T>[];
  done: number;
  failed: number;
  running: number;
  onEnded: () => void;
}

function iterate(requests: Iterable<BatchItem> | AsyncIterable<BatchItem>): Source {
  const isObject = typeof requests === "object" && requests !== null;
  if (!isObject || !(Symbol.iterator in requests || Symbol.asyncIterator in requests)) {
    throw new ValidationError({ code: "ARGUMENT_NOT_ITERABLE", params: { name: "requests", value: requests } });
  }
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
async function ended<T>(batch: Batch<T>): Promise<void> {
  await new Promise<void>((resolve) => batch.onEnded = resolve);
}

async function runOne<T>(batch: Batch<T>, item: BatchItem, index: number): Promise<void> {
  batch.running++;
  try {
    batch.results[index] = await ask<T>(item, batch.shared);
  } catch (error) {
    batch.failed++;
    batch.results[index] = error instanceof Error ? error : new Error(String(error), { cause: error });
  }
  batch.running--;
  batch.done++;
  tell(batch);
  batch.onEnded();
}

async function ask<T>(item: BatchItem, shared: RequestOptions): Promise<T> {
  if (typeof item === "string" || item instanceof URL) return await request<T>("GET", item, shared);
  checkObject("requests", item as unknown);
  const { method = "GET", url, signal, ...own } = item;
  if (signal === undefined) return await request<T>(method, url, { ...shared, ...own });
  using both = new LinkedSignal([shared.signal, signal]);
  return await request<T>(method, url, { ...shared, ...own, signal: both.signal });
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
