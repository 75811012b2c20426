import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { TcpConnection } from "./tcp_connection.ts";

const serving = lazy(() => import("./internal/tcp/serve.ts"));

/** Talks to one client; when it returns the connection is closed, when it throws it is broken off. */
export type TcpHandler = (connection: TcpConnection) => unknown;

/** How a server encrypts its connections; certificates and keys are in PEM. */
export interface TcpServerTlsOptions {
  /** The certificate, with those between it and its authority. */
  cert: string;
  /** The private key. */
  key: string;
  /** The authorities whose certificates clients must show; none has to where it is left out. */
  clientCa?: string | readonly string[] | undefined;
  /** The protocols offered by ALPN (RFC 7301), the best one first. */
  alpnProtocols?: readonly string[] | undefined;
}

/** Options for {@linkcode startServer}. */
export interface StartServerOptions {
  /**
   * The name or IP address to listen at; `"0.0.0.0"` or `"::"` lets in the whole network.
   *
   * @default "127.0.0.1"
   */
  host?: string | undefined;
  /**
   * The port.
   *
   * @default A free one.
   */
  port?: number | undefined;
  /** The path of a Unix socket to make, in place of host and port. */
  path?: string | undefined;
  /** How connections are encrypted. */
  tls?: TcpServerTlsOptions | undefined;
  /**
   * How many clients may be connected at a time, those in the handshake of TLS included; a further one is turned away, and
   * that is reported to the log.
   *
   * @default Any number.
   */
  maxConnections?: number | undefined;
  /**
   * After how long without a byte either way a connection is given up, in milliseconds.
   *
   * @default Never.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * How long a line, or what comes up to a separator, may be, in bytes.
   *
   * @default 65536
   */
  maxLineBytes?: number | undefined;
  /**
   * Called with what a handler threw, and awaited; by default that goes to the log, or is printed until one is configured. A cancellation
   * is no failure.
   */
  onError?: ((error: unknown, connection: TcpConnection) => void) | undefined;
  /** Closes the server. */
  signal?: AbortSignal | undefined;
}

/** A server that listens. */
export interface TcpServer extends AsyncDisposable {
  /** Where it listens. */
  readonly host: string;
  /** The port that it listens at; 0 for a Unix socket. */
  readonly port: number;
  /** The clients that are connected. */
  readonly connections: ReadonlySet<TcpConnection>;
  /** Resolves when the server has been closed and its last handler has ended. */
  readonly closed: Promise<void>;
  /**
   * Takes no more clients, cancels the handlers that run, and waits until they have ended. One of them may call it: it is
   * cancelled with the others.
   *
   * @returns When all has ended.
   * @throws {CancelledError} If one of the handlers calls it.
   */
  close(): Promise<void>;
}

/**
 * Listens for TCP connections, and runs a handler for each, as a task: closing the server cancels and awaits them. A server
 * that is started inside of a task is closed when that is cancelled.
 *
 * @param handler Talks to one client.
 * @param options Where to listen, and limits.
 * @returns The server, listening.
 * @throws {ValidationError} If an argument is wrong.
 * @throws {NetworkError} If it cannot listen there, as another program does, say.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example An echo server
 * ```ts
 * import { openConnection, startServer } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await startServer(async (connection) => {
 *   for await (const bytes of connection) await connection.write(bytes);
 * });
 *
 * await using connection = await openConnection({ port: server.port });
 * await connection.write("مرحبا");
 * await connection.endWriting();
 * assert.equal(await connection.readLine(), "مرحبا");
 * ```
 */
export async function startServer(handler: TcpHandler, options: StartServerOptions = {}): Promise<TcpServer> {
  try {
    const { serve } = serving.module ?? await serving.load();
    return await serve(handler, options);
  } catch (error) {
    throw fromCaller(error, startServer);
  }
}
