import type { Message } from "../web_socket/message_queue.ts";
import type { Transport, TransportEnd } from "../web_socket/transport.ts";

/** What graphql-ws does with a socket. */
interface SocketHandlers {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((error: unknown) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

const OPEN = 1;
const CLOSED = 3;
// That the peer ended it normally makes graphql-ws open another connection at once, and the others wait by rules of its
// own: when there is another connection is decided elsewhere, so it is only told that this one is gone.
const GONE = { code: 4499, reason: "" };

/**
 * A socket as graphql-ws wants one, over a connection of ours that is open already, so that it opens, limits and ends
 * alike on every runtime.
 */
export class SocketLine implements SocketHandlers {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  #transport: Transport | undefined;
  #end: TransportEnd | undefined;

  /** How it ended, once it has. */
  get end(): TransportEnd | undefined {
    return this.#end;
  }

  /** Whether it can be sent over, as a number of the standard's. */
  get readyState(): number {
    return this.#transport?.isOpen ? OPEN : CLOSED;
  }

  /** Begins to use a connection; tells how it ended before graphql-ws is told that it is gone. */
  attach(transport: Transport, onEnd: (end: TransportEnd) => void): void {
    this.#transport = transport;
    transport.ended.then((end) => {
      this.#end = end;
      onEnd(end);
      this.onclose?.(GONE);
    });
  }

  /** Hands a message on. */
  receive(message: Message): void {
    this.onmessage?.({ data: message });
  }

  /** Sends a message. */
  send(message: string): void {
    this.#transport?.send(message);
  }

  /** Begins to close it because of a fault. That there is no operation any more is none: there may be one again. */
  close(code: number, reason: string): void {
    if (code === 1000) return;
    if (this.#transport?.isOpen) this.#transport.close(code, reason);
  }

  /**
   * Gives what graphql-ws calls to open a socket, and which gives this one.
   *
   * @returns The constructor.
   */
  get asConstructor(): unknown {
    // deno-lint-ignore no-this-alias -- what is constructed is this one.
    const line = this;
    function Socket(): SocketLine {
      // It may have ended already, before anybody listened.
      queueMicrotask(() => line.end === undefined ? line.onopen?.() : line.onclose?.(GONE));
      return line;
    }
    return Object.assign(Socket, { CONNECTING: 0, OPEN, CLOSING: 2, CLOSED });
  }
}
