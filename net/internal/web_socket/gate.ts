import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocketServer as WsServer } from "ws";
import { report } from "../../../internal/report.ts";
import { builtin } from "../../../internal/runtime.ts";
import { checkInteger } from "../../../internal/validate.ts";
import type { ServeWebSocketOptions, UpgradeRequest } from "../../serve_web_socket.ts";
import type { Service } from "./service.ts";
import { type WsSocket, wsTransport } from "./ws_transport.ts";

/** What requests come through, and who is let in. */
export interface Gate {
  /** What speaks the protocol. */
  readonly ws: WsServer;
  readonly http: HttpServer;
  readonly path: string | undefined;
  readonly origins: readonly string[] | "*" | undefined;
  readonly accept: ServeWebSocketOptions["accept"];
  readonly isSecure: boolean;
}

/** A request to become a WebSocket, as Node's server gives it. */
interface Upgrade {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The gates of each server: several may share one. */
const gates = new WeakMap<HttpServer, Set<Gate>>();

/**
 * Lets those who may come through a gate in to a service.
 *
 * @param gate The gate.
 * @param service What serves them.
 * @returns Closes the gate.
 */
export function openGate(gate: Gate, service: Service): () => void {
  const { http } = gate;
  const own = gates.get(http) ?? new Set();
  gates.set(http, own.add(gate));
  const onUpgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    letIn(gate, service, { incoming, socket, head }).catch((error) => {
      report("error", "net", "A WebSocket connection could not be let in", { error });
      refuse(socket, 500);
    });
  };
  http.on("upgrade", onUpgrade);
  return () => {
    http.off("upgrade", onUpgrade);
    own.delete(gate);
  };
}

async function letIn(gate: Gate, service: Service, { incoming, socket, head }: Upgrade): Promise<void> {
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
  gate.ws.handleUpgrade(incoming, socket, head, (accepted) => {
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
