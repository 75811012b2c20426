import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { ConnectWebSocketOptions, WebSocketAttempt } from "./connect_web_socket.ts";
import type { SessionStore } from "./session_store.ts";
import type { WebSocketMessage } from "./web_socket_connection.ts";
import type { WebSocketSession } from "./web_socket_session.ts";

const connecting = lazy(() => import("./internal/session/connect.ts"));

/** What both sides of a session are told. */
export interface SessionOptions {
  /**
   * How many messages and requests may be unacknowledged before `send` waits, and how many of the other side's may wait to
   * be handled; what is less, here or there, counts.
   *
   * @default 1024
   */
  maxUnacknowledged?: number | undefined;
  /**
   * How many bytes of them before `send` waits; text counts one for each UTF-16 unit. One message more may go, so that it
   * may be of any size.
   *
   * @default 4194304
   */
  maxUnacknowledgedBytes?: number | undefined;
  /**
   * Answers a request of the other side: with what it returns or resolves to, text or bytes, an empty text for undefined.
   * Requests are begun in the order in which they were sent, after all messages before them have been handled, and not
   * waited for. What it throws is told here, by the log; the other side learns that there is no answer, and nothing more.
   */
  onRequest?: ((message: WebSocketMessage, session: WebSocketSession) => unknown) | undefined;
}

/** A session that the server does not know any more. */
export interface SessionLoss {
  /** How many messages and requests it has not acknowledged; it may have handled some of them all the same. */
  readonly unacknowledged: number;
}

/** Options for {@linkcode connectSession}. */
export interface ConnectSessionOptions extends
  SessionOptions,
  Omit<
    ConnectWebSocketOptions,
    "onMessage" | "onOpen" | "concurrency" | "protocols" | "maxQueue" | "maxQueueBytes"
  > {
  /**
   * Handles each message, one after the other: the next one waits until the promise that it returns has settled, and only
   * then the message is acknowledged. What it throws ends the session. Without it, the messages are read by `for await`.
   */
  onMessage?: ((message: WebSocketMessage, session: WebSocketSession) => unknown) | undefined;
  /**
   * What the session is resumed by: 16 to 128 letters, digits, `-` and `_` that nobody can guess. Whoever knows it can take
   * the session over. With a store, it is the same in each run of the program.
   *
   * @default A new random one.
   */
  token?: string | undefined;
  /**
   * Keeps what was not acknowledged, and how far what came was handled, where it outlives the program.
   *
   * @default Kept in memory.
   */
  store?: SessionStore | undefined;
  /**
   * Decides whether to go on where the server does not know the session any more: then what it had not acknowledged is sent
   * again, though it may have handled it, and what it had sent and this side had not got is lost.
   *
   * @default The session ends with `NET_WEBSOCKET_SESSION_LOST`.
   */
  shouldContinue?: ((loss: SessionLoss) => boolean | Promise<boolean>) | undefined;
}

/**
 * Opens a session with a server of {@linkcode serveSessions}: messages that arrive though connections break. Each is
 * numbered, kept until the other side has handled it, and sent again over the next connection if it had not got there; what
 * comes twice is passed over. So each is handled once and in order as long as both sides keep the session: the server for
 * `resumeMs` after a loss, and with a `store` beyond the end of the program. The connection is one of
 * {@linkcode connectWebSocket} and is opened again as it says; when `retries` are used up the session has failed.
 *
 * A program that ends in the middle of handling a message is given it again in its next run: `received` tells its number.
 *
 * The wire format is described in the guide, for other languages.
 *
 * @param url Where to: an absolute `ws:` or `wss:` URL; or a function that gives it for each attempt.
 * @param options Who handles messages and requests, what may wait, and how to connect.
 * @returns The session, when its first connection is open.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {WebSocketError} If it cannot be opened.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Messages that arrive, and a request that is answered
 * ```ts
 * import { connectSession, serveSessions } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const orders: unknown[] = [];
 * await using server = await serveSessions(async (session) => {
 *   for await (const order of session) orders.push(order);
 * }, { onRequest: (question) => `${question}: ${orders.length}` });
 *
 * await using session = await connectSession(server.url, { retries: Infinity });
 * await session.send("three books");
 * await session.send("one pen");
 * assert.equal(await session.request("how many"), "how many: 2");
 * assert.deepEqual(orders, ["three books", "one pen"]);
 * ```
 *
 * @example An outbox that outlives the program
 * ```ts ignore
 * import { connectSession, fileSessionStore } from "@maktaba/std/net";
 *
 * await using session = await connectSession("wss://orders.example/live", {
 *   token: "device-7-9f8a52c1d0b34e6f",
 *   store: await fileSessionStore("outbox.jsonl"),
 *   retries: Infinity,
 * });
 * await session.send("three books");
 * ```
 */
export async function connectSession(
  url: string | URL | ((attempt: WebSocketAttempt) => string | URL | Promise<string | URL>),
  options: ConnectSessionOptions = {},
): Promise<WebSocketSession> {
  try {
    const { openSession } = connecting.module ?? await connecting.load();
    return await openSession(url, options);
  } catch (error) {
    throw fromCaller(error, connectSession);
  }
}
