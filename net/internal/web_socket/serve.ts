import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocketServer as WsServer } from "ws";
import { ValidationError } from "../../../errors/validation_error.ts";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { report } from "../../../internal/report.ts";
import { builtin } from "../../../internal/runtime.ts";
import { throwIfCancelled } from "../../../internal/signals.ts";
import {
  checkBoolean,
  checkFunction,
  checkInteger,
  checkOptions,
  checkText,
  type OptionNames,
} from "../../../internal/validate.ts";
import type {
  ServeWebSocketOptions,
  UpgradeRequest,
  WebSocketHandler,
  WebSocketServer,
} from "../../serve_web_socket.ts";
import { checkProtocols } from "./check_protocols.ts";
import { LIMIT_NAMES, limitsOf } from "./limits.ts";
import { loadWs } from "./load_ws.ts";
import { Service } from "./service.ts";
import { type WsSocket, wsTransport } from "./ws_transport.ts";

const NAMES: OptionNames<ServeWebSocketOptions> = {
  ...LIMIT_NAMES,
  host: true,
  port: true,
  tls: true,
  server: true,
  path: true,
  protocols: true,
  origins: true,
  accept: true,
  compression: true,
};
const TLS_NAMES: OptionNames<NonNullable<ServeWebSocketOptions["tls"]>> = { cert: true, key: true };

/** How a server listens and whom it lets in. */
interface Gate {
  readonly http: HttpServer;
  readonly path: string | undefined;
  readonly origins: readonly string[] | "*" | undefined;
  readonly accept: ServeWebSocketOptions["accept"];
  readonly isSecure: boolean;
}

/** The gates of each server: several may share one. */
const gates = new WeakMap<HttpServer, Set<Gate>>();

/**
 * Serves connections.
 *
 * @param handler Serves one.
 * @param options The caller's options.
 * @returns The server, when it listens.
 */
export async function serve(handler: WebSocketHandler, options: ServeWebSocketOptions): Promise<WebSocketServer> {
  checkFunction("handler", handler as unknown);
  check(options);
  const limits = limitsOf(options);
  throwIfCancelled(limits.signal);
  const { host = "127.0.0.1", port = 0, tls, server: shared, path, protocols = [], compression = false } = options;
  const { WebSocketServer: Ws } = await loadWs();
  const ws = new Ws({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxMessageBytes,
    perMessageDeflate: compression,
    handleProtocols: (offered: Set<string>) => [...offered].find((name) => protocols.includes(name)) ?? false,
  });
  const http = shared === undefined ? createHttpServer(tls) : shared as unknown as HttpServer;
  const isSecure = tls !== undefined || "setSecureContext" in http;
  const gate: Gate = { http, path, origins: options.origins, accept: options.accept, isSecure };
  const own = gates.get(http) ?? new Set();
  gates.set(http, own.add(gate));
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    letIn(service, ws, gate, request, socket, head).catch((error) => {
      report("error", "net", "A WebSocket connection could not be let in", { error });
      refuse(socket, 500);
    });
  };
  const service = new Service(handler, limits, () => {
    http.off("upgrade", onUpgrade);
    own.delete(gate);
    return shared === undefined ? closeServer(http) : undefined;
  });
  http.on("upgrade", onUpgrade);
  if (shared === undefined) await listen(http, host, port);
  const { port: ownPort = port } = (http.address() ?? {}) as Partial<AddressInfo>;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return Object.assign(service, {
    port: ownPort,
    url: `${isSecure ? "wss" : "ws"}://${shownHost}:${ownPort}${path ?? ""}`,
  });
}

function check(options: ServeWebSocketOptions): void {
  checkOptions(options, NAMES);
  const { host, port, tls, server, path, protocols, origins, accept, compression } = options;
  if (host !== undefined) checkText("host", host);
  if (port !== undefined) checkInteger("port", port, { max: 65_535 });
  if (tls !== undefined) {
    checkOptions(tls, TLS_NAMES, "tls");
    checkText("tls.cert", tls.cert);
    checkText("tls.key", tls.key);
  }
  if (server !== undefined) {
    checkFunction("server.on", server?.on as unknown);
    for (const name of ["host", "port", "tls"] as const) {
      if (options[name] === undefined) continue;
      throw new ValidationError({ code: "ARGUMENT_OF_SERVER", params: { name } });
    }
  }
  if (path !== undefined && !(typeof path === "string" && path.startsWith("/"))) {
    throw new ValidationError({ code: "ARGUMENT_NOT_URL_PATH", params: { name: "path", value: path } });
  }
  if (protocols !== undefined) checkProtocols(protocols);
  if (accept !== undefined) checkFunction("accept", accept as unknown);
  if (compression !== undefined) checkBoolean("compression", compression);
  if (origins === undefined || origins === "*") return;
  if (Array.isArray(origins) && origins.every((it) => URL.canParse(it) && new URL(it).origin === it)) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_ORIGINS", params: { name: "origins", value: origins } });
}

