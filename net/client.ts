import type { MaybePromise } from "./client_hooks.ts";
import type { ClientOptions, ClientRequestOptions } from "./client_options.ts";
import type { ClientReply, RawAnswer } from "./client_reply.ts";
import type { RequestMethod } from "./request.ts";
import type { StandardSchema } from "./standard_schema.ts";

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
