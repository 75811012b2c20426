import { redactText } from "../../../errors/redact.ts";
import { runtime } from "../../../internal/runtime.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import {
  checkFunction,
  checkInteger,
  checkNumber,
  checkOptions,
  checkUrl,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { connectWebSocket, ConnectWebSocketOptions, WebSocketAttempt } from "../../connect_web_socket.ts";
import { WebSocketConnection, type WebSocketMessage } from "../../web_socket_connection.ts";
import { takeCredentials, toHeaders } from "../request_headers.ts";
import { checkProtocols } from "./check_protocols.ts";
import { closeMeaning } from "./close_codes.ts";
import { closeFailure, providerFailed } from "./failures.ts";
import type { MessageHandler } from "./dispatcher.ts";
import type { HeartbeatPlan } from "./heartbeat.ts";
import { openTransport } from "./open_transport.ts";
import { Session } from "./session.ts";
import type { SessionPlan } from "./session_plan.ts";
import { tlsSettings } from "./tls.ts";

type Address = Parameters<typeof connectWebSocket>[0];

/** The names of all options of a connection. */
export const CONNECT_NAMES: OptionNames<ConnectWebSocketOptions> = {
  onMessage: "function",
  concurrency: true,
  onOpen: "function",
  onClose: "function",
  onRetry: "function",
  onStateChange: "function",
  shouldReconnect: "function",
  headers: true,
  tls: true,
  protocols: true,
  retries: true,
  reconnectDelayMs: true,
  firstReconnectDelayMs: true,
  stableAfterMs: true,
  openTimeoutMs: true,
  closeTimeoutMs: true,
  heartbeatMs: true,
  heartbeatTimeoutMs: true,
  heartbeat: true,
  compression: "boolean",
  maxQueue: true,
  maxQueueBytes: true,
  maxMessageBytes: true,
  signal: true,
};
const DEFAULTS = {
  concurrency: 1,
  protocols: [],
  retries: 3,
  reconnectDelayMs: 5_000,
  firstReconnectDelayMs: 1_000,
  stableAfterMs: 5_000,
  openTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
  heartbeatTimeoutMs: 20_000,
  compression: false,
  maxQueue: 16_384,
  maxQueueBytes: 67_108_864,
  maxMessageBytes: 16_777_216,
} satisfies ConnectWebSocketOptions;

type Defaulted = keyof typeof DEFAULTS | "heartbeatMs";

/** The options, with their defaults. */
type Settings =
  & Omit<ConnectWebSocketOptions, Defaulted>
  & { readonly [Name in Defaulted]: NonNullable<ConnectWebSocketOptions[Name]> };

const HEARTBEAT_NAMES: OptionNames<NonNullable<ConnectWebSocketOptions["heartbeat"]>> = {
  message: true,
  isReply: "function",
};

/**
 * Opens a connection.
 *
 * @param url Where to.
 * @param options The caller's options.
 * @returns The connection, once it is open.
 */
export async function openConnection(url: Address, options: ConnectWebSocketOptions): Promise<WebSocketConnection> {
  checkOptions(options, CONNECT_NAMES);
  const settings = withDefaults(options);
  check(settings);
  const { onMessage } = settings;
  const handler = onMessage && ((message: WebSocketMessage): unknown => onMessage(message, connection));
  const session = new Session(planSession(url, settings, handler), options.signal);
  const connection: WebSocketConnection = new WebSocketConnection(session);
  await session.opened;
  return connection;
}

function withDefaults(options: ConnectWebSocketOptions): Settings {
  const names = Object.keys(CONNECT_NAMES) as (keyof ConnectWebSocketOptions)[];
  // Undefined stands for the default. Each is asked for by its name, as an option may be inherited.
  const given = Object.fromEntries(names.filter((name) => options[name] !== undefined).map((it) => [it, options[it]]));
  // Deno's own sockets cannot ping.
  const canAsk = runtime === "node" || runtime === "bun" || options.heartbeat !== undefined;
  return { ...DEFAULTS, heartbeatMs: canAsk ? 30_000 : 0, ...given };
}

