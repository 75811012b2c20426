import { runAmbient } from "../../../internal/ambient.ts";
import { lazy } from "../../../internal/lazy.ts";
import { abandonOnAbort, LinkedSignal, withSignal } from "../../../internal/signals.ts";
import { checkNumber, checkOptions, LONGEST_DELAY_MS, type OptionNames } from "../../../internal/validate.ts";
import type { GraphQLResult } from "../../graphql.ts";
import type {
  GraphQLMutationOptions,
  GraphQLQueryOptions,
  GraphQLSubscriptionOptions,
  GraphQLSubscriptions,
} from "../../graphql_client.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import { fetchGraphQLSchema, type GraphQLServerSchema } from "../../graphql_server_schema.ts";
import type { GraphQLIncrementResult } from "../../graphql_stream.ts";
import type { SubscribeOptions } from "../../subscribe.ts";
import type { SharedOptions } from "./graphql_client_shell.ts";
import { GRAPHQL_OPTIONS, SUBSCRIBE_OPTIONS } from "./option_names.ts";
import { runOperation } from "./run_operation.ts";
import { runSubscription } from "./subscription.ts";

const streaming = lazy(() => import("./incremental/run_stream.ts"));

const { client: _client, serverSchema: _schema, ...QUERY_OPTIONS } = GRAPHQL_OPTIONS;
const { cache: _cache, queryMethod: _method, persistedQuery: _persisted, ...MUTATION_OPTIONS } = QUERY_OPTIONS;
const NAMES: {
  readonly query: OptionNames<GraphQLQueryOptions>;
  readonly mutation: OptionNames<GraphQLMutationOptions>;
} = { query: QUERY_OPTIONS, mutation: MUTATION_OPTIONS };

// What one subscription says, and what all of a client have in common.
const { variables, operationName, schema, errorPolicy, maxQueue, signal, ...common } = SUBSCRIBE_OPTIONS;
const SUBSCRIPTION_OPTIONS: OptionNames<GraphQLSubscriptionOptions> = {
  variables,
  operationName,
  schema,
  errorPolicy,
  maxQueue,
  signal,
};
const { client: _ofClient, serverSchema: _ofSchema, headers: _headers, ...connecting } = common;
const SUBSCRIPTIONS: OptionNames<GraphQLSubscriptions> = { url: true, ...connecting, lingerMs: true };

/**
 * Executes a query or a mutation of a client.
 *
 * @typeParam T What the data is.
 * @param shared What the client's operations have in common.
 * @param kind Which of them it must be.
 * @param document The document.
 * @param options The caller's options.
 * @returns What was answered.
 */
export async function runClientOperation<T>(
  shared: SharedOptions,
  kind: "query" | "mutation",
  document: GraphQLDocument<T, never>,
  options: GraphQLQueryOptions<T>,
): Promise<GraphQLResult<T>> {
  checkOptions(options, NAMES[kind] as typeof QUERY_OPTIONS);
  const { url, client, options: { cache, queryMethod, persistedQuery } } = shared;
  const serverSchema = await withSignal(options.signal, (signal) => schemaOf(shared, signal));
  const ofQueries = kind === "query" ? withoutUndefined({ cache, queryMethod, persistedQuery }) : {};
  return await runOperation<T>(
    url,
    document,
    { ...ofQueries, ...withoutUndefined(options), client, serverSchema },
    kind,
  );
}

/**
 * Executes an operation of a client whose answer comes in parts.
 *
 * @typeParam T What the data is.
 * @param shared What the client's operations have in common.
 * @param document The document.
 * @param options The caller's options.
 * @param stop Ends it.
 * @returns The data as it grows, those states together that came together.
 */
export async function* runClientStream<T>(
  shared: SharedOptions,
  document: GraphQLDocument<T, never>,
  options: GraphQLMutationOptions<T>,
  stop: AbortSignal,
): AsyncGenerator<readonly GraphQLIncrementResult<T>[], void> {
  checkOptions(options, NAMES.mutation);
  const { runStream } = streaming.module ?? await streaming.load();
  using linked = new LinkedSignal([stop, options.signal]);
  const serverSchema = await schemaOf(shared, linked.signal);
  const { url, client } = shared;
  yield* runStream<T>(url, document, { ...options, client, serverSchema }, stop);
}

/**
 * Begins a subscription of a client.
 *
 * @typeParam T What the data is.
 * @param shared What the client's operations have in common.
 * @param document The document.
 * @param options The caller's options.
 * @param stop Ends it.
 * @returns The results, those together that came together.
 */
export async function* runClientSubscription<T>(
  shared: SharedOptions,
  document: GraphQLDocument<T, never>,
  options: GraphQLSubscriptionOptions<T>,
  stop: AbortSignal,
): AsyncGenerator<readonly GraphQLResult<T>[], void> {
  checkOptions(options, SUBSCRIPTION_OPTIONS);
  const { url, client, place, options: { subscriptions = {} } } = shared;
  checkOptions(subscriptions, SUBSCRIPTIONS, "subscriptions");
  const { url: own = url, lingerMs = 0, transport = byScheme(own), ...others } = subscriptions;
  checkNumber("lingerMs", lingerMs, { max: LONGEST_DELAY_MS });
  using linked = new LinkedSignal([stop, options.signal]);
  const serverSchema = await schemaOf(shared, linked.signal);
  const all = { ...others, ...withoutUndefined(options), transport, client, serverSchema } as SubscribeOptions;
  yield* runSubscription<T>(own, document, all, stop, Object.assign(place, { lingerMs }));
}

/** Gives the server's schema; asks for it where the client is to, for all that wait for it at once. */
async function schemaOf(
  { url, client, asked, options: { serverSchema } }: SharedOptions,
  signal: AbortSignal | undefined,
): Promise<GraphQLServerSchema | undefined> {
  if (serverSchema !== true) return serverSchema;
  if (asked.schema === undefined) {
    // Of no task: whoever happens to ask first is not the only one that waits.
    asked.schema = runAmbient(undefined, () => fetchGraphQLSchema(url, { client }));
    asked.schema.catch(() => delete asked.schema);
  }
  return await abandonOnAbort(asked.schema, signal);
}

function byScheme(url: string | URL): SubscribeOptions["transport"] {
  return /^wss?:/i.test(String(url)) ? "ws" : "auto";
}

/** Undefined stands for what the client has. */
function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
