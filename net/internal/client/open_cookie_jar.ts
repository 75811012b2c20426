import type { Cookie as ToughCookie, CookieJar as ToughJar, SerializedCookieJar } from "tough-cookie";
import { ValidationError } from "../../../errors/validation_error.ts";
import { loadDriver } from "../../../internal/load_driver.ts";
import { checkText, checkUrl } from "../../../internal/validate.ts";
import type { Cookie, CookieJarJson, OwnCookieJar } from "../../cookie_jar.ts";

/**
 * Makes a jar.
 *
 * @param json What it begins with.
 * @returns The jar.
 */
export async function openCookieJar(json: CookieJarJson): Promise<OwnCookieJar> {
  const { CookieJar } = await loadDriver("tough-cookie", () => import("tough-cookie"));
  const state = { version: "", storeType: null, rejectPublicSuffixes: true, cookies: [...json.cookies] };
  const jar = CookieJar.deserializeSync(state as SerializedCookieJar);
  return {
    getCookieString: (url) => jar.getCookieString(String(checkUrl("url", url, ["http:", "https:"]))),
    setCookie: (cookie, url) => setCookie(jar, cookie, url),
    cookies: async (url) => (await jar.getCookies(String(checkUrl("url", url, ["http:", "https:"])))).map(toCookie),
    clear: () => jar.removeAllCookies(),
    toJSON: () => ({ cookies: jar.serializeSync()?.cookies ?? [] }),
  };
}

async function setCookie(jar: ToughJar, cookie: string, url: string): Promise<void> {
  checkText("cookie", cookie);
  // What no header can hold could never be sent.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(cookie)) {
    throw new ValidationError({ code: "ARGUMENT_NOT_HEADERS", params: { name: "cookie", value: "cookie" } });
  }
  const href = String(checkUrl("url", url, ["http:", "https:"]));
  try {
    await jar.setCookie(cookie, href);
  } catch (cause) {
    // Its words hold no value of the cookie; the cookie itself is a secret.
    const { message } = cause as Error;
    throw new ValidationError({ code: "ARGUMENT_NOT_COOKIE", params: { name: "cookie", url: href, detail: message } });
  }
}

function toCookie({ key, value, domain, path, secure, httpOnly, sameSite, ...cookie }: ToughCookie): Cookie {
  const expires = cookie.expires instanceof Date ? cookie.expires : undefined;
  return {
    name: key,
    value,
    domain: domain ?? "",
    path: path ?? "/",
    expires: typeof cookie.maxAge === "number" && cookie.creation instanceof Date
      ? new Date(cookie.creation.getTime() + cookie.maxAge * 1_000)
      : expires,
    secure,
    httpOnly,
    sameSite: sameSite as Cookie["sameSite"],
  };
}
