import { createServer, type IncomingMessage, request, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A request that came to the proxy. */
export interface ProxiedRequest {
  /** `CONNECT`, or the method of what is passed on. */
  readonly method: string;
  /** `HOST:PORT` for `CONNECT`, otherwise the whole URL. */
  readonly target: string;
  /** What the client said of itself, if anything. */
  readonly authorization: string | undefined;
}

/** How a proxy behaves. */
export interface HttpProxyOptions {
  /** The name and password that it asks for, joined by a colon. @default None. */
  credentials?: string;
  /** What it answers in place of passing anything on. @default It passes on. */
  status?: number;
  /** Where names lead that nobody else knows: all requests go to this port of 127.0.0.1. @default Where they say. */
  port?: number;
  /** Its certificate, for a proxy that is spoken to over TLS. */
  tls?: { cert: string; key: string };
}

/** A proxy that runs; it ends with its block. */
export interface HttpProxy extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What came, in turn. */
  readonly seen: readonly ProxiedRequest[];
}

/** Starts a forward proxy (RFC 9110, section 7.6; `CONNECT`, section 9.3.6) on a free port of 127.0.0.1. */
export async function startHttpProxy(options: HttpProxyOptions = {}): Promise<HttpProxy> {
  const seen: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const answer: RequestListener = (incoming, response) => {
    const refusal = admit(incoming, incoming.url ?? "", seen, options);
    if (refusal !== undefined) return void response.writeHead(refusal, CHALLENGE).end("refused by the proxy");
    forward(incoming, response, options);
  };
  const server = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  server.on("connect", (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    const refusal = admit(incoming, incoming.url ?? "", seen, options);
    client.on("error", () => client.destroy());
    if (refusal === undefined) return tunnel(incoming.url ?? "", client, head, options, sockets);
    client.end(`HTTP/1.1 ${refusal} Refused\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n`);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    seen,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const CHALLENGE = { "proxy-authenticate": "Basic" };

/** Notes a request; gives the status that refuses it, if it is refused. */
function admit(
  { method = "", headers }: IncomingMessage,
  target: string,
  seen: ProxiedRequest[],
  { credentials, status }: HttpProxyOptions,
): number | undefined {
  const authorization = headers["proxy-authorization"];
  seen.push({ method, target, authorization });
  const asked = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
  return status ?? (asked !== undefined && authorization !== asked ? 407 : undefined);
}

function forward(incoming: IncomingMessage, response: ServerResponse, { port }: HttpProxyOptions): void {
  const url = new URL(incoming.url ?? "");
  const { "proxy-authorization": _, "proxy-connection": __, ...headers } = incoming.headers;
  const target = { host: port === undefined ? url.hostname : "127.0.0.1", port: port ?? (url.port || 80) };
  const passed = request({ ...target, method: incoming.method, path: url.pathname + url.search, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  passed.on("error", () => response.headersSent ? response.destroy() : response.writeHead(502).end());
  response.on("close", () => passed.destroy());
  incoming.pipe(passed);
}

function tunnel(
  authority: string,
  client: Socket,
  head: Buffer,
  options: HttpProxyOptions,
  sockets: Set<Socket>,
): void {
  const { hostname, port } = new URL(`http://${authority}`);
  const target = connect(options.port ?? Number(port || 80), options.port === undefined ? hostname : "127.0.0.1");
  sockets.add(target);
  target.once("close", () => {
    sockets.delete(target);
    client.destroy();
  });
  target.once("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
  target.once("connect", () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    target.write(head);
    client.pipe(target).pipe(client);
  });
  client.once("close", () => target.destroy());
}
