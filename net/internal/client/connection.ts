import { ValidationError } from "../../../errors/validation_error.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import { lazy } from "../../../internal/lazy.ts";
import { builtin, createHttpClient, environmentVariable, runtime } from "../../../internal/runtime.ts";
import type { ClientTls } from "../../client_options.ts";
import { classifyFailure } from "../classify_failure.ts";
import type { SendFunction } from "../request_plan.ts";
import type { Settings } from "./settings.ts";
import { cookieTransport } from "./cookie_transport.ts";
import { sentAgain } from "../http2/again.ts";
import { isPublicAddress } from "./public_address.ts";
import {
  environmentRule,
  proxyCredentials,
  type ProxyEnvironment,
  proxyEnvironment,
  type ProxyRule,
} from "./proxy_rule.ts";

const viaNode = lazy(() => import("./node_transport.ts"));
const viaHttp2 = lazy(() => import("../http2/http2_transport.ts"));

/**
 * Gives what sends a client's requests.
 *
 * @param settings The client's options.
 * @returns A function like fetch; undefined for fetch itself.
 */
export function transportOf({ transport, proxy, tls, publicOnly, http2, cookies }: Settings): SendFunction | undefined {
  if (cookies !== undefined && runtime === "browser") throw notInBrowser("cookies");
  const base = transport === undefined ? connection(proxy, tls, publicOnly, http2) : abandonable(transport);
  return cookies === undefined ? base : cookieTransport(cookies, base ?? fetch);
}

/** A caller's transport may not heed its signal: the request ends all the same, and what still comes is let go. */
function abandonable(transport: SendFunction): SendFunction {
  return async (url, init) => {
    const signal = init.signal ?? undefined;
    const sent = Promise.resolve(transport(url, init));
    try {
      return await abandonOnAbort(sent, signal);
    } catch (error) {
      if (signal?.aborted) sent.then((late) => late.body?.cancel()).catch(() => {});
      throw error;
    }
  };
}

let byEnvironment: { readonly send: SendFunction | undefined } | undefined;

/**
 * Gives what sends requests that name no way of their own: by the proxies of the environment, which not every runtime's
 * fetch heeds. They are read once.
 *
 * @returns A function like fetch; undefined for fetch itself.
 */
export function environmentTransport(): SendFunction | undefined {
  byEnvironment ??= { send: connection(undefined, undefined, false, undefined) };
  return byEnvironment.send;
}

// Connections are kept for requests to come, so that there must be one function for each way to connect.
const connections = new WeakMap<object, Map<string, SendFunction | undefined>>();
const NO_TLS = {};

function connection(
  proxy: URL | false | undefined,
  tls: ClientTls | undefined,
  isPublicOnly: boolean,
  http2: boolean | undefined,
): SendFunction | undefined {
  const known = connections.get(tls ?? NO_TLS) ?? new Map<string, SendFunction | undefined>();
  connections.set(tls ?? NO_TLS, known);
  if (tls !== undefined && !known.size) checkPem(tls);
  const key = `${proxy} ${isPublicOnly} ${http2}`;
  if (!known.has(key)) {
    const send = isPublicOnly ? publicConnection(tls) : connect(proxy, tls, http2);
    const isOurs = http2 === true && (runtime === "node" || runtime === "bun");
    known.set(key, isOurs ? overHttp2(proxy, tls, isPublicOnly, send) : send);
  }
  return known.get(key);
}

function connect(
  proxy: URL | false | undefined,
  tls: ClientTls | undefined,
  http2: boolean | undefined,
): SendFunction | undefined {
  if (runtime === "browser") return inBrowser(proxy, tls);
  if (runtime === "node") return onNode(proxy, tls);
  if (runtime !== "deno" && proxy === undefined && tls === undefined) return undefined;
  const send = runtime === "deno" ? byDeno(proxy, tls, http2) : onBun(proxy, tls);
  return proxy instanceof URL && send !== undefined ? blamingProxy(send, () => proxy) : send;
}

function inBrowser(proxy: URL | false | undefined, tls: ClientTls | undefined): undefined {
  const name = tls !== undefined ? "tls" : proxy instanceof URL ? "proxy" : undefined;
  if (name !== undefined) throw notInBrowser(name);
}

function notInBrowser(name: string): ValidationError {
  return new ValidationError({ code: "ARGUMENT_NOT_IN_BROWSER", params: { name } });
}

function onNode(proxy: URL | false | undefined, tls: ClientTls | undefined): SendFunction | undefined {
  const environment = proxy instanceof URL ? undefined : proxyEnvironment();
  // What is below Node's fetch knows nothing of the environment, and fetch itself only when it is told to.
  const isHeeded = environment !== undefined && environmentVariable("NODE_USE_ENV_PROXY") === "1";
  if (tls === undefined && (proxy === false ? !isHeeded : proxy === undefined && environment === undefined)) {
    return undefined;
  }
  const rule = ruleOf(proxy, environment);
  return blamingProxy(byNode(rule, tls), rule);
}

