import type { Message } from "./message_queue.ts";
import { LOST, type Transport, type TransportEnd, type TransportEvents } from "./transport.ts";

/** What is used of a socket of `ws`, and of what stands for `ws` on Bun. */
export interface WsSocket {
  readonly readyState: number;
  readonly protocol: string;
  readonly bufferedAmount: number;
  on(event: "open", listener: () => void): unknown;
  on(event: "message", listener: (data: Uint8Array | string, isBinary: boolean) => void): unknown;
  on(event: "pong", listener: () => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "close", listener: (code: number, reason: Uint8Array | string) => void): unknown;
  send(message: Message): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  ping(): void;
}

const OPEN = 1;

/**
 * Makes a transport of a socket of `ws`, which need not be open yet.
 *
 * @param socket The socket.
 * @param events What to tell.
 * @returns The transport.
 */
export function wsTransport(socket: WsSocket, events: TransportEvents): Transport {
  const decoder = new TextDecoder();
  socket.on("message", (data, isBinary) => {
    if (typeof data === "string") events.onMessage(data);
    else events.onMessage(isBinary ? ownBytes(data) : decoder.decode(data));
  });
  socket.on("pong", () => events.onPong());
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
    canPause: true,
    ended: endOf(socket),
    send: (message) => socket.send(message),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    setPaused: (isPaused) => isPaused ? socket.pause() : socket.resume(),
    ping() {
      if (socket.readyState === OPEN) socket.ping();
    },
  };
}

function endOf(socket: WsSocket): Promise<TransportEnd> {
  return new Promise((resolve) => {
    let error: unknown;
    socket.on("error", (cause) => error ??= cause);
    socket.on("close", (code, reason) => {
      const words = typeof reason === "string" ? reason : new TextDecoder().decode(reason);
      resolve({ code: code === 0 ? LOST : code, reason: words, error });
    });
  });
}

// What comes may lie in a larger piece of memory, which a message that is kept would keep too, and whose other bytes
// are nobody's business.
function ownBytes(data: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = data;
  return new Uint8Array(byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength));
}
