import { NetworkError } from "../../../errors/network_error.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { lazy } from "../../../internal/lazy.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkUrl,
  LONGEST_DELAY_MS,
  notOfType,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { GraphQLErrorPolicy, GraphQLResult } from "../../graphql.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import type { RequestHeaders } from "../../request.ts";
import type { SubscribeOptions } from "../../subscribe.ts";
import { type GiveHeaders, givenHeaders } from "../given_headers.ts";
import { type Planner, plannerFor } from "../planner.ts";
import { takeCredentials, toHeaders } from "../request_headers.ts";
import { checkReconnection } from "../sse/server_events.ts";
import { type Operation, readOperation } from "./operation.ts";
import { hasErrors, isResult, type RawResult, resultError, toAnswer, toPartialAnswer } from "./read_result.ts";

const socket = lazy(() => import("./socket_results.ts"));
const events = lazy(() => import("./event_results.ts"));

/** A subscription, checked. */
export interface SubscriptionPlan {
  /** Plans the request for it, over HTTP. */
  readonly planner: Planner;
  /** Each of them ends it. */
  readonly signals: readonly AbortSignal[];
  /** Where to, without credentials. */
  readonly url: URL;
  /** What is sent along. */
  readonly headers: Headers;
  /** Asks for further headers for each connection. */
  readonly giveHeaders: GiveHeaders | undefined;
  /** What is asked for. */
  readonly operation: Operation;
  /** What becomes of errors. */
  readonly errorPolicy: GraphQLErrorPolicy;
  /** What is sent when a WebSocket is open, or what gives it. */
  readonly connectionParams: SubscribeOptions["connectionParams"];
  /** How often in a row it is connected again. */
  readonly retries: number;
  /** How long to wait before it is connected again. */
  readonly reconnectDelayMs: number;
  /** What failures in a row may make that wait grow to. */
  readonly maxReconnectDelayMs: number;
  /** How long a connection may take until it can be used. */
  readonly connectTimeoutMs: number;
  /** How long the server may be silent. */
  readonly idleTimeoutMs: number;
  /** How large a message may be. */
  readonly maxMessageBytes: number;
  /** How many results may wait to be read. */
  readonly maxQueue: number;
}

const OPTIONS: OptionNames<SubscribeOptions> = {
  client: true,
  variables: true,
  operationName: true,
  schema: true,
  errorPolicy: true,
  headers: true,
  connectionParams: true,
  retries: true,
  reconnectDelayMs: true,
  maxReconnectDelayMs: true,
  connectTimeoutMs: true,
  idleTimeoutMs: true,
  maxMessageBytes: true,
  maxQueue: true,
  signal: true,
};

/**
 * Begins a subscription, over WebSocket or over HTTP as the URL says.
 *
 * @typeParam T What the data is.
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options.
 * @param stop Ends it.
 * @returns The results, those together that came together.
 */
export async function* runSubscription<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: SubscribeOptions,
  stop: AbortSignal,
): AsyncGenerator<readonly GraphQLResult<T>[], void> {
  checkOptions(options, OPTIONS);
  const plan = planSubscription(url, query, options, await plannerFor(options.client));
  using linked = new LinkedSignal([stop, options.signal, ...plan.signals]);
  if (plan.url.protocol.startsWith("ws")) {
    const { socketResults } = socket.module ?? await socket.load();
    const make = (result: unknown) => outcome<T>(checkResult(result, plan), plan, 101);
    for await (const results of socketResults(plan, linked.signal)) yield* each(results, make);
  } else {
    const { eventResults, parseResult } = events.module ?? await events.load();
    const make = (data: string) => outcome<T>(parseResult(data, plan), plan, 200);
    for await (const texts of eventResults(plan, linked.signal)) yield* each(texts, make);
  }
}

/** Makes something of each; where that fails, what was made before is given first. */
async function* each<T, U>(
  items: readonly T[],
  make: (item: T) => U | Promise<U>,
): AsyncGenerator<readonly U[], void> {
  const made: U[] = [];
  try {
    for (const item of items) {
      const one = make(item);
      made.push(one instanceof Promise ? await one : one);
    }
  } catch (error) {
    yield made;
    throw error;
  }
  yield made;
}

