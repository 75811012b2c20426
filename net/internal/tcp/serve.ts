import type { AddressInfo, Server, Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { createTask, type Task } from "../../../async/task.ts";
import { currentTask } from "../../../async/tasks.ts";
import { CancelledError } from "../../../errors/cancelled_error.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { type Ambient, currentAmbient, runAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { onAbort, throwIfCancelled } from "../../../internal/signals.ts";
import { tell } from "../../../internal/tell.ts";
import { checkFunction, checkInteger, checkOptions, checkText, type OptionNames } from "../../../internal/validate.ts";
import type { StartServerOptions, TcpHandler, TcpServer } from "../../start_server.ts";
import type { TcpConnection } from "../../tcp_connection.ts";
import { loadNet, loadTls } from "./builtins.ts";
import { notListening } from "./failures.ts";
import { addressOf, checkLimits } from "./open.ts";
import type { ConnectionLimits } from "./connection_place.ts";
import { SocketConnection } from "./socket_connection.ts";
import { SERVER_NAMES, serverOptions } from "./tls_options.ts";

const NAMES: OptionNames<StartServerOptions> = {
  host: true,
  port: true,
  path: true,
  tls: true,
  maxConnections: true,
  idleTimeoutMs: true,
  maxLineBytes: true,
  onError: "function",
  signal: true,
};

// Without it a client that goes away in the middle of the handshake would stay for two minutes.
const HANDSHAKE_MS = 10_000;

/**
 * Listens.
 *
 * @param handler Talks to one client.
 * @param options The caller's options.
 * @returns The server, listening.
 */
export async function serve(handler: TcpHandler, options: StartServerOptions): Promise<TcpServer> {
  checkFunction("handler", handler);
  checkOptions(options, NAMES);
  const { host = "127.0.0.1", port = 0, path, tls, maxConnections = Infinity, onError, signal } = options;
  if (path !== undefined) checkText("path", path);
  checkText("host", host);
  checkInteger("port", port, { max: 65_535 });
  if (maxConnections !== Infinity) checkInteger("maxConnections", maxConnections, { min: 1 });
  const limits = checkLimits(options);
  if (tls !== undefined) checkOptions(tls, SERVER_NAMES, "tls");
  const secure = tls && serverOptions(tls);
  throwIfCancelled(signal);
  const address = addressOf(path ?? host, path === undefined ? port : undefined);
  const server = create(secure, address);
  await listen(server, path === undefined ? { host, port } : { path }, address);
  try {
    throwIfCancelled(signal);
  } catch (error) {
    server.close();
    throw error;
  }
  const event = secure === undefined ? "connection" : "secureConnection";
  return new ListeningServer(server, { event, handler, limits, maxConnections, onError, signal, address });
}

function create(secure: TlsOptions | undefined, address: string): Server {
  if (secure === undefined) return loadNet().createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  try {
    // A client that ends in mid-handshake is to end all; only then may it end its own half.
    return loadTls().createServer({ ...secure, noDelay: true, handshakeTimeout: HANDSHAKE_MS })
      .prependListener("secureConnection", (socket) => socket.allowHalfOpen = true);
  } catch (error) {
    // That a certificate or a key cannot be read is found out here.
    throw notListening(error, address);
  }
}

type Place = { host: string; port: number } | { path: string };

function listen(server: Server, place: Place, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(notListening(error, address));
    try {
      server.once("error", refuse).listen(place, () => {
        server.off("error", refuse);
        resolve();
      });
    } catch (error) {
      refuse(error);
    }
  });
}

interface Serving {
  /** What the server tells when a client is ready to talk. */
  readonly event: "connection" | "secureConnection";
  readonly handler: TcpHandler;
  readonly limits: ConnectionLimits;
  readonly maxConnections: number;
  readonly onError: StartServerOptions["onError"];
  readonly signal: AbortSignal | undefined;
  readonly address: string;
}

