import type { ClientOptions } from "ws";
import { builtin, runtime } from "../../../internal/runtime.ts";
import { onAbort } from "../../../internal/signals.ts";
import { openFailed } from "./failures.ts";
import { loadWs } from "./load_ws.ts";
import { type NativeSocket, nativeTransport } from "./native_transport.ts";
import type { TlsSettings } from "./tls.ts";
import { LOST, type Transport, type TransportEvents } from "./transport.ts";
import { type WsSocket, wsTransport } from "./ws_transport.ts";

/** What to open a WebSocket with. */
export interface TransportTarget {
  /** Where to, without credentials. */
  readonly url: URL;
  /** What is sent along with the handshake. */
  readonly headers: Headers;
  /** The subprotocols to offer. */
  readonly protocols: readonly string[];
  /** How large a message may be. */
  readonly maxMessageBytes: number;
  /** Whether to offer compression. */
  readonly compression: boolean;
  /** Whether pings must be sent over it, and it must be possible to end it at once. */
  readonly isWatched: boolean;
  /** Whom to trust, if not just those whom the runtime trusts. */
  readonly tls?: TlsSettings | undefined;
}

/**
 * Opens a WebSocket.
 *
 * @param target Where to.
 * @param signal Ends the attempt.
 * @param events What to tell of it.
 * @returns The connection.
 */
export async function openTransport(
  target: TransportTarget,
  signal: AbortSignal,
  events: TransportEvents,
): Promise<Transport> {
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  const transport = needsWs(target) ? await createWs(target, events, resolve) : createNative(target, events, resolve);
  let isOpen = false;
  transport.ended.then((end) => isOpen || reject(openFailed(target.url, end)));
  using _ = onAbort(signal, (reason) => {
    reject(reason);
    transport.terminate();
  });
  await opened;
  isOpen = true;
  checkChoice(target, transport);
  return transport;
}

// RFC 6455, section 4.1: Deno takes any.
function checkChoice({ url, protocols }: TransportTarget, transport: Transport): void {
  const { protocol } = transport;
  if (protocol === "" || protocols.includes(protocol)) return;
  transport.terminate();
  const error = new Error(`Invalid header: the server chose a subprotocol that was not offered: ${protocol}`);
  throw openFailed(url, { code: LOST, reason: "", error });
}

// Node's own WebSocket tells nothing of why it failed, not even a refused connection, and cannot be ended at once, nor
// paused or limited in what it receives; `ws` does all that and is faster there. On Deno the native one is three times
// faster, and can neither ping, compress, trust others nor be ended at once: `ws` is taken where that is asked for.
function needsWs({ compression, isWatched, tls }: TransportTarget): boolean {
  return runtime === "node" || (runtime === "deno" && (compression || isWatched || tls !== undefined));
}

async function createWs(target: TransportTarget, events: TransportEvents, onOpen: () => void): Promise<Transport> {
  const { WebSocket } = await loadWs();
  const { url, protocols, maxMessageBytes: maxPayload, compression: perMessageDeflate } = target;
  const headers = Object.fromEntries(target.headers);
  try {
    const options = { headers, maxPayload, perMessageDeflate, ...target.tls } as ClientOptions;
    const socket = new WebSocket(url, [...protocols], options) as unknown as WsSocket;
    socket.on("open", onOpen);
    return wsTransport(socket, inContext(events));
  } catch (error) {
    throw openFailed(url, { code: LOST, reason: "", error });
  }
}

// What `ws` tells comes without the context of whoever opened the socket on Deno, and with it everywhere else: handlers
// would not belong to their task.
function inContext(events: TransportEvents): TransportEvents {
  if (runtime !== "deno") return events;
  const hooks = builtin<typeof import("node:async_hooks")>("node:async_hooks")!;
  const run = hooks.AsyncLocalStorage.snapshot();
  return { onMessage: (message) => run(() => events.onMessage(message)), onPong: () => events.onPong() };
}

function createNative(target: TransportTarget, events: TransportEvents, onOpen: () => void): Transport {
  const { url, protocols, compression: perMessageDeflate } = target;
  const headers = Object.fromEntries(target.headers);
  try {
    // Deno and Bun take headers in an object that no standard knows yet; a browser knows only the protocols.
    const init = runtime === "browser"
      ? [...protocols]
      : { headers, protocols: [...protocols], perMessageDeflate, ...(target.tls && { tls: target.tls }) };
    const socket = new WebSocket(url.href, init as string[]) as unknown as NativeSocket;
    socket.onopen = onOpen;
    return nativeTransport(socket, events);
  } catch (error) {
    // Deno throws at once where it has no permission.
    throw openFailed(url, { code: LOST, reason: "", error });
  }
}
