import { NetworkError } from "../../errors/network_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { withSignal } from "../../internal/signals.ts";
import { checkObject, checkText } from "../../internal/validate.ts";
import { GraphQLError, type GraphQLFault } from "../graphql_error.ts";
import type { Answer } from "./answer.ts";
import { isPassing, statusError } from "./failed_status.ts";
import { operationKind } from "./graphql_document.ts";
import { toJson } from "./outgoing_body.ts";
import { isJson, parseJson } from "./parse_answer.ts";
import { planRequest, type RequestPlan } from "./request_plan.ts";
import { runRequest } from "./run_request.ts";
import type { GraphQLAnswer, GraphQLOptions } from "../graphql.ts";

/**
 * Sends an operation of GraphQL.
 *
 * @typeParam T The data.
 * @param url Where to.
 * @param query The document.
 * @param options The caller's options.
 * @returns What was answered.
 */
export function runOperation<T>(url: string | URL, query: string, options: GraphQLOptions): Promise<GraphQLAnswer<T>> {
  const plan = planOperation(url, query, options);
  return withSignal(
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
