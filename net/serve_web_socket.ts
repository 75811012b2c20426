import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { WebSocketConnection } from "./web_socket_connection.ts";

const serving = lazy(() => import("./internal/web_socket/serve.ts"));

/** The request by which a client asks for a connection. */
export interface UpgradeRequest {
  /** What was asked for, with its path and query. */
  readonly url: URL;
  /** The request's headers. */
  readonly headers: Headers;
  /** The client's address, where it is known. */
  readonly remoteAddress: string | undefined;
}

/** The request that a client opened its connection with. */
export interface WebSocketRequest extends UpgradeRequest {
  /** Fires when the connection has ended: for handlers that wait for something else. */
  readonly signal: AbortSignal;
}

/**
 * Serves one connection. It is a task of its own: it is cancelled when the server closes, and may wait for whatever it
 * likes meanwhile. When it is done the connection is closed with 1000; when it throws, with 1011.
 */
export type WebSocketHandler = (connection: WebSocketConnection, request: WebSocketRequest) => unknown;

/** What connections are held to, however they come. */
export interface WebSocketLimits {
  /**
   * How many connections there may be; more are refused with status 503.
   *
   * @default 10000
   */
  maxConnections?: number | undefined;
  /**
   * How large a message may be, decompressed, in bytes. A larger one ends its connection with 1009.
   *
   * @default 1048576
   */
  maxMessageBytes?: number | undefined;
  /**
   * How many messages of a connection may wait to be read, and how many to be sent.
   *
   * @default 1024
   */
  maxQueue?: number | undefined;
  /**
   * How many bytes of messages of a connection may wait to be read, and how many to be sent.
   *
   * @default 4194304
   */
  maxQueueBytes?: number | undefined;
  /**
   * How often a client is asked by a ping frame whether it is still there, in milliseconds; 0 for never. Where frames
   * cannot be sent (Deno's own sockets), never.
   *
   * @default 30000
   */
  heartbeatMs?: number | undefined;
  /**
   * How long nothing may come after a client was asked, in milliseconds; its connection is ended then.
   *
   * @default 20000
   */
  heartbeatTimeoutMs?: number | undefined;
  /**
   * How long a client may send no message, in milliseconds; its connection is closed with 1001 then.
   *
   * @default Any time.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * How long a client may take to answer that its connection is closed, in milliseconds.
   *
   * @default 5000
   */
  closeTimeoutMs?: number | undefined;
  /**
   * Called with what a handler threw, beside the log; not with the loss of its own connection. Without it, that is printed
   * until a log is configured.
   */
  onError?: ((error: unknown, request: WebSocketRequest) => unknown) | undefined;
  /** Closes everything when it fires. */
  signal?: AbortSignal | undefined;
}

/** A server of `node:http` or `node:https`: what is needed of one, so that programs without the types of Node.js compile. */
export interface UpgradingServer {
  /** Listens to its events. */
  readonly on: (...arguments_: never[]) => unknown;
  /** Listens to them no more. */
  readonly off: (...arguments_: never[]) => unknown;
  /** Where it listens. */
  readonly address: () => unknown;
}

/** Options for {@linkcode serveWebSocket}. */
export interface ServeWebSocketOptions extends WebSocketLimits {
  /**
   * The address to listen on.
   *
   * @default "127.0.0.1"
   */
  host?: string | undefined;
  /**
   * The port to listen on; 0 for a free one.
   *
   * @default 0
   */
  port?: number | undefined;
  /** A certificate and its key, in PEM, to serve `wss:` with. */
  tls?: { readonly cert: string; readonly key: string } | undefined;
  /**
   * A server of `node:http` or `node:https` to serve beside, on its port, instead of one of its own. It goes on when this
   * one closes.
   */
  server?: UpgradingServer | undefined;
  /**
   * The path at which connections are served, such as `"/live"`. Beside another server, other paths are left to it.
   *
   * @default Every path.
   */
  path?: string | undefined;
  /** The subprotocols that are spoken: the first of the client's that is among them is chosen. */
  protocols?: readonly string[] | undefined;
  /**
   * The sites whose pages may connect, such as `"https://shop.example"`; `"*"` for all. Browsers send cookies along to
   * whatever a page connects to, and tell the page's origin; other clients send none and are not held to this.
   *
   * @default The server's own.
   */
  origins?: readonly string[] | "*" | undefined;
  /**
   * Decides whether a client is let in: `true`, or `false` for status 403, or another status from 400 to 599.
   *
   * @default All are.
   */
  accept?: ((request: UpgradeRequest) => boolean | number | Promise<boolean | number>) | undefined;
  /**
   * Whether to agree to compression (permessage-deflate, RFC 7692). `maxMessageBytes` holds for what comes out of it.
   *
   * @default false
   */
  compression?: boolean | undefined;
}

