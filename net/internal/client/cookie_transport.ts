import { report } from "../../../internal/report.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import type { CookieJar } from "../../cookie_jar.ts";
import type { SendFunction } from "../request_plan.ts";

/**
 * Adds a jar's cookies to what is sent, and takes in those that are set, at each step of a redirect.
 *
 * @param jar The jar.
 * @param send Sends the request.
 * @returns A function that does both.
 */
export function cookieTransport(jar: CookieJar, send: SendFunction): SendFunction {
  return async (url, init) => {
    // A jar of the caller's may be far away, and knows of no signal.
    const signal = init.signal ?? undefined;
    const kept = await abandonOnAbort(Promise.resolve(jar.getCookieString(url.href)), signal);
    const response = await send(url, kept === "" ? init : { ...init, headers: withCookies(init.headers, kept) });
    for (const cookie of response.headers.getSetCookie()) await abandonOnAbort(keep(jar, cookie, url), signal);
    return response;
  };
}

function withCookies(given: RequestInit["headers"], kept: string): Headers {
  const headers = new Headers(given);
  const own = headers.get("cookie");
  headers.set("cookie", own === null ? kept : `${kept}; ${own}`);
  return headers;
}

// A server that sets what it may not, for another host say, is answered by ignoring it (RFC 6265, section 5.2).
async function keep(jar: CookieJar, cookie: string, url: URL): Promise<void> {
  try {
    await jar.setCookie(cookie, url.href);
  } catch (error) {
    report("debug", "net", "A cookie was refused", { url, error });
  }
}
