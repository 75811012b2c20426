import { ValidationError } from "../../../errors/validation_error.ts";
import { abandonOnAbort, LinkedSignal, withSignal } from "../../../internal/signals.ts";
import { checkOneOf, checkOptions } from "../../../internal/validate.ts";
import type { GraphQLOptions, GraphQLRequestOptions, GraphQLResult } from "../../graphql.ts";
import type { GraphQLDocument } from "../../graphql_document.ts";
import { GraphQLError } from "../../graphql_error.ts";
import { timedOut } from "../failed_request.ts";
import { type Planner, plannerFor, runPlanned } from "../planner.ts";
import type { RequestPlan } from "../request_plan.ts";
import { checkKind, type Operation, readOperation } from "./operation.ts";
import { planGet, planPost, type SentOperation } from "./operation_request.ts";
import { GRAPHQL_OPTIONS } from "./option_names.ts";
import { type AskedQuery, cachedResult, checkQueryCache, type FetchedResult } from "./query_cache.ts";
import { hasErrors, isResult, notResult, readJson, resultError, type ResultPlace, toAnswer } from "./read_result.ts";
import { sha256 } from "./sha256.ts";

/**
 * Sends an operation of GraphQL.
 *
 * @typeParam T What the data is.
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options.
 * @param kind Which kind it must be of, if not just one of those that have one answer.
 * @returns What was answered.
 */
export async function runOperation<T>(
  url: string | URL,
  query: GraphQLDocument<T, never>,
  options: GraphQLOptions<T>,
  kind?: "query" | "mutation",
): Promise<GraphQLResult<T>> {
  checkOptions(options, GRAPHQL_OPTIONS);
  const run = planRun(url, query, options, await plannerFor(options.client), kind);
  return await withSignal(options.signal, (signal) => inTime(run.plan, signal, (signal) => execute<T>(run, signal)));
}

/** An operation to be executed, checked. */
interface Run {
  readonly url: string | URL;
  readonly operation: Operation;
  readonly options: GraphQLOptions;
  /** What the request's own options are. */
  readonly requestOptions: Omit<GraphQLRequestOptions, "client">;
  readonly planner: Planner;
  /** The whole operation by POST, which is what is sent if nothing else is asked for. */
  readonly plan: RequestPlan;
}

function planRun(
  url: string | URL,
  query: GraphQLDocument<unknown, never>,
  { client: _client, ...options }: GraphQLOptions,
  planner: Planner,
  kind: "query" | "mutation" | undefined,
): Run {
  const {
    variables,
    operationName,
    serverSchema,
    schema,
    errorPolicy,
    queryMethod,
    persistedQuery: _isPersisted,
    cache,
    ...requestOptions
  } = options;
  const operation = readOperation({ query, variables, operationName, serverSchema, schema });
  if (kind !== undefined) checkKind(operation, kind);
  else if (operation.kind === "subscription") {
    throw new ValidationError({ code: "ARGUMENT_GRAPHQL_SUBSCRIPTION", params: { name: "query" } });
  }
  if (errorPolicy !== undefined) checkOneOf("errorPolicy", errorPolicy, ["throw", "return"]);
  if (queryMethod !== undefined) checkOneOf("queryMethod", queryMethod, ["GET", "POST"]);
  if (cache !== undefined) {
    checkQueryCache(cache);
    if (operation.kind !== "query") {
      throw new ValidationError({ code: "ARGUMENT_GRAPHQL_CACHE", params: { name: "cache" } });
    }
  }
  const plan = planPost(planner, url, operation, requestOptions);
  return { url, operation, options, requestOptions, planner, plan };
}

// The time holds for all requests that an operation may take.
async function inTime<T>(
  plan: RequestPlan,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const { totalTimeoutMs: ms } = plan;
  if (ms === undefined) return await work(signal);
  using linked = new LinkedSignal([signal]);
  linked.abortAfter(ms, () => timedOut("total", ms, plan));
  return await work(linked.signal);
}

