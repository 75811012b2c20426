import { builtin } from "../../../internal/runtime.ts";
import { checkOptions, checkText, notOfType } from "../../../internal/validate.ts";
import type { ClientTls } from "../../client_options.ts";
import { TLS_OPTIONS } from "../option_names.ts";

/** What `ws` and Bun take. */
export interface TlsSettings {
  readonly ca?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Checks a caller's TLS options, and adds the runtime's own authorities.
 *
 * @param tls The options, if any.
 * @returns What the runtimes take; undefined where nothing is asked for.
 */
export function tlsSettings(tls: ClientTls | undefined): TlsSettings | undefined {
  if (tls === undefined) return undefined;
  checkOptions(tls, TLS_OPTIONS, "tls");
  const { ca, cert, key } = tls;
  const own = ca === undefined ? [] : [ca].flat();
  for (const text of own) checkText("tls.ca", text);
  if (cert !== undefined || key !== undefined) {
    checkText("tls.cert", cert);
    // A secret, so that its kind is told and not its value.
    if (typeof key !== "string" || key === "") throw notOfType("TEXT", "tls.key", typeof key);
  }
  return { ...(own.length > 0 && { ca: [...authorities(), ...own] }), ...(cert !== undefined && { cert, key: key! }) };
}

function authorities(): readonly string[] {
  const tls = builtin<typeof import("node:tls")>("node:tls");
  return tls?.getCACertificates?.("default") ?? tls?.rootCertificates ?? [];
}
