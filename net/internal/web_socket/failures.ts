import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { classifyFailure } from "../classify_failure.ts";
import { isPassing } from "../failed_status.ts";
import { withoutSecrets } from "../without_secrets.ts";
import { closeMeaning } from "./close_codes.ts";
import type { TransportEnd } from "./transport.ts";

/** What errors tell of a session; it may have no URL yet. */
interface Told {
  readonly url: URL | undefined;
}

/** The same, with a bound of it. */
type Bounded<Bound extends string> = Told & { readonly [Name in Bound]: number };

/** Makes the error for a connection that took too long to open. */
export function openTimedOut({ url }: Told, ms: number): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_OPEN_TIMEOUT",
    params: { url, ms },
    reason: "timeout",
    phase: "connect",
    retryable: true,
  });
}

/** Makes the error for a connection that ended before it was open. */
export function openFailed(url: URL, { error, code: closeCode }: TransportEnd): WebSocketError {
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
      status,
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
  // Switching, but to something else, is no answer of HTTP's.
  return found === null || found[1] === "101" ? undefined : Number(found[1]);
}

/** Makes the error for a URL or headers that could not be obtained for an attempt. */
export function providerFailed(name: "url" | "headers", error: unknown): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_PROVIDER",
    params: { detail: error },
    context: { option: name },
    reason: "aborted",
    retryable: true,
    cause: withoutSecrets(error),
  });
}

/** Makes the error for an `onOpen` that threw. */
export function setUpFailed({ url }: Told, error: unknown): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_SET_UP",
    params: { url, detail: error },
    reason: "aborted",
    retryable: true,
    cause: error,
  });
}

/** Makes the error for a connection whose server ended it otherwise than normally. */
export function closeFailure(
  end: TransportEnd,
  told: Bounded<"maxMessageBytes">,
  retries: number,
): WebSocketError {
  const { code: closeCode, reason: closeReason } = end;
  const cause = withoutSecrets(end.error);
  if (isTooLarge(cause)) return messageTooLarge(told, cause);
  const { url } = told;
  const details = { closeCode, closeReason, ...(cause === undefined ? {} : { cause }) };
  const close = wordsFor(end, cause);
  if (closeMeaning(closeCode) === "rejected") {
    return new WebSocketError({ code: "NET_WEBSOCKET_REJECTED", params: { url, close }, reason: "status", ...details });
  }
  return new WebSocketError({
    code: "NET_WEBSOCKET_LOST",
    params: { url, close, retries },
    reason: cause === undefined ? "reset" : classifyFailure(cause).reason,
    retryable: true,
    ...details,
  });
}

/** Makes the error for a connection whose client ended it otherwise than normally. */
export function clientFailure(
  end: TransportEnd,
  told: Bounded<"maxMessageBytes">,
): WebSocketError {
  const { code: closeCode, reason: closeReason } = end;
  const cause = withoutSecrets(end.error);
  if (isTooLarge(cause)) return messageTooLarge(told, cause);
  return new WebSocketError({
    code: "NET_WEBSOCKET_CLIENT_LOST",
    params: { url: told.url, close: wordsFor(end, cause) },
    reason: cause === undefined ? "reset" : classifyFailure(cause).reason,
    closeCode,
    closeReason,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The code, with the peer's words for it, or else what the runtime says. */
function wordsFor({ code, reason }: TransportEnd, cause: unknown): string {
  const words = reason === "" && cause instanceof Error ? cause.message.replace(/^.*\bfailed: /, "") : reason;
  return words === "" ? String(code) : `${code} (${words})`;
}

// `ws` refuses a message by its announced length; Deno does so above 64 MiB, Bun above 128.
function isTooLarge(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return /^WS_ERR_UNSUPPORTED_(?:MESSAGE|DATA_PAYLOAD)_LENGTH$/.test(String(code)) ||
    /Frame too large$|Message too big$/.test(String(message));
}

/** Makes the error for a message that is larger than allowed. */
export function messageTooLarge(
  { url, maxMessageBytes }: Bounded<"maxMessageBytes">,
  cause?: unknown,
): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_TOO_LARGE",
    params: { url, maxMessageBytes },
    reason: "too-large",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Makes the error for a peer that is gone. */
export function silence({ url }: Told, ms: number): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_SILENT",
    params: { url, ms },
    reason: "timeout",
    phase: "idle",
    closeCode: 1006,
    closeReason: "",
    retryable: true,
  });
}

/** Makes the error for messages that came faster than they were read. */
export function overflow(
  { url, maxQueue, maxQueueBytes }: Bounded<"maxQueue" | "maxQueueBytes">,
): WebSocketError {
  const params = { url, maxQueue, maxQueueBytes };
  return new WebSocketError({ code: "NET_WEBSOCKET_OVERFLOW", params, reason: "too-large" });
}

/** Makes the error for sending over what is closed. */
export function sendClosed({ url }: Told): WebSocketError {
  return new WebSocketError({ code: "NET_WEBSOCKET_CLOSED", params: { url }, reason: "aborted" });
}

/** Makes the error for a message more than may wait to be sent. */
export function sendFull({ url, maxQueue, maxQueueBytes }: Bounded<"maxQueue" | "maxQueueBytes">): WebSocketError {
  const params = { url, maxQueue, maxQueueBytes };
  return new WebSocketError({ code: "NET_WEBSOCKET_SEND_FULL", params, reason: "aborted", retryable: true });
}
