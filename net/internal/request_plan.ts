import { checkPolicy, POLICY_OPTIONS } from "../../async/check_policy.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkFunction,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkUrl,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../internal/validate.ts";
import type { RequestOptions, RequestProgress, RequestRetryPolicy } from "../request.ts";
import { type OriginGate, type OriginStates, sharedOrigins } from "./origin_gate.ts";
import { environmentTransport } from "./client/connection.ts";
import { REQUEST_OPTIONS } from "./option_names.ts";
import { type OutgoingBody, outgoingBody } from "./outgoing_body.ts";
import { addQuery } from "./query.ts";
import type { WireResponse } from "./node_response.ts";
import type { ClientPart } from "./planner.ts";
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
  /** The same as a record, as long as nobody asked for the headers themselves, whom nobody could see change them. */
  plainHeaders?(): Readonly<Record<string, string>> | undefined;
  /** What is sent. */
  readonly body: OutgoingBody | undefined;
  /** Whether it may reach the server more than once. */
  readonly isRepeatable: boolean;
  /** How long an answer may take to begin. */
  readonly connectTimeoutMs: number;
  /** How long an answer may pause. */
  readonly readTimeoutMs: number;
  /** How long an attempt may take; undefined for any time. */
  readonly timeoutMs: number | undefined;
  /** How long everything may take; undefined for any time. */
  readonly totalTimeoutMs: number | undefined;
  /** How large an answer may be. */
  readonly maxBytes: number;
  /** When it is made again. */
  readonly retry: RequestRetryPolicy;
  /** What spares the origin; undefined for nothing. */
  readonly gate: OriginGate | undefined;
  /** Told of each piece that was sent or came. */
  readonly onProgress: ((progress: RequestProgress) => void) | undefined;
  /** How many redirects are followed. */
  readonly maxRedirects?: number | undefined;
  /** What sends it, in place of fetch. */
  readonly transport?: SendFunction | undefined;
  /** Called before each attempt. */
  readonly prepare?: PrepareFunction | undefined;
  /** What the client has to do with it that it goes by, if its answer is read by others. */
  readonly client?: ClientPart | undefined;
}

/** What sends a request and gives its answer, as fetch does, without following redirects. */
export type SendFunction = (url: URL, init: RequestInit) => PromiseLike<WireResponse> | WireResponse;

/** Changes what an attempt sends, or answers it without asking anybody. */
export type PrepareFunction = (hop: Hop, signal: AbortSignal) => Promise<Hop | Response>;

/** How long to wait and how much to take, which every kind of request has options for. */
export type Limits = Pick<
  RequestOptions,
  "connectTimeoutMs" | "readTimeoutMs" | "timeoutMs" | "totalTimeoutMs" | "maxBytes" | "retry"
>;

const RETRY_OPTIONS: OptionNames<RequestRetryPolicy> = { ...POLICY_OPTIONS, idempotencyKey: true };

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
 * @param origins What is known of origins; a client has its own.
 * @returns The plan.
 */
export function planRequest(
  method: string,
  url: string | URL,
  options: RequestOptions,
  accept: string = "application/json, */*;q=0.8",
  origins: OriginStates = sharedOrigins,
): RequestPlan {
  checkOptions(options, REQUEST_OPTIONS);
  const limits = checkLimits(options);
  const name = checkMethod(method);
  const target = addQuery(checkUrl("url", url, ["http:", "https:"]), options.query, typeof url === "string");
  checkBodyAllowed(name, options);
  if (options.onProgress !== undefined) checkFunction("onProgress", options.onProgress as unknown);
  const common = {
    method: name,
    url: target,
    ...limits,
    gate: origins.gate(target.origin, options),
    onProgress: options.onProgress,
    transport: environmentTransport(),
  };
  const isPlain = BODILESS.has(name) && options.headers === undefined && target.username === "" &&
    target.password === "";
  return isPlain ? withHeaders(common, { accept }) : withBody(common, options, accept);
}

type Common = Omit<RequestPlan, "headers" | "plainHeaders" | "body" | "isRepeatable">;

/** Most requests send no headers of the caller's, and making them takes a tenth of the time of a request. */
function withHeaders(common: Common, plain: Readonly<Record<string, string>>): RequestPlan {
  let headers: Headers | undefined;
  return {
    ...common,
    body: undefined,
    isRepeatable: true,
    get headers() {
      return headers ??= new Headers(plain);
    },
    plainHeaders: () => headers === undefined ? plain : undefined,
  };
}

function withBody(common: Common, options: RequestOptions, accept: string): RequestPlan {
  const { method: name, url: target, retry } = common;
  const headers = toHeaders(options.headers);
  takeCredentials(target, headers);
  if (!headers.has("accept")) headers.set("accept", accept);
  if (retry.idempotencyKey === true && !IDEMPOTENT.has(name) && !headers.has("idempotency-key")) {
    headers.set("idempotency-key", crypto.randomUUID());
  }
  const isRepeatable = IDEMPOTENT.has(name) || headers.has("idempotency-key");
  const body = outgoingBody(options.body, options.uploadFile, isRepeatable);
  if (body?.contentType !== undefined && mayName(options)(headers)) headers.set("content-type", body.contentType);
  return { ...common, headers, body, isRepeatable: isRepeatable && body?.isReplayable !== false };
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
): Pick<RequestPlan, "connectTimeoutMs" | "readTimeoutMs" | "timeoutMs" | "totalTimeoutMs" | "maxBytes" | "retry"> {
  const { connectTimeoutMs = 10_000, readTimeoutMs = 30_000, timeoutMs, totalTimeoutMs } = limits;
  const { maxBytes = 104_857_600, retry = {} } = limits;
  const range = { min: 1, max: LONGEST_DELAY_MS };
  checkNumber("connectTimeoutMs", connectTimeoutMs, range);
  checkNumber("readTimeoutMs", readTimeoutMs, range);
  if (timeoutMs !== undefined) checkNumber("timeoutMs", timeoutMs, range);
  if (totalTimeoutMs !== undefined) checkNumber("totalTimeoutMs", totalTimeoutMs, range);
  checkInteger("maxBytes", maxBytes);
  checkRetry(retry);
  return { connectTimeoutMs, readTimeoutMs, timeoutMs, totalTimeoutMs, maxBytes, retry };
}

function checkRetry(retry: RequestRetryPolicy): void {
  checkOptions(retry, RETRY_OPTIONS, "retry");
  checkPolicy(retry);
  const { isRetryable, onRetry, idempotencyKey = false } = retry;
  if (isRetryable !== undefined) checkFunction("isRetryable", isRetryable as unknown);
  if (onRetry !== undefined) checkFunction("onRetry", onRetry as unknown);
  checkOneOf("idempotencyKey", idempotencyKey, [true, false]);
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
