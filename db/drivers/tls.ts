import type { TlsOptions } from "../connect.ts";

/**
 * Settings for `node:tls`.
 *
 * @param tls What the user wants.
 * @param host The server, whose name the certificate must hold.
 */
export function tlsSettings(tls: boolean | TlsOptions, host: string): false | Record<string, unknown> {
  if (tls === false) return false;
  const { ca, cert, key, verify = true } = tls === true ? {} : tls;
  // A name that is an address must not be sent (RFC 6066, section 3).
  const isAddress = /^[\d.]+$|:/.test(host);
  return {
    rejectUnauthorized: verify,
    host,
    ...(isAddress ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
