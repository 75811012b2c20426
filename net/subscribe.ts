import type { NetworkError } from "../errors/network_error.ts";
import { lazy } from "../internal/lazy.ts";
import type { StandardSchema } from "./standard_schema.ts";
import type { Client } from "./client.ts";
import type { EventStream } from "./event_stream.ts";
import type { GraphQLAnswer, GraphQLErrorPolicy, GraphQLResult, WithVariables } from "./graphql.ts";
import type { GraphQLDocument } from "./graphql_document.ts";
import type { GraphQLServerSchema } from "./graphql_server_schema.ts";
import { PulledStream } from "./internal/pulled_stream.ts";
import type { StreamHeaders } from "./server_sent_events.ts";

const running = lazy(() => import("./internal/graphql/subscription.ts"));

/**
 * Which way a subscription goes: over WebSocket, over server-sent events, or over WebSocket where the server has that and
 * over server-sent events where it has not.
 */
export type SubscriptionTransport = "ws" | "sse" | "auto";

/** Why a subscription has no connection. */
export interface SubscriptionFailure {
  /** What the connection failed with. */
  error: NetworkError;
  /** Whether it would be connected again by itself: after a loss, not after a refusal. */
  isRetryable: boolean;
}

/**
 * Options for {@linkcode subscribe}.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export interface SubscribeOptions<T = unknown, V = object> {
  /**
   * The client of {@linkcode createClient} whose base URL, headers, credentials and cookies it goes by; over server-sent
   * events also its hooks before an attempt, proxy and certificates. What must not go but through those goes over no
   * WebSocket. Other options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
  /**
   * Which way it goes. Of the URL, the scheme is changed to fit. With `"auto"`, server-sent events take over where there is
   * a server that opens no WebSocket for subscriptions; a connection that is lost later does not change the way.
   *
   * @default "ws" where the URL is `ws:` or `wss:`, "sse" where it is `http:`, `https:` or relative.
   */
  transport?: SubscriptionTransport | undefined;
  /** The values of the operation's variables. */
  variables?: Readonly<V> | undefined;
  /**
   * Which operation to execute, where the document holds several.
   *
   * @default The name of the only operation, if it has one.
   */
  operationName?: string | undefined;
  /**
   * The server's schema, by which the document and the variables are checked before anything is sent; from
   * {@linkcode fetchGraphQLSchema}, say.
   *
   * @default They are not checked here.
   */
  serverSchema?: GraphQLServerSchema | undefined;
  /** Checks the data of each result, where there are no errors, and makes what is given of it. */
  schema?: StandardSchema<T> | undefined;
  /**
   * What becomes of a result with errors: `"throw"` ends the subscription with them, `"return"` gives them together with
   * the part of the data that is there, and the subscription goes on.
   *
   * @default "throw"
   */
  errorPolicy?: GraphQLErrorPolicy | undefined;
  /**
   * Headers to send along, with the handshake of a WebSocket too, there not in browsers; or a function that gives them for
   * each connection.
   */
  headers?: StreamHeaders | undefined;
  /** What to send when a WebSocket is open, such as a token; a function is called for each connection. */
  connectionParams?:
    | Record<string, unknown>
    | (() => Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>)
    | undefined;
  /**
   * How often in a row to connect, and subscribe, again after the connection could not be made or was lost; may be
   * `Infinity`. Each connection that gives something begins the count anew.
   *
   * @default 10
   */
  retries?: number | undefined;
  /**
   * Decides whether to connect again, as long as there are `retries` left: true after a refusal (close codes such as 4401, a
   * status such as 401) where another token has been asked for, say.
   *
   * @default What `isRetryable` says.
   */
  shouldReconnect?: ((failure: SubscriptionFailure) => boolean | Promise<boolean>) | undefined;
  /**
   * How long to wait before connecting again, in milliseconds; each wait is a random part of it, at least half, and each
   * failure in a row doubles it.
   *
   * @default 1000
   */
  reconnectDelayMs?: number | undefined;
  /**
   * What failures in a row may make that wait grow to, in milliseconds.
   *
   * @default 60000
   */
  maxReconnectDelayMs?: number | undefined;
  /**
   * How long the server may take until it accepts the connection, in milliseconds.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long the server may be silent, in milliseconds, before the connection counts as lost. A WebSocket is sent pings,
   * which it must answer; over server-sent events it must send comments by itself.
   *
   * @default 120000
   */
  idleTimeoutMs?: number | undefined;
  /**
   * How large a message may be, in bytes; over server-sent events, in characters.
   *
   * @default 16777216
   */
  maxMessageBytes?: number | undefined;
  /**
   * How many results may wait to be read over a WebSocket. Past that the server is made to wait where the runtime can do
   * so (Node, Bun), and the subscription fails where it cannot (Deno). Over server-sent events the server always waits.
   *
   * @default 16384
   */
  maxQueue?: number | undefined;
  /** Ends the subscription when it fires; `next()` then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Subscribes to a GraphQL operation and gives its results one after the other: over WebSocket by the protocol of
 * `graphql-ws` where the URL is `ws:` or `wss:`, and over server-sent events (distinct connections mode of `graphql-sse`)
 * where it is `http:` or `https:`, unless `transport` says otherwise. Over either it is the same, errors included. Several
 * over one WebSocket make a {@linkcode createGraphQLClient}.
 *
 * When the connection is lost, another one is made and the subscription begins anew; what happened in between is not
 * made up for. Leaving the loop completes the subscription. Nothing is sent before the first result is asked for, and
 * wrong arguments are told then.
 *
 * Over WebSocket it needs the package `graphql-ws`, and on Node `ws`.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `ws:`, `wss:`, `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document: text, or one that has been parsed or generated, with its types.
 * @param options Variables, who asks, and how long to wait and to try.
 * @returns The results. Its `next()` throws a `ValidationError` for a wrong argument, a {@linkcode GraphQLError} for
 * errors in a result or in the operation, a `WebSocketError`, {@linkcode HttpError} or `NetworkError` if there is no
 * connection in the end, and a `CancelledError` if the task that waits is cancelled.
 *
 * @example Read what comes
 * ```ts
 * import { subscribe } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", "text/event-stream");
 *   response.write('event: next\ndata: {"data":{"price":12}}\n\n');
 *   response.end('event: next\ndata: {"data":{"price":13}}\n\nevent: complete\ndata:\n\n');
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const prices: number[] = [];
 * const results = subscribe<{ price: number }>(`http://127.0.0.1:${port}/graphql`, "subscription { price }");
 * for await (const { data } of results) prices.push(data.price);
 * assert.deepEqual(prices, [12, 13]);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @example Over WebSocket, with a token
 * ```ts ignore
 * import { subscribe } from "@maktaba/std/net";
 *
 * const connectionParams = async () => ({ token: await freshToken() });
 * for await (const { data } of subscribe("wss://api.example/graphql", "subscription { price }", { connectionParams })) {
 *   console.log(data.price);
 * }
 * ```
 */
export function subscribe<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, SubscribeOptions<T, V> & { errorPolicy?: "throw" | undefined }>
): EventStream<GraphQLAnswer<T>>;
/**
 * Subscribes to a GraphQL operation and gives its results one after the other, whether or not there are errors in them.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `ws:`, `wss:`, `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document: text, or one that has been parsed or generated, with its types.
 * @param options `errorPolicy: "return"`, variables, who asks, and how long to wait and to try.
 * @returns The results: the data of each where there are no errors; otherwise the errors, and what there is of the data.
 */
export function subscribe<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, SubscribeOptions<T, V>>
): EventStream<GraphQLResult<T>>;
export function subscribe<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: SubscribeOptions<T> = {},
): EventStream<GraphQLResult<T>> {
  return new PulledStream(async (signal) => {
    const { runSubscription } = running.module ?? await running.load();
    return runSubscription<T>(url, query, options as SubscribeOptions, signal);
  });
}
