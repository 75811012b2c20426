import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { AgentOptions } from "node:https";
import type { LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import { NetworkError } from "../../../errors/network_error.ts";
import { builtin } from "../../../internal/runtime.ts";
import type { ClientTls } from "../../client_options.ts";
import { NodeResponse } from "../node_response.ts";
import type { SendFunction } from "../request_plan.ts";
import { proxyCredentials, type ProxyRule } from "./proxy_rule.ts";

type Http = typeof import("node:http");
type Https = typeof import("node:https");
type Tls = typeof import("node:tls");
type Streams = typeof import("node:stream");
type Net = typeof import("node:net");
type Dns = typeof import("node:dns");

/** Says whether an address may be connected to. */
export type AddressRule = (address: string) => boolean;

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
  const options: AgentOptions = { keepAlive: true, ...tlsContext(tls) };
  const direct = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  const tunnels = new Map<string, Agent>();
  return async (url, init) => {
    const proxy = proxyFor(url);
    const protocol = url.protocol as keyof typeof direct;
    if (proxy === undefined) {
      const how = { agent: direct[protocol], path: pathOf(url), ...guarded(url, init, isAllowed) };
      return await send(protocol, url, init, how);
    }
    if (protocol === "http:") return await forward(proxy, url, init, direct);
    const tunnel = tunnels.get(proxy.href) ?? tunnelAgent(proxy, options);
    tunnels.set(proxy.href, tunnel);
    return await send(protocol, url, init, { agent: tunnel, path: pathOf(url) });
  };
}

// The address that was judged is the one that is connected to: asked for once more, a name may lead elsewhere.
function guarded(
  url: URL,
  { method = "GET" }: RequestInit,
  isAllowed: AddressRule | undefined,
): { lookup?: LookupFunction } {
  if (isAllowed === undefined) return {};
  const judge = (address: string): NetworkError | undefined => {
    if (isAllowed(address)) return undefined;
    const params = { method, url, address };
    return new NetworkError({ code: "NET_NOT_PUBLIC", params, reason: "refused", retryable: false });
  };
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const refusal = builtin<Net>("node:net")!.isIP(host) === 0 ? undefined : judge(host);
  if (refusal !== undefined) throw refusal;
  return {
    lookup: (name, options, callback) => {
      builtin<Dns>("node:dns")!.lookup(name, { ...options, all: true }, (error, addresses) => {
        const wrong = error ?? addresses.map(({ address }) => judge(address)).find((it) => it !== undefined);
        const [first] = addresses ?? [];
        if (wrong) callback(wrong as NodeJS.ErrnoException, "");
        else if (options.all) callback(null, addresses);
        else callback(null, first!.address, first!.family);
      });
    },
  };
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}

// One context for all connections of an agent: reading the authorities' certificates takes 20 ms each time.
function tlsContext(options: ClientTls | undefined): AgentOptions {
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

// An agent is not given the request's own: this one ends the wait for a proxy.
const TUNNEL_SIGNAL = "tunnelSignal";

interface Target {
  readonly host: string;
  readonly port: number;
  readonly [TUNNEL_SIGNAL]?: AbortSignal;
}

/** Connects through a proxy that is asked to pass everything on (RFC 9110, section 9.3.6). */
function tunnelAgent(proxy: URL, options: AgentOptions): Agent {
  const https = builtin<Https>("node:https")!;
  const { connect } = builtin<Tls>("node:tls")!;
  const agent = new https.Agent(options);
  agent.createConnection = (target, callback) => {
    const { host, port, [TUNNEL_SIGNAL]: signal } = target as Target;
    openTunnel(proxy, `${host.includes(":") ? `[${host}]` : host}:${port}`, signal).then(
      (socket) => callback!(null, connect({ ...target, socket } as ConnectionOptions)),
      (error: Error) => callback!(error, undefined as never),
    );
    return undefined as never;
  };
  return agent;
}

function openTunnel(proxy: URL, authority: string, signal: AbortSignal | undefined): Promise<Duplex> {
  const credentials = proxyCredentials(proxy);
  return new Promise((resolve, reject) => {
    const request = moduleFor(proxy).request(proxy, {
      method: "CONNECT",
      path: authority,
      agent: false,
      headers: { host: authority, ...(credentials === undefined ? {} : { "proxy-authorization": credentials }) },
      ...(signal === undefined ? {} : { signal }),
    });
    request.once("error", reject);
    request.once("connect", ({ statusCode = 0, statusMessage = "" }: IncomingMessage, socket: Duplex) => {
      if (statusCode >= 200 && statusCode <= 299) return resolve(socket);
      socket.destroy();
      reject(
        Object.assign(new Error(`The proxy answered ${statusCode} ${statusMessage}`), { code: "ERR_PROXY_TUNNEL" }),
      );
    });
    request.end();
  });
}

function moduleFor({ protocol }: URL): Http | Https {
  return protocol === "https:" ? builtin<Https>("node:https")! : builtin<Http>("node:http")!;
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
    const request = (protocol === "https:" ? builtin<Https>("node:https")! : builtin<Http>("node:http")!).request(
      options,
    );
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
    write(request, body);
  });
}

function write(request: ClientRequest, body: Uint8Array | ReadableStream | undefined): void {
  if (body === undefined || body instanceof Uint8Array) return void request.end(body);
  const { pipeline, Readable } = builtin<Streams>("node:stream")!;
  // What its source failed with, or the request, is told elsewhere.
  pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), request, () => {});
}

interface Outgoing {
  readonly body: Uint8Array | ReadableStream | undefined;
  readonly headers: Record<string, string>;
}

async function outgoing({ body, headers }: RequestInit): Promise<Outgoing> {
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
