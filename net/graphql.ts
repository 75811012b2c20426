import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { AnswerCache } from "./answer_cache.ts";
import type { Client } from "./client.ts";
import type { StandardSchema } from "./standard_schema.ts";
import type { GraphQLDocument } from "./graphql_document.ts";
import type { GraphQLFault } from "./graphql_error.ts";
import type { GraphQLServerSchema } from "./graphql_server_schema.ts";
import type { RequestOptions } from "./request.ts";

const running = lazy(() => import("./internal/graphql/run_operation.ts"));

/** Options that everything which executes operations over HTTP has; {@linkcode RequestOptions} tells what they do. */
export interface GraphQLRequestOptions extends
  Pick<
    RequestOptions,
    | "headers"
    | "connectTimeoutMs"
    | "readTimeoutMs"
    | "timeoutMs"
    | "totalTimeoutMs"
    | "hedgeMs"
    | "retry"
    | "circuitBreaker"
    | "maxPerOrigin"
    | "rate"
    | "ratePerOrigin"
    | "shareRetryAfter"
    | "maxBytes"
    | "onProgress"
    | "signal"
  > {
  /**
   * The client of {@linkcode createClient} whose base URL, headers, credentials, cookies, hooks, proxy and time limits it
   * goes by; other options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
}

/** How the answers to queries are kept. */
export type GraphQLCache = Pick<AnswerCache, "store" | "ttlMs" | "force">;

/**
 * What becomes of an answer with errors: `"throw"` throws them as a {@linkcode GraphQLError}, `"return"` gives them
 * together with the part of the data that is there.
 */
export type GraphQLErrorPolicy = "throw" | "return";

/**
 * Options for {@linkcode graphql}.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export interface GraphQLOptions<T = unknown, V = object> extends GraphQLRequestOptions {
  /**
   * The values of the operation's variables. A `Blob`, a `File` or a {@linkcode FileUpload} anywhere in them is sent
   * along, by the GraphQL multipart request specification, and read while it is sent.
   */
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
  /** Checks the data, where there are no errors, and makes what is returned of it: a schema by zod, say. */
  schema?: StandardSchema<T> | undefined;
  /**
   * What becomes of an answer with errors.
   *
   * @default "throw"
   */
  errorPolicy?: GraphQLErrorPolicy | undefined;
  /**
   * How queries are sent; all else is sent by POST. So is a query whose URL would be longer than 8192 characters.
   *
   * @default "POST"
   */
  queryMethod?: "GET" | "POST" | undefined;
  /**
   * Whether to send a query's SHA-256 in its place first, and the query itself, by POST, only to a server that does not
   * know it yet (automatic persisted queries).
   *
   * @default false
   */
  persistedQuery?: boolean | undefined;
  /**
   * Keeps the answers to queries that have no errors, by document, variables, URL and headers, and gives one that is kept
   * instead of asking the server; not for anything but queries. They are kept for `ttlMs`, or as long as the answer's
   * `Cache-Control` says, or else as the store does by itself.
   */
  cache?: GraphQLCache | undefined;
}

/**
 * What a GraphQL server answered.
 *
 * @typeParam T What the data is.
 */
export interface GraphQLAnswer<T> {
  /** What was asked for. */
  data: T;
  /** What the server adds. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Data of which any part may be missing or null, because of an error.
 *
 * @typeParam T What the data is without errors.
 */
export type PartialData<T> = T extends readonly (infer Item)[] ? readonly PartialData<Item>[] | null
  : T extends object ? { readonly [Key in keyof T]?: PartialData<T[Key]> } | null
  : T | null;

/** An answer with errors, and the part of the data that could be given. */
export interface GraphQLPartialAnswer<T> {
  /** The part of the data that could be given; undefined where nothing was executed. */
  data?: PartialData<T> | undefined;
  /** The errors, at least one. */
  errors: readonly GraphQLFault[];
  /** What the server adds. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What a GraphQL server answered, with or without errors.
 *
 * @typeParam T What the data is without errors.
 */
export type GraphQLResult<T> = GraphQLAnswer<T> & { errors?: undefined } | GraphQLPartialAnswer<T>;

/**
 * The options, which must be there where there are variables that must be.
 *
 * @typeParam V What the variables are.
 * @typeParam Options The options.
 */
export type WithVariables<V, Options> = Record<never, never> extends V ? [options?: Options]
  : [options: Options & { variables: Readonly<V> }];

/**
 * Executes a GraphQL operation over HTTP, as the GraphQL over HTTP specification says.
 *
 * A query is tried again as a GET would be. A mutation is not, as it may have been carried out, unless an
 * `Idempotency-Key` header allows it, which `retry: { idempotencyKey: true }` sends.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document: text, or one that has been parsed or generated, with its types.
 * @param options Variables, and how long to wait and to try.
 * @returns The answer.
 * @throws {ValidationError} If an argument is wrong, or the operation is a subscription; nothing is sent then.
 * @throws {GraphQLError} If there are errors in the answer; it holds them, and the part of the data that is there.
 * @throws {HttpError} If the server answered with a status other than 2xx and nothing of GraphQL.
 * @throws {NetworkError} If there was no complete and readable answer, or the schema refuses it; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Ask for a field
 * ```ts
 * import { graphql } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", "application/graphql-response+json").end('{"data":{"book":{"title":"كليلة ودمنة"}}}');
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const { data } = await graphql<{ book: { title: string } }>(
 *   `http://127.0.0.1:${port}/graphql`,
 *   "query ($id: ID!) { book(id: $id) { title } }",
 *   { variables: { id: 1 } },
 * );
 * assert.equal(data.book.title, "كليلة ودمنة");
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @example Take what there is
 * ```ts
 * import { graphql } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   const errors = [{ message: "No stock today", path: ["book", "stock"] }];
 *   response.setHeader("content-type", "application/graphql-response+json");
 *   response.end(JSON.stringify({ data: { book: { title: "Kalila", stock: null } }, errors }));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const { data, errors } = await graphql<{ book: { title: string; stock: number } }>(
 *   `http://127.0.0.1:${port}/graphql`,
 *   "{ book { title stock } }",
 *   { errorPolicy: "return" },
 * );
 * assert.equal(data?.book?.title, "Kalila");
 * assert.deepEqual(errors?.[0]?.path, ["book", "stock"]);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function graphql<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, GraphQLOptions<T, V> & { errorPolicy?: "throw" | undefined }>
): Promise<GraphQLAnswer<T>>;
/**
 * Executes a GraphQL operation over HTTP and gives the answer whether or not there are errors in it.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document.
 * @param options `errorPolicy: "return"`, variables, and how long to wait and to try.
 * @returns The answer: its data where there are no errors; otherwise the errors, and what there is of the data.
 * @throws {ValidationError} If an argument is wrong, or the operation is a subscription; nothing is sent then.
 * @throws {HttpError} If the server answered with a status other than 2xx and nothing of GraphQL.
 * @throws {NetworkError} If there was no complete and readable answer; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 */
export async function graphql<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, GraphQLOptions<T, V>>
): Promise<GraphQLResult<T>>;
export async function graphql<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: GraphQLOptions<T> = {},
): Promise<GraphQLResult<T>> {
  try {
    const { runOperation } = running.module ?? await running.load();
    return await runOperation<T>(url, query, options);
  } catch (error) {
    throw fromCaller(error, graphql);
  }
}
