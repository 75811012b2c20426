import type { SendFunction } from "../request_plan.ts";

// As often as by `http2_transport.ts`.
const MOST_TRIES = 3;

/**
 * Sends requests by Deno's fetch, which speaks HTTP/2 by itself, and again where the server says that it has not looked at
 * them (RFC 9113, section 8.7).
 *
 * @param send Sends a request.
 * @param sendOld Sends it by HTTP/1.1, where the server wants that.
 * @returns A function like fetch.
 */
export function sentAgain(send: SendFunction, sendOld: SendFunction): SendFunction {
  return async (url, init) => {
    for (let tries = 1;; tries++) {
      try {
        return await send(url, init);
      } catch (error) {
        // What was read of a stream cannot be read again.
        if (init.body instanceof ReadableStream) throw error;
        const reason = String((error as Error).cause);
        if (reason.includes("endpoint requires HTTP/1.1")) return await sendOld(url, init);
        if (tries === MOST_TRIES || !reason.includes("refused stream before processing")) throw error;
      }
    }
  };
}
