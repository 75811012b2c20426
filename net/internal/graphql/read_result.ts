import { NetworkError } from "../../../errors/network_error.ts";
import type { StandardSchema } from "../../standard_schema.ts";
import type { GraphQLAnswer, GraphQLPartialAnswer } from "../../graphql.ts";
import { GraphQLError, type GraphQLFault } from "../../graphql_error.ts";
import type { Answer } from "../answer.ts";
import { checkedBySchema } from "../client/check_schema.ts";
import { isPassing, statusError } from "../failed_status.ts";
import { isJson, parseJson } from "../parse_answer.ts";
import { readRetryAfter } from "../retry_after.ts";

/** Where a result came from, for the message if it holds errors. */
export interface ResultPlace {
  /** Whose answer it is. */
  readonly url: URL;
  /** Its status. */
  readonly status: number;
}

// By this media type a server says that the answer is its own and no gateway's, whatever the status.
const OWN_TYPE = "application/graphql-response+json";
// Enough for many errors; what is larger is none that GraphQL would give.
const ERRORS_BYTES = 1_048_576;

/**
 * Reads the JSON of an answer that may be GraphQL's (GraphQL over HTTP, section 6.4).
 *
 * @param answer The answer, unread.
 * @param maxBytes How large it may be.
 * @returns The JSON, of which nothing is known; undefined where there is none.
 */
export async function readJson(answer: Answer, maxBytes: number): Promise<unknown> {
  if (!answer.isOk) return await readFailure(answer);
  const bytes = answer.hasBody ? await answer.bytes(maxBytes) : new Uint8Array();
  const contentType = contentTypeOf(answer);
  const { status, request: { url } } = answer;
  return isJson(contentType) ? parseJson(bytes, { url, status, contentType }) : undefined;
}

/** A server may answer 400 to a document that is wrong, and say in the body why. */
async function readFailure(answer: Answer): Promise<unknown> {
  const bytes = await answer.beginning(ERRORS_BYTES);
  // A status that may pass comes from a gateway as a rule, even with JSON, unless the server says that it is its own.
  const mayBeOurs = answer.mediaType === OWN_TYPE || (isJson(answer.mediaType) && !isPassing(answer.status));
  const result = mayBeOurs ? tryParse(bytes) : undefined;
  if (hasErrors(result) || (Array.isArray(result) && result.some(hasErrors))) return result;
  throw statusError(answer, bytes);
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** A result as it came: data, errors, or both. */
export interface RawResult {
  /** The data. */
  readonly data?: unknown;
  /** The errors. */
  readonly errors?: readonly unknown[];
  /** What the server adds. */
  readonly extensions?: unknown;
}

/** Whether a value is a result with data. */
export function isResult(value: unknown): value is RawResult {
  return typeof value === "object" && value !== null && "data" in value;
}

/** Whether a value is a result with errors. */
export function hasErrors(value: unknown): value is RawResult & { readonly errors: readonly unknown[] } {
  const errors = (value as RawResult | null | undefined)?.errors;
  return Array.isArray(errors) && errors.length > 0;
}

/**
 * Makes what a caller gets of a result with errors, where they are not thrown.
 *
 * @typeParam T What the data is without errors.
 * @param result The result.
 * @returns The errors, and the part of the data that is there.
 */
export function toPartialAnswer<T>(result: RawResult): GraphQLPartialAnswer<T> {
  return { ...result, errors: result.errors!.map(toFault) } as GraphQLPartialAnswer<T>;
}

/**
 * Makes the answer that a caller gets of a result without errors.
 *
 * @typeParam T What the data is.
 * @param result The result.
 * @param schema Checks the data, if given.
 * @param place Where it came from.
 * @returns The answer.
 */
export function toAnswer<T>(
  { errors: _none, ...result }: RawResult,
  schema: StandardSchema | undefined,
  place: ResultPlace,
): GraphQLAnswer<T> | Promise<GraphQLAnswer<T>> {
  if (schema === undefined) return result as GraphQLAnswer<T>;
  return checkedBySchema(result.data, schema, place).then((data) => ({ ...result, data }) as GraphQLAnswer<T>);
}

/**
 * Makes the error of a result with errors.
 *
 * @param result The result.
 * @param place Where it came from.
 * @param answer The HTTP answer, if it was one.
 * @returns The error.
 */
export function resultError(
  { errors, data, extensions }: RawResult,
  { url, status }: ResultPlace,
  answer?: Answer,
): GraphQLError {
  const faults = errors!.map(toFault);
  const [first] = faults;
  const message = faults.length === 1 ? first!.message : `${first!.message} (+${faults.length - 1})`;
  return new GraphQLError({
    code: "NET_GRAPHQL",
    params: { url, message },
    errors: faults,
    data,
    status,
    extensions: extensions as Readonly<Record<string, unknown>> | undefined,
    retryable: answer !== undefined && answer.request.isRepeatable && isPassing(status),
    retryAfterMs: answer === undefined ? undefined : readRetryAfter(answer.headers),
  });
}

// A server may send what the specification does not allow; whoever reads `message` must find a string.
function toFault(error: unknown): GraphQLFault {
  if (typeof error !== "object" || error === null) return { message: String(error) };
  const { message } = error as { message?: unknown };
  return { ...error, message: typeof message === "string" ? message : JSON.stringify(error) };
}

/**
 * Makes the error of an answer that is not GraphQL's.
 *
 * @param answer The answer.
 * @returns The error.
 */
export function notResult(answer: Answer): NetworkError {
  const { status, request: { url } } = answer;
  const params = { url, status, contentType: contentTypeOf(answer) };
  return new NetworkError({ code: "NET_GRAPHQL_ANSWER", params, reason: "decode", context: params });
}

/** The content type of an answer; empty where it names none. */
export function contentTypeOf(answer: Answer): string {
  return answer.headers.get("content-type") ?? "";
}
