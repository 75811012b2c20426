import { checkOptions } from "../internal/validate.ts";
import type { EventStream } from "./event_stream.ts";
import type { GraphQLAnswer, GraphQLOptions, GraphQLResult, WithVariables } from "./graphql.ts";
import type { GraphQLDocument } from "./graphql_document.ts";
import type { GraphQLServerSchema } from "./graphql_server_schema.ts";
import type { GraphQLIncrement, GraphQLIncrementResult } from "./graphql_stream.ts";
import { GRAPHQL_CLIENT_OPTIONS, GraphQLClientShell } from "./internal/graphql/graphql_client_shell.ts";
import type { RequestHeaders } from "./request.ts";
import type { SubscribeOptions } from "./subscribe.ts";

/** How a client of {@linkcode createGraphQLClient} subscribes; {@linkcode SubscribeOptions} tells what else they do. */
export interface GraphQLSubscriptions extends
  Pick<
    SubscribeOptions,
    | "connectionParams"
    | "retries"
    | "shouldReconnect"
    | "reconnectDelayMs"
    | "maxReconnectDelayMs"
    | "connectTimeoutMs"
    | "idleTimeoutMs"
    | "maxMessageBytes"
  > {
  /**
   * Where to, if not to where queries go.
   *
   * @default The client's URL.
   */
  url?: string | URL | undefined;
  /**
   * Which way they go; what `"auto"` finds out with the first one holds for those after it.
   *
   * @default "ws" where `url` is `ws:` or `wss:`, "auto" otherwise.
   */
  transport?: SubscribeOptions["transport"];
  /**
   * How long the WebSocket stays open when the last subscription has ended, in milliseconds.
   *
   * @default 0
   */
  lingerMs?: number | undefined;
}

/** Options for {@linkcode createGraphQLClient}. */
export interface GraphQLClientOptions extends Pick<GraphQLOptions, "client" | "queryMethod" | "persistedQuery"> {
  /** What is sent along with each operation, and with the handshake of a WebSocket. */
  headers?: RequestHeaders | undefined;
  /** Keeps the answers to queries; where an operation has one of its own, that comes before it. */
  cache?: GraphQLOptions["cache"];
  /**
   * The server's schema, by which documents and variables are checked before they are sent; true to ask the server for it
   * before the first operation, and keep it.
   *
   * @default They are not checked here.
   */
  serverSchema?: GraphQLServerSchema | true | undefined;
  /** How it subscribes. */
  subscriptions?: GraphQLSubscriptions | undefined;
}

