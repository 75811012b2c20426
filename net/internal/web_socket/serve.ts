import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ValidationError } from "../../../errors/validation_error.ts";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { builtin } from "../../../internal/runtime.ts";
import { throwIfCancelled } from "../../../internal/signals.ts";
import { checkFunction, checkInteger, checkOptions, checkText, type OptionNames } from "../../../internal/validate.ts";
import type { ServeWebSocketOptions, WebSocketHandler, WebSocketServer } from "../../serve_web_socket.ts";
import { checkProtocols } from "./check_protocols.ts";
import { openGate } from "./gate.ts";
import { LIMIT_NAMES, limitsOf } from "./limits.ts";
import { loadWs } from "./load_ws.ts";
import { Service } from "./service.ts";

/** The names of all options of a server. */
export const SERVE_NAMES: OptionNames<ServeWebSocketOptions> = {
  ...LIMIT_NAMES,
  host: true,
  port: true,
  tls: true,
  server: true,
  path: true,
  protocols: true,
  origins: true,
  accept: "function",
  compression: "boolean",
};
const TLS_NAMES: OptionNames<NonNullable<ServeWebSocketOptions["tls"]>> = { cert: true, key: true };

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
  const { host = "127.0.0.1", port = 0, tls, server: shared, path, protocols = [], compression = false } = options;
  const { WebSocketServer: Ws } = await loadWs();
  throwIfCancelled(limits.signal);
  const ws = new Ws({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxMessageBytes,
    perMessageDeflate: compression,
    handleProtocols: (offered: Set<string>) => [...offered].find((name) => protocols.includes(name)) ?? false,
  });
  const http = shared === undefined ? createHttpServer(tls) : shared as unknown as HttpServer;
  const isSecure = tls !== undefined || "setSecureContext" in http;
  if (shared === undefined) await listen(http, host, port, limits.signal);
  const service = new Service(handler, limits, () => {
    closeGate();
    return shared === undefined ? closeServer(http) : undefined;
  });
  const closeGate = openGate({ ws, http, path, origins: options.origins, accept: options.accept, isSecure }, service);
  const { port: ownPort = port } = (http.address() ?? {}) as Partial<AddressInfo>;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return Object.assign(service, {
    port: ownPort,
    url: `${isSecure ? "wss" : "ws"}://${shownHost}:${ownPort}${path ?? ""}`,
  });
}

function check(options: ServeWebSocketOptions): void {
  checkOptions(options, SERVE_NAMES);
  const { host, port, tls, server, path, protocols, origins } = options;
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

async function listen(
  http: HttpServer,
  host: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<void> {
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
  try {
    throwIfCancelled(signal);
  } catch (reason) {
    await closeServer(http);
    throw reason;
  }
}

async function closeServer(http: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
    // Requests that are not done yet; open WebSockets are no longer the server's.
    http.closeAllConnections();
  });
}
