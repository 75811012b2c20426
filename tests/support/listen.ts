import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server that is closed, with all its connections, when its block ends. */
export interface TestHttpServer extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
}

/**
 * Serves on a free port of 127.0.0.1.
 *
 * @param handler Answers requests; or a server that the test has made itself (for upgrades, say), not yet listening.
 *
 * @example
 * ```ts ignore
 * await using server = await listen((_request, response) => response.end("مرحبا"));
 * const answer = await fetch(server.url);
 * ```
 */
export async function listen(handler: RequestListener | Server): Promise<TestHttpServer> {
  const server = typeof handler === "function" ? createServer(handler) : handler;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => close(server) };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
