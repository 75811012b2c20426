import { fromCaller } from "../../../internal/caller.ts";
import { lazy } from "../../../internal/lazy.ts";
import type { OptionNames } from "../../../internal/validate.ts";
import type { Client } from "../../client.ts";
import { createClient } from "../../create_client.ts";
import type { EventStream } from "../../event_stream.ts";
import type { GraphQLResult } from "../../graphql.ts";
import type {
  GraphQLClient,
  GraphQLClientOptions,
  GraphQLMutationOptions,
  GraphQLQueryOptions,
  GraphQLSubscriptionOptions,
} from "../../graphql_client.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import type { GraphQLServerSchema } from "../../graphql_server_schema.ts";
import { PulledStream } from "../pulled_stream.ts";
import type { SocketPlace } from "./subscription.ts";

// All that is loaded before a client is used: it is part of what importing the library costs.
const running = lazy(() => import("./run_client_operation.ts"));

/** The names of all options of a client. */
export const GRAPHQL_CLIENT_OPTIONS: OptionNames<GraphQLClientOptions> = {
  client: true,
  queryMethod: true,
  persistedQuery: "boolean",
  headers: true,
  cache: true,
  serverSchema: true,
  subscriptions: true,
};

/** What the operations of a client have in common. */
export interface SharedOptions {
  /** Where to. */
  readonly url: string | URL;
  /** The caller's options. */
  readonly options: GraphQLClientOptions;
  /** What requests go by, the client's headers included. */
  readonly client: Client | undefined;
  /** What subscriptions go over. */
  readonly place: SocketPlace;
  /** The server's schema, once somebody has begun to ask for it. */
  readonly asked: { schema?: Promise<GraphQLServerSchema> };
}

/** A client before anything is known of what it does: its options are read when it is used first. */
export class GraphQLClientShell implements GraphQLClient {
  readonly #shared: SharedOptions;
  readonly #streams = new Set<EventStream<unknown>>();

  /**
   * Remembers the options.
   *
   * @param url Where to.
   * @param options The caller's options.
   */
  constructor(url: string | URL, options: GraphQLClientOptions) {
    const { headers, client } = options;
    const own = headers === undefined ? client : (client ?? createClient()).extend({ headers });
    this.#shared = { url, options: { ...options }, client: own, place: {}, asked: {} };
  }

  async query<T>(query: GraphQLDocument<T, never>, options: GraphQLQueryOptions<T> = {}): Promise<never> {
    try {
      return await this.#execute("query", query, options) as never;
    } catch (error) {
      throw fromCaller(error, this.query);
    }
  }

  async mutate<T>(mutation: GraphQLDocument<T, never>, options: GraphQLMutationOptions<T> = {}): Promise<never> {
    try {
      return await this.#execute("mutation", mutation, options) as never;
    } catch (error) {
      throw fromCaller(error, this.mutate);
    }
  }

  subscribe<T>(
    subscription: GraphQLDocument<T, never>,
    options: GraphQLSubscriptionOptions<T> = {},
  ): EventStream<never> {
    const stream: EventStream<GraphQLResult<T>> = new PulledStream(async (signal) => {
      const { runClientSubscription } = running.module ?? await running.load();
      const results = runClientSubscription<T>(this.#shared, subscription, options, signal);
      return this.#remembered(stream, results);
    });
    return stream as EventStream<never>;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#streams].map((stream) => stream.close()));
    await this.#shared.place.socket?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #execute<T>(
    kind: "query" | "mutation",
    document: GraphQLDocument<T, never>,
    options: GraphQLQueryOptions<T>,
  ): Promise<GraphQLResult<T>> {
    const { runClientOperation } = running.module ?? await running.load();
    return await runClientOperation<T>(this.#shared, kind, document, options);
  }

  /** What is read of it is closed with the client; what nobody has begun to read holds nothing. */
  async *#remembered<T>(
    stream: EventStream<unknown>,
    results: AsyncGenerator<readonly T[], void>,
  ): AsyncGenerator<readonly T[], void> {
    this.#streams.add(stream);
    try {
      yield* results;
    } finally {
      this.#streams.delete(stream);
    }
  }
}