function createHttpServer(tls: ServeWebSocketOptions["tls"]): HttpServer {
  const answer = (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(426, { upgrade: "websocket", connection: "close", "content-length": 0 }).end();
  };
  // A client that sends its request drop by drop does not hold its connection for long.
  const options = { headersTimeout: 10_000, requestTimeout: 10_000, connectionsCheckingInterval: 5_000 };
  if (tls === undefined) return builtin<typeof import("node:http")>("node:http")!.createServer(options, answer);
  return builtin<typeof import("node:https")>("node:https")!.createServer({ ...options, ...tls }, answer);
}

async function listen(http: HttpServer, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (cause: Error) =>
    reject(
      new WebSocketError({
        code: "NET_WEBSOCKET_LISTEN",
        params: { host, port, detail: (cause as NodeJS.ErrnoException).code ?? cause },
        reason: "refused",
        cause,
      }),
    );
  http.once("error", fail);
  http.listen(port, host, resolve);
  await promise;
  http.off("error", fail);
}

async function closeServer(http: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
    // Requests that are not done yet; open WebSockets are no longer the server's.
    http.closeAllConnections();
  });
}

async function letIn(
  service: Service,
  ws: WsServer,
  gate: Gate,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const request = requestOf(incoming, gate.isSecure);
  if (request === undefined) return refuse(socket, 400);
  if (!isMeantFor(gate, request)) return isNobodys(gate, request) ? refuse(socket, 404) : undefined;
  // A client that resets its connection while it is decided about must not end the program.
  const ignore = () => {};
  socket.on("error", ignore);
  if (!isAllowedOrigin(request, gate.origins)) return refuse(socket, 403);
  if (!service.hasRoom) return refuse(socket, 503);
  const answer = gate.accept === undefined || await gate.accept(request);
  if (answer !== true) return refuse(socket, statusOf(answer));
  // Others may have been let in meanwhile.
  if (!service.hasRoom) return refuse(socket, 503);
  socket.off("error", ignore);
  ws.handleUpgrade(incoming, socket, head, (accepted) => {
    service.serve(request, (events) => wsTransport(accepted as unknown as WsSocket, events));
  });
}

function isMeantFor({ path }: Gate, { url }: UpgradeRequest): boolean {
  return path === undefined || path === url.pathname;
}

// A request that all leave to the others would wait for ever. It is answered by the first gate, if there are no others.
function isNobodys(gate: Gate, request: UpgradeRequest): boolean {
  const all = [...gates.get(gate.http)!];
  return all[0] === gate && gate.http.listenerCount("upgrade") === all.length &&
    !all.some((it) => isMeantFor(it, request));
}

function requestOf(incoming: IncomingMessage, isSecure: boolean): UpgradeRequest | undefined {
  const { url = "/", headers: raw, socket } = incoming;
  const base = `${isSecure ? "wss" : "ws"}://${raw.host ?? "localhost"}`;
  if (!URL.canParse(url, base)) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const it of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, it);
  }
  return { url: new URL(url, base), headers, remoteAddress: socket.remoteAddress };
}

// A page of another site that connects here would act in the name of its visitor, whose cookies the browser sends along
// (RFC 6455, section 10.2).
function isAllowedOrigin({ url, headers }: UpgradeRequest, origins: Gate["origins"]): boolean {
  const origin = headers.get("origin");
  if (origin === null || origins === "*") return true;
  if (origins !== undefined) return origins.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === url.host;
}

function statusOf(answer: unknown): number {
  if (answer === false) return 403;
  checkInteger("accept", answer, { min: 400, max: 599 });
  return answer;
}

function refuse(socket: Duplex, status: number): void {
  if (!socket.writable) return void socket.destroy();
  socket.on("error", () => {});
  socket.once("finish", () => socket.destroy());
  const { STATUS_CODES } = builtin<typeof import("node:http")>("node:http")!;
  const retryAfter = status === 503 ? "Retry-After: 1\r\n" : "";
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${retryAfter}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
