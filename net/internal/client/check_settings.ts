import { ValidationError } from "../../../errors/validation_error.ts";
import {
  checkArray,
  checkFunction,
  checkInteger,
  checkObject,
  checkOptions,
  checkSignal,
  checkText,
  notOfType,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { ClientHooks } from "../../client_hooks.ts";
import type { ClientAuth, ClientRequestOptions, ClientTls } from "../../client_options.ts";
import { TLS_OPTIONS } from "../option_names.ts";

const HOOKS: OptionNames<ClientHooks> = { beforeRequest: true, afterResponse: true, onRetry: true, onError: true };

/**
 * Checks what is not checked where it is used.
 *
 * @param settings The caller's options.
 */
export function checkSettings(settings: ClientRequestOptions): void {
  const { retry, signal, maxRedirects, transport, proxy, tls, publicOnly, http2 } = settings;
  if (retry !== undefined) checkObject("retry", retry as unknown);
  if (signal !== undefined) checkSignal("signal", signal);
  if (maxRedirects !== undefined) checkInteger("maxRedirects", maxRedirects);
  if (publicOnly && proxy !== undefined && proxy !== false) {
    throw new ValidationError({ code: "ARGUMENT_WITH_PROXY", params: { name: "publicOnly" } });
  }
  if (transport === undefined) return;
  const flag = publicOnly ? "publicOnly" : http2 ? "http2" : undefined;
  const other = tls !== undefined ? "tls" : proxy !== undefined ? "proxy" : flag;
  if (other !== undefined) throw new ValidationError({ code: "ARGUMENT_WITH_TRANSPORT", params: { name: other } });
}

/**
 * Checks who asks.
 *
 * @param auth What the caller gave; its values are secrets.
 * @returns The same; undefined for nobody.
 */
export function checkAuth(auth: ClientAuth | false): ClientAuth | undefined {
  if (auth === false) return undefined;
  const { username, password, bearer } = (typeof auth === "object" && auth !== null ? auth : {}) as Record<
    string,
    unknown
  >;
  const isBasic = typeof username === "string" && typeof password === "string" && !username.includes(":");
  const isBearer = (typeof bearer === "string" && bearer !== "") || typeof bearer === "function";
  // Exactly one of them; the value is a secret.
  if (isBasic && bearer === undefined) return auth;
  if (isBearer && username === undefined && password === undefined) return auth;
  throw new ValidationError({ code: "ARGUMENT_NOT_AUTH", params: { name: "auth" } });
}

/**
 * Checks hooks.
 *
 * @param hooks What the caller gave.
 */
export function checkHooks(hooks: ClientHooks): void {
  checkOptions(hooks, HOOKS, "hooks");
  for (const [name, list] of Object.entries(hooks)) {
    if (list === undefined) continue;
    checkArray(name, list);
    for (const hook of list) checkFunction(name, hook);
  }
}

/**
 * Checks that there are texts where there must be; what they hold is read when they are used.
 *
 * @param tls What the caller gave.
 * @returns The same.
 */
export function checkTls(tls: ClientTls): ClientTls {
  checkOptions(tls, TLS_OPTIONS, "tls");
  const { ca, cert, key } = tls;
  for (const text of Array.isArray(ca) ? ca : ca === undefined ? [] : [ca]) checkText("ca", text);
  if (cert !== undefined || key !== undefined) {
    checkText("cert", cert);
    // A secret, so that its kind is told and not its value.
    if (typeof key !== "string" || key === "") throw notOfType("TEXT", "key", typeof key);
  }
  return tls;
}
