import { WebSocketError } from "../../errors/web_socket_error.ts";
import { classifyFailure } from "./classify_failure.ts";
import { closeMeaning } from "./close_codes.ts";
import { isPassing } from "./failed_status.ts";
import type { SessionPlan } from "./web_socket_session.ts";
import type { TransportEnd, TransportTarget } from "./web_socket_transport.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** Makes the error for a handshake that took too long. */
export function openTimedOut({ url, openTimeoutMs: ms }: TransportTarget): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_OPEN_TIMEOUT",
    params: { url, ms },
    reason: "timeout",
    phase: "connect",
    retryable: true,
  });
}

/** Makes the error for a connection that ended before it was open. */
export function openFailed({ url }: TransportTarget, { error, code: closeCode }: TransportEnd): WebSocketError {
  const { reason, isForbidden, ...failure } = classifyFailure(error);
  const cause = withoutSecrets(error);
  const detail = failure.detail.replace(/^.*?(?:connect to WebSocket|\bfailed): /, "") || closeCode;
  const status = handshakeStatus(failure.detail);
  if (status !== undefined) {
    return new WebSocketError({
      code: "NET_WEBSOCKET_STATUS",
      params: { url, status },
      reason: "status",
      retryable: isPassing(status),
      context: { status },
      cause,
    });
  }
  const details = { reason, cause, retryable: !isForbidden && reason !== "tls" };
  if (reason === "dns") return new WebSocketError({ code: "NET_WEBSOCKET_DNS", params: { url }, ...details });
  if (reason === "tls") return new WebSocketError({ code: "NET_WEBSOCKET_TLS", params: { url, detail }, ...details });
  if (reason === "refused" && !isForbidden) {
    return new WebSocketError({ code: "NET_WEBSOCKET_REFUSED", params: { url }, ...details });
  }
  return new WebSocketError({ code: "NET_WEBSOCKET_OPEN", params: { url, detail }, ...details });
}

// Each runtime has a sentence of its own for an answer other than 101.
function handshakeStatus(detail: string): number | undefined {
  const found = /(?:status code|server response): (\d{3})/.exec(detail);
  return found === null ? undefined : Number(found[1]);
}

/** Makes the error for a connection that ended otherwise than normally. */
export function closeFailure(end: TransportEnd, plan: SessionPlan, retries: number): WebSocketError {
  const { code: closeCode, reason: closeReason } = end;
  const cause = withoutSecrets(end.error);
  if (isTooLarge(cause)) return messageTooLarge(plan, cause);
  const { url } = plan;
  const details = { closeCode, closeReason, ...(cause === undefined ? {} : { cause }) };
  if (closeMeaning(closeCode) === "rejected") {
    const params = { url, closeCode, closeReason };
    return new WebSocketError({ code: "NET_WEBSOCKET_REJECTED", params, reason: "status", ...details });
  }
  return new WebSocketError({
    code: "NET_WEBSOCKET_LOST",
    params: { url, closeCode, closeReason, retries },
    reason: cause === undefined ? "reset" : classifyFailure(cause).reason,
    retryable: true,
    ...details,
  });
}

// `ws` refuses a message by its announced length; Deno does so above 64 MiB.
function isTooLarge(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" || message === "Frame too large";
}

/** Makes the error for a message that is larger than allowed. */
export function messageTooLarge({ url, maxMessageBytes }: SessionPlan, cause?: unknown): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_TOO_LARGE",
    params: { url, maxMessageBytes },
    reason: "too-large",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Makes the error for messages that came faster than they were read. */
export function overflow({ url, maxQueue, maxQueueBytes }: SessionPlan): WebSocketError {
  const params = { url, maxQueue, maxQueueBytes };
  return new WebSocketError({ code: "NET_WEBSOCKET_OVERFLOW", params, reason: "too-large" });
}

/** Makes the error for sending over what is closed. */
export function sendClosed({ url }: SessionPlan): WebSocketError {
  return new WebSocketError({ code: "NET_WEBSOCKET_CLOSED", params: { url }, reason: "aborted" });
}

/** Makes the error for a message more than may wait to be sent. */
export function sendFull({ url, maxQueue }: SessionPlan): WebSocketError {
  const params = { url, maxQueue };
  return new WebSocketError({ code: "NET_WEBSOCKET_SEND_FULL", params, reason: "aborted", retryable: true });
}
