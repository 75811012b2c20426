import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { SessionOptions } from "./connect_session.ts";
import type { ServeWebSocketOptions, WebSocketRequest } from "./serve_web_socket.ts";
import type { SessionStore } from "./session_store.ts";
import type { WebSocketSession } from "./web_socket_session.ts";

const serving = lazy(() => import("./internal/session/serve.ts"));

/**
 * Serves one session, over however many connections, as a task of its own: it is cancelled when the server closes. When it
 * is done the session is closed with 1000; when it throws, with 4500, and the client does not come back. The request is what
 * the first connection was opened with; its signal fires when the session has ended.
 */
export type SessionHandler = (session: WebSocketSession, request: WebSocketRequest) => unknown;

/** Options for {@linkcode serveSessions}. */
export interface ServeSessionsOptions
  extends
    SessionOptions,
    Omit<ServeWebSocketOptions, "protocols" | "maxQueue" | "maxQueueBytes" | "idleTimeoutMs" | "onError"> {
  /**
   * How long a session is kept after its connection was lost, in milliseconds.
   *
   * @default 60000
   */
  resumeMs?: number | undefined;
  /**
   * How many sessions without a connection are kept; with one more, the one that has been without for longest ends.
   *
   * @default 1000
   */
  maxDetached?: number | undefined;
  /**
   * How many bytes of messages sessions without a connection may keep together, in both directions; with more, those that
   * have been without for longest end.
   *
   * @default 67108864
   */
  maxDetachedBytes?: number | undefined;
  /**
   * Gives what keeps a session where it outlives the program, by the session's token, which is safe as the name of a file.
   * It is asked before a session that is not in memory is said to be unknown.
   *
   * @default Kept in memory.
   */
  store?: ((token: string) => SessionStore | Promise<SessionStore>) | undefined;
  /** Called with what a handler or `onRequest` threw, beside the log; without it, that is printed until a log is configured. */
  onError?: ((error: unknown, request: WebSocketRequest) => unknown) | undefined;
}

/** A server of sessions that listens. */
export interface SessionServer extends AsyncDisposable {
  /** Where clients connect to, such as `ws://127.0.0.1:4000/live`. */
  readonly url: string;
  /** The port that it listens on. */
  readonly port: number;
  /** The sessions that there are, those without a connection included. */
  readonly sessions: ReadonlySet<WebSocketSession>;
  /** Settles when it has been closed and all handlers have ended. */
  readonly closed: Promise<void>;
  /**
   * Lets nobody in any more, cancels the handlers and waits for them, has the stores know what was handled, and closes all
   * connections with 1001. What is in stores stays: the clients go on when the server is there again.
   *
   * @returns When all have ended.
   */
  close(): Promise<void>;
}

/**
 * Serves sessions: the other side of {@linkcode connectSession}. A client that comes back within `resumeMs` goes on where it
 * was, with the same handler, which does not notice. It listens and lets in as {@linkcode serveWebSocket} does; whom a token
 * belongs to is for `accept` to judge by the headers, as whoever knows a token can take its session over.
 *
 * The server belongs to the task in which it is started, and closes when that is cancelled.
 *
 * @param handler Serves one session.
 * @param options Where to listen, whom to let in, and what to keep for how long.
 * @returns The server, when it listens.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {WebSocketError} If it cannot listen.
 *
 * @example Both sides send, and each message is acknowledged
 * ```ts
 * import { connectSession, serveSessions } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await serveSessions(async (session) => {
 *   for await (const name of session) await session.send(`hello ${name}`);
 * }, { resumeMs: 300_000 });
 *
 * await using session = await connectSession(server.url);
 * await session.send("Ali");
 * assert.equal(await session.receive(), "hello Ali");
 * await session.flush();
 * assert.equal(session.unacknowledged, 0);
 * ```
 */
export async function serveSessions(
  handler: SessionHandler,
  options: ServeSessionsOptions = {},
): Promise<SessionServer> {
  try {
    const { openSessionServer } = serving.module ?? await serving.load();
    return await openSessionServer(handler, options);
  } catch (error) {
    throw fromCaller(error, serveSessions);
  }
}
