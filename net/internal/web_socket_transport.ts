import { loadDriver } from "../../internal/load_driver.ts";
import { runtime } from "../../internal/runtime.ts";
import { LinkedSignal, onAbort } from "../../internal/signals.ts";
import type { Message } from "./message_queue.ts";
import { openFailed, openTimedOut } from "./web_socket_failures.ts";

/** What to open a WebSocket with. */
export interface TransportTarget {
  /** Where to, without credentials. */
  readonly url: URL;
  /** What is sent along with the handshake. */
  readonly headers: Headers;
  /** The subprotocols to offer. */
  readonly protocols: readonly string[];
  /** How long the handshake may take. */
  readonly openTimeoutMs: number;
  /** How large a message may be. */
  readonly maxMessageBytes: number;
}

/** How a connection ended. */
export interface TransportEnd {
  /** The code, 1006 where none was received. */
  readonly code: number;
  /** The peer's words. */
  readonly reason: string;
  /** What the runtime said about it, if anything. */
  readonly error: unknown;
}

/** An open connection, the same on every runtime. */
export interface Transport {
  /** The subprotocol that the server chose; empty where it chose none. */
  readonly protocol: string;
  /** Whether it can still be sent over. */
  readonly isOpen: boolean;
  /** How many bytes the runtime holds for the network. */
  readonly bufferedAmount: number;
  /** Whether reading can be paused. */
  readonly canPause: boolean;
  /** Settles when it has ended, once, however it ended. */
  readonly ended: Promise<TransportEnd>;
  /** Hands a message over. */
  send(message: Message): void;
  /** Begins to close it. */
  close(code: number, reason: string): void;
  /** Ends it at once, as far as the runtime can. */
  terminate(): void;
  /** Stops reading, or goes on. */
  setPaused(isPaused: boolean): void;
}

/** The part that native sockets and those of `ws` share, and what only some have. */
interface Socket {
  readonly readyState: number;
  readonly protocol: string;
  readonly bufferedAmount: number;
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { error?: unknown; message?: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(message: Message): void;
  close(code?: number, reason?: string): void;
  terminate?(): void;
  pause?(): void;
  resume?(): void;
}

const OPEN = 1;
const LOST = 1006;
// A runtime that tells an error without a close after it must not leave anybody waiting.
const CLOSE_AFTER_ERROR_MS = 1_000;

/**
 * Opens a WebSocket.
 *
 * @param target Where to.
 * @param signal Ends the attempt.
 * @param onMessage Called with each message.
 * @returns The connection.
 */
export async function openTransport(
  target: TransportTarget,
  signal: AbortSignal | undefined,
  onMessage: (message: Message) => void,
): Promise<Transport> {
  const socket = await createSocket(target);
  const ended = watchEnd(socket);
  using linked = new LinkedSignal([signal]);
  linked.abortAfter(target.openTimeoutMs, () => openTimedOut(target));
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  using _ = onAbort(linked.signal, (reason) => {
    terminate(socket);
    reject(reason);
  });
  socket.onopen = () => resolve();
  socket.onmessage = ({ data }) => onMessage(toMessage(data));
  ended.then((end) => reject(openFailed(target, end)));
  await opened;
  return transportOf(socket, ended);
}

// Node's own WebSocket tells nothing of why it failed, not even a refused connection, and cannot be ended at once, nor
// paused or limited in what it receives; `ws` does all that and is faster there. Elsewhere the native one is faster.
async function createSocket(target: TransportTarget): Promise<Socket> {
  const ws = runtime === "node" ? await loadDriver("ws", () => import("ws")) : undefined;
  const { url, protocols, maxMessageBytes } = target;
  const headers = Object.fromEntries(target.headers);
  try {
    if (ws !== undefined) {
      const options = { headers, maxPayload: maxMessageBytes };
      return new ws.WebSocket(url, [...protocols], options) as unknown as Socket;
    }
    // Deno and Bun take headers in an object that no standard knows yet; a browser knows only the protocols.
    const init = runtime === "browser" ? [...protocols] : { headers, protocols: [...protocols] };
    return new WebSocket(url.href, init as string[]) as unknown as Socket;
  } catch (error) {
    // Deno throws at once where it has no permission.
    throw openFailed(target, { code: LOST, reason: "", error });
  }
}

/** Waits for the end of a socket: every runtime tells it in other events. */
function watchEnd(socket: Socket): Promise<TransportEnd> {
  socket.binaryType = "arraybuffer";
  return new Promise((resolve) => {
    let error: unknown;
    let timer: ReturnType<typeof setTimeout> | undefined;
    socket.onerror = (event) => {
      error ??= event.error ?? (event.message === undefined ? undefined : new Error(String(event.message)));
      timer ??= setTimeout(() => resolve({ code: LOST, reason: "", error }), CLOSE_AFTER_ERROR_MS);
    };
    socket.onclose = ({ code, reason }) => {
      clearTimeout(timer);
      // Deno has 0 where no close frame came.
      resolve({ code: code === 0 ? LOST : code, reason, error });
    };
  });
}

function transportOf(socket: Socket, ended: Promise<TransportEnd>): Transport {
  return {
    protocol: socket.protocol,
    canPause: socket.pause !== undefined,
    ended,
    get isOpen() {
      return socket.readyState === OPEN;
    },
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => terminate(socket),
    setPaused: (isPaused) => isPaused ? socket.pause?.() : socket.resume?.(),
  };
}

// Deno's can only ask the peer to close.
function terminate(socket: Socket): void {
  if (socket.terminate === undefined) socket.close();
  else socket.terminate();
}

function toMessage(data: unknown): Message {
  return typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
}
