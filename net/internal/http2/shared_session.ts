import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import type { TLSSocket } from "node:tls";
import { NetworkError } from "../../../errors/network_error.ts";
import { builtin } from "../../../internal/runtime.ts";
import { onAbort } from "../../../internal/signals.ts";
import { Fifo } from "../fifo.ts";
import type { NodeResponse } from "../node_response.ts";
import { headersOf, type Http2Request, receive, write } from "./stream_exchange.ts";
import { CODES, streamFailure, Unprocessed } from "./stream_failure.ts";

type Timers = typeof import("node:timers");

/** What a session is made of. */
export interface SessionInit {
  /** A URL of the origin. */
  readonly url: URL;
  /** The connection, on which the server has chosen HTTP/2. */
  readonly socket: TLSSocket;
  /** How long it is kept while nobody uses it. */
  readonly idleMs: number;
  /** Called when it takes no new requests. */
  onOver(): void;
  /** Called when the server wants HTTP/1.1 all the same. */
  onRefused(): void;
}

// Enough for a line of 80 Mbit/s that is 100 ms long. Node's own, 64 KiB, is a tenth of that.
const WINDOW_BYTES = 1_048_576;

/** A connection by HTTP/2 that requests to one origin share. */
export class SharedSession {
  readonly #session: ClientHttp2Session;
  readonly #init: SessionInit;
  readonly #waiting = new Fifo<() => void>();
  #active = 0;
  // Until the server has said how many streams there may be, which is the first thing that it says: whatever goes over
  // that is refused, and not every body can be sent again.
  #most = 1;
  /** The last request that the server may have looked at, once it has said so. */
  #last = Infinity;
  #isOver = false;
  #idle: ReturnType<Timers["setTimeout"]> | undefined;

  constructor(init: SessionInit) {
    this.#init = init;
    const { connect } = builtin<typeof import("node:http2")>("node:http2")!;
    const settings = { enablePush: false, initialWindowSize: WINDOW_BYTES };
    const session = connect(init.url.origin, { createConnection: () => init.socket, settings });
    this.#session = session;
    session.on("remoteSettings", ({ maxConcurrentStreams = Infinity }) => {
      this.#most = maxConcurrentStreams;
      this.#letIn();
    });
    session.on("goaway", (_code, last) => {
      this.#last = last;
      this.#end();
    });
    // Each stream is told what it means for it.
    session.on("error", () => this.#end());
    session.on("close", () => this.#end());
    session.once("connect", () => session.setLocalWindowSize?.(WINDOW_BYTES));
    // Whoever waits for an answer has time limits, which keep the process alive as long as somebody does.
    session.unref();
    this.#rest();
  }

  /**
   * Sends a request when the server has room for it.
   *
   * @param request The request.
   * @param signal Gives it up.
   * @returns The answer, unread.
   */
  async send(request: Http2Request, signal: AbortSignal | undefined): Promise<NodeResponse> {
    // It tells that it has ended a moment after its streams do.
    if (this.#session.closed || this.#session.destroyed) this.#end();
    if (this.#active < this.#most || this.#isOver) this.#enter();
    else await this.#turn(signal);
    if (this.#isOver) {
      this.#leave();
      throw new Unprocessed(streamFailure(CODES.REFUSED_STREAM, undefined), false);
    }
    try {
      return await this.#exchange(request, signal);
    } catch (error) {
      // It may be the connection that is dead, which nothing else would tell.
      if (error instanceof NetworkError && error.reason === "timeout") this.#end();
      throw error;
    }
  }

  async #exchange(request: Http2Request, signal: AbortSignal | undefined): Promise<NodeResponse> {
    let stream: ClientHttp2Stream;
    try {
      stream = this.#session.request(headersOf(request), { endStream: request.body === undefined });
    } catch (error) {
      this.#leave();
      if (!isRefusal(error)) throw error;
      throw new Unprocessed(streamFailure(CODES.REFUSED_STREAM, error as Error), false);
    }
    stream.once("close", () => this.#leave());
    write(stream, request.body);
    try {
      return await receive(stream, request.method, signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw this.#judged(stream, error as Error);
    }
  }

  /** Says so where the server has not looked at a request. */
  #judged(stream: ClientHttp2Stream, error: Error): Error {
    const { id, rstCode } = stream;
    if (rstCode === CODES.HTTP_1_1_REQUIRED) {
      this.#init.onRefused();
      this.#end();
    }
    const isUnseen = rstCode === CODES.REFUSED_STREAM || rstCode === CODES.HTTP_1_1_REQUIRED || id === undefined ||
      id > this.#last || isRefusal(error.cause);
    return isUnseen ? new Unprocessed(error, true) : error;
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        listening[Symbol.dispose]();
        this.#enter();
        resolve();
      };
      this.#waiting.push(enter);
      const listening = onAbort(signal, (reason) => {
        this.#waiting.remove(enter);
        reject(reason);
      });
    });
  }

  #letIn(): void {
    while (this.#active < this.#most && this.#waiting.size > 0) this.#waiting.shift()!();
  }

  #enter(): void {
    if (++this.#active === 1) this.#wake();
  }

  #leave(): void {
    this.#active--;
    this.#letIn();
    if (this.#active === 0 && this.#waiting.size === 0) this.#rest();
  }

  /** While nobody uses it, it is closed by and by. */
  #rest(): void {
    if (this.#isOver) return this.#close();
    const { setTimeout } = builtin<Timers>("node:timers")!;
    this.#idle = setTimeout(() => this.#end(), this.#init.idleMs).unref();
  }

  #wake(): void {
    const { clearTimeout } = builtin<Timers>("node:timers")!;
    clearTimeout(this.#idle);
  }

  /** Takes no more requests; those under way go on. */
  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#init.onOver();
    for (const enter of this.#waiting.clear()) enter();
    if (this.#active === 0) this.#close();
  }

  // After a GOAWAY the runtimes wait for the server to close its side as well, which it may never do.
  #close(): void {
    this.#session.destroy();
    this.#init.socket.destroy();
  }
}

// The connection had ended before the request could be sent by it.
function isRefusal(error: unknown): boolean {
  const { code = "" } = (error ?? {}) as { code?: string };
  return code === "ERR_HTTP2_GOAWAY_SESSION" || code === "ERR_HTTP2_INVALID_SESSION";
}
