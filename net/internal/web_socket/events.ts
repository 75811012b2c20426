import { throwIfCancelled } from "../../../internal/signals.ts";
import { checkFunction, checkOptions } from "../../../internal/validate.ts";
import type { UpgradeRequest, WebSocketHandler, WebSocketLimits } from "../../serve_web_socket.ts";
import type { UpgradedSocket, WebSocketEventHandlers, WebSocketEvents } from "../../web_socket_events.ts";
import { LIMIT_NAMES, limitsOf } from "./limits.ts";
import type { Message } from "./message_queue.ts";
import { Service } from "./service.ts";
import { LOST, type Transport, type TransportEnd, type TransportEvents } from "./transport.ts";

/** What the runtimes' own sockets have beside what all have. */
interface RawSocket {
  readonly readyState: number;
  readonly bufferedAmount?: number;
  binaryType?: string;
  getBufferedAmount?(): number;
  terminate?(): void;
  pause?(): void;
  resume?(): void;
  ping?(): void;
  on?(event: "pong", listener: () => void): void;
}

const OPEN = 1;
const TRY_AGAIN_LATER = 1013;

/**
 * Serves connections that come by way of another server.
 *
 * @param handler Serves one.
 * @param options The caller's options.
 * @returns What that server calls.
 */
export function openEvents(handler: WebSocketHandler, options: WebSocketLimits): WebSocketEvents {
  checkFunction("handler", handler as unknown);
  checkOptions(options, LIMIT_NAMES);
  const limits = limitsOf(options);
  throwIfCancelled(limits.signal);
  const service = new Service(handler, limits, () => {});
  return Object.assign(service, {
    events: ({ req }: { readonly req: { readonly raw: Request } }) => new Upgraded(service, requestOf(req.raw)),
  });
}

function requestOf({ url, headers }: Request): UpgradeRequest {
  // A request cannot be read any more on some runtimes once it has been upgraded.
  return { url: new URL(url.replace(/^http/, "ws")), headers: new Headers(headers), remoteAddress: undefined };
}

/** One connection, from the request to the end. */
class Upgraded implements WebSocketEventHandlers {
  readonly #end = Promise.withResolvers<TransportEnd>();
  #events: TransportEvents | undefined;
  #error: unknown;
  readonly onOpen: (event: unknown, socket: UpgradedSocket) => void;
  readonly onMessage: (event: { readonly data: unknown }) => void;
  readonly onClose: (event: { readonly code: number; readonly reason: string }) => void;
  readonly onError: (event: unknown) => void;

  // Hono's servers call the functions without their object.
  constructor(service: Service, request: UpgradeRequest) {
    this.onOpen = (_, socket) => {
      if (!service.hasRoom) return socket.close(TRY_AGAIN_LATER, "");
      service.serve(request, (events) => {
        this.#events = events;
        return transportOf(socket, events, this.#end.promise);
      });
    };
    this.onMessage = ({ data }) => this.#events?.onMessage(toMessage(data));
    this.onClose = ({ code, reason }) => this.#end.resolve({ code: code || LOST, reason, error: this.#error });
    this.onError = (event) => {
      const { error, message } = event as { error?: unknown; message?: unknown };
      this.#error ??= error ?? (message === undefined ? undefined : new Error(String(message)));
    };
  }
}

function transportOf(socket: UpgradedSocket, events: TransportEvents, ended: Promise<TransportEnd>): Transport {
  const raw = socket.raw as RawSocket;
  // Deno's begins with blobs, which can only be read later.
  if (raw.binaryType === "blob") raw.binaryType = "arraybuffer";
  // An answer to a ping is told by the sockets of `ws` alone.
  const canPing = raw.on !== undefined && raw.ping !== undefined;
  if (canPing) raw.on!("pong", () => events.onPong());
  return {
    protocol: socket.protocol ?? "",
    get isOpen() {
      return raw.readyState === OPEN;
    },
    get bufferedAmount() {
      return raw.getBufferedAmount?.() ?? raw.bufferedAmount ?? 0;
    },
    canPause: raw.pause !== undefined,
    ended,
    send: (message) => socket.send(message as string | Uint8Array<ArrayBuffer>),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => raw.terminate === undefined ? socket.close() : raw.terminate(),
    setPaused: (isPaused) => isPaused ? raw.pause?.() : raw.resume?.(),
    ping: canPing ? () => raw.ping!() : undefined,
  };
}

function toMessage(data: unknown): Message {
  if (typeof data === "string") return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data as ArrayBuffer);
}
