import { type AddressInfo, connect, createServer } from "node:net";

/** Gives a port of 127.0.0.1 that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Connects to a port, sends something and gives the first bytes of the answer: enough to ask most servers whether they are
 * ready, without their drivers.
 */
export function ask(port: number, question = "", timeoutMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(question));
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(timeoutMs, () => end(() => reject(new Error(`no answer from port ${port} in ${timeoutMs} ms`))));
    socket.once("data", (data) => end(() => resolve(data.toString("latin1"))));
    socket.once("error", (error) => end(() => reject(error)));
    socket.once("close", () => end(() => reject(new Error(`port ${port} closed the connection without an answer`))));
  });
}
