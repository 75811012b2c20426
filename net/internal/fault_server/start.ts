import type { AddressInfo, Socket } from "node:net";
import { currentAmbient } from "../../../internal/ambient.ts";
import { builtin } from "../../../internal/runtime.ts";
import { LinkedSignal, onAbort, throwIfCancelled } from "../../../internal/signals.ts";
import type { FaultedRequest, FaultScript, FaultServer } from "../../start_fault_server.ts";
import { answerRequest } from "./answer_request.ts";
import { checkScript } from "./check_script.ts";
import { Peer, reset } from "./peer.ts";
import { readRequest } from "./read_request.ts";
import { serveWebSocketFault } from "./serve_web_socket.ts";

/**
 * Starts a fault server.
 *
 * @param script What it does.
 * @returns The server, when it listens.
 */
export async function start(script: FaultScript): Promise<FaultServer> {
  checkScript(script);
  throwIfCancelled(undefined);
  const { createServer } = builtin<typeof import("node:net")>("node:net")!;
  const sockets = new Set<Socket>();
  const play = new Play(script);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on("error", () => {}).on("close", () => sockets.delete(socket));
    void play.serve(new Peer(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) reset(socket);
  };
  const stop = new LinkedSignal([currentAmbient()?.signal]);
  const close = async () => {
    stop[Symbol.dispose]();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    cut();
    await closed;
  };
  onAbort(stop.signal, () => void close());
  throwIfCancelled(undefined);
  return {
    url: `http://127.0.0.1:${port}`,
    webSocketUrl: `ws://127.0.0.1:${port}`,
    port,
    requests: play.requests,
    get openConnections() {
      return sockets.size;
    },
    cut,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Follows a script. */
class Play {
  readonly requests: FaultedRequest[] = [];
  readonly #script: FaultScript;
  #answered = 0;
  #connected = 0;

  constructor(script: FaultScript) {
    this.#script = script;
  }

  /** Serves a connection, request after request, to its end. */
  async serve(peer: Peer): Promise<void> {
    while (!peer.isOver) {
      const request = await readRequest(peer);
      if (request === undefined) return peer.end();
      this.requests.push(request);
      if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
        return await serveWebSocketFault(peer, request, stepOf(this.#script.webSockets, this.#connected++));
      }
      await answerRequest(peer, request.method, stepOf(this.#script.requests, this.#answered++));
    }
  }
}

function stepOf<Step extends object>(steps: readonly Step[] | undefined, index: number): Step | Record<never, never> {
  return steps?.[Math.min(index, steps.length - 1)] ?? {};
}
