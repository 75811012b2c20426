import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A server of HTTP/2 over TLS that runs, with the routes of its file; it ends with its block. */
export interface Http2Server extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
}

/** Which server runs, and how. */
export interface Http2ServerOptions {
  /** Its file in `fixtures/`. @default "http2_server" */
  name?: string;
  /** Whether it wants to know who its clients are. @default false */
  isMutual?: boolean;
}

/** Starts a server of `fixtures/`, on Node whatever the runtime. */
export async function startHttp2Server(options: Http2ServerOptions = {}): Promise<Http2Server> {
  const { name = "http2_server", isMutual = false } = options;
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(path("../../node_modules/node24/bin/node"), [path(`./fixtures/${name}.ts`), String(isMutual)], {
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
