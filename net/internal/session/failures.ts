import { WebSocketError } from "../../../errors/web_socket_error.ts";

/** Makes the error for sending over a session that has ended. */
export function sessionClosed(url: string): WebSocketError {
  return new WebSocketError({ code: "NET_WEBSOCKET_SESSION_CLOSED", params: { url }, reason: "aborted" });
}

/** Makes the error for a session that ended before everything was acknowledged. */
export function unacknowledged(url: string, count: number): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_UNACKNOWLEDGED",
    params: { url, count },
    reason: "aborted",
    context: { count },
  });
}

/** Makes the error for a session that the server does not know any more. */
export function sessionLost(url: string, count: number, cause: unknown): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_SESSION_LOST",
    params: { url, count },
    reason: "status",
    closeCode: 4404,
    context: { count },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Makes the error for a session that nobody came back to. */
export function sessionExpired(url: string, count: number): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_SESSION_EXPIRED",
    params: { url, count },
    reason: "timeout",
    context: { count },
  });
}

/** Makes the error for a peer that does not keep to the protocol. */
export function notOfProtocol(url: string, detail: string): WebSocketError {
  return new WebSocketError({ code: "NET_WEBSOCKET_SESSION_PROTOCOL", params: { url, detail }, reason: "protocol" });
}

/** Makes the error for a request that was not answered in time. */
export function requestTimedOut(url: string, ms: number): WebSocketError {
  return new WebSocketError({
    code: "NET_WEBSOCKET_REQUEST_TIMEOUT",
    params: { url, ms },
    reason: "timeout",
    phase: "total",
  });
}

/** Makes the error for a request that the other side has no answer to. */
export function requestFailed(url: string): WebSocketError {
  return new WebSocketError({ code: "NET_WEBSOCKET_REQUEST_FAILED", params: { url }, reason: "status" });
}
