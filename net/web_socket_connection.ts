import { ValidationError } from "../errors/validation_error.ts";
import { throwIfCancelled, withSignal } from "../internal/signals.ts";
import { notOfType } from "../internal/validate.ts";
import type { Session } from "./internal/web_socket_session.ts";
import { WebSocketClose } from "./web_socket_close.ts";

/** What a WebSocket carries: text as a string, binary as bytes. */
export type WebSocketMessage = string | Uint8Array;

/** Whether messages go over a WebSocket connection now. */
export type WebSocketState = "open" | "reconnecting" | "closed";

/** Options for {@linkcode WebSocketConnection.send}. */
export interface WebSocketSendOptions {
  /** Takes the message back, if it has not been handed over yet; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * A WebSocket connection that comes back when it is lost. {@linkcode connectWebSocket} makes it.
 *
 * Its messages are read by `for await`, or handed to `onMessage`. What is not read waits, up to the bounds given; past
 * them the peer is made to wait where the runtime can do that (Node, Bun), and the connection fails where it cannot
 * (Deno): no message is ever dropped in silence.
 */
export class WebSocketConnection implements AsyncIterable<WebSocketMessage>, AsyncDisposable {
  readonly #session: Session;

  /**
   * Wraps a session.
   *
   * @internal
   * @param session What keeps the connection.
   */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Where to, without secrets. */
  get url(): string {
    return this.#session.shownUrl;
  }

  /** Whether messages go over it now. */
  get state(): WebSocketState {
    return this.#session.state;
  }

  /** The subprotocol that the server chose last; empty where it chose none. */
  get protocol(): string {
    return this.#session.protocol;
  }

  /**
   * Settles when the connection has ended for good and `onMessage` has handled what came: resolves to the close code if
   * either side closed it normally, rejects with what ended it otherwise.
   */
  get closed(): Promise<WebSocketClose> {
    return this.#session.closed;
  }

  /**
   * Sends a message. While the connection is down, or the network takes no more, the message waits; the promise resolves
   * when it has been handed over to the network, which does not mean that it has arrived.
   *
   * @param message Text, or bytes.
   * @param options A signal that takes it back.
   * @returns When it has been handed over.
   * @throws {WebSocketError} If the connection has ended, or as many messages wait already as may.
   * @throws {ValidationError} If the message is neither text nor bytes.
   */
  async send(message: string | ArrayBuffer | ArrayBufferView, options: WebSocketSendOptions = {}): Promise<void> {
    const data = toData(message);
    throwIfCancelled(options.signal);
    if (this.#session.trySend(data)) return;
    await withSignal(options.signal, (signal) => this.#session.send(data, signal));
  }

  /**
   * Closes the connection: what waits to be sent is sent, if it is open, and the peer is told. What was received and not
   * read is dropped. Closing it again changes nothing.
   *
   * @param code The close code: 1000, or from 3000 to 4999.
   * @param reason Words for it, at most 123 bytes in UTF-8.
   * @returns When it is closed, after five seconds at the latest.
   * @throws {ValidationError} If the code or reason is not allowed.
   */
  async close(code: number = 1000, reason: string = ""): Promise<void> {
    if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code <= 4999)) {
      throw new ValidationError({ code: "ARGUMENT_NOT_CLOSE_CODE", params: { name: "code", value: code } });
    }
    if (typeof reason !== "string") throw notOfType("TEXT", "reason", reason);
    if (new TextEncoder().encode(reason).byteLength > LONGEST_REASON) {
      const params = { name: "reason", max: LONGEST_REASON, value: reason };
      throw new ValidationError({ code: "ARGUMENT_CLOSE_REASON_TOO_LONG", params });
    }
    await this.#session.close(new WebSocketClose(code, reason));
  }

  /**
   * Reads the messages, until the connection is closed. Leaving the loop leaves the connection open.
   *
   * @returns The messages.
   * @throws {WebSocketError} At the end, if the connection was lost for good.
   */
  [Symbol.asyncIterator](): AsyncIterator<WebSocketMessage, undefined> {
    return {
      next: async () => {
        throwIfCancelled(undefined);
        const message = this.#session.poll();
        if (message !== undefined) return { done: false, value: message };
        const next = await withSignal(undefined, (signal) => this.#session.take(signal));
        return next === undefined ? { done: true, value: undefined } : { done: false, value: next.message };
      },
    };
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close(new WebSocketClose(1000, ""));
  }
}

// A control frame holds 125 bytes, two of them the code (RFC 6455, section 5.5).
const LONGEST_REASON = 123;

function toData(message: unknown): WebSocketMessage {
  if (typeof message === "string") return message;
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  throw notOfType("BYTES", "message", typeof message);
}
