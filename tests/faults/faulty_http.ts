import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { Bell } from "./bell.ts";

/** A request as it came over a bare socket. */
export interface FaultyRequest {
  /** Where to answer, by bytes. */
  readonly socket: Socket;
  /** Counts the server's requests from 1. */
  readonly n: number;
  /** Counts the requests of its connection from 1. */
  readonly onConnection: number;
  /** The method. */
  readonly method: string;
  /** The path, with the query. */
  readonly path: string;
  /** The first line and the headers as they came. */
  readonly head: string;
}

/** Answers a request in whatever wrong way. */
export type HttpFault = (request: FaultyRequest) => unknown;

/** A server that speaks HTTP as badly as it is told to. */
export interface FaultyHttp extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The requests that came. */
  readonly requests: readonly FaultyRequest[];
  /** How many connections were accepted. */
  readonly connections: number;
  /** How many of them are open. */
  readonly open: number;
  /** Resolves when a number of requests has come. */
  asked(times: number): Promise<void>;
  /** Resolves when no connection is open any more. */
  allClosed(): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1 that answers over bare sockets.
 *
 * @param fault Answers each request.
 * @param tls Its certificate, for a server over TLS.
 */
export async function startFaultyHttp(fault: HttpFault, tls?: TlsOptions): Promise<FaultyHttp> {
  const sockets = new Set<Socket>();
  const requests: FaultyRequest[] = [];
  const bell = new Bell();
  let connections = 0;
  const accept = (socket: Socket) => {
    connections++;
    let onConnection = 0;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      bell.ring();
    });
    readRequests(socket, (head) => {
      const [method = "", path = ""] = head.split(" ", 2);
      const request = { socket, n: requests.length + 1, onConnection: ++onConnection, method, path, head };
      requests.push(request);
      bell.ring();
      fault(request);
    });
  };
  const server: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    async asked(times) {
      while (requests.length < times) await bell.wait();
    },
    async allClosed() {
      while (sockets.size > 0) await bell.wait();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Calls `onHead` when a request is there to its end: whoever answers sooner would reset what is still being sent. */
function readRequests(socket: Socket, onHead: (head: string) => void): void {
  let text = "";
  socket.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    for (let end = endOfRequest(text); end !== undefined; end = endOfRequest(text)) {
      const head = text.slice(0, text.indexOf("\r\n\r\n"));
      text = text.slice(end);
      onHead(head);
    }
  });
}

function endOfRequest(text: string): number | undefined {
  const head = text.indexOf("\r\n\r\n") + 4;
  if (head === 3) return undefined;
  const headers = text.slice(0, head);
  if (/^transfer-encoding: *chunked/im.test(headers)) {
    const last = text.indexOf("0\r\n\r\n", head);
    return last === -1 ? undefined : last + 5;
  }
  const end = head + Number(/^content-length: *(\d+)/im.exec(headers)?.[1] ?? 0);
  return text.length < end ? undefined : end;
}
