import type { AgentOptions } from "node:https";
import type { LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { builtin } from "../../../internal/runtime.ts";
import { openTunnel } from "../client/tunnel_agent.ts";

/** Where to connect to, and how. */
export interface SocketTarget {
  readonly url: URL;
  /** The proxy to go through. */
  readonly proxy: URL | undefined;
  /** Whom to trust, and who one is. */
  readonly context: AgentOptions;
  /** Resolves the server's name, in place of the runtime. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * Connects to a server over TLS, and offers it HTTP/2 (RFC 9113, section 3.2).
 *
 * @param target The server.
 * @param signal Closes what has been opened.
 * @returns The connection; its `alpnProtocol` is what the server chose.
 */
export async function openSocket(target: SocketTarget, signal: AbortSignal): Promise<TLSSocket> {
  const { url, proxy, context } = target;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? 443 : Number(url.port);
  const authority = `${url.hostname}:${port}`;
  const tunnel = proxy && await openTunnel({ proxy, authority, signal, options: context });
  signal.throwIfAborted();
  return await secured(optionsOf(host, port, target, tunnel), signal);
}

function optionsOf(
  host: string,
  port: number,
  { context, lookup }: SocketTarget,
  tunnel: Duplex | undefined,
): ConnectionOptions {
  const { isIP } = builtin<typeof import("node:net")>("node:net")!;
  return {
    host,
    port,
    ALPNProtocols: ["h2", "http/1.1"],
    // An address has no name to ask for (RFC 6066, section 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(context.secureContext === undefined ? {} : { secureContext: context.secureContext }),
    ...(lookup === undefined ? {} : { lookup }),
    ...(tunnel === undefined ? {} : { socket: tunnel }),
  };
}

function secured(options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  const { connect } = builtin<typeof import("node:tls")>("node:tls")!;
  return new Promise((resolve, reject) => {
    const socket = connect(options);
    const onAbort = () => void socket.destroy();
    const over = () => {
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("close", onClose);
    };
    const onError = (error: Error) => {
      over();
      // A second one has nothing to add.
      socket.on("error", () => {});
      reject(error);
    };
    const onClose = () =>
      onError(signal.aborted ? signal.reason : Object.assign(new Error("Closed"), { code: "ECONNRESET" }));
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", onError).on("close", onClose);
    socket.once("secureConnect", () => {
      over();
      resolve(socket);
    });
  });
}
