import { NetworkError, type NetworkErrorDetails, type NetworkPhase } from "../../errors/network_error.ts";
import { classifyFailure, type Failure } from "./classify_failure.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** What a message about a failed request names. */
export interface RequestPlace {
  /** The method. */
  readonly method: string;
  /** The URL; messages show it without secrets. */
  readonly url: URL;
  /** Whether it may reach the server more than once: only then may its errors say that doing it again may succeed. */
  readonly isRepeatable: boolean;
}

/** What is known of the answer, once there is one. */
export interface AnswerPlace {
  /** Its status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: Headers;
}

/**
 * Makes our error of what a runtime threw.
 *
 * What breaks in the middle of an answer counts as the loss of its connection, whatever broke: Deno tells a chunk that is
 * no chunk and a line that is cut by the same words.
 *
 * @param error What it threw.
 * @param request What was asked.
 * @param answer The answer that was being read, if it had begun.
 * @param elapsedMs How long it has waited, in milliseconds, for where the runtime has a limit of its own.
 * @returns The error.
 */
export function failedRequest(
  error: unknown,
  request: RequestPlace,
  answer?: AnswerPlace,
  elapsedMs: number = 0,
): NetworkError {
  const failure = classifyFailure(error);
  const reason = answer !== undefined && failure.reason === "protocol" ? "reset" : failure.reason;
  const cause = withoutSecrets(error);
  if (reason === "timeout") return timedOut(answer === undefined ? "headers" : "idle", elapsedMs, request, { cause });
  const isRetryable = request.isRepeatable && failure.isForbidden !== true &&
    !["tls", "aborted", "decode"].includes(reason);
  return describe({ ...failure, reason }, request, { reason, cause, retryable: isRetryable }, answer);
}

function describe(
  { reason, detail, isForbidden, isByProxy }: Failure,
  request: RequestPlace,
  details: NetworkErrorDetails & { cause: unknown; retryable: boolean },
  answer: AnswerPlace | undefined,
): NetworkError {
  const { method, url } = request;
  const params = { method, url };
  if (isForbidden) return new NetworkError({ code: "NET_NOT_PERMITTED", params: { ...params, detail }, ...details });
  if (isByProxy) return new NetworkError({ code: "NET_PROXY", params: { ...params, detail }, ...details });
  if (reason === "dns") return new NetworkError({ code: "NET_DNS", params, ...details });
  if (reason === "refused") return new NetworkError({ code: "NET_REFUSED", params, ...details });
  if (reason === "tls") return new NetworkError({ code: "NET_TLS", params: { ...params, detail }, ...details });
  if (reason === "reset") return new NetworkError({ code: "NET_RESET", params, ...details });
  if (reason === "aborted") return new NetworkError({ code: "NET_ABORTED", params: { ...params, detail }, ...details });
  if (reason === "decode" && answer !== undefined) {
    const encoding = answer.headers.get("content-encoding") ?? "";
    return new NetworkError({
      code: "NET_INVALID_ENCODING",
      params: { url, status: answer.status, encoding, detail },
      ...details,
    });
  }
  return new NetworkError({ code: "NET_PROTOCOL", params: { ...params, detail }, ...details, reason: "protocol" });
}

/** Which time of a request ran out; that until it is connected is not told apart by fetch. */
export type RequestPhase = Exclude<NetworkPhase, "connect">;

const TIMEOUT_CODES = {
  headers: "NET_CONNECT_TIMEOUT",
  idle: "NET_READ_TIMEOUT",
  attempt: "NET_ATTEMPT_TIMEOUT",
  total: "NET_TOTAL_TIMEOUT",
} as const;

/**
 * Makes the error for a time that ran out.
 *
 * @param phase Which time.
 * @param ms How long it was, in milliseconds.
 * @param request What was asked.
 * @param details What led to it, if anything.
 * @returns The error.
 */
export function timedOut(
  phase: RequestPhase,
  ms: number,
  { method, url, isRepeatable }: RequestPlace,
  details: { cause?: unknown } = {},
): NetworkError {
  const retryable = isRepeatable && phase !== "total";
  const params = { method, url, ms: Math.round(ms) };
  return new NetworkError({ code: TIMEOUT_CODES[phase], params, ...details, reason: "timeout", phase, retryable });
}
