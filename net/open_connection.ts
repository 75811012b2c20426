import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { TcpConnection } from "./tcp_connection.ts";

const opening = lazy(() => import("./internal/tcp/open.ts"));

/** How a connection is encrypted; certificates and keys are in PEM. */
export interface TcpTlsOptions {
  /**
   * The name that the certificate must be for.
   *
   * @default The host.
   */
  serverName?: string | undefined;
  /**
   * The authorities that are trusted.
   *
   * @default Those of the runtime.
   */
  ca?: string | readonly string[] | undefined;
  /** The certificate to show, with `key`. */
  cert?: string | undefined;
  /** The private key of `cert`. */
  key?: string | undefined;
  /** The protocols offered by ALPN (RFC 7301), the best one first. */
  alpnProtocols?: readonly string[] | undefined;
}

/** Options for {@linkcode openConnection}. */
export interface OpenConnectionOptions {
  /**
   * The name or IP address to connect to.
   *
   * @default "127.0.0.1"
   */
  host?: string | undefined;
  /** The port, from 1 to 65535; needed unless there is a `path`. */
  port?: number | undefined;
  /** The path of a Unix socket, in place of host and port. */
  path?: string | undefined;
  /**
   * Whether and how it is encrypted; the peer's certificate is always verified.
   *
   * @default false
   */
  tls?: boolean | TcpTlsOptions | undefined;
  /**
   * How long connecting may take, TLS included, in milliseconds.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * After how long without a byte either way the connection is given up, in milliseconds.
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
  /** Ends the attempt to connect; what is open already stays so. */
  signal?: AbortSignal | undefined;
}

/**
 * Opens a TCP connection, encrypted if asked for, or one to a Unix socket.
 *
 * @param options Where to, and how long it may take.
 * @returns The connection, open.
 * @throws {ValidationError} If an option is wrong.
 * @throws {NetworkError} If it cannot be opened; its `reason` and `phase` tell why.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example Talk to a server by lines
 * ```ts
 * import { openConnection, startServer } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * await using server = await startServer(async (client) => {
 *   for await (const line of client.lines()) await client.write(`${line.toUpperCase()}\n`);
 * });
 *
 * await using connection = await openConnection({ port: server.port });
 * await connection.write("salam\n");
 * assert.equal(await connection.readLine(), "SALAM");
 * ```
 */
export async function openConnection(options: OpenConnectionOptions): Promise<TcpConnection> {
  try {
    const { open } = opening.module ?? await opening.load();
    return await open(options);
  } catch (error) {
    throw fromCaller(error, openConnection);
  }
}
