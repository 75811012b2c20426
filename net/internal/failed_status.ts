import { HttpError, type Problem } from "../http_error.ts";
import type { Answer } from "./answer.ts";
import { decoderFor } from "./parse_answer.ts";
import { readRetryAfter } from "./retry_after.ts";

const EXCERPT_BYTES = 8_192;
const PROBLEM_BYTES = 65_536;

// What RFC 9110 (sections 15.5 and 15.6), RFC 8470 (425) and RFC 6585 (429) let hope for a better answer later.
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether a status lets hope that the same request succeeds later. */
export function isPassing(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/**
 * Makes the error of an answer whose status is not one of success. Reads no more of it than explains it.
 *
 * @param answer The answer, unread.
 * @returns The error.
 */
export async function failedStatus(answer: Answer): Promise<HttpError> {
  return statusError(answer, await answer.beginning(PROBLEM_BYTES));
}

/**
 * Makes the error of an answer whose body has been read.
 *
 * @param answer The answer.
 * @param bytes Its body, or the beginning of it.
 * @returns The error.
 */
export function statusError(answer: Answer, bytes: Uint8Array): HttpError {
  const { method, url, isRepeatable } = answer.request;
  const problem = readProblem(answer, bytes);
  return new HttpError({
    code: "NET_HTTP_STATUS",
    params: { method, url, answer: summary(answer, problem ?? readReason(answer, bytes)) },
    status: answer.status,
    headers: answer.headers,
    body: excerpt(bytes.subarray(0, EXCERPT_BYTES), answer.headers.get("content-type") ?? ""),
    problem,
    retryAfterMs: readRetryAfter(answer.headers),
    retryable: isRepeatable && isPassing(answer.status),
  });
}

// A character that the limit cuts is left out.
function excerpt(bytes: Uint8Array, contentType: string): string {
  const { encoding } = decoderFor(contentType, false);
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function readProblem(answer: Answer, bytes: Uint8Array): Problem | undefined {
  return answer.mediaType === "application/problem+json" ? readObject(bytes) as Problem | undefined : undefined;
}

/** What other APIs say in JSON about a failure, by the names that most of them use. */
function readReason(answer: Answer, bytes: Uint8Array): Problem | undefined {
  if (!/[/+]json$/.test(answer.mediaType)) return undefined;
  const said = readObject(bytes);
  const inside = said?.["error"];
  const object = typeof inside === "object" && inside !== null ? inside as Record<string, unknown> : said ?? {};
  const { title, detail, message, error_description: description } = object;
  return { title: title ?? said?.["error"], detail: detail ?? message ?? description } as Problem;
}

// The status is the failure; that its explanation is broken or too long is not worth another.
function readObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, unknown>
      : undefined;
  } catch {
    return undefined;
  }
}

function summary({ status, statusText }: Answer, problem: Problem | undefined): string {
  const says = [problem?.title, problem?.detail].filter((text) => typeof text === "string" && text !== "");
  return [[status, statusText].join(" ").trim(), ...says].join(": ");
}
