import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { builtin, runtime } from "../../internal/runtime.ts";
import { NodeResponse } from "./node_response.ts";
import type { OpenBody } from "./outgoing_body.ts";
import { pump } from "./pump.ts";
import type { Hop } from "./redirect.ts";

type Http = Pick<typeof import("node:http"), "request" | "Agent">;

/** How to speak HTTP, and the connections that are kept. */
interface Side {
  readonly http: Http;
  readonly agent: Agent;
}

// As long as Node's fetch keeps one. A server that says when it closes is believed.
const KEEP_ALIVE_MS = 4_000;

// Where Node's fetch keeps what sends its requests, and what that is unless somebody, or a proxy of the environment,
// takes its place.
const DISPATCHERS = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
const ORDINARY: ReadonlySet<string> = new Set(["Agent", "Dispatcher1Wrapper"]);

/**
 * Whether requests may go around fetch, to the HTTP of Node below it, which is twice as fast, tells failures apart that
 * fetch does not, and decompresses strictly. They may not where somebody replaced fetch or what is under it.
 *
 * @param body What is sent.
 * @returns Whether they may.
 */
export function isNodeAble(body: OpenBody | undefined): boolean {
  if (runtime !== "node" || !isNodeFetch(globalThis.fetch) || body?.init instanceof FormData) return false;
  const known = globalThis as Readonly<Record<symbol, object | undefined>>;
  return DISPATCHERS.every((name) => known[name] === undefined || ORDINARY.has(known[name].constructor.name));
}

let nodeFetch: unknown;

// Whoever put another fetch in its place, to test or to trace, is to be heard, also if that was before this was loaded:
// so Node's own is told by what only Node can write. Were that to change, requests would go by fetch, as elsewhere.
function isNodeFetch(fetch: unknown): boolean {
  if (fetch === nodeFetch) return true;
  if (!Function.prototype.toString.call(fetch).includes("require('internal/")) return false;
  nodeFetch = fetch;
  return true;
}

/**
 * Sends a request by Node's HTTP.
 *
 * @param hop The request.
 * @param body Its body.
 * @param signal Closes the connection.
 * @returns The answer, unread.
 */
export function sendByNode(hop: Hop, body: OpenBody | undefined, signal: AbortSignal): Promise<NodeResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    send(hop, body, signal, { resolve, reject });
  });
}

interface Outcome {
  resolve(response: NodeResponse): void;
  reject(error: unknown): void;
}

function send(hop: Hop, body: OpenBody | undefined, signal: AbortSignal, outcome: Outcome, isSecond = false): void {
  const { http, agent } = sideOf(hop.url.protocol);
  // What is sent a second time must not meet another connection that the server closed meanwhile.
  const request = http.request(optionsOf(hop, body, isSecond ? false : agent));
  let response: IncomingMessage | undefined;
  const onAbort = () => {
    response?.destroy(ABORTED);
    request.destroy(ABORTED);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  request.on("response", (incoming) => {
    response = incoming;
    outcome.resolve(new NodeResponse(incoming, hop.method));
  });
  // A server that goes over to another protocol unasked does not answer what it was asked.
  request.on("upgrade", (_incoming, socket) => {
    socket.destroy();
    outcome.reject(
      Object.assign(new Error("The server switches to another protocol unasked"), { code: "HPE_UPGRADE" }),
    );
  });
  request.on("error", (error: Error & { code?: string }) => {
    if (response !== undefined) {
      // That no more can be sent matters little to an answer that is there; that it cannot be read does.
      if (error.code?.startsWith("HPE_") && !response.complete) response.destroy(error);
      return;
    }
    const isRepeated = !isSecond && !signal.aborted && isStale(request, error) && hop.isRepeatable &&
      body?.isStream !== true;
    if (isRepeated) send(hop, body, signal, outcome, true);
    else outcome.reject(error);
  });
  request.on("close", () => {
    signal.removeEventListener("abort", onAbort);
  });
  write(request, body).catch((error: Error) => request.destroy(error));
}

const ABORTED = Object.assign(new Error("The request was given up"), { name: "AbortError" });

// The server closed a connection that was kept just when it was used again: RFC 9112, section 9.3.1, lets an idempotent
// request be repeated then without asking.
function isStale(request: ClientRequest, error: Error & { code?: string }): boolean {
  return request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

const sides = new Map<string, Side>();

function sideOf(protocol: string): Side {
  const known = sides.get(protocol);
  if (known !== undefined) return known;
  const http = builtin<Http>(protocol === "https:" ? "node:https" : "node:http")!;
  const agent = new http.Agent({ keepAlive: true, timeout: KEEP_ALIVE_MS });
  const side = { http, agent };
  sides.set(protocol, side);
  return side;
}

function optionsOf(hop: Hop, body: OpenBody | undefined, agent: Agent | false): RequestOptions {
  const { url, method } = hop;
  const { hostname, port, pathname, search } = url;
  return {
    agent,
    method,
    // An address of IPv6 stands in brackets in a URL alone.
    hostname: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
    port: port === "" ? undefined : port,
    path: pathname + search,
    headers: linesOf(hop, body),
  };
}

// The headers that describe the connection or the message's end are this file's to send.
const OWN: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "keep-alive", "upgrade", "expect"]);

const ALWAYS = ["user-agent", "node", "accept-encoding", "gzip, deflate, br"];

/** Names and values in turn. */
function linesOf(hop: Hop, body: OpenBody | undefined): string[] {
  const { url, headers } = hop;
  if (!(headers instanceof Headers)) return ["host", url.host, ...ALWAYS, ...Object.entries(headers).flat()];
  const lines = headers.has("host") ? [] : ["host", url.host];
  if (!headers.has("user-agent")) lines.push("user-agent", "node");
  if (!headers.has("accept-encoding")) lines.push("accept-encoding", "gzip, deflate, br");
  const type = body?.init instanceof Blob ? body.init.type : "";
  if (type !== "" && !headers.has("content-type")) lines.push("content-type", type);
  for (const [name, value] of headers) if (!OWN.has(name)) lines.push(name, value);
  const length = lengthOf(body);
  if (length !== undefined) lines.push("content-length", String(length));
  else if (body !== undefined) lines.push("transfer-encoding", "chunked");
  return lines;
}

function lengthOf(body: OpenBody | undefined): number | undefined {
  if (body === undefined) return undefined;
  const { init, contentLength } = body;
  if (typeof init === "string") return builtin<typeof import("node:buffer")>("node:buffer")!.Buffer.byteLength(init);
  if (init instanceof Uint8Array) return init.byteLength;
  return init instanceof Blob ? init.size : contentLength;
}

async function write(request: ClientRequest, body: OpenBody | undefined): Promise<void> {
  const { init } = body ?? {};
  if (init === undefined || typeof init === "string" || init instanceof Uint8Array) return void request.end(init);
  const stream = init instanceof Blob ? init.stream() : init as ReadableStream<Uint8Array>;
  await pump(request, stream);
}
