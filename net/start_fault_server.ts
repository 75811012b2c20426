import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { WebSocketMessage } from "./web_socket_connection.ts";

const starting = lazy(() => import("./internal/fault_server/start.ts"));

/**
 * What goes wrong with a connection:
 *
 * - `"reset"`: it is reset (RST), as by a server that crashes;
 * - `"end"`: it is closed in order (FIN), in the middle of things;
 * - `"hang"`: nothing comes any more, and it stays open, as with a cable that was pulled;
 * - `"garbage"`: what comes is not of the protocol.
 */
export type ConnectionFault = "reset" | "end" | "hang" | "garbage";

/** How a fault server answers a request over HTTP. */
export interface RequestFault {
  /**
   * The status of the answer.
   *
   * @default 200
   */
  status?: number | undefined;
  /** Headers of the answer, such as `{ "retry-after": "1" }`. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The body of the answer.
   *
   * @default ""
   */
  body?: string | Uint8Array | undefined;
  /**
   * How long it waits before it does anything, in milliseconds.
   *
   * @default 0
   */
  delayMs?: number | undefined;
  /**
   * How many bytes of the body go in a second.
   *
   * @default All at once.
   */
  bytesPerSecond?: number | undefined;
  /** What goes wrong: instead of the answer or, with `afterBytes`, in its body. */
  fault?: ConnectionFault | undefined;
  /** After how many bytes of the body it goes wrong. The answer's head tells the length of all of it. */
  afterBytes?: number | undefined;
}

/** What a fault server does with a WebSocket connection. */
export interface WebSocketFault {
  /** The status that the handshake is refused with; it is accepted where none is given. */
  status?: number | undefined;
  /** Headers of that answer. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * How long it waits before it answers the handshake, in milliseconds.
   *
   * @default 0
   */
  delayMs?: number | undefined;
  /** What goes wrong: instead of the handshake or, with `afterMessages`, after it. */
  fault?: ConnectionFault | undefined;
  /** Closes the connection with this code after `afterMessages`, at once if that is not given. */
  closeCode?: number | undefined;
  /**
   * The words for it.
   *
   * @default ""
   */
  closeReason?: string | undefined;
  /** After how many messages that came, and were answered, it goes wrong or is closed. */
  afterMessages?: number | undefined;
  /** What is sent as soon as the connection is open. */
  messages?: readonly WebSocketMessage[] | undefined;
  /**
   * Answers a message; with nothing, if it gives undefined.
   *
   * @default The message is sent back.
   */
  answer?: ((message: WebSocketMessage) => WebSocketMessage | undefined) | undefined;
}

/** What a fault server does, one after the other; what is last holds for all that follows. */
export interface FaultScript {
  /**
   * For each request over HTTP.
   *
   * @default Status 200 with no body.
   */
  requests?: readonly RequestFault[] | undefined;
  /**
   * For each WebSocket connection.
   *
   * @default Each message is sent back.
   */
  webSockets?: readonly WebSocketFault[] | undefined;
}

/** A request that came, or the handshake of a WebSocket. */
export interface FaultedRequest {
  /** Its method. */
  readonly method: string;
  /** Its path, with the query. */
  readonly path: string;
  /** Its headers. */
  readonly headers: Headers;
  /** Its body, as text; bodies in chunks as they came. */
  readonly body: string;
}

/** A server that does what its script says. */
export interface FaultServer extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The same for WebSocket, such as `ws://127.0.0.1:4000`. */
  readonly webSocketUrl: string;
  /** The port that it listens on, on 127.0.0.1. */
  readonly port: number;
  /** What came, in order. */
  readonly requests: readonly FaultedRequest[];
  /** How many connections are open. */
  readonly openConnections: number;
  /**
   * Resets all connections that are open.
   */
  cut(): void;
  /**
   * Resets all connections and listens no more.
   *
   * @returns When the port is free.
   */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that fails as it is told to, over HTTP and WebSocket: for tests of what a program does when
 * the network or a server does what it must not. It is not for anything else.
 *
 * @param script What it does with the first request, the second, and so on.
 * @returns The server, when it listens on a free port.
 * @throws {ValidationError} If the script is wrong.
 *
 * @example A request that is made again until it succeeds
 * ```ts
 * import { request, startFaultServer } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await startFaultServer({
 *   requests: [
 *     { fault: "reset" },
 *     { status: 503, headers: { "retry-after": "0" } },
 *     { headers: { "content-type": "application/json" }, body: '{"title":"Kalila"}', fault: "end", afterBytes: 5 },
 *     { headers: { "content-type": "application/json" }, body: '{"title":"Kalila"}' },
 *   ],
 * });
 * const book = await request("GET", `${server.url}/books/1`, { retry: { attempts: 4, delayMs: 1 } });
 * assert.deepEqual(book, { title: "Kalila" });
 * assert.equal(server.requests.length, 4);
 * ```
 *
 * @example A connection that breaks, and comes back
 * ```ts
 * import { connectWebSocket, startFaultServer } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await startFaultServer({ webSockets: [{ fault: "reset", afterMessages: 1 }, {}] });
 * const closes: number[] = [];
 * await using connection = await connectWebSocket(server.webSocketUrl, {
 *   onClose: ({ code }) => closes.push(code),
 *   onOpen: (connection) => connection.send("subscribe"),
 *   firstReconnectDelayMs: 1,
 * });
 * assert.equal(await connection.receive(), "subscribe");
 * assert.equal(await connection.receive(), "subscribe");
 * assert.deepEqual(closes, [1006]);
 * ```
 */
export async function startFaultServer(script: FaultScript = {}): Promise<FaultServer> {
  try {
    const { start } = starting.module ?? await starting.load();
    return await start(script);
  } catch (error) {
    throw fromCaller(error, startFaultServer);
  }
}