async function execute<T>(run: Run, signal: AbortSignal | undefined): Promise<GraphQLResult<T>> {
  const { operation, options: { cache, errorPolicy }, plan } = run;
  let place: ResultPlace = { url: plan.url, status: 200 };
  const fetchResult = async (): Promise<FetchedResult> => {
    const fetched = await ask(run, signal);
    place = fetched.place;
    return fetched;
  };
  try {
    const result = cache === undefined
      ? (await fetchResult()).result
      : await cachedResult(cache, await asked(run, signal), signal, fetchResult);
    return await abandonOnAbort(Promise.resolve(toAnswer<T>(result, operation.schema, place)), signal);
  } catch (error) {
    if (errorPolicy === "return" && error instanceof GraphQLError) return withErrors<T>(error);
    throw error;
  }
}

// Nobody may be given what was answered to another.
async function asked({ operation, plan }: Run, signal: AbortSignal | undefined): Promise<AskedQuery> {
  const headers = plan.client === undefined ? plan.headers : await plan.client.identified(signal);
  return { ...operation, url: plan.url, headers };
}

function withErrors<T>({ data, errors, extensions }: GraphQLError): GraphQLResult<T> {
  const result = { data, errors, ...(extensions === undefined ? {} : { extensions }) };
  return result as GraphQLResult<T>;
}

type Fetched = FetchedResult & { readonly place: ResultPlace };

function ask(run: Run, signal: AbortSignal | undefined): Promise<Fetched> {
  const { operation, options: { persistedQuery } } = run;
  if (operation.kind !== "query") return send(run.plan, signal);
  return persistedQuery === true ? askByDigest(run, signal) : send(planQuery(run, operation), signal);
}

function planQuery({ url, plan, planner, options, requestOptions }: Run, operation: SentOperation): RequestPlan {
  const byGet = options.queryMethod === "GET" ? planGet(planner, url, operation, requestOptions) : undefined;
  return byGet ?? (operation.query === undefined ? planPost(planner, url, operation, requestOptions) : plan);
}

/** Sends the digest of a query first, as the protocol of automatic persisted queries says. */
async function askByDigest(run: Run, signal: AbortSignal | undefined): Promise<Fetched> {
  const { url, operation, plan, planner, requestOptions } = run;
  const extensions = { persistedQuery: { version: 1, sha256Hash: await sha256(operation.query) } };
  try {
    return await send(planQuery(run, { ...operation, query: undefined, extensions }), signal);
  } catch (error) {
    const refusal = error instanceof GraphQLError ? refusalOf(error) : undefined;
    if (refusal === undefined) throw error;
    const isUnknown = refusal === "PERSISTED_QUERY_NOT_FOUND";
    return await send(isUnknown ? planPost(planner, url, { ...operation, extensions }, requestOptions) : plan, signal);
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  PersistedQueryNotFound: "PERSISTED_QUERY_NOT_FOUND",
  PersistedQueryNotSupported: "PERSISTED_QUERY_NOT_SUPPORTED",
};

/** Servers name the refusal by a code, by a message, or both. */
function refusalOf({ errors }: GraphQLError): string | undefined {
  const codes = errors.map(({ message, extensions }) =>
    Object.hasOwn(REFUSALS, message) ? REFUSALS[message] : extensions?.["code"]
  );
  return Object.values(REFUSALS).find((code) => codes.includes(code));
}

function send(plan: RequestPlan, signal: AbortSignal | undefined): Promise<Fetched> {
  // The total time is kept by whoever calls.
  return runPlanned({ ...plan, totalTimeoutMs: undefined }, signal, async (answer) => {
    const result = await readJson(answer, plan.maxBytes);
    const place = { url: answer.request.url, status: answer.status };
    if (Array.isArray(result)) throw notResult(answer);
    if (hasErrors(result)) throw resultError(result, place, answer);
    if (!isResult(result)) throw notResult(answer);
    return { result, place, cacheControl: answer.headers.get("cache-control") ?? "" };
  });
}
