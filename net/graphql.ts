import { lazy } from "../internal/lazy.ts";
import type { RequestOptions } from "./request.ts";

const running = lazy(() => import("./internal/run_operation.ts"));

/** Options for {@linkcode graphql}; those about time limits and retries are {@linkcode RequestOptions}'. */
export interface GraphQLOptions extends
  Pick<
    RequestOptions,
    "headers" | "connectTimeoutMs" | "readTimeoutMs" | "totalTimeoutMs" | "retry" | "maxBytes" | "signal"
  > {
  /** The values of the operation's variables. */
  variables?: Readonly<Record<string, unknown>> | undefined;
  /** Which operation to execute, where the document holds several. */
  operationName?: string | undefined;
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
  extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Executes a GraphQL operation over HTTP, as the GraphQL over HTTP specification says.
 *
 * A query is tried again as a GET would be. A mutation is not, as it may have been carried out, unless an
 * `Idempotency-Key` header allows it.
 *
 * @typeParam T What the data is; nothing checks it.
 * @param url Where to: an absolute `http:` or `https:` URL.
 * @param query The document.
 * @param options Variables, and how long to wait and to try.
 * @returns The answer.
 * @throws {ValidationError} If an argument is wrong, or the operation is a subscription; nothing is sent then.
 * @throws {GraphQLError} If there are errors in the answer; it holds them, and the part of the data that is there.
 * @throws {HttpError} If the server answered with a status other than 2xx and nothing of GraphQL.
 * @throws {NetworkError} If there was no complete and readable answer; its `reason` tells why.
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
 */
export async function graphql<T = Record<string, unknown>>(
  url: string | URL,
  query: string,
  options: GraphQLOptions = {},
): Promise<GraphQLAnswer<T>> {
  const { runOperation } = running.module ?? await running.load();
  return await runOperation<T>(url, query, options);
}
