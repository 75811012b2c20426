import type { CookieJar } from "./cookie_jar.ts";
import type { RequestHeaders, RequestMethod, RequestOptions } from "./request.ts";

/**
 * A schema of any library that follows Standard Schema (zod, valibot, arktype and others).
 *
 * @see https://standardschema.dev
 * @typeParam Output What it makes of a value that fits.
 */
export interface StandardSchema<Output = unknown> {
  /** What the specification asks for. */
  readonly "~standard": {
    /** The version of the specification. */
    readonly version: 1;
    /** The library's name. */
    readonly vendor: string;
    /** Checks a value, and makes the output of it. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** The types, which are not there at run time. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/**
 * What a schema says of a value.
 *
 * @typeParam Output What it makes of a value that fits.
 */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** What does not fit. */
export interface SchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where: keys, or objects that hold one. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

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

/** What a hook may change of an attempt before it is sent. */
export interface HookRequest {
  /** The method, in capitals. */
  readonly method: string;
  /** Where to; another one may be put in its place. */
  url: URL;
  /** What is sent along; may be changed. */
  readonly headers: Headers;
  /** What the caller sends, as the caller gave it. */
  readonly body: unknown;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Fires when the attempt is given up. */
  readonly signal: AbortSignal;
}

/** What of a request may be another the next time. */
export interface AgainOptions {
  /** Where to. */
  url?: string | URL | undefined;
  /** Headers in place of those of the same name; undefined removes one. */
  headers?: RequestHeaders | undefined;
}

/** What a hook may do with an answer. */
export interface HookAnswer {
  /** What was asked. */
  readonly request: HookRequest;
  /**
   * Sends the request once more, within the same attempt, and gives its answer; `afterResponse` is not called for it. Of
   * the answer before it, no more than 64 KiB are read.
   */
  again(options?: AgainOptions): Promise<RawAnswer>;
}

/** Called before each attempt: may change its headers and URL, or answer it by returning a `Response`. */
export type BeforeRequestHook = (request: HookRequest) => MaybePromise<Response | undefined | void>;

/** Called with each attempt's answer before its status is looked at: may return another answer to use. */
export type AfterResponseHook = (
  answer: RawAnswer,
  context: HookAnswer,
) => MaybePromise<Response | RawAnswer | undefined | void>;

/** Called before each further attempt, after the wait, with what the one before failed with. */
export type RetryHook = (error: unknown, request: HookRequest) => MaybePromise<void>;

/** Called with what a request failed with in the end: may return another error to throw. */
export type ErrorHook = (error: Error, request: HookPlace) => MaybePromise<Error | undefined | void>;

/**
 * A value, or a promise of one.
 *
 * @typeParam T What it is.
 */
export type MaybePromise<T> = T | PromiseLike<T>;

/** Functions that are called on the way of each request, one after another, each waited for. */
export interface ClientHooks {
  /** Called before each attempt: may change its headers and URL, or answer it. */
  beforeRequest?: readonly BeforeRequestHook[] | undefined;
  /**
   * Called with each attempt's answer: may give another one. What it reads of the answer by `bytes`, `text` or `json` can
   * be read again.
   */
  afterResponse?: readonly AfterResponseHook[] | undefined;
  /** Called before each further attempt; before `beforeRequest`. */
  onRetry?: readonly RetryHook[] | undefined;
  /** Called when a request has failed in the end, but not when it was cancelled: may give another error. */
  onError?: readonly ErrorHook[] | undefined;
}

/** What failed. */
export interface HookPlace {
  /** The method, in capitals. */
  readonly method: string;
  /** Where to. */
  readonly url: URL;
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

/**
 * Options for `paginate`.
 *
 * @typeParam Page What a page is.
 * @typeParam Item What is in it.
 */
export interface PaginateOptions<Page = unknown, Item = Page> extends ClientRequestOptions {
  /**
   * The method.
   *
   * @default "GET"
   */
  method?: RequestMethod | undefined;
  /**
   * Says where the next page is: a URL, relative to this page's, or options that differ; undefined after the last one.
   *
   * @default What the `Link` header names `rel="next"` (RFC 8288).
   */
  next?: ((page: Page, answer: RawAnswer) => MaybePromise<NextPage | undefined>) | undefined;
  /**
   * Gives what is in a page.
   *
   * @default The page itself.
   */
  items?: ((page: Page, answer: RawAnswer) => MaybePromise<Iterable<Item>>) | undefined;
  /** Checks each page. */
  schema?: StandardSchema<Page> | undefined;
  /**
   * How many pages to ask for at most.
   *
   * @default Any number.
   */
  maxPages?: number | undefined;
}

/** Where the next page is: its URL, or options that differ from those of the page before. */
export type NextPage =
  | string
  | URL
  | (Pick<ClientRequestOptions, "body" | "headers" | "query"> & { url?: string | URL });

/** An answer whose body is read as the caller likes. Whoever does not read it to its end must close it. */
export interface RawAnswer extends AsyncDisposable {
  /** Its status. */
  readonly status: number;
  /** The server's word for the status; empty over HTTP/2. */
  readonly statusText: string;
  /** Whether the status is one of success (2xx). */
  readonly ok: boolean;
  /** Its headers. */
  readonly headers: Headers;
  /** What was asked, after redirects, without credentials. */
  readonly url: string;
  /**
   * Reads the body as JSON, whatever its content type, and checks it.
   *
   * @typeParam Output What the schema makes of it.
   * @param schema The schema.
   * @returns What the schema makes of it.
   */
  json<Output>(schema: StandardSchema<Output>): Promise<Output>;
  /**
   * Reads the body as JSON, whatever its content type.
   *
   * @typeParam T What it is; nothing checks it.
   * @returns The value; undefined for an empty body.
   */
  json<T = unknown>(): Promise<T>;
  /**
   * Reads the body as text, by the charset of its content type.
   *
   * @returns The text; empty where there is no body.
   */
  text(): Promise<string>;
  /**
   * Reads the body as bytes.
   *
   * @returns The bytes; none where there is no body.
   */
  bytes(): Promise<Uint8Array>;
  /**
   * Reads the body as a `Blob` of its content type.
   *
   * @returns The blob.
   */
  blob(): Promise<Blob>;
  /**
   * Gives the body as a stream of bytes, as it comes; only once. Cancelling it closes the connection.
   *
   * @returns The stream.
   */
  stream(): ReadableStream<Uint8Array>;
  /**
   * Gives up what has not been read, and the connection with it.
   *
   * @returns When that is done.
   */
  close(): Promise<void>;
}

/**
 * The answer to a request of a client, which is under way. Awaited, it is the parsed body, as `request` gives it; its
 * methods give the same body in other forms. One request is sent, however it is read.
 *
 * @typeParam T What the parsed body is; nothing checks it.
 */
export interface ClientReply<T = unknown> extends Promise<T> {
  /**
   * Reads the body as JSON, whatever its content type, and checks it.
   *
   * @typeParam Output What the schema makes of it.
   * @param schema A schema of any library that follows Standard Schema.
   * @returns What the schema makes of it.
   */
  json<Output>(schema: StandardSchema<Output>): Promise<Output>;
  /**
   * Reads the body as JSON, whatever its content type.
   *
   * @typeParam Value What it is; nothing checks it.
   * @returns The value; undefined for an empty body.
   */
  json<Value = T>(): Promise<Value>;
  /**
   * Reads the body as text, by the charset of its content type.
   *
   * @returns The text; empty where there is no body.
   */
  text(): Promise<string>;
  /**
   * Reads the body as bytes.
   *
   * @returns The bytes; none where there is no body.
   */
  bytes(): Promise<Uint8Array>;
  /**
   * Reads the body as a `Blob` of its content type.
   *
   * @returns The blob.
   */
  blob(): Promise<Blob>;
  /**
   * Gives the body as a stream of bytes, as it comes: what is not taken stays with the server. Cancelling it, or leaving
   * the loop over it, closes the connection. The time limits and the signal hold to its end.
   *
   * @returns The stream; a failure is its error.
   */
  stream(): ReadableStream<Uint8Array>;
  /**
   * Gives the answer when its headers have come: its status, its headers, and its body to be read.
   *
   * @returns The answer.
   */
  raw(): Promise<RawAnswer>;
}

/** Makes requests that have options in common. */
export interface Client {
  /**
   * Makes a request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param method The HTTP method.
   * @param url Where to: relative to the client's `baseUrl`, or absolute.
   * @param options What to send, and what differs from the client's options.
   * @returns The answer, on its way.
   */
  request<T = unknown>(method: RequestMethod, url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a GET request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What differs from the client's options.
   * @returns The answer, on its way.
   */
  get<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a POST request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What to send, and what differs from the client's options.
   * @returns The answer, on its way.
   */
  post<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a PUT request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What to send, and what differs from the client's options.
   * @returns The answer, on its way.
   */
  put<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a PATCH request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What to send, and what differs from the client's options.
   * @returns The answer, on its way.
   */
  patch<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a DELETE request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What differs from the client's options.
   * @returns The answer, on its way.
   */
  delete<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a HEAD request; `raw` gives the headers.
   *
   * @param url Where to.
   * @param options What differs from the client's options.
   * @returns The answer, on its way.
   */
  head(url: string | URL, options?: ClientRequestOptions): ClientReply<undefined>;
  /**
   * Makes an OPTIONS request.
   *
   * @typeParam T What the parsed answer is; nothing checks it.
   * @param url Where to.
   * @param options What differs from the client's options.
   * @returns The answer, on its way.
   */
  options<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T>;
  /**
   * Makes a client that has this one's options and others: headers, query, `retry` and `tls` are merged name by name,
   * where undefined removes a header or a parameter; hooks are added; anything else replaces what was there.
   *
   * @param options What differs.
   * @returns A client of its own.
   */
  extend(options: ClientOptions): Client;
  /**
   * Asks for page after page, each when the one before has been taken.
   *
   * @typeParam Page What a page is; nothing checks it but a `schema`.
   * @typeParam Item What is in it.
   * @param url Where the first page is.
   * @param options Where the next page is, what is in one, and what differs from the client's options.
   * @returns The pages, or what is in them.
   */
  paginate<Page = unknown, Item = Page>(
    url: string | URL,
    options?: PaginateOptions<Page, Item>,
  ): AsyncGenerator<Item, void, undefined>;
}
