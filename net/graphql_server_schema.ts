import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { GraphQLRequestOptions } from "./graphql.ts";
import type { GraphQLDocument } from "./graphql_document.ts";

const loading = lazy(() => import("./internal/graphql/server_schema.ts"));

/** Options for the `check` of a {@linkcode GraphQLServerSchema}. */
export interface GraphQLCheckOptions {
  /** The values of the operation's variables. */
  variables?: object | undefined;
  /** Which operation, where the document holds several. */
  operationName?: string | undefined;
}

/**
 * What checks by a schema.
 *
 * @internal
 */
export interface SchemaCore {
  readonly sdl: string;
  check(query: GraphQLDocument<unknown, never>, options: GraphQLCheckOptions): void;
}

/**
 * The schema of a GraphQL server, by which documents and variables are checked before they are sent: as the option
 * `serverSchema` of `graphql`, `graphqlBatch`, `subscribe` and `createGraphQLClient`, or by hand. It is made by
 * {@linkcode fetchGraphQLSchema} or {@linkcode parseGraphQLSchema}, and serves any number of operations; a document that
 * was right is not looked at again.
 */
export class GraphQLServerSchema {
  readonly #core: SchemaCore;

  /**
   * Wraps what checks.
   *
   * @internal
   * @param core What checks.
   */
  constructor(core: SchemaCore) {
    this.#core = core;
  }

  /** The schema in GraphQL's schema definition language, to be kept, say. */
  get sdl(): string {
    return this.#core.sdl;
  }

  /**
   * Checks a document, and the values of its variables.
   *
   * @param query The document.
   * @param options The variables, and which operation.
   * @throws {GraphQLDocumentError} If they do not fit the schema.
   * @throws {ValidationError} If an argument is wrong otherwise.
   */
  check(query: GraphQLDocument<unknown, never>, options: GraphQLCheckOptions = {}): void {
    try {
      this.#core.check(query, options);
    } catch (error) {
      throw fromCaller(error, this.check);
    }
  }
}

/**
 * Asks a GraphQL server for its schema by introspection, which a server may have turned off.
 *
 * It needs the package `graphql`, of version 16 or 17.
 *
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param options How long to wait and to try.
 * @returns The schema.
 * @throws {ValidationError} If an argument is wrong; nothing is sent then.
 * @throws {GraphQLError} If the server refuses.
 * @throws {NetworkError} If there was no complete and readable answer, or it is no schema; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Nothing wrong is sent
 * ```ts ignore
 * import { fetchGraphQLSchema, graphql } from "@maktaba/std/net";
 *
 * const url = "https://api.example/graphql";
 * const serverSchema = await fetchGraphQLSchema(url);
 * const { data } = await graphql(url, "query ($id: ID!) { book(id: $id) { title } }", { serverSchema, variables: { id: 7 } });
 * ```
 */
export async function fetchGraphQLSchema(
  url: string | URL,
  options: GraphQLRequestOptions = {},
): Promise<GraphQLServerSchema> {
  try {
    const { fetchSchema } = loading.module ?? await loading.load();
    return new GraphQLServerSchema(await fetchSchema(url, options));
  } catch (error) {
    throw fromCaller(error, fetchGraphQLSchema);
  }
}

/**
 * Makes a schema of what is known of it already: a file of schema definition language, or the answer to an introspection.
 *
 * It needs the package `graphql`, of version 16 or 17.
 *
 * @param source The schema in its definition language, or the `data` of the answer, with `__schema` in it.
 * @returns The schema.
 * @throws {ValidationError} If that is no schema.
 *
 * @example Check a document without a server
 * ```ts
 * import { parseGraphQLSchema } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const schema = await parseGraphQLSchema("type Query { book(id: ID!): String }");
 * schema.check("query ($id: ID!) { book(id: $id) }", { variables: { id: 7 } });
 * assert.throws(() => schema.check("{ book }"), /ProvidedRequiredArguments/);
 * ```
 */
export async function parseGraphQLSchema(source: string | object): Promise<GraphQLServerSchema> {
  try {
    const { parseSchema } = loading.module ?? await loading.load();
    return new GraphQLServerSchema(await parseSchema(source));
  } catch (error) {
    throw fromCaller(error, parseGraphQLSchema);
  }
}
