import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { AgentOptions } from "node:https";
import type { LookupFunction } from "node:net";
import { builtin } from "../../../internal/runtime.ts";
import type { ClientTls } from "../../client_options.ts";
import { NodeResponse } from "../node_response.ts";
import type { SendFunction } from "../request_plan.ts";
import { type AddressRule, guardAddress } from "./address_guard.ts";
import { proxyCredentials, type ProxyRule } from "./proxy_rule.ts";
import { TUNNEL_SIGNAL, tunnelAgent } from "./tunnel_agent.ts";

type Http = typeof import("node:http");
type Https = typeof import("node:https");
type Tls = typeof import("node:tls");
type Streams = typeof import("node:stream");

// As long as Node's fetch keeps a connection that nobody uses.
const KEEP_ALIVE_MS = 4_000;

/**
 * Makes what sends requests by `node:http`: Node's fetch takes neither a proxy nor certificates without an undici of its
 * own, whose version would have to fit the one inside of Node.
 *
 * @param proxyFor Gives the proxy for a URL.
 * @param tls Whom to trust, and who one is.
 * @param isAllowed Says which addresses may be connected to; all if it is not given.
 * @returns A function like fetch.
 */
export function nodeTransport(proxyFor: ProxyRule, tls?: ClientTls, isAllowed?: AddressRule): SendFunction {
  const http = builtin<Http>("node:http")!;
  const https = builtin<Https>("node:https")!;
  const options: AgentOptions = { keepAlive: true, timeout: KEEP_ALIVE_MS, ...tlsContext(tls) };
  const direct = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  const tunnels = new Map<string, Agent>();
  return async (url, init) => {
    const proxy = proxyFor(url);
    const protocol = url.protocol as keyof typeof direct;
    if (proxy === undefined) {
      const how = { agent: direct[protocol], path: pathOf(url), ...guardAddress(url, init.method ?? "GET", isAllowed) };
      return await send(protocol, url, init, how);
    }
    if (protocol === "http:") return await forward(proxy, url, init, direct);
    const tunnel = tunnels.get(proxy.href) ?? tunnelAgent(proxy, options);
    tunnels.set(proxy.href, tunnel);
    return await send(protocol, url, init, { agent: tunnel, path: pathOf(url) });
  };
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}

/**
 * Reads whom to trust and who one is, once for all connections: the authorities' certificates take 20 ms each time.
 *
 * @param options What the caller says of TLS.
 * @returns Options for an agent.
 */
export function tlsContext(options: ClientTls | undefined): AgentOptions {
  if (options === undefined) return {};
  const tls = builtin<Tls>("node:tls")!;
  const { ca, cert, key } = options;
  const trusted = ca === undefined ? {} : { ca: [...tls.getCACertificates("default"), ...[ca].flat()] };
  return { secureContext: tls.createSecureContext({ ...trusted, cert, key }) };
}

/** A proxy is asked for the whole URL (RFC 9112, section 3.2.2). */
function forward(
  proxy: URL,
  url: URL,
  init: RequestInit,
  agents: Record<"http:" | "https:", Agent>,
): Promise<NodeResponse> {
  const headers = new Headers(init.headers);
  const credentials = proxyCredentials(proxy);
  if (credentials !== undefined) headers.set("proxy-authorization", credentials);
  headers.set("host", url.host);
  const protocol = proxy.protocol as "http:" | "https:";
  const target = new URL(url);
  target.hash = "";
  return send(protocol, proxy, { ...init, headers }, { agent: agents[protocol], path: target.href });
}

async function send(
  protocol: string,
  { hostname, port }: URL,
  init: RequestInit,
  how: { agent: Agent; path: string; lookup?: LookupFunction },
): Promise<NodeResponse> {
  const { method = "GET" } = init;
  const signal = init.signal ?? undefined;
  signal?.throwIfAborted();
  const { body, headers } = await outgoing(init);
  return await new Promise((resolve, reject) => {
    const options: RequestOptions = {
      ...how,
      method,
      headers,
      // An address of IPv6 stands in brackets in a URL alone.
      hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: port === "" ? undefined : port,
      ...(signal === undefined ? {} : { signal, [TUNNEL_SIGNAL]: signal }),
    };
    const module = protocol === "https:" ? builtin<Https>("node:https")! : builtin<Http>("node:http")!;
    const request = module.request(options);
    let response: IncomingMessage | undefined;
    const onAbort = () => {
      response?.destroy(signal!.reason instanceof Error ? signal!.reason : new Error("aborted"));
      reject(signal!.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    request.once("response", (incoming) => {
      response = incoming;
      incoming.once("close", () => signal?.removeEventListener("abort", onAbort));
      resolve(new NodeResponse(incoming, method));
    });
    request.on("error", (error) => {
      signal?.removeEventListener("abort", onAbort);
      reject(error);
    });
    // A server that goes over to another protocol unasked does not answer what it was asked.
    request.once("upgrade", (_incoming, socket) => {
      socket.destroy();
      reject(Object.assign(new Error("The server switches to another protocol unasked"), { code: "HPE_UPGRADE" }));
    });
    write(request, body);
  });
}

function write(request: ClientRequest, body: Uint8Array | ReadableStream | undefined): void {
  if (body === undefined || body instanceof Uint8Array) return void request.end(body);
  const { pipeline, Readable } = builtin<Streams>("node:stream")!;
  // What its source failed with, or the request, is told elsewhere.
  pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), request, () => {});
}

/** What is sent. */
export interface Outgoing {
  /** The body, in memory or as a stream. */
  readonly body: Uint8Array | ReadableStream | undefined;
  /** Its headers, by names in small letters. */
  readonly headers: Record<string, string>;
}

/**
 * Makes of what fetch takes what can be written to a connection.
 *
 * @param init What fetch would be given.
 * @returns The body, and all headers that fetch would send.
 */
export async function outgoing({ body, headers }: RequestInit): Promise<Outgoing> {
  const all = new Headers(headers);
  if (!all.has("accept-encoding")) all.set("accept-encoding", "gzip, deflate, br");
  if (!all.has("user-agent")) all.set("user-agent", "node");
  if (body === undefined || body === null || body instanceof ReadableStream) {
    return { body: body ?? undefined, headers: Object.fromEntries(all) };
  }
  const whole = new Response(body);
  // fetch names the type of a form, which holds the boundary of its parts.
  const type = whole.headers.get("content-type");
  if (type !== null && !all.has("content-type")) all.set("content-type", type);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  all.set("content-length", String(bytes.byteLength));
  return { body: bytes, headers: Object.fromEntries(all) };
}
