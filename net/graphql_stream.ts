import { lazy } from "../internal/lazy.ts";
import type { EventStream } from "./event_stream.ts";
import type { GraphQLOptions, PartialData, WithVariables } from "./graphql.ts";
import type { GraphQLDocument } from "./graphql_document.ts";
import type { GraphQLFault } from "./graphql_error.ts";
import { PulledStream } from "./internal/pulled_stream.ts";

const running = lazy(() => import("./internal/graphql/incremental/run_stream.ts"));

/**
 * Options for {@linkcode graphqlStream}.
 *
 * @typeParam T What the data is.
 * @typeParam V What the variables are.
 */
export type GraphQLStreamOptions<T = unknown, V = object> = Omit<
  GraphQLOptions<T, V>,
  "cache" | "queryMethod" | "persistedQuery"
>;

/**
 * All data of an operation.
 *
 * @typeParam T What the data is.
 */
export interface GraphQLGrownAnswer<T> {
  /** That nothing more comes. */
  isComplete: true;
  /** What was asked for. */
  data: T;
  /** What the server adds. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What there is so far of the data of an operation.
 *
 * @typeParam T What the data is when it is complete.
 */
export interface GraphQLGrowingAnswer<T> {
  /** That more comes. */
  isComplete: false;
  /** What there is: all that came before, too. What has not grown is the same object as before. */
  data: PartialData<T>;
  /** What the server adds. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What there is of an operation that has met errors.
 *
 * @typeParam T What the data is without errors.
 */
export interface GraphQLGrowingErrors<T> {
  /** Whether nothing more comes. */
  isComplete: boolean;
  /** The part of the data that could be given; undefined where nothing was executed. */
  data?: PartialData<T> | undefined;
  /** All errors so far, at least one. */
  errors: readonly GraphQLFault[];
  /** What the server adds. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The data of an operation as it grows.
 *
 * @typeParam T What the data is when it is complete.
 */
export type GraphQLIncrement<T> = GraphQLGrownAnswer<T> | GraphQLGrowingAnswer<T>;

/**
 * The data of an operation as it grows, with or without errors.
 *
 * @typeParam T What the data is when it is complete and without errors.
 */
export type GraphQLIncrementResult<T> = GraphQLIncrement<T> & { errors?: undefined } | GraphQLGrowingErrors<T>;

/**
 * Executes a GraphQL operation with `@defer` or `@stream` and gives what there is of the data each time that more of it has
 * come (incremental delivery over HTTP, `multipart/mixed`), in the form of the specification's draft and in the older one.
 * A server that answers at once gives one result.
 *
 * It is tried again as {@linkcode graphql} would, until the first part has come. Leaving the loop closes the connection.
 * Hooks after a response, of `client`, see the whole answer, so that with them nothing is given before its end.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document: text, or one that has been parsed or generated, with its types.
 * @param options Variables, and how long to wait and to try; a `schema` checks the complete data.
 * @returns The data as it grows, in the end with `isComplete`. Its `next()` throws a `ValidationError` for a wrong argument,
 * a {@linkcode GraphQLError} for errors, with the data that there is, an {@linkcode HttpError} or `NetworkError` if there
 * is no complete and readable answer, and a `CancelledError` if the task that waits is cancelled.
 *
 * @example What is slow comes later
 * ```ts
 * import { graphqlStream } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", 'multipart/mixed; boundary="-"');
 *   const part = (payload: object) => `\r\n---\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(payload)}`;
 *   response.write(part({ data: { book: { title: "كليلة ودمنة" } }, pending: [{ id: "0", path: ["book"] }], hasNext: true }));
 *   const reviews = { incremental: [{ id: "0", data: { reviews: 12 } }], completed: [{ id: "0" }], hasNext: false };
 *   response.end(`${part(reviews)}\r\n-----\r\n`);
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * type Data = { book: { title: string; reviews: number } };
 * const seen: unknown[] = [];
 * const document = "{ book(id: 1) { title ... @defer { reviews } } }";
 * for await (const { data, isComplete } of graphqlStream<Data>(`http://127.0.0.1:${port}/`, document)) {
 *   seen.push([isComplete, data?.book]);
 * }
 * assert.deepEqual(seen, [
 *   [false, { title: "كليلة ودمنة" }],
 *   [true, { title: "كليلة ودمنة", reviews: 12 }],
 * ]);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export function graphqlStream<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, GraphQLStreamOptions<T, V> & { errorPolicy?: "throw" | undefined }>
): EventStream<GraphQLIncrement<T>>;
/**
 * Executes a GraphQL operation with `@defer` or `@stream` and gives what there is of the data, whether or not there are
 * errors in it.
 *
 * @typeParam T What the data is, by the document's type or the schema; without either nothing checks it.
 * @typeParam V What the variables are, by the document's type.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param query The document.
 * @param options `errorPolicy: "return"`, variables, and how long to wait and to try.
 * @returns The data as it grows, with all errors so far.
 */
export function graphqlStream<T = Record<string, unknown>, V = object>(
  url: string | URL,
  query: GraphQLDocument<T, V>,
  ...options: WithVariables<V, GraphQLStreamOptions<T, V>>
): EventStream<GraphQLIncrementResult<T>>;
export function graphqlStream<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: GraphQLStreamOptions<T> = {},
): EventStream<GraphQLIncrementResult<T>> {
  return new PulledStream(async (signal) => {
    const { runStream } = running.module ?? await running.load();
    return runStream<T>(url, query, options, signal);
  });
}