function planSubscription(
  url: string | URL,
  query: GraphQLDocument<unknown, never>,
  options: SubscribeOptions,
  planner: Planner,
): SubscriptionPlan {
  const { variables, operationName, schema, errorPolicy = "throw", connectionParams } = options;
  const { retries = 10, reconnectDelayMs = 1_000, maxReconnectDelayMs = 60_000 } = options;
  const { connectTimeoutMs = 10_000, idleTimeoutMs = 120_000 } = options;
  const { maxMessageBytes = 16_777_216, maxQueue = 16_384 } = options;
  const { fixed, give: giveHeaders } = givenHeaders(options.headers);
  const place = options.client === undefined ? placeOf(url, fixed) : placeByClient(url, fixed, planner);
  const operation = readOperation({ query, variables, operationName, schema });
  if (operation.kind !== undefined && operation.kind !== "subscription") {
    throw new ValidationError({ code: "ARGUMENT_NOT_SUBSCRIPTION", params: { name: "query" } });
  }
  checkOneOf("errorPolicy", errorPolicy, ["throw", "return"]);
  checkParams(connectionParams);
  checkReconnection({ retries, reconnectDelayMs, maxReconnectDelayMs });
  checkNumber("connectTimeoutMs", connectTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  checkNumber("idleTimeoutMs", idleTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  checkInteger("maxMessageBytes", maxMessageBytes, { min: 1 });
  checkInteger("maxQueue", maxQueue, { min: 1 });
  return {
    planner,
    ...place,
    giveHeaders,
    operation,
    errorPolicy,
    connectionParams,
    retries,
    reconnectDelayMs,
    maxReconnectDelayMs,
    connectTimeoutMs,
    idleTimeoutMs,
    maxMessageBytes,
    maxQueue,
  };
}

type Place = Pick<SubscriptionPlan, "url" | "headers" | "signals">;

function placeOf(url: string | URL, fixed: RequestHeaders | undefined): Place {
  const target = new URL(checkUrl("url", url, ["ws:", "wss:", "http:", "https:"]));
  // A fragment never leaves the client, and makes some runtimes refuse the URL of a WebSocket.
  target.hash = "";
  const headers = toHeaders(fixed);
  takeCredentials(target, headers);
  return { url: target, headers, signals: [] };
}

/** A client knows nothing of WebSockets, and refuses their URLs. */
function placeByClient(url: string | URL, fixed: RequestHeaders | undefined, planner: Planner): Place {
  const { url: target, headers: planned, client } = planner("POST", url, { headers: fixed });
  const headers = toHeaders(fixed);
  // The URL may have held a name and password.
  const authorization = planned.get("authorization");
  if (authorization !== null) headers.set("authorization", authorization);
  return { url: target, headers, signals: client?.signals ?? [] };
}

function checkParams(params: unknown): void {
  const isUsable = params === undefined || typeof params === "function" ||
    (typeof params === "object" && params !== null && !Array.isArray(params));
  if (!isUsable) throw notOfType("OBJECT", "connectionParams", params);
}

function outcome<T>(
  result: RawResult,
  { url, operation: { schema }, errorPolicy }: SubscriptionPlan,
  status: number,
): GraphQLResult<T> | Promise<GraphQLResult<T>> {
  const place = { url, status };
  if (!hasErrors(result)) return toAnswer<T>(result, schema, place);
  if (errorPolicy === "throw") throw resultError(result, place);
  return toPartialAnswer<T>(result);
}

/**
 * Makes the error of a server that does not speak the protocol of subscriptions.
 *
 * @param url Where it is.
 * @param detail What is wrong.
 * @param cause What found it out, if anything.
 * @returns The error.
 */
export function misspoken({ url }: Pick<SubscriptionPlan, "url">, detail: string, cause?: unknown): NetworkError {
  return new NetworkError({
    code: "NET_GRAPHQL_PROTOCOL",
    params: { url, detail },
    reason: "protocol",
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Throws unless a value is a result.
 *
 * @param value The value.
 * @param plan Whose result it is.
 * @returns The result.
 */
export function checkResult(value: unknown, plan: SubscriptionPlan): RawResult {
  if (hasErrors(value) || isResult(value)) return value;
  throw misspoken(plan, "a result has neither data nor errors");
}
