import { ValidationError } from "../../../errors/validation_error.ts";
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkUrl,
  LONGEST_DELAY_MS,
  notOfType,
} from "../../../internal/validate.ts";
import type { GraphQLErrorPolicy } from "../../graphql.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import type { RequestHeaders } from "../../request.ts";
import type { SubscribeOptions, SubscriptionTransport } from "../../subscribe.ts";
import { type GiveHeaders, givenHeaders } from "../given_headers.ts";
import type { ClientPart, Planner } from "../planner.ts";
import type { ReconnectionPolicy } from "../reconnection.ts";
import { takeCredentials, toHeaders } from "../request_headers.ts";
import { checkReconnection } from "../sse/server_events.ts";
import { checkKind, type Operation, readOperation } from "./operation.ts";

/** What a WebSocket for subscriptions is opened with. */
export interface SocketPlan extends ReconnectionPolicy {
  /** What is sent along with the handshake. */
  readonly headers: Headers;
  /** Asks for further headers for each connection. */
  readonly giveHeaders: GiveHeaders | undefined;
  /** What is sent when it is open, or what gives it. */
  readonly connectionParams: SubscribeOptions["connectionParams"];
  /** How long to wait before it is opened again. */
  readonly reconnectDelayMs: number;
  /** How long a connection may take until it can be used. */
  readonly connectTimeoutMs: number;
  /** How long the server may be silent. */
  readonly idleTimeoutMs: number;
  /** How large a message may be. */
  readonly maxMessageBytes: number;
  /** Whether there is another way where its server refuses it. */
  readonly isOptional: boolean;
}

/** A subscription, checked. */
export interface SubscriptionPlan extends Omit<SocketPlan, "isOptional"> {
  /** Plans the request for it, over HTTP. */
  readonly planner: Planner;
  /** Each of them ends it. */
  readonly signals: readonly AbortSignal[];
  /** Which way it goes. */
  readonly transport: SubscriptionTransport;
  /** Where to over HTTP, without credentials. */
  readonly url: URL;
  /** Where to over WebSocket. */
  readonly socketUrl: URL;
  /** Asks for further headers for each WebSocket. */
  readonly giveSocketHeaders: GiveHeaders | undefined;
  /** What is asked for. */
  readonly operation: Operation;
  /** What becomes of errors. */
  readonly errorPolicy: GraphQLErrorPolicy;
  /** How many results may wait to be read. */
  readonly maxQueue: number;
}

/**
 * Checks a subscription.
 *
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options, whose names are checked.
 * @param planner Plans requests over HTTP.
 * @returns The subscription.
 */
