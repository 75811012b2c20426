import { allFromCaller, fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { Client } from "./client.ts";
import type { RequestMethod, RequestOptions } from "./request.ts";

const running = lazy(() => import("./internal/batch/run_batch.ts"));

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

/** A request of a batch, just its URL, or a function that gives one of these when its turn comes. */
export type BatchItem =
  | BatchRequest
  | string
  | URL
  | (() => BatchRequest | string | URL | PromiseLike<BatchRequest | string | URL>);

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
   * The client of {@linkcode createClient} that makes the requests; URLs may be relative to its `baseUrl` then, and other
   * options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
  /**
   * How many requests run at a time: a whole number from 1.
   *
   * @default 16
   */
  concurrency?: number | undefined;
  /**
   * Whether a GET or HEAD that stands several times in the batch, with no options of its own, is made once; each gets a
   * copy of the answer.
   *
   * @default true
   */
  deduplicate?: boolean | undefined;
  /**
   * Whether a request that fails leaves its error in its place, rather than end the batch, which then cancels the others
   * and rejects with it.
   *
   * @default true
   */
  returnErrors?: boolean | undefined;
  /** Called after each request. */
  onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Cancels all requests; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** Options for `requestStream`: those of {@linkcode request}, for all requests, and these. */
export interface RequestStreamOptions extends Omit<RequestBatchOptions, "returnErrors" | "onProgress"> {
  /**
   * Whether outcomes come in the order of the requests, rather than as they are there.
   *
   * @default false
   */
  ordered?: boolean | undefined;
}

/**
 * How one request of a stream ended: with a `value` or with an `error`.
 *
 * @typeParam T What the answer is.
 */
export type BatchOutcome<T> =
  & {
    /** Which request it was, from 0. */
    readonly index: number;
    /** The request, as it was passed. */
    readonly request: BatchItem;
  }
  & ({
    /** What was answered. */
    readonly value: T;
    /** Nothing failed. */
    readonly error?: undefined;
  } | {
    /** Nothing was answered. */
    readonly value?: undefined;
    /** What it failed with. */
    readonly error: Error;
  });

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
 * Where even the results of all are too many, take them one by one from `requestStream`.
 *
 * @typeParam T What the answers are; nothing checks it.
 * @param requests The requests, their URLs, or functions that give them.
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
export function requestBatch<T = unknown>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options: RequestBatchOptions & { returnErrors: false },
): Promise<T[]>;
/**
 * The same, with the errors of failed requests in their places.
 *
 * @typeParam T What the answers are; nothing checks it.
 * @param requests The requests, their URLs, or functions that give them.
 * @param options How many at a time, and options for all of them.
 * @returns What was answered, or the errors.
 * @throws {ValidationError} If an option is wrong, or `requests` is no iterable.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 */
export function requestBatch<T = unknown>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options?: RequestBatchOptions,
): Promise<BatchResult<T>[]>;
export async function requestBatch<T = unknown>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options: RequestBatchOptions = {},
): Promise<BatchResult<T>[]> {
  try {
    const { runBatch } = running.module ?? await running.load();
    const results = await runBatch<T>(requests, options);
    allFromCaller(results, requestBatch);
    return results;
  } catch (error) {
    throw fromCaller(error, requestBatch);
  }
}
