import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { StandardSchema } from "./standard_schema.ts";
import type { GraphQLAnswer, GraphQLRequestOptions } from "./graphql.ts";
import type { GraphQLDocument, TypedDocument } from "./graphql_document.ts";
import type { GraphQLServerSchema } from "./graphql_server_schema.ts";
import type { NetworkError } from "../errors/network_error.ts";

const running = lazy(() => import("./internal/graphql/run_graphql_batch.ts"));

/**
 * One operation of a {@linkcode graphqlBatch}.
 *
 * @typeParam T What its data is.
 */
export interface GraphQLBatchItem<T = unknown> {
  /** The document: text, or one that has been parsed or generated. */
  query: GraphQLDocument<T, never>;
  /** The values of the operation's variables, files included. */
  variables?: object | undefined;
  /** Which operation to execute, where the document holds several. */
  operationName?: string | undefined;
  /** Checks the data. */
  schema?: StandardSchema<T> | undefined;
}

/**
 * What became of one operation of a batch: its answer, or the errors in it as a {@linkcode GraphQLError}, or what the
 * schema said as a `NetworkError`.
 *
 * @typeParam T What its data is.
 */
export type GraphQLBatchResult<T> = GraphQLAnswer<T> | NetworkError;

/**
 * What the data of an operation of a batch is, by its schema or by its document's type.
 *
 * @typeParam Item The operation.
 */
export type GraphQLBatchData<Item> = Item extends { readonly schema: StandardSchema<infer T> } ? T
  : Item extends { readonly query: infer Query } ? Query extends string ? Record<string, unknown>
    : Query extends TypedDocument<infer T, never> ? T
    : Record<string, unknown>
  : Record<string, unknown>;

/** Options for {@linkcode graphqlBatch}. */
export interface GraphQLBatchOptions extends GraphQLRequestOptions {
  /**
   * The server's schema, by which the documents and the variables are checked before anything is sent; from
   * {@linkcode fetchGraphQLSchema}, say.
   *
   * @default They are not checked here.
   */
  serverSchema?: GraphQLServerSchema | undefined;
}

/**
 * Executes several GraphQL operations in one HTTP request: a list of them is sent and a list of answers comes back, which
 * many servers allow, some after having been told to. All of them are tried again only if all are queries.
 *
 * @typeParam Items The operations, whose documents or schemas tell what their data is.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param operations The operations; for none, nothing is sent.
 * @param options How long to wait and to try.
 * @returns The answers in the order of the operations, an error in the place of one that failed.
 * @throws {ValidationError} If an argument is wrong, or an operation is a subscription; nothing is sent then.
 * @throws {GraphQLError} If the server refuses the batch as a whole.
 * @throws {HttpError} If the server answered with a status other than 2xx and nothing of GraphQL.
 * @throws {NetworkError} If there was no complete and readable answer; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Two questions in one request
 * ```ts
 * import { graphqlBatch, GraphQLError } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", "application/json");
 *   response.end('[{"data":{"a":1}},{"data":null,"errors":[{"message":"No b"}]}]');
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const [a, b] = await graphqlBatch(`http://127.0.0.1:${port}/graphql`, [{ query: "{ a }" }, { query: "{ b }" }]);
 * assert.deepEqual(a, { data: { a: 1 } });
 * assert.ok(b instanceof GraphQLError);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function graphqlBatch<const Items extends readonly GraphQLBatchItem[]>(
  url: string | URL,
  operations: Items,
  options?: GraphQLBatchOptions,
): Promise<{ -readonly [Key in keyof Items]: GraphQLBatchResult<GraphQLBatchData<Items[Key]>> }>;
/**
 * Executes several GraphQL operations in one HTTP request, whose data is all of one type.
 *
 * @typeParam T What the data of each is; without schemas nothing checks it.
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param operations The operations; for none, nothing is sent.
 * @param options How long to wait and to try.
 * @returns The answers in the order of the operations, an error in the place of one that failed.
 */
export async function graphqlBatch<T>(
  url: string | URL,
  operations: readonly GraphQLBatchItem<T>[],
  options?: GraphQLBatchOptions,
): Promise<GraphQLBatchResult<T>[]>;
export async function graphqlBatch<T>(
  url: string | URL,
  operations: readonly GraphQLBatchItem<T>[],
  options: GraphQLBatchOptions = {},
): Promise<GraphQLBatchResult<T>[]> {
  try {
    const { runGraphQLBatch } = running.module ?? await running.load();
    return await runGraphQLBatch<T>(url, operations, options);
  } catch (error) {
    throw fromCaller(error, graphqlBatch);
  }
}