export function planSubscription(
  url: string | URL,
  query: GraphQLDocument<unknown, never>,
  options: SubscribeOptions,
  planner: Planner,
): SubscriptionPlan {
  const { variables, operationName, serverSchema, schema, errorPolicy = "throw" } = options;
  const { connectionParams, transport } = options;
  const { retries = 10, reconnectDelayMs = 1_000, maxReconnectDelayMs = 60_000 } = options;
  const { connectTimeoutMs = 10_000, idleTimeoutMs = 120_000 } = options;
  const { maxMessageBytes = 16_777_216, maxQueue = 16_384 } = options;
  if (transport !== undefined) checkOneOf("transport", transport, ["ws", "sse", "auto"]);
  const { fixed, give: giveHeaders } = givenHeaders(options.headers);
  const place = options.client === undefined
    ? placeOf(url, fixed, transport)
    : placeByClient(url, fixed, transport, planner);
  const operation = readOperation({ query, variables, operationName, serverSchema, schema });
  checkKind(operation, "subscription");
  checkOneOf("errorPolicy", errorPolicy, ["throw", "return"]);
  checkParams(connectionParams);
  checkReconnection({ retries, reconnectDelayMs, maxReconnectDelayMs });
  checkNumber("connectTimeoutMs", connectTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  checkNumber("idleTimeoutMs", idleTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  checkInteger("maxMessageBytes", maxMessageBytes, { min: 1 });
  checkInteger("maxQueue", maxQueue, { min: 1 });
  const { client, ...where } = place;
  return {
    planner,
    ...where,
    giveHeaders,
    giveSocketHeaders: client === undefined ? giveHeaders : () => handshakeHeaders(client, giveHeaders),
    operation,
    errorPolicy,
    connectionParams,
    retries,
    shouldReconnect: options.shouldReconnect,
    reconnectDelayMs,
    maxReconnectDelayMs,
    connectTimeoutMs,
    idleTimeoutMs,
    maxMessageBytes,
    maxQueue,
  };
}

interface Place extends Pick<SubscriptionPlan, "url" | "socketUrl" | "transport" | "headers" | "signals"> {
  readonly client: ClientPart | undefined;
}

type AskedTransport = SubscriptionTransport | undefined;

function placeOf(url: string | URL, fixed: RequestHeaders | undefined, transport: AskedTransport): Place {
  const target = new URL(checkUrl("url", url, ["ws:", "wss:", "http:", "https:"]));
  // A fragment never leaves the client, and makes some runtimes refuse the URL of a WebSocket.
  target.hash = "";
  const headers = toHeaders(fixed);
  takeCredentials(target, headers);
  return {
    url: withScheme(target, "http"),
    socketUrl: withScheme(target, "ws"),
    transport: transport ?? byScheme(target),
    headers,
    signals: [],
    client: undefined,
  };
}

function placeByClient(
  url: string | URL,
  fixed: RequestHeaders | undefined,
  asked: AskedTransport,
  planner: Planner,
): Place {
  // What a client asks is asked over HTTP: its base URL, and what goes to its own server alone, are told by that scheme.
  const isSocket = /^wss?:/i.test(String(url));
  const given = isSocket ? withScheme(checkUrl("url", url, ["ws:", "wss:"]), "http") : url;
  const { url: target, headers: planned, client } = planner("POST", given, { headers: fixed });
  const headers = toHeaders(fixed);
  // The URL may have held a name and password.
  const authorization = planned.get("authorization");
  if (authorization !== null) headers.set("authorization", authorization);
  const transport = asked ?? (isSocket ? "ws" : "sse");
  if (transport === "ws" && client?.isDirect === false) {
    throw new ValidationError({ code: "ARGUMENT_GRAPHQL_TRANSPORT", params: { name: "transport" } });
  }
  return {
    url: target,
    socketUrl: withScheme(target, "ws"),
    transport: transport === "auto" && client?.isDirect === false ? "sse" : transport,
    headers,
    signals: client?.signals ?? [],
    client,
  };
}

function byScheme({ protocol }: URL): SubscriptionTransport {
  return protocol.startsWith("ws") ? "ws" : "sse";
}

function withScheme(url: URL, scheme: "http" | "ws"): URL {
  const changed = new URL(url);
  changed.protocol = /^(?:https|wss):$/.test(url.protocol) ? `${scheme}s:` : `${scheme}:`;
  return changed;
}

// What of a request is about its body, or what a WebSocket negotiates by itself.
const OF_A_REQUEST = ["accept", "accept-encoding", "content-type", "content-length"];

/** Gives the headers that a client would send, with who asks in them, for each connection. */
async function handshakeHeaders(client: ClientPart, give: GiveHeaders | undefined): Promise<Headers> {
  const headers = new Headers(await client.identified(undefined));
  for (const name of OF_A_REQUEST) headers.delete(name);
  if (give !== undefined) { for (const [name, value] of toHeaders(await give())) headers.set(name, value); }
  return headers;
}

function checkParams(params: unknown): void {
  const isUsable = params === undefined || typeof params === "function" ||
    (typeof params === "object" && params !== null && !Array.isArray(params));
  if (!isUsable) throw notOfType("OBJECT", "connectionParams", params);
}
