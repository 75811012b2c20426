import type { ClientHooks, MaybePromise } from "./client_hooks.ts";
import type { CookieJar } from "./cookie_jar.ts";
import type { RequestOptions } from "./request.ts";

/** Who asks: a name and password (RFC 7617), or a token (RFC 6750), which a function may give anew for each attempt. */
export type ClientAuth =
  | { username: string; password: string }
  | { bearer: string | (() => MaybePromise<string>) };

/** Sends a request and gives its answer, as `fetch` does; redirects are not its business. */
export type Transport = (url: URL, init: RequestInit) => MaybePromise<Response>;

/** Whom to trust and who one is, in TLS, as PEM texts. */
export interface ClientTls {
  /** Certificates of authorities to trust beside those of the runtime. */
  ca?: string | readonly string[] | undefined;
  /** The client's own certificate, with those that lead up to its authority. */
  cert?: string | undefined;
  /** The private key for it. */
  key?: string | undefined;
}

/** What a client's requests have in common, and each may have of its own. */
export interface ClientSettings {
  /**
   * Who asks; sent as `Authorization`, unless the headers have one. A client with a `baseUrl` sends it to that origin
   * only. False sends none.
   */
  auth?: ClientAuth | false | undefined;
  /**
   * Whether an answer whose status is not 2xx is thrown as an `HttpError`. If not, statuses are not tried again either.
   *
   * @default true
   */
  throwOnStatus?: boolean | undefined;
  /**
   * How many redirects are followed; with 0, an answer that redirects is given as any other is.
   *
   * @default 20
   */
  maxRedirects?: number | undefined;
  /**
   * Parses JSON, for numbers that are too large for JavaScript's, say.
   *
   * @default `JSON.parse`
   */
  parseJson?: ((text: string) => unknown) | undefined;
  /** Called on the way of each request. Those of a client come before those of a request. */
  hooks?: ClientHooks | undefined;
  /** Keeps cookies and sends them where they belong; true for a jar of the client's own. */
  cookies?: boolean | CookieJar | undefined;
  /**
   * The proxy to go through, an `http:` or `https:` URL, which may hold a name and password; false for none.
   *
   * @default What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say.
   */
  proxy?: string | URL | false | undefined;
  /** Whom to trust and who one is, in TLS. */
  tls?: ClientTls | undefined;
  /**
   * Whether to connect to addresses of the public network only, redirects included: neither to this machine nor to private
   * networks, whatever a name leads to. For URLs that users give. No proxy is used then; not in a browser.
   *
   * @default false
   */
  publicOnly?: boolean | undefined;
  /**
   * Whether to speak HTTP/2 with servers that do over TLS, so that requests to one of them share a connection; with others
   * it is HTTP/1.1.
   *
   * @default As the runtime's `fetch` does by itself: yes on Deno, no on Node and Bun.
   */
  http2?: boolean | undefined;
  /**
   * Whether a GET or HEAD that this client is making already, to the same URL with the same headers and with no other
   * options of its own, is not made once more: each gets a copy of the answer, which is read to its end first. One that is
   * cancelled leaves the others their answer.
   *
   * @default false
   */
  deduplicate?: boolean | undefined;
  /** What sends requests, in place of `fetch`: for tests, or to guard where requests may go. */
  transport?: Transport | undefined;
}

/**
 * Options for `createClient`: those of `request`, for all its requests, and these. `maxPerOrigin` is 100 if it is not given:
 * no more of its requests, and of the clients that come of it, run at a time with one origin.
 */
export interface ClientOptions extends Omit<RequestOptions, "body" | "uploadFile">, ClientSettings {
  /** What the URLs of requests are relative to: it and they are joined by one slash. */
  baseUrl?: string | URL | undefined;
}

/** Options for the requests of a client: those of `request`, and these. They come before the client's. */
export interface ClientRequestOptions extends RequestOptions, ClientSettings {}
