import type { WebSocketError } from "../errors/web_socket_error.ts";
import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { ClientTls } from "./client_options.ts";
import type { RequestHeaders } from "./request.ts";
import type { WebSocketClose } from "./web_socket_close.ts";
import type { WebSocketConnection, WebSocketMessage, WebSocketState } from "./web_socket_connection.ts";

const opening = lazy(() => import("./internal/web_socket/open_connection.ts"));

/** Which attempt a URL or headers are asked for. */
export interface WebSocketAttempt {
  /** The number of the attempt since the connection was last stable, from 1. */
  readonly attempt: number;
  /** Fires when the attempt is given up. */
  readonly signal: AbortSignal;
}

/** What `onOpen` is told. */
export interface WebSocketOpening extends WebSocketAttempt {
  /** How often the connection has been open, this time included: 1 is the first time, more a reconnection. */
  readonly opens: number;
}

/** What it is decided by whether a connection is opened again. */
export interface WebSocketDown {
  /** The code that it was closed with; 1006 where it was lost, or could not be opened. */
  readonly code: number;
  /** The peer's words for it. */
  readonly reason: string;
  /** What went wrong; undefined where the server closed it normally. */
  readonly error: WebSocketError | undefined;
  /** Which reconnection in a row it would be, from 1. */
  readonly attempt: number;
  /** Whether it is opened again where nothing else is decided. */
  readonly isRetryable: boolean;
}

/** A heartbeat of messages, for servers that expect one, and where the runtime sends no ping frames. */
export interface WebSocketHeartbeat {
  /** What is sent; or a function that gives it each time. */
  message: WebSocketMessage | (() => WebSocketMessage);
  /** Tells the server's answers from other messages: they are not handed on. */
  isReply: (message: WebSocketMessage) => boolean;
}

