import type { Agent, IncomingMessage } from "node:http";
import type { AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import { builtin } from "../../../internal/runtime.ts";
import { proxyCredentials } from "./proxy_rule.ts";

type Http = typeof import("node:http");
type Https = typeof import("node:https");
type Tls = typeof import("node:tls");

/** The option of a request by which its signal ends the wait for a proxy: an agent is not given the request's own. */
export const TUNNEL_SIGNAL = "tunnelSignal";

interface Target {
  readonly host: string;
  readonly port: number;
  readonly [TUNNEL_SIGNAL]?: AbortSignal;
}

/**
 * Makes an agent that connects through a proxy, which is asked to pass everything on (RFC 9110, section 9.3.6).
 *
 * @param proxy The proxy.
 * @param options How to connect to the servers.
 * @returns The agent.
 */
export function tunnelAgent(proxy: URL, options: AgentOptions): Agent {
  const https = builtin<Https>("node:https")!;
  const { connect } = builtin<Tls>("node:tls")!;
  const agent = new https.Agent(options);
  agent.createConnection = (target, callback) => {
    const { host, port, [TUNNEL_SIGNAL]: signal } = target as Target;
    const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    openTunnel({ proxy, authority, signal, options }).then(
      (socket) => callback!(null, connect({ ...target, socket } as ConnectionOptions)),
      (error: Error) => callback!(error, undefined as never),
    );
    return undefined as never;
  };
  return agent;
}

/** What a proxy is asked for. */
export interface Tunnel {
  /** The proxy. */
  readonly proxy: URL;
  /** Where to: a host and a port. */
  readonly authority: string;
  /** Gives it up. */
  readonly signal: AbortSignal | undefined;
  /** How to speak to a proxy that is spoken to over TLS. */
  readonly options: AgentOptions;
}

/**
 * Has a proxy connect to a server.
 *
 * @param tunnel The proxy, and where to.
 * @returns The connection, on which nothing has been said.
 */
export function openTunnel({ proxy, authority, signal, options }: Tunnel): Promise<Duplex> {
  const credentials = proxyCredentials(proxy);
  return new Promise((resolve, reject) => {
    const request = moduleFor(proxy).request(proxy, {
      method: "CONNECT",
      path: authority,
      agent: false,
      ...(proxy.protocol === "https:" ? { secureContext: options.secureContext } : {}),
      headers: { host: authority, ...(credentials === undefined ? {} : { "proxy-authorization": credentials }) },
      ...(signal === undefined ? {} : { signal }),
    });
    request.once("error", reject);
    request.once("connect", ({ statusCode = 0, statusMessage = "" }: IncomingMessage, socket: Duplex) => {
      if (statusCode >= 200 && statusCode <= 299) return resolve(socket);
      socket.destroy();
      reject(
        Object.assign(new Error(`The proxy answered ${statusCode} ${statusMessage}`), { code: "ERR_PROXY_TUNNEL" }),
      );
    });
    request.end();
  });
}

function moduleFor({ protocol }: URL): Http | Https {
  return protocol === "https:" ? builtin<Https>("node:https")! : builtin<Http>("node:http")!;
}