class ListeningServer implements TcpServer {
  readonly host: string;
  readonly port: number;
  readonly connections: Set<TcpConnection> = new Set();
  readonly closed: Promise<void>;
  readonly #server: Server;
  readonly #serving: Serving;
  readonly #ambient: Ambient | undefined = currentAmbient();
  readonly #handlers = new Set<Task<void>>();
  /** All sockets, those whose handshake is under way included. */
  readonly #sockets = new Set<Socket>();
  readonly #stopListening: Disposable;
  #isClosing = false;

  constructor(server: Server, serving: Serving) {
    this.#server = server;
    this.#serving = serving;
    const address = server.address() as AddressInfo | string | null;
    this.host = typeof address === "object" && address !== null ? address.address : serving.address;
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    server.on("close", () => void Promise.allSettled(this.#handlers).then(() => resolve()));
    // A client whose handshake fails is its own failure; what the server itself meets later is told, and it goes on.
    server.on("tlsClientError", (error: unknown, socket: Socket) => {
      socket.destroy();
      this.#report("a TLS handshake failed", error);
    });
    server.on("error", (error) => this.#report("a connection could not be accepted", error));
    server.on("connection", (socket: Socket) => this.#admit(socket));
    server.on(serving.event, (socket: Socket) => {
      if (!socket.destroyed) runAmbient(this.#ambient, () => this.#accept(socket));
    });
    this.#ambient?.add(this);
    this.#stopListening = onAbort(serving.signal, () => this.abort());
  }

  async close(): Promise<void> {
    const wasCancelled = currentAmbient()?.cancellation !== undefined;
    this.abort();
    // Who is cancelled with the handlers is one of them or works for one, and would wait for its own end.
    if (!wasCancelled) throwIfCancelled(undefined);
    if (!this.#handlers.has(currentTask() as Task<void>)) await this.closed;
  }

  /** Called when the task that started it is cancelled, too. */
  abort(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#ambient?.delete(this);
    this.#stopListening[Symbol.dispose]();
    this.#server.close();
    for (const task of this.#handlers) task.cancel();
    for (const connection of this.connections) connection.abort();
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Lets a socket in, or turns it away: one that only begins a handshake takes as much as any other. */
  #admit(socket: Socket): void {
    // A handler may still be at work after its socket is gone.
    const count = Math.max(this.#sockets.size, this.connections.size);
    if (!this.#isClosing && count < this.#serving.maxConnections) {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      return;
    }
    socket.on("error", () => {});
    socket.destroy();
    if (!this.#isClosing) this.#report("a client was turned away, as there are as many as allowed", undefined);
  }

  #accept(socket: Socket): void {
    const { limits } = this.#serving;
    const address = addressOf(socket.remoteAddress ?? this.#serving.address, socket.remotePort);
    const connection = new SocketConnection(socket, { address, limits, side: "server" });
    this.connections.add(connection);
    const task = createTask(() => this.#handle(connection), { name: `client ${address}` });
    this.#handlers.add(task);
    const end = () => void this.#handlers.delete(task);
    task.then(end, end);
  }

  async #handle(connection: TcpConnection): Promise<void> {
    try {
      await this.#serving.handler(connection);
      await connection.close();
    } catch (error) {
      connection.abort();
      if (!(this.#isClosing && error instanceof CancelledError)) await this.#tell(error, connection);
    } finally {
      this.connections.delete(connection);
    }
  }

  async #tell(error: unknown, connection: TcpConnection): Promise<void> {
    const { onError } = this.#serving;
    try {
      if (onError === undefined) this.#tellFailure(error);
      else await onError(error, connection);
    } catch (error) {
      this.#report("onError failed", error);
    }
  }

  /** A client that vanishes is no fault of the handler's; any other failure would be lost without a word. */
  #tellFailure(error: unknown): void {
    const what = "the handler of a client failed";
    if (error instanceof NetworkError && error.code.startsWith("NET_TCP_")) return this.#report(what, error);
    const { address } = this.#serving;
    const message = { code: "NET_HANDLER_FAILED", params: { address } } as const;
    tell("error", "net", `The TCP server goes on: ${what}`, message, { address, error });
  }

  #report(what: string, error: unknown): void {
    const { address } = this.#serving;
    report("warning", "net", `The TCP server goes on: ${what}`, {
      address,
      ...(error === undefined ? {} : { error }),
    });
  }
}
