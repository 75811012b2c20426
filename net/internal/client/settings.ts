import { ValidationError } from "../../../errors/validation_error.ts";
import { checkObject, checkUrl, type OptionNames } from "../../../internal/validate.ts";
import type { ClientHooks } from "../../client_hooks.ts";
import type {
  ClientAuth,
  ClientOptions,
  ClientRequestOptions,
  ClientSettings,
  ClientTls,
} from "../../client_options.ts";
import { type CookieJar, createCookieJar } from "../../cookie_jar.ts";
import type { QueryValue, RequestHeaders, RequestOptions, RequestQuery } from "../../request.ts";
import { OriginStates } from "../origin_gate.ts";
import { CLIENT_SETTINGS, REQUEST_OPTIONS } from "../option_names.ts";
import { toHeaders } from "../request_headers.ts";
import { checkAuth, checkHooks, checkSettings, checkTls } from "./check_settings.ts";

/** The options of a client, or of one of its requests, with all that they come of merged. */
export interface Settings {
  /** Those of `request`, without what is below. */
  readonly request: Omit<RequestOptions, "headers" | "query" | "signal">;
  /** Each of them ends the request. */
  readonly signals: readonly AbortSignal[];
  readonly baseUrl: URL | undefined;
  readonly headers: Headers;
  readonly query: Readonly<Record<string, unknown>>;
  readonly auth: ClientAuth | undefined;
  readonly throwOnStatus: boolean;
  readonly maxRedirects: number | undefined;
  readonly parseJson: ClientSettings["parseJson"];
  readonly hooks: Required<{ [Name in keyof ClientHooks]: NonNullable<ClientHooks[Name]> }>;
  readonly cookies: CookieJar | undefined;
  readonly proxy: URL | false | undefined;
  readonly tls: ClientTls | undefined;
  readonly publicOnly: boolean;
  readonly http2: boolean | undefined;
  readonly deduplicate: boolean;
  readonly transport: ClientSettings["transport"];
  /** What is known of origins; that of the first client is the one of all that come of it. */
  readonly origins: OriginStates;
}

/** The names of all options of a client's request. */
export const CLIENT_REQUEST_OPTIONS: OptionNames<ClientRequestOptions> = { ...REQUEST_OPTIONS, ...CLIENT_SETTINGS };

const known = new WeakMap<readonly ClientOptions[], Settings>();

/**
 * Gives what a client's options come to.
 *
 * @param chain Those of the clients that it comes of, and its own.
 * @returns The settings, checked as far as they are not checked with each request.
 */
export function settingsOf(chain: readonly ClientOptions[]): Settings {
  const settings = known.get(chain) ?? chain.reduce((merged, options) => {
    const { baseUrl, ...rest } = options;
    return withBase(mergeSettings(merged, rest, options), baseUrl);
  }, emptySettings(chain[0]!));
  known.set(chain, settings);
  return settings;
}

// Shared by a client and those that come of it: its options stand for it.
const jars = new WeakMap<object, CookieJar>();
const origins = new WeakMap<object, OriginStates>();

function shared<T>(all: WeakMap<object, T>, owner: object, make: () => T): T {
  const one = all.get(owner) ?? make();
  all.set(owner, one);
  return one;
}

function emptySettings(first: ClientOptions): Settings {
  return {
    // As many as aiohttp's; a program that asks for more at once is rather a mistake than in need of them. And a server
    // that is down is not asked three times as often for it.
    request: { maxPerOrigin: 100, retry: { budget: {} } },
    signals: [],
    baseUrl: undefined,
    headers: new Headers(),
    query: {},
    auth: undefined,
    throwOnStatus: true,
    maxRedirects: undefined,
    parseJson: undefined,
    hooks: { beforeRequest: [], afterResponse: [], onRetry: [], onError: [] },
    cookies: undefined,
    proxy: undefined,
    tls: undefined,
    publicOnly: false,
    http2: undefined,
    deduplicate: false,
    transport: undefined,
    origins: shared(origins, first, () => new OriginStates()),
  };
}

function withBase(settings: Settings, baseUrl: string | URL | undefined): Settings {
  if (baseUrl === undefined) return settings;
  const url = new URL(baseUrl);
  const query = { ...toRecord(url.searchParams), ...settings.query };
  url.search = "";
  url.hash = "";
  return { ...settings, baseUrl: url, query };
}

