import { lazy } from "../internal/lazy.ts";
import type { RequestHeaders } from "./request.ts";
import type { WebSocketConnection, WebSocketMessage } from "./web_socket_connection.ts";

const opening = lazy(() => import("./internal/open_connection.ts"));

/** Options for {@linkcode connectWebSocket}. */
export interface ConnectWebSocketOptions {
  /**
   * Handles each message, one after the other: the next one waits until the promise that it returns has settled. What it
   * throws closes the connection and is what `closed` rejects with. Without it, the messages are read by `for await`.
   */
  onMessage?: ((message: WebSocketMessage, connection: WebSocketConnection) => unknown) | undefined;
  /** Headers to send along with the handshake; not in browsers. */
  headers?: RequestHeaders | undefined;
  /** The subprotocols to offer, the best first. */
  protocols?: readonly string[] | undefined;
  /**
   * How often in a row the connection is opened again after it could not be opened or was lost.
   *
   * @default 3
   */
  retries?: number | undefined;
  /**
   * The longest wait before it is opened again, in milliseconds; each wait is a random part of it, at least half.
   *
   * @default 5000
   */
  reconnectDelayMs?: number | undefined;
  /**
   * How long a connection must have lasted for its loss to count as the first one again, in milliseconds.
   *
   * @default 5000
   */
  stableAfterMs?: number | undefined;
  /**
   * How long a handshake may take, in milliseconds.
   *
   * @default 10000
   */
  openTimeoutMs?: number | undefined;
  /**
   * How many messages may wait to be read, and how many to be sent.
   *
   * @default 16384
   */
  maxQueue?: number | undefined;
  /**
   * How many bytes of messages may wait to be read.
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
 * or 1011 to 1014, is opened again. Any other code says that the server does not want this client or what it sends, and
 * ends it with an error. What was handed over to the network before a loss may not have arrived, and is not sent again.
 *
 * The connection belongs to the task in which it is opened, and ends when that is cancelled. On Node it needs the package
 * `ws`.
 *
 * @param url Where to: an absolute `ws:` or `wss:` URL.
 * @param options Who handles messages, and how long to wait, to try and to hold.
 * @returns The connection, when it is open.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {WebSocketError} If it cannot be opened; its `reason` tells why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Read what comes
 * ```ts ignore
 * import { connectWebSocket } from "@maktaba/std/net";
 *
 * await using connection = await connectWebSocket("wss://prices.example/live");
 * await connection.send("subscribe");
 * for await (const message of connection) console.log(message);
 * ```
 */
export async function connectWebSocket(
  url: string | URL,
  options: ConnectWebSocketOptions = {},
): Promise<WebSocketConnection> {
  const { openConnection } = opening.module ?? await opening.load();
  return await openConnection(url, options);
}
