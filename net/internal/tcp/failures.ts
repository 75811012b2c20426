import { NetworkError } from "../../../errors/network_error.ts";
import { classifyFailure } from "../classify_failure.ts";

/**
 * Makes our error of why a connection could not be opened.
 *
 * @param cause What the runtime threw.
 * @param address Where to.
 * @returns The error.
 */
export function notOpened(cause: unknown, address: string): NetworkError {
  const { reason, isForbidden, detail } = classifyFailure(cause);
  const params = { address };
  if (isForbidden) {
    return new NetworkError({ code: "NET_TCP_NOT_PERMITTED", params: { address, detail }, reason: "refused", cause });
  }
  if (reason === "dns") return new NetworkError({ code: "NET_TCP_DNS", params, reason, retryable: true, cause });
  if (reason === "tls") return new NetworkError({ code: "NET_TCP_TLS", params: { address, detail }, reason, cause });
  if (reason === "reset") return new NetworkError({ code: "NET_TCP_LOST", params, reason, retryable: true, cause });
  // What is no socket, or no file at all, accepts no connection either.
  return new NetworkError({ code: "NET_TCP_REFUSED", params, reason: "refused", retryable: true, cause });
}

/**
 * Makes our error of what ended a connection that was open.
 *
 * @param cause What the runtime threw.
 * @param address The other end.
 * @returns The error.
 */
export function lost(cause: unknown, address: string): NetworkError {
  const { reason, detail } = classifyFailure(cause);
  if (reason === "tls") return new NetworkError({ code: "NET_TCP_TLS", params: { address, detail }, reason, cause });
  return new NetworkError({ code: "NET_TCP_LOST", params: { address }, reason: "reset", retryable: true, cause });
}

/** The error for a time that ran out: until a connection was open, or without a byte over it. */
export function tooSlow(phase: "connect" | "idle", ms: number, address: string): NetworkError {
  const code = phase === "connect" ? "NET_TCP_CONNECT_TIMEOUT" : "NET_TCP_IDLE_TIMEOUT";
  return new NetworkError({ code, params: { address, ms }, reason: "timeout", phase, retryable: true });
}

/** The error for the use of a connection that has been closed on this side. */
export function alreadyClosed(address: string): NetworkError {
  return new NetworkError({ code: "NET_TCP_CLOSED", params: { address }, reason: "aborted" });
}

/** The error for TLS that cannot be started as things are, or for what else is done meanwhile. */
export function notNow(
  code: "NET_TCP_TLS_TWICE" | "NET_TCP_TLS_BUSY" | "NET_TCP_TLS_STARTING",
  address: string,
): NetworkError {
  return new NetworkError({ code, params: { address }, reason: "aborted" });
}

/** The error for plain text that came before TLS and that nobody has read. */
export function plainTextBefore(address: string, received: number): NetworkError {
  return new NetworkError({
    code: "NET_TCP_TLS_PLAIN_TEXT",
    params: { address, received },
    context: { received },
    reason: "tls",
  });
}

/** The error for a connection that ended before all that was asked for had come. */
export function endedEarly(address: string, received: number): NetworkError {
  return new NetworkError({
    code: "NET_TCP_ENDED",
    params: { address, received },
    context: { received },
    reason: "reset",
  });
}

/** The error for a line that is longer than allowed. */
export function tooLong(address: string, maxBytes: number): NetworkError {
  return new NetworkError({ code: "NET_TCP_TOO_LONG", params: { address, maxBytes }, reason: "too-large" });
}

/** The error for a line that is no UTF-8. */
export function notText(address: string, cause: unknown): NetworkError {
  return new NetworkError({ code: "NET_TCP_NOT_TEXT", params: { address }, reason: "decode", cause });
}

/**
 * Makes our error of why a server cannot listen.
 *
 * @param cause What the runtime threw.
 * @param address Where.
 * @returns The error.
 */
export function notListening(cause: unknown, address: string): NetworkError {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  const params = { address };
  if (code === "EADDRINUSE" || name === "AddrInUse") {
    return new NetworkError({ code: "NET_TCP_ADDRESS_IN_USE", params, reason: "refused", cause });
  }
  const { detail } = classifyFailure(cause);
  return new NetworkError({ code: "NET_TCP_NOT_LISTENING", params: { address, detail }, reason: "refused", cause });
}
