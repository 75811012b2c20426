import { NetworkError } from "../errors/network_error.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { withSignal } from "../internal/signals.ts";
import { checkObject, checkText } from "../internal/validate.ts";
import { GraphQLError, type GraphQLFault } from "./graphql_error.ts";
import type { Answer } from "./internal/answer.ts";
import { isPassing, statusError } from "./internal/failed_status.ts";
import { operationKind } from "./internal/graphql_document.ts";
import { toJson } from "./internal/outgoing_body.ts";
import { isJson, parseJson } from "./internal/parse_answer.ts";
import { planRequest, type RequestPlan } from "./internal/request_plan.ts";
import { runRequest } from "./internal/run_request.ts";
import type { RequestOptions } from "./request.ts";

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
  const plan = planOperation(url, query, options);
  return await withSignal(
    options.signal,
    (signal) => runRequest(plan, signal, (answer) => readResult<T>(answer, plan)),
  );
}

function planOperation(url: string | URL, query: string, options: GraphQLOptions): RequestPlan {
  checkObject("options", options as unknown);
  checkText("query", query);
  const { variables, operationName, ...rest } = options;
  if (variables !== undefined) checkObject("variables", variables as unknown);
  if (operationName !== undefined) checkText("operationName", operationName);
  const kind = operationKind(query, operationName);
  if (kind === "subscription") {
    throw new ValidationError({ code: "ARGUMENT_GRAPHQL_SUBSCRIPTION", params: { name: "query" } });
  }
  const body = toJson({ query, variables, operationName }, "variables");
  const plan = planRequest("POST", url, { ...rest, body }, ACCEPT);
  plan.headers.set("content-type", "application/json");
  // An operation that is not understood counts as one that changes something.
  return { ...plan, isRepeatable: plan.isRepeatable || kind === "query" };
}

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";
// Enough for many errors; what is larger is none that GraphQL would give.
const ERRORS_BYTES = 1_048_576;

async function readResult<T>(answer: Answer, { maxBytes }: RequestPlan): Promise<GraphQLAnswer<T>> {
  if (!answer.isOk) throw await failure(answer);
  const bytes = answer.hasBody ? await answer.bytes(maxBytes) : new Uint8Array();
  const { status, request: { url } } = answer;
  const contentType = answer.headers.get("content-type") ?? "";
  const result = isJson(contentType) ? parseJson(bytes, { url, status, contentType }) : undefined;
  if (hasErrors(result)) throw answeredErrors(answer, result);
  if (isResult(result)) return result as GraphQLAnswer<T>;
  const params = { url, status, contentType };
  throw new NetworkError({ code: "NET_GRAPHQL_ANSWER", params, reason: "decode", context: params });
}

/** A server may answer 400 to a document that is wrong, and say in the body why. */
async function failure(answer: Answer): Promise<NetworkError> {
  const bytes = await answer.beginning(ERRORS_BYTES);
  const result = isPassing(answer.status) || !isJson(answer.mediaType) ? undefined : tryParse(bytes);
  return hasErrors(result) ? answeredErrors(answer, result) : statusError(answer, bytes);
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

interface Failed {
  readonly errors: readonly unknown[];
  readonly data?: unknown;
}

function isResult(value: unknown): value is object {
  return typeof value === "object" && value !== null && "data" in value;
}

function hasErrors(value: unknown): value is Failed {
  const errors = (value as Partial<Failed> | null | undefined)?.errors;
  return Array.isArray(errors) && errors.length > 0;
}

function answeredErrors({ status, request: { url } }: Answer, { errors, data }: Failed): GraphQLError {
  const faults = errors.map(toFault);
  const [first] = faults;
  const message = faults.length === 1 ? first!.message : `${first!.message} (+${faults.length - 1})`;
  return new GraphQLError({ code: "NET_GRAPHQL", params: { url, message }, errors: faults, data, status });
}

// A server may send what the specification does not allow; whoever reads `message` must find a string.
function toFault(error: unknown): GraphQLFault {
  if (typeof error !== "object" || error === null) return { message: String(error) };
  const { message } = error as { message?: unknown };
  return { ...error, message: typeof message === "string" ? message : JSON.stringify(error) };
}
