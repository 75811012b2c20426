import { connect, type Socket } from "node:net";
import type { StreamFaults, TcpFaults } from "./faults.ts";
import { StreamLink } from "./stream_link.ts";

/** A direction of a connection. */
export type Direction = "toServer" | "toClient";

/** A connection that goes through the proxy. */
export interface TcpConnection {
  /** Resolves when both of its ends are closed. */
  readonly closed: Promise<void>;
  /** The bytes that have been passed on in a direction. */
  bytes(direction: Direction): number;
  /** Sets faults of this connection alone; they come before the proxy's. */
  set(faults: TcpFaults): void;
  /** Resets both of its ends now (RST). What is on its way is lost. */
  cut(): void;
  /** Ends one direction now (FIN), as if the sender had; the other one goes on. What is on its way is lost. */
  halfClose(direction: Direction): void;
}

/** The proxy's own side of a connection. */
export class ForwardedConnection implements TcpConnection {
  readonly closed: Promise<void>;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #links: Record<Direction, StreamLink>;
  #faults: TcpFaults = {};

  /** @param shared Gives the faults that hold for all connections. */
  constructor(client: Socket, target: { host: string; port: number }, shared: () => TcpFaults) {
    const server = connect({ ...target, allowHalfOpen: true });
    const faults = (direction: Direction) => (): StreamFaults => ({
      ...shared()[direction],
      ...this.#faults[direction],
    });
    const cut = () => this.cut();
    this.#client = client;
    this.#server = server;
    this.#links = {
      toServer: new StreamLink(client, server, faults("toServer"), cut),
      toClient: new StreamLink(server, client, faults("toClient"), cut),
    };
    // One end that fails, or cannot be reached, fails the other.
    for (const socket of [client, server]) socket.setNoDelay(true).on("error", cut);
    this.closed = Promise.all([closing(client), closing(server)]).then(() => undefined);
  }

  bytes(direction: Direction): number {
    return this.#links[direction].bytes;
  }

  set(faults: TcpFaults): void {
    this.#faults = mergeFaults(this.#faults, faults);
    this.refresh();
  }

  /** Looks at the faults again. */
  refresh(): void {
    for (const link of Object.values(this.#links)) link.refresh();
  }

  cut(): void {
    for (const link of Object.values(this.#links)) link.close();
    for (const socket of [this.#client, this.#server]) reset(socket);
  }

  halfClose(direction: Direction): void {
    this.#links[direction].end();
  }
}

/** Lays faults over others, each direction for itself. */
export function mergeFaults(below: TcpFaults, above: TcpFaults): TcpFaults {
  return {
    toServer: { ...below.toServer, ...above.toServer },
    toClient: { ...below.toClient, ...above.toClient },
  };
}

function reset(socket: Socket): void {
  if (socket.destroyed) return;
  // Node refuses to reset what it is just ending, and then never closes it (EINVAL, measured on 24 and 26).
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
