import { checkOptions } from "../../../internal/validate.ts";
import type { ClientAuth, ClientOptions, ClientRequestOptions } from "../../client_options.ts";
import type { AnswerCache } from "../../answer_cache.ts";
import type { CookieJar } from "../../cookie_jar.ts";
import type { RequestMethod, RequestQuery } from "../../request.ts";
import { checkCache } from "../http_cache/check_cache.ts";
import { planRequest, type RequestPlan } from "../request_plan.ts";
import { dropCredentials } from "../request_headers.ts";
import { basicHeader, bearerHeader } from "./auth_header.ts";
import { transportOf } from "./connection.ts";
import { joinUrl } from "./join_url.ts";
import { type Sharing, sharingOf } from "./shared_replies.ts";
import { CLIENT_REQUEST_OPTIONS, mergeHeaders, mergeSettings, type Settings, settingsOf } from "./settings.ts";

/** A request of a client, checked and ready to be sent. */
export interface ClientRequest {
  /** What is sent, and how. */
  readonly plan: RequestPlan;
  /** What the caller sends, as the caller gave it. */
  readonly body: unknown;
  /** Who asks, where a function tells that. */
  readonly bearer: BearerFunction | undefined;
  readonly hooks: Settings["hooks"];
  readonly throwOnStatus: boolean;
  readonly parseJson: Settings["parseJson"];
  readonly fallback: unknown;
  readonly cache: AnswerCache | undefined;
  readonly cookies: CookieJar | undefined;
  /** Where it finds one that is equal and under way; undefined if it is made by itself. */
  readonly sharing: Sharing | undefined;
  /** Whether nothing is asked of its connection that only requests over HTTP heed. */
  readonly isDirect: boolean;
  /** Each of them ends it. */
  readonly signals: readonly AbortSignal[];
}

type BearerFunction = Extract<Extract<ClientAuth, { bearer: unknown }>["bearer"], (...args: never) => unknown>;

/**
 * Checks a request.
 *
 * @param chain The client's options.
 * @param method The method.
 * @param url Where to.
 * @param options The caller's options.
 * @param accept What to ask for where the headers do not.
 * @returns The request.
 */
export function planClientRequest(
  chain: readonly ClientOptions[],
  method: RequestMethod,
  url: string | URL,
  options: ClientRequestOptions,
  accept?: string,
): ClientRequest {
  checkOptions(options, CLIENT_REQUEST_OPTIONS);
  const client = settingsOf(chain);
  const target = joinUrl(client.baseUrl, url);
  const settings = mergeSettings(forOrigin(client, target), options);
  const { request, query, origins, throwOnStatus, maxRedirects, parseJson, hooks } = settings;
  const headers = new Headers(settings.headers);
  const bearer = takeAuth(settings.auth, headers, target);
  const plan = planRequest(
    method,
    target,
    { ...request, headers, query: query as RequestQuery },
    accept,
    origins,
  );
  const { fallback, cache } = request;
  checkCache(cache);
  return {
    plan: { ...plan, maxRedirects, transport: transportOf(settings) },
    body: options.body,
    bearer,
    hooks,
    throwOnStatus,
    parseJson,
    fallback,
    cache,
    cookies: settings.cookies,
    sharing: settings.deduplicate ? sharingOf(chain, plan, options) : undefined,
    isDirect: isDirect(settings),
    signals: settings.signals,
  };
}

function isDirect({ transport, publicOnly, tls, proxy }: Settings): boolean {
  return transport === undefined && !publicOnly && tls === undefined && (proxy === undefined || proxy === false);
}

// What a client knows of its own server is none of another's business.
function forOrigin(client: Settings, target: URL): Settings {
  if (client.baseUrl === undefined || client.baseUrl.origin === target.origin) return client;
  const headers = mergeHeaders(client.headers, undefined);
  dropCredentials(headers);
  return { ...client, headers, auth: undefined };
}

/** Writes who asks into the headers; gives the function that tells it, where it is one. */
function takeAuth(auth: ClientAuth | undefined, headers: Headers, target: URL): BearerFunction | undefined {
  if (auth === undefined || headers.has("authorization")) return undefined;
  if ("bearer" in auth && typeof auth.bearer === "function") return auth.bearer;
  // A name in the URL is more particular than that of the client.
  if (target.username !== "") return undefined;
  headers.set("authorization", "bearer" in auth ? bearerHeader(auth.bearer) : basicHeader(auth));
  return undefined;
}
