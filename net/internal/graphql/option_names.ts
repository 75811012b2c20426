import type { OptionNames } from "../../../internal/validate.ts";
import type { GraphQLCache, GraphQLOptions, GraphQLRequestOptions } from "../../graphql.ts";
import type { GraphQLBatchItem, GraphQLBatchOptions } from "../../graphql_batch.ts";
import type { SubscribeOptions } from "../../subscribe.ts";
import { REQUEST_OPTIONS } from "../option_names.ts";

// What is sent and how an answer is kept, operations say in their own way.
const { body: _body, uploadFile: _uploadFile, query: _query, fallback: _fallback, cache: _cache, ...shared } =
  REQUEST_OPTIONS;

/** The options of every request with operations. */
export const GRAPHQL_REQUEST_OPTIONS: OptionNames<GraphQLRequestOptions> = { ...shared, client: true };

/** The options of one operation. */
export const GRAPHQL_OPTIONS: OptionNames<GraphQLOptions> = {
  ...GRAPHQL_REQUEST_OPTIONS,
  variables: true,
  operationName: true,
  serverSchema: true,
  schema: true,
  errorPolicy: true,
  queryMethod: true,
  persistedQuery: "boolean",
  cache: true,
};

/** The options of a batch. */
export const GRAPHQL_BATCH_OPTIONS: OptionNames<GraphQLBatchOptions> = {
  ...GRAPHQL_REQUEST_OPTIONS,
  serverSchema: true,
};

/** What there is of an operation of a batch. */
export const GRAPHQL_BATCH_ITEM: OptionNames<GraphQLBatchItem> = {
  query: true,
  variables: true,
  operationName: true,
  schema: true,
};

/** How answers to queries are kept. */
export const GRAPHQL_CACHE_OPTIONS: OptionNames<GraphQLCache> = { store: true, ttlMs: true, force: "boolean" };

/** The options of a subscription. */
export const SUBSCRIBE_OPTIONS: OptionNames<SubscribeOptions> = {
  client: true,
  transport: true,
  variables: true,
  operationName: true,
  serverSchema: true,
  schema: true,
  errorPolicy: true,
  headers: true,
  connectionParams: true,
  retries: true,
  shouldReconnect: "function",
  reconnectDelayMs: true,
  maxReconnectDelayMs: true,
  connectTimeoutMs: true,
  idleTimeoutMs: true,
  maxMessageBytes: true,
  maxQueue: true,
  signal: true,
};