/** By HTTP/2 to servers that speak it; by `send` to others. */
function overHttp2(
  proxy: URL | false | undefined,
  tls: ClientTls | undefined,
  isPublicOnly: boolean,
  send: SendFunction | undefined,
): SendFunction {
  const rule = isPublicOnly ? () => undefined : ruleOf(proxy, proxy instanceof URL ? undefined : proxyEnvironment());
  const isAllowed = isPublicOnly ? isPublicAddress : undefined;
  const other = send ?? (runtime === "node" ? byNode(rule, tls) : (url, init) => fetch(url, init));
  let sendHttp2: SendFunction | undefined;
  return blamingProxy(async (url, init) => {
    const { http2Transport } = viaHttp2.module ?? await viaHttp2.load();
    sendHttp2 ??= http2Transport({ proxyFor: rule, tls, isAllowed, send: other });
    return await sendHttp2(url, init);
  }, rule);
}

/** Where a proxy is asked, the connection that fails is the one to the proxy; which the runtimes' errors do not say. */
function blamingProxy(send: SendFunction, rule: ProxyRule): SendFunction {
  return async (url, init) => {
    try {
      return await send(url, init);
    } catch (error) {
      const { reason, isForbidden, detail } = classifyFailure(error);
      const isProxys = (reason === "refused" || reason === "dns") && !isForbidden && rule(url) !== undefined;
      throw isProxys ? Object.assign(new Error(detail, { cause: error }), { code: "ERR_PROXY_TUNNEL" }) : error;
    }
  };
}

function ruleOf(proxy: URL | false | undefined, environment: ProxyEnvironment | undefined): ProxyRule {
  if (proxy instanceof URL) return () => proxy;
  return proxy === false || environment === undefined ? () => undefined : environmentRule(environment);
}

// By Node's HTTP on every runtime, as only there the address that is connected to can be told. A proxy would connect to
// whatever it likes.
function publicConnection(tls: ClientTls | undefined): SendFunction {
  if (runtime === "browser") {
    throw notInBrowser("publicOnly");
  }
  return byNode(() => undefined, tls, isPublicAddress);
}

function byNode(rule: ProxyRule, tls: ClientTls | undefined, isAllowed?: (address: string) => boolean): SendFunction {
  let send: SendFunction | undefined;
  return async (url, init) => {
    const { nodeTransport } = viaNode.module ?? await viaNode.load();
    send ??= nodeTransport(rule, tls, isAllowed);
    return await send(url, init);
  };
}

function byDeno(
  proxy: URL | false | undefined,
  tls: ClientTls | undefined,
  http2: boolean | undefined,
): SendFunction | undefined {
  const send = onDeno(proxy, tls, http2);
  if (http2 !== true) return send;
  return sentAgain(send ?? ((url, init) => fetch(url, init)), onDeno(proxy, tls, false)!);
}

function onDeno(
  proxy: URL | false | undefined,
  tls: ClientTls | undefined,
  http2: boolean | undefined,
): SendFunction | undefined {
  // Every client of Deno's heeds the environment; its `node:http` does not.
  if (proxy === false && proxyEnvironment() !== undefined) return byNode(() => undefined, tls);
  if (!(proxy instanceof URL) && tls === undefined && http2 !== false) return undefined;
  const client = createHttpClient({
    ...(proxy instanceof URL ? { proxy: denoProxy(proxy) } : {}),
    ...(tls?.ca === undefined ? {} : { caCerts: [tls.ca].flat() as string[] }),
    ...(tls?.cert === undefined ? {} : { cert: tls.cert, key: tls.key! }),
    ...(http2 === false ? { http2 } : {}),
  });
  // Deno tells a proxy over TLS nothing of who asks for a URL without TLS (measured on 2.9).
  const untold = proxy instanceof URL && proxy.protocol === "https:" ? proxyCredentials(proxy) : undefined;
  return (url, init) => {
    if (untold === undefined || url.protocol !== "http:") return fetch(url, { ...init, client } as RequestInit);
    const headers = new Headers(init.headers);
    headers.set("proxy-authorization", untold);
    return fetch(url, { ...init, headers, client } as RequestInit);
  };
}

// Each runtime has its own way to fail at what is no certificate, and some tell it late.
function checkPem({ ca, cert, key }: ClientTls): void {
  const { createPrivateKey, X509Certificate } = builtin<Partial<typeof import("node:crypto")>>("node:crypto") ?? {};
  if (X509Certificate === undefined || createPrivateKey === undefined) return;
  for (const text of ca === undefined ? [] : [ca].flat()) read("ca", () => new X509Certificate(text));
  if (cert === undefined || key === undefined) return;
  const certificate = read("cert", () => new X509Certificate(cert));
  const privateKey = read("key", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) throw notPem("key");
}

function read<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw notPem(name);
  }
}

// Neither the text nor the runtime's words: they may hold the key.
function notPem(name: string): ValidationError {
  return new ValidationError({ code: "ARGUMENT_NOT_PEM", params: { name } });
}

function denoProxy(proxy: URL): { url: string; basicAuth?: { username: string; password: string } } {
  const { username, password } = proxy;
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url: url.href };
  const basicAuth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { url: url.href, basicAuth };
}

function onBun(proxy: URL | false | undefined, tls: ClientTls | undefined): SendFunction {
  const own = {
    ...(proxy === undefined ? {} : { proxy: proxy === false ? false : proxy.href }),
    ...(tls === undefined ? {} : { tls: { ...tls, ...(tls.ca === undefined ? {} : { ca: bunTrusted(tls.ca) }) } }),
  };
  return (url, init) => fetch(url, { ...init, ...own } as RequestInit);
}

// Bun takes them in place of its own.
function bunTrusted(ca: string | readonly string[]): string[] {
  return [...builtin<typeof import("node:tls")>("node:tls")!.getCACertificates("default"), ...[ca].flat()];
}
