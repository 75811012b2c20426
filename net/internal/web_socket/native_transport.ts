import { LOST, type Transport, type TransportEnd, type TransportEvents } from "./transport.ts";
import type { Message } from "./message_queue.ts";

/** What every runtime's own socket has, and what only some have. */
export interface NativeSocket {
  readonly readyState: number;
  readonly protocol: string;
  readonly bufferedAmount: number;
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { error?: unknown; message?: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  addEventListener(event: "pong", listener: () => void): void;
  send(message: Message): void;
  close(code?: number, reason?: string): void;
  terminate?(): void;
  pause?(): void;
  resume?(): void;
  ping?(): void;
}

const OPEN = 1;
// A runtime that tells an error without a close after it must not leave anybody waiting.
const CLOSE_AFTER_ERROR_MS = 1_000;

/**
 * Makes a transport of a runtime's own socket, which need not be open yet.
 *
 * @param socket The socket.
 * @param events What to tell.
 * @returns The transport.
 */
export function nativeTransport(socket: NativeSocket, events: TransportEvents): Transport {
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) =>
    events.onMessage(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
  if (socket.ping !== undefined) socket.addEventListener("pong", () => events.onPong());
  return {
    get protocol() {
      return socket.protocol;
    },
    get isOpen() {
      return socket.readyState === OPEN;
    },
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    canPause: socket.pause !== undefined,
    ended: endOf(socket),
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    // Deno's can only ask the peer to close.
    terminate: () => socket.terminate === undefined ? socket.close() : socket.terminate(),
    setPaused: (isPaused) => isPaused ? socket.pause?.() : socket.resume?.(),
    ping: socket.ping && (() => socket.ping!()),
  };
}

/** Waits for the end of a socket: every runtime tells it in other events. */
function endOf(socket: NativeSocket): Promise<TransportEnd> {
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
