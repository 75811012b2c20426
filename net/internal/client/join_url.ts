import { checkUrl } from "../../../internal/validate.ts";

/**
 * Gives the URL of a client's request.
 *
 * @param base The client's `baseUrl`, without a query.
 * @param url What the caller gave: absolute, or relative to it.
 * @returns The URL.
 */
export function joinUrl(base: URL | undefined, url: string | URL): URL {
  const isRelative = base !== undefined && typeof url === "string" && !/^[a-z][a-z\d+.-]*:\/\//i.test(url);
  if (!isRelative) return checkUrl("url", url, ["http:", "https:"]);
  const [, path, rest] = /^([^?#]*)(.*)$/s.exec(url)!;
  const joined = new URL(base);
  // Whatever a path begins with, "//elsewhere.example" too, it stays a path below the base.
  const below = path!.replace(/^[/\\]+/, "");
  if (path !== "") joined.pathname = `${base.pathname.replace(/\/+$/, "")}/${below}`;
  return new URL(rest!, joined);
}
