import { lazy } from "../internal/lazy.ts";
import type { Client } from "./client.ts";
import type { EventStream } from "./event_stream.ts";
import { PulledStream } from "./internal/pulled_stream.ts";
import type { RequestBody, RequestHeaders, RequestMethod, RequestQuery } from "./request.ts";

const reading = lazy(() => import("./internal/sse/server_events.ts"));

/** An event that a server sent (HTML standard, section 9.2.6). */
export interface ServerSentEvent {
  /** What kind of event it is; `"message"` where the server does not say. */
  event: string;
  /** What it holds: text, its lines separated by line feeds. */
  data: string;
  /** The last id that the server gave, with this event or before; empty where it gave none. */
  id: string;
  /** How long to wait before connecting again, in milliseconds, if the server has said so by now. */
  retry: number | undefined;
}

/** Headers to send along; or a function that gives them, asked for each connection, so that no token grows stale. */
export type StreamHeaders = RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>);

/** Options for {@linkcode serverSentEvents}. */
export interface ServerSentEventsOptions {
  /**
   * The client of {@linkcode createClient} whose base URL, headers, credentials, cookies, hooks before an attempt and proxy
   * it goes by; other options come before the client's.
   *
   * @default None.
   */
  client?: Client | undefined;
  /**
   * The HTTP method.
   *
   * @default GET, or POST where there is a body.
   */
  method?: RequestMethod | undefined;
  /** What to send, as {@linkcode request} does. */
  body?: RequestBody | null | undefined;
  /** Headers to send along; or a function that gives them for each connection. */
  headers?: StreamHeaders | undefined;
  /** Parameters to add to the URL. */
  query?: RequestQuery | undefined;
  /** The id of the event after which to begin, from an earlier stream: it is sent as `Last-Event-ID`. */
  lastEventId?: string | undefined;
  /**
   * How often in a row to connect again after the connection could not be made or was lost, or the status was 408, 425,
   * 429, 500, 502, 503 or 504; may be `Infinity`. Each connection that gives something begins the count anew.
   *
   * @default 10 where the method is idempotent, such as GET; 0 otherwise, as the server would do its work again.
   */
  retries?: number | undefined;
  /**
   * How long to wait before connecting again, in milliseconds, until the server names another time by `retry`; each wait
   * is a random part of it, at least half, and each failure in a row doubles it.
   *
   * @default 3000
   */
  reconnectDelayMs?: number | undefined;
  /**
   * What failures in a row, and a `Retry-After` of the server, may make that wait grow to, in milliseconds.
   *
   * @default 60000
   */
  maxReconnectDelayMs?: number | undefined;
  /**
   * Whether to connect again when the server ends its answer properly, as the HTML standard says, rather than end too.
   * A server ends the whole with the status 204.
   *
   * @default true for GET, unless `retries` is 0; false otherwise.
   */
  reopenAtEnd?: boolean | undefined;
  /**
   * How long the server may take until the headers of its answer, in milliseconds.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How long the server may be silent, in milliseconds, comments included, before the connection counts as lost. The
   * HTML standard advises servers to send a comment every 15 seconds.
   *
   * @default 120000
   */
  idleTimeoutMs?: number | undefined;
  /**
   * How long an event may be, in characters.
   *
   * @default 16777216
   */
  maxEventLength?: number | undefined;
  /** Ends the stream when it fires; `next()` then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads the events that a server sends (`text/event-stream`, HTML standard, section 9.2), and connects again when the
 * connection is lost, with the id of the last event, so that a server that supports it misses none out.
 *
 * Nothing is sent before the first event is asked for, and wrong arguments are told then.
 *
 * @param url Where to: an absolute `http:` or `https:` URL, or one relative to the `baseUrl` of `client`.
 * @param options What to send, and how long to wait and to try.
 * @returns The events. Its `next()` throws a `ValidationError` for a wrong argument, an {@linkcode HttpError} if the
 * server answers with a status other than 2xx, a `NetworkError` if there is no connection, or no stream of events, in the
 * end, and a `CancelledError` if the task that waits is cancelled.
 *
 * @example Read what comes
 * ```ts
 * import { serverSentEvents } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer((_request, response) => {
 *   response.setHeader("content-type", "text/event-stream");
 *   response.end("id: 1\nevent: price\ndata: 12\n\nid: 2\nevent: price\ndata: 13\n\n");
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * const prices: string[] = [];
 * for await (const { event, data } of serverSentEvents(`http://127.0.0.1:${port}/prices`)) {
 *   if (event === "price") prices.push(data);
 *   if (prices.length === 2) break;
 * }
 * assert.deepEqual(prices, ["12", "13"]);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @example Read the answer of a language model
 * ```ts ignore
 * import { serverSentEvents } from "@maktaba/std/net";
 *
 * const body = { model: "…", stream: true, messages: [{ role: "user", content: "مرحبا" }] };
 * for await (const { data } of serverSentEvents("https://api.example/v1/chat/completions", { body, headers })) {
 *   if (data === "[DONE]") break;
 *   console.log(JSON.parse(data).choices[0].delta.content);
 * }
 * ```
 */
export function serverSentEvents(
  url: string | URL,
  options: ServerSentEventsOptions = {},
): EventStream<ServerSentEvent> {
  return new PulledStream(async (signal) => {
    const { serverEvents } = reading.module ?? await reading.load();
    return serverEvents(url, options, signal);
  });
}