/**
 * Options for a query of a {@linkcode GraphQLClient}; they come before the client's.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export type GraphQLQueryOptions<T = unknown, V = object> = Omit<GraphQLOptions<T, V>, "client" | "serverSchema">;

/**
 * Options for a mutation, or a stream, of a {@linkcode GraphQLClient}.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export type GraphQLMutationOptions<T = unknown, V = object> = Omit<
  GraphQLOptions<T, V>,
  "client" | "serverSchema" | "cache" | "queryMethod" | "persistedQuery"
>;

/**
 * Options for a subscription of a {@linkcode GraphQLClient}.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export type GraphQLSubscriptionOptions<T = unknown, V = object> = Pick<
  SubscribeOptions<T, V>,
  "variables" | "operationName" | "schema" | "errorPolicy" | "maxQueue" | "signal"
>;

/** Executes operations of one GraphQL server. */
export interface GraphQLClient extends AsyncDisposable {
  /**
   * Executes a query, as `graphql` does; an operation of another kind is refused.
   *
   * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
   * @typeParam V What the variables are, by the document's type.
   * @param query The document.
   * @param options Variables, and what differs from the client's options.
   * @returns The answer.
   */
  query<T = Record<string, unknown>, V = object>(
    query: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLQueryOptions<T, V> & { errorPolicy?: "throw" | undefined }>
  ): Promise<GraphQLAnswer<T>>;
  /**
   * Executes a query and gives the answer whether or not there are errors in it.
   *
   * @typeParam T What the data is.
   * @typeParam V What the variables are.
   * @param query The document.
   * @param options `errorPolicy: "return"`, and others.
   * @returns The answer.
   */
  query<T = Record<string, unknown>, V = object>(
    query: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLQueryOptions<T, V>>
  ): Promise<GraphQLResult<T>>;
  /**
   * Executes a mutation, as `graphql` does; an operation of another kind is refused. It is tried again only with
   * `retry: { idempotencyKey: true }`.
   *
   * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
   * @typeParam V What the variables are, by the document's type.
   * @param mutation The document.
   * @param options Variables, and what differs from the client's options.
   * @returns The answer.
   */
  mutate<T = Record<string, unknown>, V = object>(
    mutation: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLMutationOptions<T, V> & { errorPolicy?: "throw" | undefined }>
  ): Promise<GraphQLAnswer<T>>;
  /**
   * Executes a mutation and gives the answer whether or not there are errors in it.
   *
   * @typeParam T What the data is.
   * @typeParam V What the variables are.
   * @param mutation The document.
   * @param options `errorPolicy: "return"`, and others.
   * @returns The answer.
   */
  mutate<T = Record<string, unknown>, V = object>(
    mutation: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLMutationOptions<T, V>>
  ): Promise<GraphQLResult<T>>;
  /**
   * Executes a query or a mutation with `@defer` or `@stream`, as `graphqlStream` does, and gives the data as it grows.
   *
   * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
   * @typeParam V What the variables are, by the document's type.
   * @param query The document.
   * @param options Variables, and what differs from the client's options.
   * @returns The data as it grows.
   */
  stream<T = Record<string, unknown>, V = object>(
    query: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLMutationOptions<T, V> & { errorPolicy?: "throw" | undefined }>
  ): EventStream<GraphQLIncrement<T>>;
  /**
   * Executes a query or a mutation with `@defer` or `@stream` and gives the data as it grows, whether or not there are errors
   * in it.
   *
   * @typeParam T What the data is.
   * @typeParam V What the variables are.
   * @param query The document.
   * @param options `errorPolicy: "return"`, and others.
   * @returns The data as it grows, with all errors so far.
   */
  stream<T = Record<string, unknown>, V = object>(
    query: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLMutationOptions<T, V>>
  ): EventStream<GraphQLIncrementResult<T>>;
  /**
   * Subscribes, as `subscribe` does. Over WebSocket, all subscriptions go over one connection: it is opened for the first of
   * them, opened again for all of them when it is lost, and closed after the last one. A subscription that is not read
   * fails when its `maxQueue` is full, as it must not hold up the others.
   *
   * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
   * @typeParam V What the variables are, by the document's type.
   * @param subscription The document.
   * @param options Variables, and what ends it.
   * @returns The results.
   */
  subscribe<T = Record<string, unknown>, V = object>(
    subscription: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLSubscriptionOptions<T, V> & { errorPolicy?: "throw" | undefined }>
  ): EventStream<GraphQLAnswer<T>>;
  /**
   * Subscribes and gives the results whether or not there are errors in them.
   *
   * @typeParam T What the data is.
   * @typeParam V What the variables are.
   * @param subscription The document.
   * @param options `errorPolicy: "return"`, and others.
   * @returns The results.
   */
  subscribe<T = Record<string, unknown>, V = object>(
    subscription: GraphQLDocument<T, V>,
    ...options: WithVariables<V, GraphQLSubscriptionOptions<T, V>>
  ): EventStream<GraphQLResult<T>>;
  /** Closes its subscriptions and streams, each of which gives the end, and the WebSocket. It can still be used. */
  close(): Promise<void>;
}

/**
 * Makes a client of one GraphQL server: queries, mutations and subscriptions that have a URL, headers and a connection in
 * common. Who asks, tokens that run out, time limits and hooks are those of a `client` of {@linkcode createClient}.
 *
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param options What the operations have in common. A wrong value is told by the first operation.
 * @returns The client. It holds a WebSocket only while there are subscriptions.
 * @throws {ValidationError} If `options` is no object, or has an option that there is not; if `url` is no HTTP URL and there
 * is no `client`.
 *
 * @example One server
 * ```ts
 * import { createGraphQLClient } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer(({ headers }, response) => {
 *   response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { me: headers["x-me"] } }));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * await using api = createGraphQLClient(`http://127.0.0.1:${port}/graphql`, { headers: { "x-me": "Ali" } });
 * const { data } = await api.query<{ me: string }>("{ me }");
 * assert.equal(data.me, "Ali");
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @example Several subscriptions over one WebSocket
 * ```ts ignore
 * import { createGraphQLClient } from "@maktaba/std/net";
 *
 * await using api = createGraphQLClient("https://api.example/graphql", {
 *   subscriptions: { connectionParams: async () => ({ token: await freshToken() }) },
 * });
 * await Promise.all([follow("AAPL"), follow("TSLA")]);
 *
 * async function follow(symbol: string): Promise<void> {
 *   const document = "subscription ($symbol: String!) { price(symbol: $symbol) }";
 *   for await (const { data } of api.subscribe(document, { variables: { symbol } })) console.log(symbol, data.price);
 * }
 * ```
 */
export function createGraphQLClient(url: string | URL, options: GraphQLClientOptions = {}): GraphQLClient {
  checkOptions(options, GRAPHQL_CLIENT_OPTIONS);
  return new GraphQLClientShell(url, options);
}
