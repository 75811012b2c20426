import type { CircuitBreaker, CircuitBreakerOptions } from "../async/circuit_breaker.ts";
import type { RateLimit, RateLimitOptions } from "../async/rate_limit.ts";
import type { RetryPolicy } from "../async/retry.ts";
import type { RetryBudget, RetryBudgetOptions } from "../async/retry_budget.ts";
import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { AnswerCache } from "./answer_cache.ts";
import type { FileUpload } from "./file_upload.ts";

const sending = lazy(() => import("./internal/send_request.ts"));

/** An HTTP method, in any case. */
export type RequestMethod =
  | "GET"
  | "HEAD"
  | "POST"
  | "PUT"
  | "PATCH"
  | "DELETE"
  | "OPTIONS"
  | (string & Record<never, never>);

/** Headers to send: a record, pairs, or `Headers`. Undefined values are left out. */
export type RequestHeaders =
  | Headers
  | readonly (readonly [string, string])[]
  | Readonly<Record<string, string | undefined>>;

/** A value in a query. */
export type QueryValue = string | number | boolean | bigint;

/** Parameters to add to a URL. An array gives its name several times; null and undefined are left out. */
export type RequestQuery =
  | URLSearchParams
  | Readonly<Record<string, QueryValue | readonly QueryValue[] | null | undefined>>;

/**
 * What a request may send: text, bytes, a form, a file on the disk, a stream of bytes, or data that is sent as JSON. A file
 * is read while it is sent, and what it says of its type goes along.
 */
export type RequestBody =
  | FileUpload
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | FormData
  | URLSearchParams
  | ReadableStream<Uint8Array>
  | readonly unknown[]
  | object;

/** A file to send: its path, where it is with what its server is told of it, or in memory. */
export type UploadedFile = string | FileUpload | Blob;

/** Files to send in a form. */
export type UploadedFiles = UploadedFile | Readonly<Record<string, UploadedFile | readonly UploadedFile[] | undefined>>;

/** How far a request has come. */
export interface RequestProgress {
  /** Which way the bytes went. */
  direction: "upload" | "download";
  /** How many bytes went that way so far; of an answer, decompressed. */
  bytes: number;
  /** How many it will be, if that is known. */
  totalBytes: number | undefined;
}

/** When a request is made again. */
export interface RequestRetryPolicy extends Omit<RetryPolicy, "budget"> {
  /**
   * How many retries there may be of all requests that share it; where it is spent, a request fails with its first error,
   * whose last attempt was `stoppedBy` it. Options mean a budget for each origin, which all requests that pass the same
   * options share; false means none.
   *
   * @default None; for clients and batches one for each origin: a retry for five requests, and ten more a second.
   */
  budget?: RetryBudget | RetryBudgetOptions | false | undefined;
  /**
   * Whether to send an `Idempotency-Key` header with methods that are not idempotent, such as POST, unless there is one:
   * a random UUID, the same for all attempts, by which the server knows that they are one. They are tried again then.
   *
   * @default false
   */
  idempotencyKey?: boolean | undefined;
}

