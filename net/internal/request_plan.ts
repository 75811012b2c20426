import { checkPolicy } from "../../async/check_policy.ts";
import type { RetryPolicy } from "../../async/retry.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { checkFunction, checkInteger, checkNumber, checkObject, LONGEST_DELAY_MS } from "../../internal/validate.ts";
import { checkUrl } from "../../internal/validate.ts";
import type { RequestOptions, RequestProgress } from "../request.ts";
import { type OutgoingBody, outgoingBody } from "./outgoing_body.ts";
import { addQuery } from "./query.ts";
import type { Hop } from "./redirect.ts";
import { takeCredentials, toHeaders } from "./request_headers.ts";

/** A request, checked and ready to be made as often as its retries allow. */
export interface RequestPlan {
  /** The method, in capitals. */
  readonly method: string;
  /** Where to, with the query, without credentials. */
  readonly url: URL;
  /** What is sent along. */
  readonly headers: Headers;
  /** What is sent. */
  readonly body: OutgoingBody | undefined;
  /** Whether it may reach the server more than once. */
  readonly isRepeatable: boolean;
  /** How long an answer may take to begin. */
  readonly connectTimeoutMs: number;
  /** How long an answer may pause. */
  readonly readTimeoutMs: number;
  /** How long everything may take; undefined for any time. */
  readonly totalTimeoutMs: number | undefined;
  /** How large an answer may be. */
  readonly maxBytes: number;
  /** When it is made again. */
  readonly retry: RetryPolicy;
  /** Told of each piece that was sent or came. */
  readonly onProgress: ((progress: RequestProgress) => void) | undefined;
  /** What sends it, in place of fetch. */
  readonly transport?: SendFunction | undefined;
  /** Called before each attempt. */
  readonly prepare?: PrepareFunction | undefined;
}

/** What sends a request and gives its answer, as fetch does, without following redirects. */
export type SendFunction = (url: URL, init: RequestInit) => PromiseLike<Response> | Response;

/** Changes what an attempt sends, or answers it without asking anybody. */
export type PrepareFunction = (hop: Hop, signal: AbortSignal) => Promise<Hop | Response>;

/** How long to wait and how much to take, which every kind of request has options for. */
export type Limits = Pick<
  RequestOptions,
  "connectTimeoutMs" | "readTimeoutMs" | "totalTimeoutMs" | "maxBytes" | "retry"
>;

// RFC 9110, section 9.2.2; TRACE is left out, as fetch does not send it.
const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
const BODILESS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Checks a request.
 *
 * @param method The method.
 * @param url The URL.
 * @param options The caller's options.
 * @param accept What to ask for where the caller's headers do not.
 * @returns The plan.
 */
export function planRequest(
  method: string,
  url: string | URL,
  options: RequestOptions,
  accept: string = "application/json, */*;q=0.8",
): RequestPlan {
  checkObject("options", options as unknown);
  const name = checkMethod(method);
  const target = addQuery(checkUrl("url", url, ["http:", "https:"]), options.query);
  const headers = toHeaders(options.headers);
  takeCredentials(target, headers);
  if (!headers.has("accept")) headers.set("accept", accept);
  checkBodyAllowed(name, options);
  if (options.onProgress !== undefined) checkFunction("onProgress", options.onProgress as unknown);
  const isRepeatable = IDEMPOTENT.has(name) || headers.has("idempotency-key");
  const body = outgoingBody(options.body, options.uploadFile, isRepeatable);
  if (body?.contentType !== undefined && mayName(options)(headers)) headers.set("content-type", body.contentType);
  return {
    method: name,
    url: target,
    headers,
    body,
    isRepeatable: isRepeatable && body?.isReplayable !== false,
    ...checkLimits(options),
    onProgress: options.onProgress,
  };
}

// The type of a form holds the boundary of its parts, which the caller cannot know.
function mayName({ uploadFile }: RequestOptions): (headers: Headers) => boolean {
  return (headers) => uploadFile !== undefined || !headers.has("content-type");
}

/**
 * Checks how long to wait and how much to take.
 *
 * @param limits The caller's options.
 * @returns The same, with defaults.
 */
export function checkLimits(
  limits: Limits,
): Pick<RequestPlan, "connectTimeoutMs" | "readTimeoutMs" | "totalTimeoutMs" | "maxBytes" | "retry"> {
  const { connectTimeoutMs = 10_000, readTimeoutMs = 30_000, totalTimeoutMs, maxBytes = 104_857_600, retry = {} } =
    limits;
  const range = { min: 1, max: LONGEST_DELAY_MS };
  checkNumber("connectTimeoutMs", connectTimeoutMs, range);
  checkNumber("readTimeoutMs", readTimeoutMs, range);
  if (totalTimeoutMs !== undefined) checkNumber("totalTimeoutMs", totalTimeoutMs, range);
  checkInteger("maxBytes", maxBytes);
  checkObject("retry", retry as unknown);
  checkPolicy(retry);
  return { connectTimeoutMs, readTimeoutMs, totalTimeoutMs, maxBytes, retry };
}

function checkMethod(method: unknown): string {
  const name = typeof method === "string" ? method.toUpperCase() : "";
  // A method is a token (RFC 9110, section 5.6.2); the three are those that fetch refuses.
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !["CONNECT", "TRACE", "TRACK"].includes(name)) return name;
  throw new ValidationError({ code: "ARGUMENT_NOT_METHOD", params: { name: "method", value: method } });
}

function checkBodyAllowed(method: string, { body, uploadFile }: RequestOptions): void {
  if (!BODILESS.has(method)) return;
  const name = uploadFile !== undefined ? "uploadFile" : body !== undefined && body !== null ? "body" : undefined;
  if (name !== undefined) throw new ValidationError({ code: "ARGUMENT_BODY_NOT_ALLOWED", params: { name, method } });
}
