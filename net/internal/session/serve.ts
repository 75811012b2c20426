import { currentAmbient } from "../../../internal/ambient.ts";
import { LinkedSignal, onAbort } from "../../../internal/signals.ts";
import {
  checkFunction,
  checkInteger,
  checkNumber,
  checkOptions,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { ServeSessionsOptions, SessionHandler, SessionServer } from "../../serve_sessions.ts";
import type { UpgradeRequest } from "../../serve_web_socket.ts";
import type { WebSocketConnection } from "../../web_socket_connection.ts";
import { serve, SERVE_NAMES } from "../web_socket/serve.ts";
import { windowOf } from "./options.ts";
import { CODES, decode, encode, type Hello, isResumable, LONGEST_HEADER, ProtocolFault } from "./protocol.ts";
import { Registry } from "./registry.ts";
import type { ServedSession } from "./served_session.ts";

// What the sessions say of their connections themselves.
const {
  protocols: _protocols,
  maxQueue: _maxQueue,
  maxQueueBytes: _maxQueueBytes,
  idleTimeoutMs: _idleTimeoutMs,
  onError: _onError,
  ...SERVING_NAMES
} = SERVE_NAMES;
type ServingOptions = Pick<ServeSessionsOptions, keyof typeof SERVING_NAMES>;

const NAMES: OptionNames<ServeSessionsOptions> = {
  ...SERVING_NAMES,
  onRequest: "function",
  maxUnacknowledged: true,
  maxUnacknowledgedBytes: true,
  resumeMs: true,
  maxDetached: true,
  maxDetachedBytes: true,
  store: "function",
  onError: "function",
};

// How long a client may take to say which session it wants.
const HELLO_WITHIN_MS = 10_000;

/**
 * Serves sessions.
 *
 * @param handler Serves one.
 * @param options The caller's options.
 * @returns The server, when it listens.
 */
export async function openSessionServer(
  handler: SessionHandler,
  options: ServeSessionsOptions,
): Promise<SessionServer> {
  checkFunction("handler", handler as unknown);
  checkOptions(options, NAMES);
  const registry = new Registry(handler, planOf(options));
  const names = Object.keys(SERVING_NAMES) as (keyof ServingOptions)[];
  const serving = Object.fromEntries(names.map((name) => [name, options[name]])) as ServingOptions;
  const { maxMessageBytes = 1_048_576, signal } = serving;
  checkInteger("maxMessageBytes", maxMessageBytes, { min: 1 });
  const server = await serve((connection, request) => converse(registry, connection, request), {
    ...serving,
    maxMessageBytes: maxMessageBytes + LONGEST_HEADER,
  });
  // Sessions end before their connections do, so that what was handled is acknowledged.
  const stop = new LinkedSignal([signal, currentAmbient()?.signal]);
  const close = async () => {
    stop[Symbol.dispose]();
    await registry.close();
    await server.close();
  };
  onAbort(stop.signal, () => void close());
  return {
    url: server.url,
    port: server.port,
    sessions: registry.sessions,
    closed: server.closed,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function planOf(options: ServeSessionsOptions): ConstructorParameters<typeof Registry>[1] {
  const { resumeMs = 60_000, maxDetached = 1_000, maxDetachedBytes = 67_108_864, closeTimeoutMs = 5_000 } = options;
  const { store, onError, onRequest } = options;
  checkNumber("resumeMs", resumeMs, { max: LONGEST_DELAY_MS });
  checkInteger("maxDetached", maxDetached);
  checkInteger("maxDetachedBytes", maxDetachedBytes);
  return {
    ...{ resumeMs, maxDetached, maxDetachedBytes, closeTimeoutMs, store, onError, onRequest },
    window: windowOf(options),
  };
}

/** Serves one connection: finds its session, and hands it what comes. */
async function converse(registry: Registry, connection: WebSocketConnection, request: UpgradeRequest): Promise<void> {
  const hello = await receiveHello(connection);
  if (hello === undefined) return;
  const session = await registry.find(hello, request);
  if (!("side" in session)) return await connection.close(session.code, session.reason);
  try {
    await connection.send(encode({ type: "welcome", ...session.side.position }));
    session.attach(connection, hello);
  } catch (error) {
    session.abandon();
    throw error;
  }
  await relay(session, connection);
}

async function receiveHello(connection: WebSocketConnection): Promise<Hello | undefined> {
  using late = new LinkedSignal([]);
  late.abortAfter(HELLO_WITHIN_MS, () => LATE);
  try {
    const { header } = decode(await connection.receive({ signal: late.signal }) ?? "");
    if (header.type === "hello") return header;
    await connection.close(CODES.badFrame, header.type);
  } catch (error) {
    if (error === LATE) await connection.close(CODES.late, "");
    else if (error instanceof ProtocolFault) await connection.close(CODES.badFrame, error.message);
    else throw error;
  }
  return undefined;
}

const LATE = new Error("late");

async function relay(session: ServedSession, connection: WebSocketConnection): Promise<void> {
  let close: { readonly code: number; readonly reason: string };
  try {
    for await (const frame of connection) {
      // It may go on over another connection meanwhile.
      if (session.side.link !== connection) break;
      session.side.take(frame);
    }
    close = await connection.closed;
  } catch (error) {
    const { closeCode: code = 1006, closeReason: reason = "" } = error as { closeCode?: number; closeReason?: string };
    close = { code, reason };
  }
  if (session.side.link !== connection) return;
  session.detach();
  if (!isResumable(close.code)) session.side.closedByPeer({ ...close, willRetry: false });
}
