import { ValidationError } from "../errors/validation_error.ts";
import { showAs } from "../internal/show.ts";
import { throwIfCancelled } from "../internal/signals.ts";
import { checkOptions, notOfType, type OptionNames } from "../internal/validate.ts";
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

/** Options for {@linkcode WebSocketConnection.receive}. */
export interface WebSocketReceiveOptions {
  /** Ends the wait, and leaves the message to others; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * What keeps a connection.
 *
 * @internal
 */
export interface ConnectionCore {
  readonly shownUrl: string;
  readonly state: WebSocketState;
  readonly protocol: string;
  readonly bufferedAmount: number;
  readonly queued: number;
  readonly latencyMs: number | undefined;
  readonly closed: Promise<WebSocketClose>;
  poll(): WebSocketMessage | undefined;
  next(signal: AbortSignal | undefined): Promise<IteratorResult<WebSocketMessage, undefined>>;
  trySend(message: WebSocketMessage): boolean;
  send(message: WebSocketMessage, signal: AbortSignal | undefined): Promise<void>;
  close(close: WebSocketClose): Promise<void>;
}

/**
 * A WebSocket connection. {@linkcode connectWebSocket} makes one that comes back when it is lost; a server has one for each
 * of its clients, see {@linkcode serveWebSocket}.
 *
 * Its messages are read by `for await`, or handed to `onMessage`. What is not read waits, up to the bounds given; past
 * them the peer is made to wait where the runtime can do that, and the connection fails where it cannot (Deno's own
 * sockets): no message is ever dropped in silence.
 */
export class WebSocketConnection implements AsyncIterable<WebSocketMessage>, AsyncDisposable {
  static {
    showAs(WebSocketConnection, ({ url, state, queued }) => ({ url, state, queued }));
  }

  readonly #core: ConnectionCore;

  /**
   * Wraps what keeps it.
   *
   * @internal
   * @param core What keeps the connection.
   */
  constructor(core: ConnectionCore) {
    this.#core = core;
  }

  /** Where to, without secrets. */
  get url(): string {
    return this.#core.shownUrl;
  }

  /** Whether messages go over it now. */
  get state(): WebSocketState {
    return this.#core.state;
  }

  /** The subprotocol that the server chose last; empty where it chose none. */
  get protocol(): string {
    return this.#core.protocol;
  }

  /** How many bytes were handed over to the runtime and have not left for the network yet. */
  get bufferedAmount(): number {
    return this.#core.bufferedAmount;
  }

  /** How many messages wait to be handed over, as the connection is down or the network takes no more. */
  get queued(): number {
    return this.#core.queued;
  }

  /** How long the last answer to the heartbeat took, in milliseconds; undefined where there was none yet. */
  get latencyMs(): number | undefined {
    return this.#core.latencyMs;
  }

  /**
   * Settles when the connection has ended for good and `onMessage` has handled what came: resolves to the close code if
   * either side closed it normally, rejects with what ended it otherwise.
   */
  get closed(): Promise<WebSocketClose> {
    return this.#core.closed;
  }

  /**
   * Sends a message. While the connection is down, or the network takes no more, the message waits; the promise resolves
   * when it has been handed over to the network, which does not mean that it has arrived. Whoever awaits it sends no
   * faster than the network takes.
   *
   * @param message Text, or bytes.
   * @param options A signal that takes it back.
   * @returns When it has been handed over.
   * @throws {WebSocketError} If the connection has ended, or as many messages wait already as may.
   * @throws {ValidationError} If the message is neither text nor bytes.
   */
  send(message: string | ArrayBuffer | ArrayBufferView, options: WebSocketSendOptions = NONE): Promise<void> {
    // No `async` function, as most messages are handed over at once, and a call of one costs as much as all the rest.
    try {
      const data = typeof message === "string" ? message : toData(message);
      const signal = options === NONE ? undefined : signalOf(options);
      throwIfCancelled(signal);
      return this.#core.trySend(data) ? SENT : this.#core.send(data, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes the next message, as soon as there is one; several who wait are served in the order in which they came.
   *
   * @param options A signal that ends the wait.
   * @returns The message; undefined when the connection has ended normally.
   * @throws {WebSocketError} If the connection was lost for good, and all that came has been taken.
   */
  async receive(options: WebSocketReceiveOptions = {}): Promise<WebSocketMessage | undefined> {
    const signal = signalOf(options);
    throwIfCancelled(signal);
    return (await this.#core.next(signal)).value;
  }

  /**
   * Closes the connection: what waits to be sent is sent, if it is open, and the peer is told. What was received and not
   * read is dropped. Closing it again changes nothing.
   *
   * @param code The close code: 1000, or from 3000 to 4999.
   * @param reason Words for it, at most 123 bytes in UTF-8.
   * @returns When it is closed; a peer that does not answer is not waited for longer than `closeTimeoutMs`.
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
    await this.#core.close(new WebSocketClose(code, reason));
  }

  /**
   * Reads the messages, until the connection is closed. Leaving the loop leaves the connection open.
   *
   * @returns The messages.
   * @throws {WebSocketError} At the end, if the connection was lost for good.
   */
  [Symbol.asyncIterator](): AsyncIterator<WebSocketMessage, undefined> {
    return {
      next: () => {
        try {
          throwIfCancelled(undefined);
          return this.#core.next(undefined);
        } catch (error) {
          return Promise.reject(error);
        }
      },
    };
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.close(new WebSocketClose(1000, ""));
  }
}

const SIGNAL: OptionNames<WebSocketSendOptions> = { signal: true };
const NONE: WebSocketSendOptions = {};
const SENT: Promise<void> = Promise.resolve();
// A control frame holds 125 bytes, two of them the code (RFC 6455, section 5.5).
const LONGEST_REASON = 123;

function signalOf(options: WebSocketSendOptions): AbortSignal | undefined {
  checkOptions(options, SIGNAL);
  return options.signal;
}

function toData(message: unknown): WebSocketMessage {
  if (typeof message === "string") return message;
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  throw notOfType("BYTES", "message", typeof message);
}