/** Options for {@linkcode connectWebSocket}. */
export interface ConnectWebSocketOptions {
  /**
   * Handles each message, one after the other: the next one waits until the promise that it returns has settled. What it
   * throws closes the connection and is what `closed` rejects with. Without it, the messages are read by `for await`.
   */
  onMessage?: ((message: WebSocketMessage, connection: WebSocketConnection) => unknown) | undefined;
  /**
   * How many messages `onMessage` handles at a time; they are begun in order.
   *
   * @default 1
   */
  concurrency?: number | undefined;
  /**
   * Sets a connection up, each time that it has been opened, and is waited for: to log in, to subscribe, to send again
   * what was not acknowledged. What it sends goes before all that waits to be sent, and it may `receive` the answers; what
   * has come and it did not take is handed on when it is done. What it throws counts as a failed attempt.
   */
  onOpen?: ((connection: WebSocketConnection, opening: WebSocketOpening) => unknown) | undefined;
  /** Called once for each connection that was open when it has ended, however it ended. */
  onClose?: ((close: WebSocketClose) => unknown) | undefined;
  /** Called before each wait to open it again, with what went wrong (undefined after a normal close), and the wait. */
  onRetry?: ((error: WebSocketError | undefined, attempt: number, delayMs: number) => unknown) | undefined;
  /** Called when the connection is open, is being opened again, or has ended for good. */
  onStateChange?: ((state: WebSocketState) => unknown) | undefined;
  /**
   * Decides whether the connection is opened again, as long as there are `retries` left.
   *
   * @default After a loss, and the codes 1001, 1006, 1011 to 1015.
   */
  shouldReconnect?: ((down: WebSocketDown) => boolean | Promise<boolean>) | undefined;
  /** Headers to send along with the handshake; or a function that gives them for each attempt. Not in browsers. */
  headers?: RequestHeaders | ((attempt: WebSocketAttempt) => RequestHeaders | Promise<RequestHeaders>) | undefined;
  /** Whom to trust, and who to be, on a `wss:` URL; not in browsers. */
  tls?: ClientTls | undefined;
  /** The subprotocols to offer, the best first. */
  protocols?: readonly string[] | undefined;
  /**
   * How often in a row the connection is opened again after it could not be opened or was lost; may be `Infinity`.
   *
   * @default 3
   */
  retries?: number | undefined;
  /**
   * The longest wait before it is opened again, in milliseconds. Each wait is a random part of a bound that begins with
   * `firstReconnectDelayMs`, doubles with each failure in a row, and ends here.
   *
   * @default 5000
   */
  reconnectDelayMs?: number | undefined;
  /**
   * The longest wait before it is opened again for the first time, in milliseconds.
   *
   * @default 1000
   */
  firstReconnectDelayMs?: number | undefined;
  /**
   * How long a connection must have lasted for its loss to count as the first one again, in milliseconds.
   *
   * @default 5000
   */
  stableAfterMs?: number | undefined;
  /**
   * How long an attempt may take until the connection can be used, `onOpen` included, in milliseconds.
   *
   * @default 10000
   */
  openTimeoutMs?: number | undefined;
  /**
   * How long the server may take to answer that the connection is closed, in milliseconds.
   *
   * @default 5000
   */
  closeTimeoutMs?: number | undefined;
  /**
   * How often the server is asked whether it is still there, in milliseconds; 0 for never. A connection over which
   * nothing comes after that is taken for lost.
   *
   * @default 30000, on Deno 0, as its own sockets cannot ping: with a heartbeat, `ws` is used there, which is slower.
   */
  heartbeatMs?: number | undefined;
  /**
   * How long nothing may come after the server was asked, in milliseconds.
   *
   * @default 20000
   */
  heartbeatTimeoutMs?: number | undefined;
  /** Asks by messages instead of ping frames. */
  heartbeat?: WebSocketHeartbeat | undefined;
  /**
   * Whether to offer compression (permessage-deflate, RFC 7692). `maxMessageBytes` holds for what comes out of it.
   *
   * @default false
   */
  compression?: boolean | undefined;
  /**
   * How many messages may wait to be read, and how many to be sent.
   *
   * @default 16384
   */
  maxQueue?: number | undefined;
  /**
   * How many bytes of messages may wait to be read, and how many to be sent; text counts one for each UTF-16 unit.
   *
   * @default 67108864
   */
  maxQueueBytes?: number | undefined;
  /**
   * How large a message may be, decompressed, in bytes.
   *
   * @default 16777216
   */
  maxMessageBytes?: number | undefined;
  /** Ends the connection when it fires; `closed`, and what waits, then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Opens a WebSocket connection that is opened again when it is lost.
 *
 * A connection that the server closes with 1000, or with no code, has ended. One that is lost, or closed with 1001, 1006
 * or 1011 to 1015, is opened again. Any other code says that the server does not want this client or what it sends, and
 * ends it with an error; `shouldReconnect` decides otherwise. What was handed over to the network before a loss may not
 * have arrived, and is not sent again: `onOpen` is the place to do so.
 *
 * The connection belongs to the task in which it is opened, and ends when that is cancelled. On Node it needs the package
 * `ws`, and on Deno with a heartbeat, compression or `tls`.
 *
 * @param url Where to: an absolute `ws:` or `wss:` URL; or a function that gives it for each attempt, such as one that
 * fetches a token. What such a function throws counts as a failed attempt.
 * @param options Who handles messages, and how long to wait, to try and to hold.
 * @returns The connection, when it is open.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {WebSocketError} If it cannot be opened; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Read what comes
 * ```ts
 * import { connectWebSocket, serveWebSocket } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await serveWebSocket(async (connection) => {
 *   for await (const topic of connection) {
 *     for (const price of [7, 8, 9]) await connection.send(`${topic}: ${price}`);
 *     await connection.close();
 *   }
 * });
 *
 * await using connection = await connectWebSocket(server.url);
 * await connection.send("gold");
 * assert.deepEqual(await Array.fromAsync(connection), ["gold: 7", "gold: 8", "gold: 9"]);
 * ```
 *
 * @example Subscribe anew, with a fresh token, whenever the connection comes back
 * ```ts ignore
 * import { connectWebSocket } from "@maktaba/std/net";
 *
 * await using connection = await connectWebSocket("wss://prices.example/live", {
 *   headers: async () => ({ authorization: `Bearer ${await freshToken()}` }),
 *   onOpen: (connection) => connection.send('{"subscribe":"gold"}'),
 *   retries: Infinity,
 * });
 * for await (const message of connection) console.log(message);
 * ```
 */
export async function connectWebSocket(
  url: string | URL | ((attempt: WebSocketAttempt) => string | URL | Promise<string | URL>),
  options: ConnectWebSocketOptions = {},
): Promise<WebSocketConnection> {
  try {
    const { openConnection } = opening.module ?? await opening.load();
    return await openConnection(url, options);
  } catch (error) {
    throw fromCaller(error, connectWebSocket);
  }
}
