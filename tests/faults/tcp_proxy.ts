/**
 * A TCP proxy that misbehaves as told, between a client and a real server: for faults that no server can be made to show.
 *
 * ```ts ignore
 * await using proxy = await startTcpProxy({ port: serverPort });
 * proxy.set({ toClient: { latencyMs: 100, bytesPerSecond: 10_000 } });
 * const client = connect(proxy.port, "127.0.0.1");
 * const connection = await proxy.nextConnection();
 * connection.halfClose("toClient");
 * ```
 */

import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Bell } from "./bell.ts";
import type { Admission, TcpFaults } from "./faults.ts";
import { ForwardedConnection, mergeFaults, type TcpConnection } from "./tcp_connection.ts";

export type { Admission, Corruption, StreamFaults, TcpFaults } from "./faults.ts";
export type { Direction, TcpConnection } from "./tcp_connection.ts";

/** What a proxy stands before. */
export interface TcpProxyOptions {
  /** The server's host. @default "127.0.0.1" */
  host?: string;
  /** The server's port. */
  port: number;
  /** The faults to begin with. */
  faults?: TcpFaults;
}

/** A proxy that runs; it resets its connections and ends with its block. */
export interface TcpProxy extends AsyncDisposable {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** The connections that are open and forwarded. */
  readonly connections: readonly TcpConnection[];
  /** Resolves to the next connection that is forwarded. */
  nextConnection(): Promise<TcpConnection>;
  /**
   * Sets faults for all connections, those that are open and those to come. What is not named stays as it was; undefined
   * takes a fault back.
   */
  set(faults: TcpFaults): void;
  /** Takes all the proxy's faults back. */
  clear(): void;
  /** Says what becomes of new connections. Those that were left waiting go on when they are forwarded again. */
  admit(admission: Admission): Promise<void>;
  /** Resets all connections now. */
  cut(): void;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const proxy = new FaultyProxy(options);
  await proxy.listen();
  return proxy;
}

class FaultyProxy implements TcpProxy {
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #connections = new Set<ForwardedConnection>();
  readonly #stalled = new Set<Socket>();
  readonly #connected = new Bell();
  #latest: TcpConnection | undefined;
  #faults: TcpFaults;
  #admission: Admission = "forward";
  #port = 0;

  constructor({ host = "127.0.0.1", port, faults = {} }: TcpProxyOptions) {
    this.#target = { host, port };
    this.#faults = faults;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => this.#accept(client));
  }

  get port(): number {
    return this.#port;
  }

  get connections(): readonly TcpConnection[] {
    return [...this.#connections];
  }

  async nextConnection(): Promise<TcpConnection> {
    await this.#connected.wait();
    return this.#latest!;
  }

  set(faults: TcpFaults): void {
    this.#replace(mergeFaults(this.#faults, faults));
  }

  clear(): void {
    this.#replace({});
  }

  async admit(admission: Admission): Promise<void> {
    this.#admission = admission;
    // Only a port that nobody listens on refuses connections.
    if (admission === "refuse") this.#server.close();
    else if (!this.#server.listening) await this.listen();
    if (admission !== "forward") return;
    for (const client of this.#stalled) this.#forward(client);
    this.#stalled.clear();
  }

  cut(): void {
    for (const connection of this.#connections) connection.cut();
    for (const client of this.#stalled) client.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#connections].map((connection) => connection.closed);
    this.cut();
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all(open);
  }

  /** Listens on the port that it had before, or on a free one. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #replace(faults: TcpFaults): void {
    this.#faults = faults;
    for (const connection of this.#connections) connection.refresh();
  }

  #accept(client: Socket): void {
    if (this.#admission === "forward") return this.#forward(client);
    this.#stalled.add(client);
    client.once("error", () => client.destroy()).once("close", () => this.#stalled.delete(client));
  }

  #forward(client: Socket): void {
    const connection = new ForwardedConnection(client, this.#target, () => this.#faults);
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
    client.resume();
    this.#latest = connection;
    this.#connected.ring();
  }
}
