import type { ConnectionOptions, TlsOptions } from "node:tls";
import { ValidationError } from "../../../errors/validation_error.ts";
import { checkArray, checkOneOf, checkOptions, checkText, type OptionNames } from "../../../internal/validate.ts";
import type { TcpTlsOptions } from "../../open_connection.ts";
import type { TcpServerTlsOptions } from "../../start_server.ts";
import { loadNet } from "./builtins.ts";

/** The names of the options of a client. */
export const CLIENT_NAMES: OptionNames<TcpTlsOptions> = {
  serverName: true,
  ca: true,
  cert: true,
  key: true,
  alpnProtocols: true,
};

/** The names of the options of a server. */
export const SERVER_NAMES: OptionNames<TcpServerTlsOptions> = {
  cert: true,
  key: true,
  clientCa: true,
  alpnProtocols: true,
};

/**
 * Checks how a client encrypts.
 *
 * @param tls What the caller gave.
 * @returns How; undefined for not at all.
 */
export function checkTls(tls: boolean | TcpTlsOptions): TcpTlsOptions | undefined {
  if (typeof tls === "boolean") return tls ? {} : undefined;
  if (typeof tls !== "object") checkOneOf("tls", tls as unknown as boolean, [true, false]);
  checkOptions(tls, CLIENT_NAMES, "tls");
  return tls;
}

/**
 * Translates how a client encrypts.
 *
 * @param tls What the caller gave.
 * @param host The name or address that it connects to; undefined for a Unix socket, which has none.
 * @returns The runtime's options.
 */
export function clientOptions(
  { serverName, ca, cert, key, alpnProtocols }: TcpTlsOptions,
  host: string | undefined,
): ConnectionOptions {
  for (const [name, value] of Object.entries({ serverName, cert, key })) {
    if (value !== undefined) checkText(name, value);
  }
  checkAuthorities("ca", ca);
  if (alpnProtocols !== undefined) checkTexts("alpnProtocols", alpnProtocols);
  if ((cert === undefined) !== (key === undefined)) {
    const params = { name: cert === undefined ? "cert" : "key", value: undefined };
    throw new ValidationError({ code: "ARGUMENT_NOT_TEXT", params });
  }
  if (host === undefined) checkText("serverName", serverName);
  // An address is no name that a server could be asked for (RFC 6066, section 3); its certificate is checked against it.
  const isAddress = host !== undefined && loadNet().isIP(host) !== 0;
  const name = serverName ?? (isAddress ? undefined : host);
  return {
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca: [ca].flat() }),
    ...(cert === undefined ? {} : { cert, key }),
    ...(alpnProtocols === undefined ? {} : { ALPNProtocols: [...alpnProtocols] }),
  };
}

/**
 * Translates how a server encrypts.
 *
 * @param tls What the caller gave.
 * @returns The runtime's options.
 */
export function serverOptions({ cert, key, clientCa, alpnProtocols }: TcpServerTlsOptions): TlsOptions {
  checkText("cert", cert);
  checkText("key", key);
  checkAuthorities("clientCa", clientCa);
  if (alpnProtocols !== undefined) checkTexts("alpnProtocols", alpnProtocols);
  return {
    cert,
    key,
    ...(clientCa === undefined ? {} : { ca: [clientCa].flat(), requestCert: true, rejectUnauthorized: true }),
    ...(alpnProtocols === undefined ? {} : { ALPNProtocols: [...alpnProtocols] }),
  };
}

function checkAuthorities(name: string, value: unknown): void {
  if (Array.isArray(value)) checkTexts(name, value);
  else if (value !== undefined) checkText(name, value);
}

function checkTexts(name: string, value: unknown): void {
  checkArray(name, value);
  for (const text of value) checkText(name, text);
}
