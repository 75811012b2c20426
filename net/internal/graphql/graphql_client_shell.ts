import { redactText } from "../../../errors/redact.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { fromCaller } from "../../../internal/caller.ts";
import { lazy } from "../../../internal/lazy.ts";
import { showAs } from "../../../internal/show.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import { checkUrl, type OptionNames } from "../../../internal/validate.ts";
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
import type { GraphQLIncrementResult } from "../../graphql_stream.ts";
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
  static {
    showAs(GraphQLClientShell, (client: GraphQLClientShell) => ({ url: client.#shownUrl }), "GraphQLClient");
  }

  readonly #shared: SharedOptions;
  /** What closes each stream that is being read; what nobody has begun to read holds nothing. */
  readonly #closers = new Set<() => Promise<unknown>>();

  /**
   * Remembers the options.
   *
   * @param url Where to.
   * @param options The caller's options.
   * @throws {ValidationError} If the URL is none, and nothing tells what it is relative to.
   */
  constructor(url: string | URL, options: GraphQLClientOptions) {
    const { headers, client } = options;
    // A client's base URL may be what it is relative to.
    if (client === undefined) checkUrl("url", url, ["http:", "https:"]);
    const own = headers === undefined ? client : (client ?? createClient()).extend({ headers });
    this.#shared = { url, options: { ...options }, client: own, place: {}, asked: {} };
  }

  get #shownUrl(): string {
    return redactText(String(this.#shared.url));
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

  stream<T>(query: GraphQLDocument<T, never>, options: GraphQLMutationOptions<T> = {}): EventStream<never> {
    return new PulledStream<GraphQLIncrementResult<T>>(async (signal) => {
      const { runClientStream } = running.module ?? await running.load();
      return this.#closable(signal, (stop) => runClientStream<T>(this.#shared, query, options, stop));
    }) as EventStream<never>;
  }

  subscribe<T>(
    subscription: GraphQLDocument<T, never>,
    options: GraphQLSubscriptionOptions<T> = {},
  ): EventStream<never> {
    return new PulledStream<GraphQLResult<T>>(async (signal) => {
      const { runClientSubscription } = running.module ?? await running.load();
      return this.#closable(signal, (stop) => runClientSubscription<T>(this.#shared, subscription, options, stop));
    }) as EventStream<never>;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#closers].map((close) => close()));
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

  async *#closable<T>(
    signal: AbortSignal,
    run: (stop: AbortSignal) => AsyncGenerator<readonly T[], void>,
  ): AsyncGenerator<readonly T[], void> {
    const closing = new AbortController();
    using linked = new LinkedSignal([signal, closing.signal]);
    const results = run(linked.signal);
    const close = (): Promise<unknown> => {
      closing.abort();
      // Whoever reads it may not be waiting for anything now.
      return runAmbient(undefined, () => results.return()).catch(() => {});
    };
    this.#closers.add(close);
    try {
      yield* results;
    } catch (error) {
      // Whoever closes it wants no error of what that broke off.
      if (!closing.signal.aborted) throw error;
    } finally {
      this.#closers.delete(close);
    }
  }
}