/** Options for {@linkcode request}. */
export interface RequestOptions {
  /** What to send. With `uploadFile`: the form's other fields. */
  body?: RequestBody | null | undefined;
  /** Headers to send along. */
  headers?: RequestHeaders | undefined;
  /** Parameters to add to the URL. */
  query?: RequestQuery | undefined;
  /**
   * Files to send in a form, read while they are sent: the path of one, which becomes the field `file`, or files by the names
   * of their fields, several for one name as an array. Their length is announced, but not on Deno, whose fetch sends every
   * stream in chunks.
   */
  uploadFile?: UploadedFiles | undefined;
  /**
   * How long an attempt may take until the headers of its answer, in milliseconds: the name's resolution, the connection,
   * TLS, sending, and what the server takes, which fetch does not tell apart. A redirect begins it anew, and so does each
   * piece of a file or stream that is sent; a body in memory that is larger than 64 KiB adds the time that 64 KiB a second
   * take. The error's phase is `"headers"`.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long an answer may pause, in milliseconds. One that announces at most 64 KiB must be complete within it. The
   * error's phase is `"idle"`.
   *
   * @default 30000
   */
  readTimeoutMs?: number | undefined;
  /**
   * How long an attempt may take from its start to the end of its answer, in milliseconds. The error's phase is
   * `"attempt"`.
   *
   * @default Any time.
   */
  timeoutMs?: number | undefined;
  /**
   * How long everything may take, all attempts and the waits between them included, in milliseconds. The error's phase is
   * `"total"`.
   *
   * @default Any time.
   */
  totalTimeoutMs?: number | undefined;
  /**
   * How long a GET, HEAD or OPTIONS waits for its answer to begin before it is sent a second time beside, in milliseconds:
   * the answer that begins first is taken, and the other one given up. A status that is tried again is taken only when
   * nothing better can come. A delay that nineteen of twenty answers come within costs a twentieth more requests, and takes
   * those that are late by chance away (J. Dean and L. A. Barroso, "The Tail at Scale", 2013). The second one counts for
   * `rate`, `maxPerOrigin` and the `budget` of `retry`.
   *
   * @default Never.
   */
  hedgeMs?: number | undefined;
  /**
   * When the request is made again after a failure of the connection or one of the statuses 408, 425, 429, 500, 502, 503
   * and 504, if the method allows it (GET, HEAD, OPTIONS, PUT, DELETE) or an `Idempotency-Key` header does, and the body
   * is no stream. What the server asks for by `Retry-After` is waited for, up to `maxDelayMs`.
   *
   * @default Three attempts.
   */
  retry?: RequestRetryPolicy | undefined;
  /**
   * Refuses attempts with a `CircuitOpenError` for a while after so many in a row failed. Options mean a breaker for each
   * origin, which all requests that pass the same options share; failures are then, unless `isFailure` says otherwise,
   * those of the connection and the statuses that are tried again.
   *
   * @default None.
   */
  circuitBreaker?: CircuitBreaker | CircuitBreakerOptions | undefined;
  /**
   * How many attempts may run at a time with the same origin, of all that have this limit; others wait for their turn.
   * `Infinity` for any number.
   *
   * @default Any number; 100 for a client.
   */
  maxPerOrigin?: number | undefined;
  /**
   * How many attempts may begin in a time; others wait for their turn, within `totalTimeoutMs`. Options mean a limit of
   * their own for a batch, for a client and those that come of it; for requests by themselves, one for all that pass the
   * same options. A `RateLimit` counts everything that it is passed for.
   *
   * @default Any number.
   */
  rate?: RateLimit | RateLimitOptions | undefined;
  /**
   * How many attempts may begin in a time with the same origin, of all that pass the same options.
   *
   * @default Any number.
   */
  ratePerOrigin?: RateLimitOptions | undefined;
  /**
   * Whether an attempt waits where its origin has asked another one to that has this option: by `Retry-After` with the
   * status 429 or 503, for a time of at most `maxDelayMs` of `retry`.
   *
   * @default False; true for a batch, unless its client says otherwise.
   */
  shareRetryAfter?: boolean | undefined;
  /** What to return, with a warning in the log, when the request has failed in the end. A cancellation still rejects. */
  fallback?: unknown;
  /** Keeps answers to GET and HEAD, and gives one that is kept instead of asking the server. */
  cache?: AnswerCache | undefined;
  /**
   * How large an answer may be, decompressed, in bytes.
   *
   * @default 104857600
   */
  maxBytes?: number | undefined;
  /**
   * Called with each piece that was sent or received. With it, a body is sent as a stream, so that Deno's `fetch`, which
   * tells the length of no stream, sends it in chunks.
   */
  onProgress?: ((progress: RequestProgress) => void) | undefined;
  /** Cancels the request at any stage; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Makes an HTTP request and gives what was answered: JSON parsed, `text/*` and XML as a string, anything else as a
 * `Uint8Array`; undefined where there is no body or the JSON is empty.
 *
 * Redirects are followed, up to 20; on their way to another origin, headers that hold credentials are dropped. A name and
 * password in the URL are sent as an `Authorization` header.
 *
 * @typeParam T What the answer is; nothing checks it.
 * @param method The HTTP method.
 * @param url Where to: an absolute `http:` or `https:` URL.
 * @param options What to send, and how long to wait, to try and to keep.
 * @returns What was answered.
 * @throws {ValidationError} If an argument is wrong; nothing is sent then.
 * @throws {HttpError} If the server answered with a status other than 2xx.
 * @throws {NetworkError} If there was no complete and readable answer; its `reason` tells why.
 * @throws {FileError} If `uploadFile` cannot be read.
 * @throws {CircuitOpenError} If `circuitBreaker` refuses it; nothing is sent then.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Ask a server
 * ```ts
 * import { request } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", "application/json").end('{"name":"علي"}');
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const user = await request<{ name: string }>("GET", `http://127.0.0.1:${port}/users/1`);
 * assert.equal(user.name, "علي");
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @example Go on without an answer
 * ```ts
 * import { request } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const news = await request("GET", "http://127.0.0.1:1/news", { retry: { attempts: 1 }, fallback: [] });
 * assert.deepEqual(news, []);
 * ```
 */
export async function request<T = unknown>(
  method: RequestMethod,
  url: string | URL,
  options: RequestOptions = {},
): Promise<T> {
  try {
    const { sendRequest } = sending.module ?? await sending.load();
    return await sendRequest(method, url, options) as T;
  } catch (error) {
    throw fromCaller(error, request);
  }
}
