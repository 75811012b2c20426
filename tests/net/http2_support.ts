import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A server of HTTP/2 over TLS that runs, with the routes of its file; it ends with its block. */
export interface Http2Server extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
}

/** Starts the server of `fixtures/http2_server.ts`, on Node whatever the runtime; it may want to know who its clients are. */
export async function startHttp2Server({ isMutual = false }: { isMutual?: boolean } = {}): Promise<Http2Server> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(path("../../node_modules/node24/bin/node"), [
    path("./fixtures/http2_server.ts"),
    String(isMutual),
  ], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.stdout.once("data", (line: Buffer) => resolve(Number(line)));
    child.once("close", () => reject(new Error("The server has ended")));
  });
  return {
    url: `https://localhost:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