/**
 * Merges options into those that they come before.
 *
 * @param settings What is there.
 * @param options What comes before it.
 * @param owner Whose jar it is, if it asks for one.
 * @returns Both.
 */
export function mergeSettings(settings: Settings, options: ClientRequestOptions, owner: object = options): Settings {
  const { headers, query, auth, throwOnStatus, maxRedirects, parseJson, hooks, ...others } = options;
  const { cookies, proxy, tls, publicOnly, http2, deduplicate, transport, retry, signal, ...request } = others;
  checkSettings(options);
  return {
    ...settings,
    request: {
      ...settings.request,
      ...withoutUndefined(request),
      retry: { ...settings.request.retry, ...withoutUndefined(retry ?? {}) },
    },
    signals: signal === undefined ? settings.signals : [...settings.signals, signal],
    headers: mergeHeaders(settings.headers, headers),
    query: mergeQuery(settings.query, query),
    auth: auth === undefined ? settings.auth : checkAuth(auth),
    throwOnStatus: throwOnStatus ?? settings.throwOnStatus,
    maxRedirects: maxRedirects ?? settings.maxRedirects,
    parseJson: parseJson ?? settings.parseJson,
    hooks: mergeHooks(settings.hooks, hooks),
    cookies: cookies === undefined ? settings.cookies : toJar(cookies, owner),
    proxy: proxy === undefined ? settings.proxy : toProxy(proxy),
    tls: tls === undefined ? settings.tls : mergeTls(settings.tls, checkTls(tls)),
    publicOnly: publicOnly ?? settings.publicOnly,
    http2: http2 ?? settings.http2,
    deduplicate: deduplicate ?? settings.deduplicate,
    transport: transport ?? settings.transport,
  };
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

/**
 * Puts headers in the place of those of the same name; undefined removes one.
 *
 * @param base What is there; not changed.
 * @param headers What comes before it.
 * @returns Both.
 */
export function mergeHeaders(base: Headers, headers: RequestHeaders | undefined): Headers {
  const merged = new Headers(base);
  if (headers === undefined) return merged;
  const own = toHeaders(headers);
  if (!(headers instanceof Headers) && !Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) if (value === undefined) merged.delete(name);
  }
  for (const [name, value] of own) merged.set(name, value);
  return merged;
}

function mergeQuery(base: Settings["query"], query: RequestQuery | undefined): Settings["query"] {
  return query === undefined || query === null ? base : { ...base, ...toRecord(query) };
}

function toRecord(query: RequestQuery): Record<string, unknown> {
  checkObject("query", query as unknown);
  if (!(query instanceof URLSearchParams)) return { ...query as Record<string, QueryValue> };
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

function mergeHooks(base: Settings["hooks"], hooks: ClientHooks | undefined): Settings["hooks"] {
  if (hooks === undefined) return base;
  checkHooks(hooks);
  return {
    beforeRequest: [...base.beforeRequest, ...hooks.beforeRequest ?? []],
    afterResponse: [...base.afterResponse, ...hooks.afterResponse ?? []],
    onRetry: [...base.onRetry, ...hooks.onRetry ?? []],
    onError: [...base.onError, ...hooks.onError ?? []],
  };
}

// Connections are kept by the object: that of one client is the same for all that come of it.
function mergeTls(base: ClientTls | undefined, tls: ClientTls): ClientTls {
  return base === undefined ? tls : { ...base, ...tls };
}

function toJar(cookies: boolean | CookieJar, owner: object): CookieJar | undefined {
  if (cookies === true) return shared(jars, owner, () => createCookieJar());
  if (cookies === false) return undefined;
  const { getCookieString, setCookie } = (cookies ?? {}) as Partial<CookieJar>;
  if (typeof getCookieString === "function" && typeof setCookie === "function") return cookies;
  throw new ValidationError({ code: "ARGUMENT_NOT_JAR", params: { name: "cookies", value: cookies } });
}

function toProxy(proxy: string | URL | false): URL | false {
  return proxy === false ? false : checkUrl("proxy", proxy, ["http:", "https:"]);
}
