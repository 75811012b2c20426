import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkFunction,
  checkInteger,
  checkNumber,
  checkObject,
  checkUrl,
  LONGEST_DELAY_MS,
} from "../../internal/validate.ts";
import { takeCredentials, toHeaders } from "./request_headers.ts";
import { Session, type SessionPlan } from "./web_socket_session.ts";
import type { ConnectWebSocketOptions } from "../connect_web_socket.ts";
import { WebSocketConnection, type WebSocketMessage } from "../web_socket_connection.ts";

/**
 * Opens a connection.
 *
 * @param url Where to.
 * @param options The caller's options.
 * @returns The connection, once it is open.
 */
export async function openConnection(
  url: string | URL,
  options: ConnectWebSocketOptions,
): Promise<WebSocketConnection> {
  checkObject("options", options as unknown);
  const { onMessage, signal } = options;
  if (onMessage !== undefined) checkFunction("onMessage", onMessage as unknown);
  const plan = planSession(url, options);
  const handler = onMessage && ((message: WebSocketMessage): unknown => onMessage(message, connection));
  const session = new Session(plan, signal, handler);
  const connection: WebSocketConnection = new WebSocketConnection(session);
  await session.opened;
  return connection;
}

function planSession(url: string | URL, options: ConnectWebSocketOptions): SessionPlan {
  const { retries = 3, reconnectDelayMs = 5_000, stableAfterMs = 5_000, openTimeoutMs = 10_000 } = options;
  const { maxQueue = 16_384, maxQueueBytes = 67_108_864, maxMessageBytes = 16_777_216, protocols = [] } = options;
  const target = new URL(checkUrl("url", url, ["ws:", "wss:"]));
  // A fragment never leaves the client (RFC 6455, section 3), and makes some runtimes refuse the URL.
  target.hash = "";
  const headers = toHeaders(options.headers);
  takeCredentials(target, headers);
  checkProtocols(protocols);
  checkInteger("retries", retries);
  checkNumber("reconnectDelayMs", reconnectDelayMs, { max: LONGEST_DELAY_MS });
  checkNumber("stableAfterMs", stableAfterMs, { max: LONGEST_DELAY_MS });
  checkNumber("openTimeoutMs", openTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  for (const [name, value] of Object.entries({ maxQueue, maxQueueBytes, maxMessageBytes })) {
    checkInteger(name, value, { min: 1 });
  }
  return {
    url: target,
    headers,
    protocols,
    retries,
    reconnectDelayMs,
    stableAfterMs,
    openTimeoutMs,
    maxQueue,
    maxQueueBytes,
    maxMessageBytes,
  };
}

// Each a token, none twice (RFC 6455, section 4.1): the runtimes refuse others in different ways.
function checkProtocols(protocols: unknown): asserts protocols is readonly string[] {
  const isList = Array.isArray(protocols) && new Set(protocols).size === protocols.length &&
    protocols.every((name) => typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name));
  if (isList) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_PROTOCOLS", params: { name: "protocols", value: protocols } });
}
