import type { Agent, ClientRequest, IncomingMessage, RequestOptions as NodeRequestOptions } from "node:http";
import type { AgentOptions } from "node:https";
import type { Transform } from "node:stream";
import { builtin } from "../../../internal/runtime.ts";
import type { ClientTls } from "../../client.ts";
import type { SendFunction } from "../request_plan.ts";

type Http = typeof import("node:http");
type Https = typeof import("node:https");
type Tls = typeof import("node:tls");
type Streams = typeof import("node:stream");
type Zlib = typeof import("node:zlib");

/** Which proxies to use, by the names that they have in the environment. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Makes what sends requests by `node:http`: Node's fetch takes neither a proxy nor certificates without an undici of its
 * own, whose version would have to fit.
 *
 * @param proxyEnv The proxies; none are taken from the environment.
 * @param tls Whom to trust, and who one is.
 * @returns A function like fetch.
 */
export function nodeTransport(proxyEnv: ProxyEnvironment, tls: ClientTls | undefined): SendFunction {
  const http = builtin<Http>("node:http")!;
  const https = builtin<Https>("node:https")!;
  const options = { keepAlive: true, proxyEnv, ...tlsContext(tls) } as AgentOptions;
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  return async (url, init) => {
    const { protocol } = url;
    const module = protocol === "https:" ? https : http;
    return await send((sent) => module.request(url, sent), agents[protocol as "http:"], url, init);
  };
}

// One context for all connections of an agent: reading the authorities' certificates takes 20 ms each time.
function tlsContext(options: ClientTls | undefined): Record<string, unknown> {
  if (options === undefined) return {};
  const tls = builtin<Tls>("node:tls")!;
  const { ca, cert, key } = options;
  const trusted = ca === undefined ? {} : { ca: [...tls.getCACertificates("default"), ...[ca].flat()] };
  return { secureContext: tls.createSecureContext({ ...trusted, cert, key }) };
}

async function send(
  request: (options: NodeRequestOptions) => ClientRequest,
  agent: Agent,
  url: URL,
  init: RequestInit,
): Promise<Response> {
  const { method = "GET", signal } = init;
  const { body, headers } = await outgoing(url, init);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  signal?.throwIfAborted();
  const sent = request({ method, headers, agent });
  const abort = () => sent.destroy(signal!.reason instanceof Error ? signal!.reason : new Error("aborted"));
  signal?.addEventListener("abort", abort, { once: true });
  sent.once("close", () => signal?.removeEventListener("abort", abort));
  sent.on("error", reject);
  // A proxy that cannot connect answers the CONNECT itself; Node makes an error of that.
  sent.once("response", (incoming) => {
    try {
      resolve(toResponse(incoming, method));
    } catch (error) {
      sent.destroy();
      reject(error);
    }
  });
  const { pipeline, Readable } = builtin<Streams>("node:stream")!;
  if (body === undefined || body instanceof Uint8Array) sent.end(body);
  // What its source failed with, or the request, is told elsewhere.
  else pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), sent, () => {});
  return await promise;
}

async function outgoing(
  url: URL,
  { body, headers }: RequestInit,
): Promise<{ body: Uint8Array | ReadableStream | undefined; headers: Record<string, string> }> {
  const all = new Headers(headers);
  if (!all.has("accept-encoding")) all.set("accept-encoding", "gzip, deflate, br");
  if (!all.has("user-agent")) all.set("user-agent", "node");
  if (!all.has("host")) all.set("host", url.host);
  const given = (bytes: Uint8Array | ReadableStream | undefined) => ({ body: bytes, headers: Object.fromEntries(all) });
  if (body === undefined || body === null) return given(undefined);
  if (body instanceof ReadableStream) return given(body);
  const whole = new Response(body);
  // fetch names the type of a form, which holds the boundary of its parts.
  const type = whole.headers.get("content-type");
  if (type !== null && !all.has("content-type")) all.set("content-type", type);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  all.set("content-length", String(bytes.byteLength));
  return given(bytes);
}

// Those that `Response` takes no body for.
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

function toResponse(incoming: IncomingMessage, method: string): Response {
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  if (BODILESS.has(status) || method === "HEAD") {
    incoming.resume();
    return new Response(null, { status, statusText, headers });
  }
  const body = decoded(incoming, headers.get("content-encoding") ?? "");
  return new Response(toWeb(body, incoming), { status, statusText, headers });
}

/** Undoes the encodings of a body, the last one first (RFC 9110, section 8.4); one that is not known is left. */
function decoded(incoming: IncomingMessage, encodings: string): IncomingMessage | Transform {
  const { pipeline } = builtin<Streams>("node:stream")!;
  const steps = encodings.toLowerCase().split(",").map((it) => it.trim()).filter((it) => it !== "" && it !== "identity")
    .reverse().map(decoder);
  if (steps.length === 0 || steps.includes(undefined)) return incoming;
  // Failures go from one to the next; the last one tells them to whoever reads.
  return (steps as Transform[]).reduce<IncomingMessage | Transform>(
    (from, to) => pipeline(from, to, () => {}),
    incoming,
  );
}

function decoder(encoding: string): Transform | undefined {
  const zlib = builtin<Zlib>("node:zlib")!;
  if (encoding === "gzip" || encoding === "x-gzip") return zlib.createGunzip();
  if (encoding === "deflate") return zlib.createInflate();
  if (encoding === "br") return zlib.createBrotliDecompress();
  if (encoding === "zstd") return zlib.createZstdDecompress();
  return undefined;
}

// Not by Readable.toWeb: it reads ahead, and does not destroy the socket on every version when it is cancelled.
function toWeb(body: IncomingMessage | Transform, incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      incoming.destroy();
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}
