import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";

/** A server for sessions to be served beside, whose connections break as lines do: without a close frame. */
export interface BreakableServer extends AsyncDisposable {
  http: Server;
  /** How many connections there have been. */
  readonly connections: number;
  /** Breaks all connections that there are. */
  breakAll(): void;
}

/**
 * Listens on a free port.
 *
 * @param breakAfterMs How long each connection lasts; for ever where it is not given.
 */
export async function breakableServer(breakAfterMs?: number): Promise<BreakableServer> {
  const http = createServer();
  const sockets = new Set<Socket>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let connections = 0;
  http.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    if (breakAfterMs !== undefined) timers.add(setTimeout(() => socket.destroy(), breakAfterMs));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    http,
    get connections() {
      return connections;
    },
    breakAll,
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      breakAll();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Options for a client that comes back at once, and as often as it must. */
export const fast: { retries: number; firstReconnectDelayMs: number; reconnectDelayMs: number } = {
  retries: Infinity,
  firstReconnectDelayMs: 5,
  reconnectDelayMs: 20,
};
