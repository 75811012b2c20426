import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { ValidationError } from "../../../errors/validation_error.ts";
import { withSignal } from "../../../internal/signals.ts";
import {
  checkArray,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkText,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../../internal/validate.ts";
import { Wait } from "../../../internal/wait.ts";
import type { OpenConnectionOptions, TcpTlsOptions } from "../../open_connection.ts";
import type { TcpConnection } from "../../tcp_connection.ts";
import { loadNet, loadTls } from "./builtins.ts";
import { notOpened, tooSlow } from "./failures.ts";
import { type ConnectionLimits, SocketConnection } from "./socket_connection.ts";

const NAMES: OptionNames<OpenConnectionOptions> = {
  host: true,
  port: true,
  path: true,
  tls: true,
  connectTimeoutMs: true,
  idleTimeoutMs: true,
  maxLineBytes: true,
  signal: true,
};
const TLS_NAMES: OptionNames<TcpTlsOptions> = {
  serverName: true,
  ca: true,
  cert: true,
  key: true,
  alpnProtocols: true,
};

/**
 * Opens a connection.
 *
 * @param options The caller's options.
 * @returns The connection.
 */
export async function open(options: OpenConnectionOptions): Promise<TcpConnection> {
  checkOptions(options, NAMES);
  const { host = "127.0.0.1", port, path, tls = false, connectTimeoutMs = 10_000 } = options;
  checkPlace(host, port, path);
  const encryption = checkTls(tls);
  checkNumber("connectTimeoutMs", connectTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  const limits = checkLimits(options);
  const place = path === undefined ? { host, port: port!, noDelay: true } : { path };
  const address = addressOf(path ?? host, path === undefined ? port! : undefined);
  return await withSignal(options.signal, async (signal) => {
    const secured = encryption && secure(encryption, path ?? host);
    const socket = secured === undefined
      ? loadNet().connect({ ...place, allowHalfOpen: true })
      : loadTls().connect({ ...place, ...secured });
    const event = encryption === undefined ? "connect" : "secureConnect";
    await opened(socket, event, { address, ms: connectTimeoutMs, signal });
    return new SocketConnection(socket, address, limits);
  });
}

interface Opening {
  readonly address: string;
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
}

/** Waits until a socket is open; whatever else ends the wait closes it. */
async function opened(socket: Socket, event: string, { address, ms, signal }: Opening): Promise<void> {
  const wait = new Wait<void>(signal);
  const onOpen = () => wait.resolve();
  const onError = (error: unknown) => wait.abort(notOpened(error, address));
  const onClose = () => wait.abort(notOpened(new Error("closed"), address));
  const timer = setTimeout(() => wait.abort(tooSlow("connect", ms, address)), ms);
  socket.once(event, onOpen).once("error", onError).once("close", onClose);
  try {
    await wait.promise;
  } catch (error) {
    // It may still fail by itself, which nobody needs to hear of any more.
    socket.on("error", () => {});
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.off(event, onOpen).off("error", onError).off("close", onClose);
  }
}

function checkPlace(host: unknown, port: unknown, path: unknown): void {
  if (path !== undefined) return checkText("path", path);
  checkText("host", host);
  checkInteger("port", port, { min: 1, max: 65_535 });
}

function checkTls(tls: boolean | TcpTlsOptions): TcpTlsOptions | undefined {
  if (typeof tls === "boolean") return tls ? {} : undefined;
  if (typeof tls !== "object") checkOneOf("tls", tls as unknown as boolean, [true, false]);
  checkOptions(tls, TLS_NAMES, "tls");
  for (const name of ["serverName", "cert", "key"] as const) if (tls[name] !== undefined) checkText(name, tls[name]);
  checkAuthorities("ca", tls.ca);
  if (tls.alpnProtocols !== undefined) checkTexts("alpnProtocols", tls.alpnProtocols);
  return tls;
}

/** Throws unless a value is undefined, a certificate in PEM, or an array of such. */
export function checkAuthorities(name: string, value: unknown): void {
  if (Array.isArray(value)) checkTexts(name, value);
  else if (value !== undefined) checkText(name, value);
}

/** Throws unless a value is an array of texts. */
export function checkTexts(name: string, value: unknown): void {
  checkArray(name, value);
  for (const text of value) checkText(name, text);
}

/**
 * Checks the limits that connections of clients and servers have.
 *
 * @param options The caller's options.
 * @returns The limits, with defaults.
 */
export function checkLimits(
  { idleTimeoutMs, maxLineBytes = 65_536 }: Pick<OpenConnectionOptions, "idleTimeoutMs" | "maxLineBytes">,
): ConnectionLimits {
  if (idleTimeoutMs !== undefined) checkNumber("idleTimeoutMs", idleTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  checkInteger("maxLineBytes", maxLineBytes, { min: 1 });
  return { idleTimeoutMs, maxLineBytes };
}

// `tls.connect` hands its options on to the socket that it makes, which its types do not say.
type SecureOptions = ConnectionOptions & { allowHalfOpen: true };

function secure({ serverName, ca, cert, key, alpnProtocols }: TcpTlsOptions, host: string): SecureOptions {
  if ((cert === undefined) !== (key === undefined)) {
    const params = { name: cert === undefined ? "cert" : "key", value: undefined };
    throw new ValidationError({ code: "ARGUMENT_NOT_TEXT", params });
  }
  // An address is no name that a server could be asked for (RFC 6066, section 3); its certificate is checked against it.
  const isAddress = loadNet().isIP(host) !== 0;
  const name = serverName ?? (isAddress ? undefined : host);
  return {
    allowHalfOpen: true,
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca: [ca].flat() }),
    ...(cert === undefined ? {} : { cert, key }),
    ...(alpnProtocols === undefined ? {} : { ALPNProtocols: [...alpnProtocols] }),
  };
}

/** What an end of a connection is called in messages. */
export function addressOf(host: string, port: number | undefined): string {
  return port === undefined ? host : host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