function check(settings: Settings): void {
  const { heartbeat } = settings;
  checkProtocols(settings.protocols);
  if (settings.retries !== Infinity) checkInteger("retries", settings.retries);
  for (const name of ["reconnectDelayMs", "firstReconnectDelayMs", "stableAfterMs", "heartbeatMs"] as const) {
    checkNumber(name, settings[name], { max: LONGEST_DELAY_MS });
  }
  for (const name of ["openTimeoutMs", "closeTimeoutMs", "heartbeatTimeoutMs"] as const) {
    checkNumber(name, settings[name], { min: 1, max: LONGEST_DELAY_MS });
  }
  for (const name of ["concurrency", "maxQueue", "maxQueueBytes", "maxMessageBytes"] as const) {
    checkInteger(name, settings[name], { min: 1 });
  }
  if (heartbeat === undefined) return;
  checkOptions(heartbeat, HEARTBEAT_NAMES, "heartbeat");
  checkFunction("heartbeat.isReply", heartbeat.isReply);
}

function planSession(address: Address, settings: Settings, onMessage: MessageHandler | undefined): SessionPlan {
  const { headers, protocols, compression, maxMessageBytes } = settings;
  const tls = tlsSettings(settings.tls);
  const urlOf = urlGiver(address);
  const headersOf = headersGiver(headers);
  const heartbeat = planHeartbeat(settings);
  const target = { protocols, maxMessageBytes, compression, isWatched: heartbeat !== undefined, tls };
  let url: URL | undefined;
  return {
    ...settings,
    heartbeat,
    onMessage,
    onReceived: undefined,
    get url() {
      return url;
    },
    get shownUrl() {
      return url === undefined ? "" : redactText(url.href);
    },
    async open(attempt, signal, events) {
      const about = { attempt, signal };
      // Not one after the other without need: a static address and headers cost no turn of the loop.
      const given = await urlOf(about);
      const own = new Headers(await headersOf(about));
      url = new URL(given);
      takeCredentials(url, own);
      return await openTransport({ ...target, url, headers: own }, signal, events);
    },
    isNormal: (code) => closeMeaning(code) === "normal",
    closeFailure: (end, retries) => closeFailure(end, { url, maxMessageBytes }, retries),
  };
}

function urlGiver(address: Address): (about: WebSocketAttempt) => Promise<URL> | URL {
  if (typeof address !== "function") {
    const url = toUrl(address);
    return () => url;
  }
  return async (about) => toUrl(await ask("url", about, () => address(about)));
}

function toUrl(value: unknown): URL {
  const url = new URL(checkUrl("url", value, ["ws:", "wss:"]));
  // A fragment never leaves the client (RFC 6455, section 3), and makes some runtimes refuse the URL.
  url.hash = "";
  return url;
}

function headersGiver(
  given: ConnectWebSocketOptions["headers"],
): (about: WebSocketAttempt) => Promise<Headers> | Headers {
  if (typeof given !== "function") {
    const headers = toHeaders(given);
    return () => headers;
  }
  return async (about) => toHeaders(await ask("headers", about, () => given(about)));
}

async function ask<T>(name: "url" | "headers", { signal }: WebSocketAttempt, give: () => Promise<T> | T): Promise<T> {
  try {
    return await abandonOnAbort(Promise.resolve(give()), signal);
  } catch (error) {
    throw signal.aborted && error === signal.reason ? error : providerFailed(name, error);
  }
}

function planHeartbeat({ heartbeat, heartbeatMs, heartbeatTimeoutMs }: Settings): HeartbeatPlan | undefined {
  if (heartbeatMs === 0) return undefined;
  const { message, isReply } = heartbeat ?? {};
  return { intervalMs: heartbeatMs, timeoutMs: heartbeatTimeoutMs, message, isReply };
}
