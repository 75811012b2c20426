import { environmentVariable } from "../../../internal/runtime.ts";
import { basicHeader } from "./auth_header.ts";

/** Gives the proxy for a URL; undefined to go there directly. */
export type ProxyRule = (url: URL) => URL | undefined;

/** The proxies that the environment names. */
export interface ProxyEnvironment {
  /** For URLs with `http:`. */
  readonly http: string | undefined;
  /** For URLs with `https:`. */
  readonly https: string | undefined;
  /** Where none is used. */
  readonly none: string;
}

/**
 * Reads which proxies the environment names. A name in small letters comes first, as with other programs.
 *
 * @returns The proxies; undefined where there are none.
 */
export function proxyEnvironment(): ProxyEnvironment | undefined {
  const [http, https, none] = ["http_proxy", "https_proxy", "no_proxy"].map((name) =>
    environmentVariable(name) ?? environmentVariable(name.toUpperCase())
  );
  return http === undefined && https === undefined ? undefined : { http, https, none: none ?? "" };
}

/**
 * Makes the rule of an environment.
 *
 * @param environment The proxies.
 * @returns The rule. A proxy that is no URL is passed over, as the runtimes do.
 */
export function environmentRule({ http, https, none }: ProxyEnvironment): ProxyRule {
  return (url) => {
    const proxy = url.protocol === "https:" ? https : http;
    if (proxy === undefined || isExcepted(url, none)) return undefined;
    const full = proxy.includes("://") ? proxy : `http://${proxy}`;
    return URL.canParse(full) ? new URL(full) : undefined;
  };
}

/**
 * Whether a list such as `localhost, .example.com:8080, *` names a URL's host: a name stands for what is below it too, and
 * a port, if there is one, must be the same.
 *
 * @param url The URL.
 * @param list The list.
 * @returns Whether it does.
 */
export function isExcepted({ protocol, hostname, port }: URL, list: string): boolean {
  const actual = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const host = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return list.toLowerCase().split(/[\s,]+/).some((entry) => {
    if (entry === "*") return true;
    const [, inBrackets, plain, asked] = /^(?:\[([^\]]*)\]|([^:]*(?::[^:]*:.*)?))(?::(\d+))?$/.exec(entry) ?? [];
    const name = (inBrackets ?? plain ?? "").replace(/^\*?\./, "");
    if (name === "" || (asked !== undefined && asked !== actual)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

/**
 * Gives what a proxy is told of who asks (RFC 9110, section 11.7.2).
 *
 * @param proxy The proxy, with a name and password, if it has any.
 * @returns The header's value.
 */
export function proxyCredentials({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  return basicHeader({ username: decodeURIComponent(username), password: decodeURIComponent(password) });
}
