import { NetworkError } from "../../errors/network_error.ts";
import { abandonOnAbort } from "../../internal/signals.ts";
import type { RequestHeaders } from "../request.ts";
import type { StreamHeaders } from "../server_sent_events.ts";
import { toHeaders } from "./request_headers.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** Asks the caller for headers. */
export type GiveHeaders = () => RequestHeaders | Promise<RequestHeaders>;

/** Headers of a caller: what is known of them, and what gives the others for each connection. */
export interface GivenHeaders {
  /** Those that are the same for all connections. */
  readonly fixed: RequestHeaders | undefined;
  /** Asks for those that are not. */
  readonly give: GiveHeaders | undefined;
}

/**
 * Tells headers from a function that gives them.
 *
 * @param headers What the caller gave.
 * @returns Either.
 */
export function givenHeaders(headers: StreamHeaders | undefined): GivenHeaders {
  return typeof headers === "function" ? { fixed: undefined, give: headers } : { fixed: headers, give: undefined };
}

/**
 * Adds what the caller gives for one connection.
 *
 * @param fixed The headers that it has anyhow.
 * @param give Asks for the others, if there are any.
 * @param place What they are for.
 * @param signal Ends the wait.
 * @returns The headers.
 */
export async function withGiven(
  fixed: Headers,
  give: GiveHeaders | undefined,
  { method, url }: { readonly method: string; readonly url: URL },
  signal: AbortSignal,
): Promise<Headers> {
  if (give === undefined) return fixed;
  try {
    const headers = new Headers(fixed);
    const given = await abandonOnAbort(Promise.resolve(give()), signal);
    for (const [name, value] of toHeaders(given)) headers.set(name, value);
    return headers;
  } catch (cause) {
    signal.throwIfAborted();
    // What gives a token may fail for a while, as a server may.
    throw new NetworkError({
      code: "NET_HEADERS",
      params: { method, url, detail: cause },
      reason: "aborted",
      retryable: true,
      cause: withoutSecrets(cause),
    });
  }
}
