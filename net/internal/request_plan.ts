import { checkPolicy, POLICY_OPTIONS } from "../../async/check_policy.ts";
import { BUDGET_OPTIONS } from "../../async/internal/budget_options.ts";
import { RetryBudget } from "../../async/retry_budget.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkInteger,
  checkNumber,
  checkOptions,
  checkUrl,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../internal/validate.ts";
import type { RequestOptions, RequestProgress, RequestRetryPolicy } from "../request.ts";
import { type OriginGate, type OriginStates, sharedOrigins } from "./origin_gate.ts";
import { environmentTransport } from "./client/connection.ts";
import { REQUEST_OPTIONS } from "./option_names.ts";
import { outgoingBody } from "./outgoing_body.ts";
import { addQuery } from "./query.ts";
import type { WireResponse } from "./node_response.ts";
import type { ClientPart } from "./planner.ts";
import type { Hop } from "./redirect.ts";
import { takeCredentials, toHeaders } from "./request_headers.ts";

/** A request, checked and ready to be sent as often as its retries allow. */
export interface SendPlan extends Hop {
  /** How long an answer may take to begin. */
  readonly connectTimeoutMs: number;
  /** How long an answer may pause. */
  readonly readTimeoutMs: number;
  /** How long an attempt may take; undefined for any time. */
  readonly timeoutMs: number | undefined;
  /** How long everything may take; undefined for any time. */
  readonly totalTimeoutMs: number | undefined;
  /** After what time without an answer it is sent a second time; undefined for never. */
  readonly hedgeMs?: number | undefined;
  /** How large an answer may be. */
  readonly maxBytes: number;
  /** When it is made again. */
  readonly retry: RequestRetryPolicy;
  /** How many retries there may be of it and others. */
  readonly budget?: RetryBudget | undefined;
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

/** The same for those who look into its headers, or change them. */
export interface RequestPlan extends SendPlan {
  readonly headers: Headers;
}

/** What sends a request and gives its answer, as fetch does, without following redirects. */
export type SendFunction = (url: URL, init: RequestInit) => PromiseLike<WireResponse> | WireResponse;

/** Changes what an attempt sends, or answers it without asking anybody; may be told that it is sent beside another. */
export type PrepareFunction = (hop: Hop, signal: AbortSignal, isBeside?: boolean) => Promise<Hop | Response>;

/** How long to wait and how much to take, which every kind of request has options for. */
export type Limits = Pick<
  RequestOptions,
  "connectTimeoutMs" | "readTimeoutMs" | "timeoutMs" | "totalTimeoutMs" | "hedgeMs" | "maxBytes" | "retry"
>;

const RETRY_OPTIONS: OptionNames<RequestRetryPolicy> = { ...POLICY_OPTIONS, idempotencyKey: "boolean" };

// RFC 9110, section 9.2.2; TRACE is left out, as fetch does not send it.
const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
const BODILESS: ReadonlySet<string> = new Set(["GET", "HEAD"]);
const SAFE: ReadonlySet<string> = new Set([...BODILESS, "OPTIONS"]);
const ACCEPT = "application/json, */*;q=0.8";

/**
 * Checks a request whose headers are looked into or changed.
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
  accept: string = ACCEPT,
  origins: OriginStates = sharedOrigins,
): RequestPlan {
  return withHeaders(planSending(method, url, options, accept, origins));
}

/**
 * Gives a plan's headers as such.
 *
 * @param plan The plan.
 * @returns The same plan, with headers.
 */
export function withHeaders(plan: SendPlan): RequestPlan {
  const { headers } = plan;
  return { ...plan, headers: headers instanceof Headers ? headers : new Headers(headers) };
}

/**
 * Checks a request that is just sent.
 *
 * @param method The method.
 * @param url The URL.
 * @param options The caller's options.
 * @param accept What to ask for where the caller's headers do not.
 * @param origins What is known of origins; a client has its own.
 * @returns The plan.
 */
export function planSending(
  method: string,
  url: string | URL,
  options: RequestOptions,
  accept: string = ACCEPT,
  origins: OriginStates = sharedOrigins,
): SendPlan {
  checkOptions(options, REQUEST_OPTIONS);
  const { connectTimeoutMs, readTimeoutMs, timeoutMs, totalTimeoutMs, maxBytes, retry } = checkLimits(options);
  const { onProgress } = options;
  const name = checkMethod(method);
  const target = addQuery(checkUrl("url", url, ["http:", "https:"]), options.query, typeof url === "string");
  checkBodyAllowed(name, options);
  // Most requests send no headers of the caller's, and have no name and password in the URL, which one look at all of it
  // tells in less time than one at each.
  const isPlain = BODILESS.has(name) && options.headers === undefined && !target.href.includes("@");
  const { headers, body, isRepeatable } = isPlain ? plainMessage(accept) : message(name, target, options, accept);
  // All at once: an object that grows by and by costs more than all of these checks.
  return {
    method: name,
    url: target,
    headers,
    body,
    isRepeatable,
    connectTimeoutMs,
    readTimeoutMs,
    timeoutMs,
    totalTimeoutMs,
    hedgeMs: isRepeatable && SAFE.has(name) ? options.hedgeMs : undefined,
    maxBytes,
    retry,
    budget: retry.budget ? origins.budget(target, retry.budget) : undefined,
    gate: origins.gate(target, options),
    onProgress,
    maxRedirects: undefined,
    transport: environmentTransport(),
    prepare: undefined,
  };
}

/** What is sent. */
type Message = Pick<Hop, "headers" | "body" | "isRepeatable">;

function plainMessage(accept: string): Message {
  return { headers: { accept }, body: undefined, isRepeatable: true };
}

function message(method: string, url: URL, options: RequestOptions, accept: string): Message {
  const headers = toHeaders(options.headers);
  takeCredentials(url, headers);
  if (!headers.has("accept")) headers.set("accept", accept);
  if (options.retry?.idempotencyKey === true && !IDEMPOTENT.has(method) && !headers.has("idempotency-key")) {
    headers.set("idempotency-key", crypto.randomUUID());
  }
  const isRepeatable = IDEMPOTENT.has(method) || headers.has("idempotency-key");
  const body = outgoingBody(options.body, options.uploadFile, isRepeatable, options.onProgress !== undefined);
  if (body?.contentType !== undefined && mayName(options)(headers)) headers.set("content-type", body.contentType);
  return { headers, body, isRepeatable: isRepeatable && body?.isReplayable !== false };
}

// The type of a form holds the boundary of its parts, which the caller cannot know.
function mayName({ uploadFile }: RequestOptions): (headers: Headers) => boolean {
  return (headers) => uploadFile !== undefined || !headers.has("content-type");
}

const DELAYS = { min: 1, max: LONGEST_DELAY_MS };
const BY_DEFAULT: RequestRetryPolicy = {};

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
  const { maxBytes = 104_857_600, retry = BY_DEFAULT } = limits;
  checkNumber("connectTimeoutMs", connectTimeoutMs, DELAYS);
  checkNumber("readTimeoutMs", readTimeoutMs, DELAYS);
  if (timeoutMs !== undefined) checkNumber("timeoutMs", timeoutMs, DELAYS);
  if (limits.hedgeMs !== undefined) checkNumber("hedgeMs", limits.hedgeMs, DELAYS);
  if (totalTimeoutMs !== undefined) checkNumber("totalTimeoutMs", totalTimeoutMs, DELAYS);
  checkInteger("maxBytes", maxBytes);
  if (retry !== BY_DEFAULT) checkRetry(retry);
  return { connectTimeoutMs, readTimeoutMs, timeoutMs, totalTimeoutMs, maxBytes, retry };
}

function checkRetry(retry: RequestRetryPolicy): void {
  checkOptions(retry, RETRY_OPTIONS, "retry");
  checkPolicy(retry);
  const { budget } = retry;
  if (budget === undefined || budget === false || budget instanceof RetryBudget) return;
  checkOptions(budget, BUDGET_OPTIONS, "retry.budget");
}

function checkMethod(method: unknown): string {
  if (IDEMPOTENT.has(method as string)) return method as string;
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
