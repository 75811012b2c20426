import { createServer as createHttpServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { type ServerOptions, type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { setReporter } from "../../internal/report.ts";
import type { Report } from "../../internal/report.ts";
import { listen } from "../support/mod.ts";

/** A request as a server saw it. */
export interface SeenRequest {
  method: string;
  /** The path, with the query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  bytes: Buffer;
}

/** Answers a request; `n` counts them from 1. */
export type Answerer = (
  request: SeenRequest,
  response: ServerResponse,
  n: number,
  incoming: IncomingMessage,
) => unknown;

/** A server that remembers what it saw. */
export interface TestServer extends AsyncDisposable {
  url: string;
  port: number;
  seen: SeenRequest[];
}

/** Serves on a free port; the request is read to its end before it is answered. */
export async function serve(answer: Answerer): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const server = await listen(async (incoming, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const { method = "", url = "", headers } = incoming;
      const request = { method, url, headers, bytes, body: bytes.toString("utf8") };
      await answer(request, response, seen.push(request), incoming);
    } catch {
      response.destroy();
    }
  });
  return { url: server.url, port: server.port, seen, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Answers with a body of a type. */
export function answerWith(
  body: string | Uint8Array,
  type: string = "application/json",
  status: number = 200,
): Answerer {
  return (_request, response) => void response.writeHead(status, { "content-type": type }).end(body);
}

/** A server that speaks whatever the test says. */
export interface RawServer extends AsyncDisposable {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** How many connections it has seen. */
  connections: number;
  /** Resolves when a connection that it has seen is closed. */
  closed: Promise<void>;
}

/** Calls `onRequest` with each connection when its first bytes have come. */
export async function serveRaw(onRequest: (socket: Socket, bytes: Buffer) => unknown): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server: Server = createServer((socket) => {
    raw.connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      resolve();
    });
    socket.once("data", (bytes: Buffer) => onRequest(socket, bytes));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const raw: RawServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: 0,
    closed,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
  return raw;
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function unusedPort(): Promise<number> {
  await using raw = await serveRaw(() => {});
  return raw.port;
}

/** Collects the library's reports until its block ends. */
export function collectReports(): { reports: Report[] } & Disposable {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  return { reports, [Symbol.dispose]: () => setReporter(undefined) };
}

/** The promise's error; fails the test if there is none. */
export async function failureOf<E = Error>(promise: Promise<unknown>): Promise<E> {
  try {
    await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error("It did not fail");
}

/** Rejects when something takes far too long, instead of hanging until the runner's limit. */
export async function soon<T>(promise: Promise<T>, what: string, ms: number = 5_000): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A WebSocket server, made with `ws`. */
export interface TestSocketServer extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  port: number;
  /** The connections that were accepted, the first one first. */
  sockets: ServerSocket[];
  /** Resolves to the next connection that is accepted, or to one that has been and was not asked for. */
  next(): Promise<ServerSocket>;
}

/** Accepts WebSocket connections on a free port. */
export async function serveSockets(
  onConnection: (socket: ServerSocket, n: number, request: IncomingMessage) => unknown = () => {},
  options: ServerOptions = {},
): Promise<TestSocketServer> {
  const http = createHttpServer();
  const server = new WebSocketServer({ ...options, server: http });
  const sockets: ServerSocket[] = [];
  let taken = 0;
  let wake = () => {};
  server.on("connection", (socket: ServerSocket, request: IncomingMessage) => {
    socket.on("error", () => {});
    onConnection(socket, sockets.push(socket), request);
    wake();
  });
  const listening = await listen(http);
  return {
    url: `ws://127.0.0.1:${listening.port}`,
    port: listening.port,
    sockets,
    async next() {
      while (sockets.length <= taken) await new Promise<void>((resolve) => wake = resolve);
      return sockets[taken++]!;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await listening[Symbol.asyncDispose]();
    },
  };
}

/** Waits for a socket of the server to be closed; gives the code and the words. */
export async function closeOf(socket: ServerSocket): Promise<[number, string]> {
  if (socket.readyState === socket.CLOSED) return [Number.NaN, ""];
  return await new Promise((resolve) => {
    socket.once("close", (code: number, reason: Buffer) => resolve([code, reason.toString("utf8")]));
  });
}

/** Ends a connection as a broken line does: without a close frame. */
export function breakLine(socket: ServerSocket): void {
  socket.terminate();
}
