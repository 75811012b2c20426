import { redactText } from "../../../errors/redact.ts";
import { fromCaller } from "../../../internal/caller.ts";
import { lazy } from "../../../internal/lazy.ts";
import { showAs } from "../../../internal/show.ts";
import { checkOptions, checkUrl, type OptionNames } from "../../../internal/validate.ts";
import type { Client, PaginateOptions } from "../../client.ts";
import type { ClientOptions, ClientRequestOptions } from "../../client_options.ts";
import type { ClientReply, RawAnswer } from "../../client_reply.ts";
import type { StandardSchema } from "../../standard_schema.ts";
import type { RequestMethod } from "../../request.ts";
import { CLIENT_SETTINGS, REQUEST_OPTIONS } from "../option_names.ts";
import type { LiveReply } from "./live_reply.ts";

// All that is loaded before a client is used: it is part of what importing the library costs.
const running = lazy(() => import("./run_client.ts"));

// A body belongs to one request.
const { body: _body, uploadFile: _uploadFile, ...shared } = REQUEST_OPTIONS;

/** The names of all options of a client. */
const CLIENT_OPTIONS: OptionNames<ClientOptions> = { ...shared, ...CLIENT_SETTINGS, baseUrl: true };

/**
 * Checks what can be told at once, with nothing loaded for it: the names, and where all requests go to.
 *
 * @param options What the caller gave.
 * @returns A copy.
 */
export function checkedOptions(options: ClientOptions): ClientOptions {
  checkOptions(options, CLIENT_OPTIONS);
  if (options.baseUrl !== undefined) checkUrl("baseUrl", options.baseUrl, ["http:", "https:"]);
  return { ...options };
}

/**
 * Gives the options of a client, for what goes by them.
 *
 * @param client The client.
 * @returns Those of the clients that it comes of, and its own; undefined for what is no client.
 */
export let optionsOf: (client: unknown) => readonly ClientOptions[] | undefined;

/** Whether something is a client. */
export function isClient(value: unknown): value is Client {
  return optionsOf(value) !== undefined;
}

/** A client before anything is known of what it does: its options are read when it is used first. */
export class ClientShell implements Client {
  static {
    optionsOf = (client) => client instanceof ClientShell ? client.#options : undefined;
    showAs(ClientShell, (client: ClientShell) => client.#shown, "Client");
  }

  readonly #options: readonly ClientOptions[];

  /**
   * Remembers the options.
   *
   * @param options Those of the client that this one comes of, and what it adds to them.
   */
  constructor(options: readonly ClientOptions[]) {
    this.#options = options;
  }

  get #shown(): object {
    const baseUrl = this.#options.findLast(({ baseUrl }) => baseUrl !== undefined)?.baseUrl;
    return baseUrl === undefined ? {} : { baseUrl: redactText(String(baseUrl)) };
  }

  request<T = unknown>(method: RequestMethod, url: string | URL, options: ClientRequestOptions = {}): ClientReply<T> {
    return new ReplyShell<T>(this.#start(method, url, options));
  }

  get<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("GET", url, options);
  }

  post<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("POST", url, options);
  }

  put<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("PUT", url, options);
  }

  patch<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("PATCH", url, options);
  }

  delete<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("DELETE", url, options);
  }

  head(url: string | URL, options?: ClientRequestOptions): ClientReply<undefined> {
    return this.request("HEAD", url, options);
  }

  options<T = unknown>(url: string | URL, options?: ClientRequestOptions): ClientReply<T> {
    return this.request("OPTIONS", url, options);
  }

  extend(options: ClientOptions): Client {
    return new ClientShell([...this.#options, checkedOptions(options)]);
  }

  async *paginate<Page = unknown, Item = Page>(
    url: string | URL,
    options: PaginateOptions<Page, Item> = {},
  ): AsyncGenerator<Item, void, undefined> {
    const { pages } = running.module ?? await running.load();
    yield* pages(this, url, options);
  }

  async #start(method: RequestMethod, url: string | URL, options: ClientRequestOptions): Promise<LiveReply> {
    const { startReply } = running.module ?? await running.load();
    return startReply(this.#options, method, url, options);
  }
}

/** An answer that is on its way. */
export class ReplyShell<T> implements ClientReply<T> {
  readonly #live: Promise<LiveReply>;

  /**
   * Takes the request that is under way.
   *
   * @param live Resolves when it has begun.
   */
  constructor(live: Promise<LiveReply>) {
    this.#live = live;
    // What it failed with is told to whoever asks for the answer.
    live.catch(() => {});
  }

  get [Symbol.toStringTag](): string {
    return "ClientReply";
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#parsed().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#parsed().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#parsed().finally(onFinally);
  }

  async json<Output>(schema?: StandardSchema<Output>): Promise<Output> {
    try {
      return await (await this.#live).json(schema) as Output;
    } catch (error) {
      throw fromCaller(error, this.json);
    }
  }

  async text(): Promise<string> {
    try {
      return await (await this.#live).text();
    } catch (error) {
      throw fromCaller(error, this.text);
    }
  }

  async bytes(): Promise<Uint8Array> {
    try {
      return await (await this.#live).bytes();
    } catch (error) {
      throw fromCaller(error, this.bytes);
    }
  }

  async blob(): Promise<Blob> {
    try {
      return await (await this.#live).blob();
    } catch (error) {
      throw fromCaller(error, this.blob);
    }
  }

  async raw(): Promise<RawAnswer> {
    try {
      return await (await this.#live).raw();
    } catch (error) {
      throw fromCaller(error, this.raw);
    }
  }

  stream(): ReadableStream<Uint8Array> {
    const source = this.#live.then((live) => live.source());
    source.catch(() => {});
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const chunk = await (await source).next();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: async () => await (await this.#live).close(),
    }, { highWaterMark: 0 });
  }

  async #parsed(): Promise<T> {
    try {
      return await (await this.#live).parsed() as T;
    } catch (error) {
      throw fromCaller(error, this.#parsed);
    }
  }
}
