import type { IpcNetConnectOpts, Socket, TcpNetConnectOpts } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { throwIfCancelled } from "../../../internal/signals.ts";
import {
  checkInteger,
  checkNumber,
  checkOptions,
  checkText,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { OpenConnectionOptions } from "../../open_connection.ts";
import type { TcpConnection } from "../../tcp_connection.ts";
import { loadNet, loadTls } from "./builtins.ts";
import { notOpened } from "./failures.ts";
import { opened } from "./opened.ts";
import type { ConnectionLimits } from "./connection_place.ts";
import { SocketConnection } from "./socket_connection.ts";
import { checkTls, clientOptions } from "./tls_options.ts";

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

/**
 * Opens a connection.
 *
 * @param options The caller's options.
 * @returns The connection.
 */
export async function open(options: OpenConnectionOptions): Promise<TcpConnection> {
  checkOptions(options, NAMES);
  const { host = "127.0.0.1", port, path, tls = false, connectTimeoutMs = 10_000, signal } = options;
  checkPlace(host, port, path);
  const encryption = checkTls(tls);
  checkNumber("connectTimeoutMs", connectTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  const limits = checkLimits(options);
  const name = path === undefined ? host : undefined;
  const secure = encryption && clientOptions(encryption, name);
  throwIfCancelled(signal);
  const place: Place = path === undefined ? { host, port: port!, noDelay: true } : { path };
  const address = addressOf(path ?? host, path === undefined ? port! : undefined);
  const socket = connect(place, secure, address);
  const event = secure === undefined ? "connect" : "secureConnect";
  await opened<void>(socket, { address, ms: connectTimeoutMs, signal }, (wait) => {
    socket.once(event, () => wait.resolve());
  });
  return new SocketConnection(socket, { address, limits, side: "client", name });
}

type Place = TcpNetConnectOpts | IpcNetConnectOpts;

function connect(place: Place, secure: ConnectionOptions | undefined, address: string): Socket {
  const options = { ...place, allowHalfOpen: true };
  try {
    return secure === undefined ? loadNet().connect(options) : loadTls().connect({ ...secure, ...options });
  } catch (error) {
    // That a certificate or a key cannot be read is found out here.
    throw notOpened(error, address);
  }
}

function checkPlace(host: unknown, port: unknown, path: unknown): void {
  if (path !== undefined) return checkText("path", path);
  checkText("host", host);
  checkInteger("port", port, { min: 1, max: 65_535 });
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

/** What an end of a connection is called in messages. */
export function addressOf(host: string, port: number | undefined): string {
  return port === undefined ? host : host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