/** Connections that are served together. */
export interface WebSocketService extends AsyncDisposable {
  /** The connections that are open. */
  readonly connections: ReadonlySet<WebSocketConnection>;
  /** Settles when it has been closed and all handlers have ended. */
  readonly closed: Promise<void>;
  /**
   * Sends a message to all connections.
   *
   * @param message Text, or bytes.
   * @returns To how many it was handed over, when it has been to all that take it.
   */
  broadcast(message: string | ArrayBuffer | ArrayBufferView): Promise<number>;
  /**
   * Lets nobody in any more, closes all connections with 1001, cancels their handlers and waits for them; a handler that
   * calls it is cancelled at its next wait, too.
   *
   * @returns When all have ended.
   */
  close(): Promise<void>;
}

/** A server that listens. */
export interface WebSocketServer extends WebSocketService {
  /** Where clients connect to, such as `ws://127.0.0.1:4000/live`. */
  readonly url: string;
  /** The port that it listens on. */
  readonly port: number;
}

/**
 * Serves WebSocket connections, each by a task of its own, with the same kind of connection as a client has. It uses the
 * package `ws` over `node:http`, which every runtime has (Bun brings its own; on Deno `ws` asks for the environment's
 * `WS_NO_BUFFER_UTIL` and `WS_NO_UTF_8_VALIDATE`). For the servers of Deno and Bun, and for Hono, see
 * {@linkcode webSocketEvents}.
 *
 * The server belongs to the task in which it is started, and closes when that is cancelled.
 *
 * @param handler Serves one connection.
 * @param options Where to listen, whom to let in, and what to hold them to.
 * @returns The server, when it listens.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {WebSocketError} If it cannot listen.
 *
 * @example A server that counts, and its client
 * ```ts
 * import { connectWebSocket, serveWebSocket } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await serveWebSocket(async (connection, { url }) => {
 *   const from = Number(url.searchParams.get("from"));
 *   for (let n = from; n < from + 3; n++) await connection.send(String(n));
 * }, { path: "/count" });
 *
 * await using connection = await connectWebSocket(`${server.url}?from=5`);
 * assert.deepEqual(await Array.fromAsync(connection), ["5", "6", "7"]);
 * ```
 *
 * @example Beside HTTP, on the same port
 * ```ts
 * import { serveWebSocket } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const http = createServer((_request, response) => response.end("a page"));
 * await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
 * await using live = await serveWebSocket((connection) => connection.send("hello"), { server: http, path: "/live" });
 *
 * assert.match(live.url, /^ws:\/\/127\.0\.0\.1:\d+\/live$/);
 * assert.equal(await (await fetch(live.url.replace("ws", "http").replace("/live", "/"))).text(), "a page");
 * http.close();
 * http.closeAllConnections();
 * ```
 */
export async function serveWebSocket(
  handler: WebSocketHandler,
  options: ServeWebSocketOptions = {},
): Promise<WebSocketServer> {
  try {
    const { serve } = serving.module ?? await serving.load();
    return await serve(handler, options);
  } catch (error) {
    throw fromCaller(error, serveWebSocket);
  }
}
