import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { NetworkError } from "../../../errors/network_error.ts";
import { checkNumber, checkOptions, LONGEST_DELAY_MS, type OptionNames } from "../../../internal/validate.ts";
import type { TcpTlsOptions } from "../../open_connection.ts";
import type { TcpServerTlsOptions } from "../../start_server.ts";
import type { StartTlsOptions } from "../../tcp_connection.ts";
import { loadTls } from "./builtins.ts";
import { notOpened, plainTextBefore } from "./failures.ts";
import { opened, type Opening } from "./opened.ts";
import type { Incoming } from "./incoming.ts";
import type { Outgoing } from "./outgoing.ts";
import type { ConnectionPlace } from "./connection_place.ts";
import { CLIENT_NAMES, clientOptions, SERVER_NAMES, serverOptions } from "./tls_options.ts";

const COMMON_NAMES = { handshakeTimeoutMs: true, signal: true } as const;
const CLIENT: OptionNames<Omit<StartTlsOptions, "clientCa">> = { ...CLIENT_NAMES, ...COMMON_NAMES };
const SERVER: OptionNames<Omit<StartTlsOptions, "serverName" | "ca">> = { ...SERVER_NAMES, ...COMMON_NAMES };

/** The first byte of a handshake (RFC 8446, section 5.1), which the client begins. */
const HANDSHAKE = 22;

/** A socket that is encrypted from now on, and how much went over it before. */
export interface Encrypted {
  readonly socket: TLSSocket;
  readonly plainRead: number;
  readonly plainWritten: number;
}

/**
 * Makes a socket encrypted.
 *
 * @param socket The socket, to which nobody else listens.
 * @param incoming What came over it and has not been read.
 * @param outgoing What is to go over it yet.
 * @returns The socket in its place.
 */
export type StartTls = (socket: Socket, incoming: Incoming, outgoing: Outgoing) => Promise<Encrypted>;

/**
 * Checks how a connection is to be encrypted.
 *
 * @param options The caller's options.
 * @param place What is known of the connection.
 * @returns Does it.
 */
export function checkStartTls(options: StartTlsOptions, { side, name, address }: ConnectionPlace): StartTls {
  if (side === "client") checkOptions(options, CLIENT);
  else checkOptions(options, SERVER);
  const { handshakeTimeoutMs = 10_000, signal } = options;
  checkNumber("handshakeTimeoutMs", handshakeTimeoutMs, { min: 1, max: LONGEST_DELAY_MS });
  const begin = side === "client"
    ? asClient(options, name)
    : asServer(options as TcpServerTlsOptions, handshakeTimeoutMs);
  const handshake = { address, ms: handshakeTimeoutMs, signal, side, begin };
  return (socket, incoming, outgoing) => secure(socket, incoming, outgoing, handshake);
}

interface Handshake extends Opening {
  readonly side: "client" | "server";
  readonly begin: Begin;
}

/** Begins a handshake, and tells how it ends. */
type Begin = (socket: Socket, onOpen: (secured: TLSSocket) => void, onError: (error: unknown) => void) => void;

function asClient(options: TcpTlsOptions, name: string | undefined): Begin {
  const tls = clientOptions(options, name);
  return (socket, onOpen, onError) => {
    const secured = loadTls().connect({ ...tls, socket });
    secured.on("error", onError).once("secureConnect", () => onOpen(secured));
  };
}

// A server that listens nowhere, as it alone verifies the certificates of clients.
function asServer(options: TcpServerTlsOptions, ms: number): Begin {
  // Its own limit comes after ours.
  const tls = { ...serverOptions(options), handshakeTimeout: ms + 1_000 };
  return (socket, onOpen, onError) => {
    // The socket's own setting holds for the encrypted one. A client that ends in mid-handshake is to end all.
    socket.allowHalfOpen = false;
    const onSecured = (secured: TLSSocket) => {
      secured.allowHalfOpen = true;
      onOpen(secured);
    };
    loadTls().createServer(tls, onSecured).on("tlsClientError", onError).emit("connection", socket);
  };
}

function secure(
  socket: Socket,
  incoming: Incoming,
  outgoing: Outgoing,
  handshake: Handshake,
): Promise<Encrypted> {
  const { address, begin } = handshake;
  return opened(socket, handshake, (wait) => {
    const onError = (error: unknown) => wait.abort(error instanceof NetworkError ? error : notOpened(error, address));
    const start = () => {
      if (wait.isOver) return;
      try {
        const plainRead = refusePlainText(socket, incoming.clear(), handshake);
        const plainWritten = socket.bytesWritten;
        begin(socket, (secured) => wait.resolve({ socket: secured, plainRead, plainWritten }), onError);
      } catch (error) {
        onError(error);
      }
    };
    // The handshake does not wait behind what the socket has yet to send, and would come in the middle of it.
    outgoing.whenSent(start);
  });
}

/**
 * Throws if something came in plain text that nobody has read. Whoever sits between the two ends can put commands there,
 * which would be taken for the peer's own once the connection is trusted (CVE-2011-0411). The beginning of the handshake
 * alone may have come already, to a server; it goes to where it belongs, and is verified there.
 *
 * @returns How much was read before.
 */
function refusePlainText(socket: Socket, taken: Uint8Array, { address, side }: Handshake): number {
  const left: Uint8Array | null = socket.readableLength > 0 ? socket.read() : null;
  const early = left === null ? taken : new Uint8Array([...taken, ...left]);
  if (early.byteLength === 0) return socket.bytesRead;
  if (side === "client" || early[0] !== HANDSHAKE) throw plainTextBefore(address, early.byteLength);
  const count = socket.bytesRead - early.byteLength;
  socket.unshift(early);
  return count;
}
