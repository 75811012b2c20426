import type { ClientTls } from "../../client_options.ts";
import type { AddressRule } from "../client/address_guard.ts";
import { outgoing, tlsContext } from "../client/node_transport.ts";
import type { ProxyRule } from "../client/proxy_rule.ts";
import type { SendFunction } from "../request_plan.ts";
import { OriginSessions } from "./origin_sessions.ts";
import { Unprocessed } from "./stream_failure.ts";

/** How a client's requests are sent where HTTP/2 may be spoken. */
export interface Http2Options {
  /** Gives the proxy for a URL. */
  readonly proxyFor: ProxyRule;
  /** Whom to trust, and who one is. */
  readonly tls?: ClientTls | undefined;
  /** Says which addresses may be connected to; all if it is not given. */
  readonly isAllowed?: AddressRule | undefined;
  /** Sends what cannot go by HTTP/2. */
  readonly send: SendFunction;
}

// A server that refuses a stream has not looked at it (RFC 9113, section 8.7), so that any request may be sent anew at
// once; one that refuses it every time has too much to do.
const MOST_TRIES = 3;

/**
 * Makes what sends requests by HTTP/2 to servers that speak it over TLS, and to others as they were sent before. For Node,
 * whose fetch does not speak it, and Bun, whose fetch does so only where it is told that the server does; by `node:http2`,
 * which both have. Deno's fetch speaks it by itself; its `node:http2` ends the whole process when a server sends `GOAWAY`
 * to a connection that has been used (2.9, denoland/deno#36788).
 *
 * @param options How to connect.
 * @returns A function like fetch.
 */
export function http2Transport({ proxyFor, tls, isAllowed, send }: Http2Options): SendFunction {
  const sessions = new OriginSessions({ context: tlsContext(tls), isAllowed });
  return async (url, init) => {
    if (url.protocol !== "https:") return await send(url, init);
    const signal = init.signal ?? undefined;
    signal?.throwIfAborted();
    const { method = "GET" } = init;
    const how = { method, proxy: proxyFor(url) };
    let session = await sessions.enter(url, how, signal);
    if (session === undefined) return await send(url, init);
    const { body, headers } = await outgoing(init);
    const request = { method, url, headers, body };
    for (let tries = 1;; tries++) {
      try {
        return await session.send(request, signal);
      } catch (error) {
        if (!(error instanceof Unprocessed)) throw error;
        // What was read of a stream cannot be read again.
        if (tries === MOST_TRIES || (error.isBegun && body instanceof ReadableStream)) throw error.cause;
      }
      session = await sessions.enter(url, how, signal);
      if (session === undefined) return await send(url, init);
    }
  };
}
