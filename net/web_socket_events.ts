import { lazy } from "../internal/lazy.ts";
import type { WebSocketHandler, WebSocketLimits, WebSocketService } from "./serve_web_socket.ts";

const opening = lazy(() => import("./internal/web_socket/events.ts"));

/** A socket as Hono hands it to the functions of {@linkcode WebSocketEventHandlers}. */
export interface UpgradedSocket {
  /** The runtime's own socket. */
  readonly raw?: unknown;
  /** The subprotocol that was chosen. */
  readonly protocol: string | null;
  /** Sends a message. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Closes it. */
  close(code?: number, reason?: string): void;
}

/** What Hono calls for one connection. */
export interface WebSocketEventHandlers {
  /** It is open. */
  onOpen(event: unknown, socket: UpgradedSocket): void;
  /** A message has come. */
  onMessage(event: { readonly data: unknown }, socket: UpgradedSocket): void;
  /** It is closed. */
  onClose(event: { readonly code: number; readonly reason: string }, socket: UpgradedSocket): void;
  /** Something went wrong with it. */
  onError(event: unknown, socket: UpgradedSocket): void;
}

/** Connections that come by way of another server. */
export interface WebSocketEvents extends WebSocketService {
  /** What Hono's `upgradeWebSocket` takes, for each request. */
  readonly events: (context: { readonly req: { readonly raw: Request } }) => WebSocketEventHandlers;
}

/**
 * Serves the WebSocket connections of a Hono application, on any runtime and by the runtime's own server, with the same
 * handler as {@linkcode serveWebSocket}. Who is let in, compression and subprotocols are that server's business.
 *
 * A connection too many is closed with 1013. Deno's own sockets cannot be paused, so that what is not read ends them at the
 * bounds.
 *
 * @param handler Serves one connection.
 * @param options What connections are held to.
 * @returns What to give to `upgradeWebSocket`, and the connections.
 * @throws {ValidationError} If an argument is wrong.
 *
 * @example A Hono application; `upgradeWebSocket` is `hono/deno`'s, `hono/bun`'s or `@hono/node-server`'s
 * ```ts ignore
 * import { webSocketEvents } from "@maktaba/std/net";
 * import { Hono } from "hono";
 * import { upgradeWebSocket } from "hono/deno";
 *
 * const live = await webSocketEvents(async (connection) => {
 *   for await (const message of connection) await live.broadcast(message);
 * });
 * const app = new Hono().get("/live", upgradeWebSocket(live.events));
 * ```
 */
export async function webSocketEvents(
  handler: WebSocketHandler,
  options: WebSocketLimits = {},
): Promise<WebSocketEvents> {
  const { openEvents } = opening.module ?? await opening.load();
  return openEvents(handler, options);
}
