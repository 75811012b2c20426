import type { Socket } from "node:net";
import type { ServerAddress } from "../engine/address.ts";

/** The error of a connection that has been closed, as the package words it. */
export function closedError(): Error {
  return Object.assign(new Error("The connection is closed"), { code: "CONNECTION_CLOSED" });
}

/**
 * Makes the sockets of one connection for the package: its own, and those of requests to stop a statement. So they can
 * be closed by force, and their ends are seen.
 */
export class PostgresSockets {
  readonly #address: ServerAddress;
  readonly #connectTimeoutMs: number;
  readonly #onLost: (error: Error) => void;
  readonly #open: Set<Socket> = new Set();
  /** How many may still be made: the package would connect again by itself, outside of any transaction. */
  #allowed = 1;
  /** The request to stop a statement that is under way. */
  #request: PromiseWithResolvers<void> | undefined;

  /**
   * Makes none yet.
   *
   * @param address Where they lead.
   * @param connectTimeoutMs How long one may take to be connected.
   * @param onLost Called when the connection's own socket has ended.
   */
  constructor(address: ServerAddress, connectTimeoutMs: number, onLost: (error: Error) => void) {
    this.#address = address;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#onLost = onLost;
  }

  /** Makes one, connected. */
  async connect(): Promise<Socket> {
    if (--this.#allowed < 0) throw closedError();
    const { host, port } = this.#address;
    const request = this.#request;
    const { connect } = await import("node:net");
    const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    this.#open.add(socket);
    try {
      await connected(socket, this.#connectTimeoutMs);
    } catch (error) {
      this.#open.delete(socket);
      request?.reject(error);
      throw error;
    }
    watch(socket, (error) => {
      this.#open.delete(socket);
      // The package fails what is under way when a socket has an error, but not what begins between that and its close.
      if (request === undefined) this.#onLost(error);
      else request.resolve();
    });
    return socket;
  }

  /**
   * Asks the server to stop a statement, and waits until it has heard. It passes the request on in two signals: one that
   * came late would stop the next statement. The package does not tell when that is over; the request's socket does.
   *
   * @param ask Tells the package to ask.
   */
  async cancel(ask: () => void): Promise<void> {
    this.#allowed = 1;
    const { promise } = this.#request = Promise.withResolvers<void>();
    ask();
    // The package asks for a socket at once, unless the statement has not been sent yet: then it just drops it.
    if (this.#allowed === 0) await promise;
    this.#allowed = 0;
  }

  /** Closes all of them, and makes no more. */
  destroy(): void {
    this.#allowed = 0;
    for (const socket of this.#open) socket.destroy();
  }
}

/** Listens for the end of a socket, also after the package has removed all listeners to encrypt it. */
function watch(socket: Socket, onEnd: (error: Error) => void): void {
  const listen = () => socket.once("error", onEnd).once("close", () => onEnd(closedError()));
  const removeAllListeners = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (name?: string | symbol) => {
    // One argument that is undefined is not the same as none.
    if (name === undefined) removeAllListeners();
    else removeAllListeners(name);
    listen();
    return socket;
  };
  listen();
}

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error("The server did not answer"), { code: "ETIMEDOUT" }));
    socket.destroy();
  }, timeoutMs);
  const fail = (error: unknown) => reject(error);
  const close = () => reject(closedError());
  socket.once("connect", resolve).once("error", fail).once("close", close);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    socket.off("connect", resolve).off("error", fail).off("close", close);
  }
}
