import { NetworkError, type NetworkErrorDetails } from "../../errors/network_error.ts";
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
 * @param error What it threw.
 * @param request What was asked.
 * @param answer The answer that was being read, if it had begun.
 * @returns The error.
 */
export function failedRequest(error: unknown, request: RequestPlace, answer?: AnswerPlace): NetworkError {
  const { detail, ...failure } = classifyFailure(error);
  const { reason, phase } = failure;
  const isRetryable = request.isRepeatable && failure.isForbidden !== true &&
    !["tls", "aborted", "decode"].includes(reason);
  const details = { reason, phase, cause: withoutSecrets(error), retryable: isRetryable };
  return describe({ ...failure, detail }, request, details, answer);
}

function describe(
  { reason, phase, detail, isForbidden }: Failure,
  request: RequestPlace,
  details: NetworkErrorDetails & { cause: unknown; retryable: boolean },
  answer: AnswerPlace | undefined,
): NetworkError {
  const { method, url } = request;
  const params = { method, url };
  if (isForbidden) return new NetworkError({ code: "NET_NOT_PERMITTED", params: { ...params, detail }, ...details });
  if (reason === "dns") return new NetworkError({ code: "NET_DNS", params, ...details });
  if (reason === "refused") return new NetworkError({ code: "NET_REFUSED", params, ...details });
  if (reason === "tls") return new NetworkError({ code: "NET_TLS", params: { ...params, detail }, ...details });
  if (reason === "reset") return new NetworkError({ code: "NET_RESET", params, ...details });
  if (reason === "aborted") return new NetworkError({ code: "NET_ABORTED", params: { ...params, detail }, ...details });
  if (reason === "timeout") return timedOut(phase === "read" ? "read" : "connect", "", request, details);
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
  phase: "connect" | "read" | "total",
  ms: number | string,
  { method, url, isRepeatable }: RequestPlace,
  details: { cause?: unknown } = {},
): NetworkError {
  const retryable = isRepeatable && phase !== "total";
  const common = { params: { method, url, ms }, ...details, reason: "timeout", phase, retryable } as const;
  if (phase === "connect") return new NetworkError({ code: "NET_CONNECT_TIMEOUT", ...common });
  if (phase === "read") return new NetworkError({ code: "NET_READ_TIMEOUT", ...common });
  return new NetworkError({ code: "NET_TOTAL_TIMEOUT", ...common });
}
