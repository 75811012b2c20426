import { ValidationError } from "../errors/validation_error.ts";
import { currentAmbient } from "../internal/ambient.ts";
import { showAs } from "../internal/show.ts";
import { throwIfCancelled } from "../internal/signals.ts";
import { checkDelay, checkOptions, notOfType, type OptionNames } from "../internal/validate.ts";
import { WebSocketClose } from "./web_socket_close.ts";
import type { WebSocketMessage, WebSocketState } from "./web_socket_connection.ts";

/** Options for {@linkcode WebSocketSession.send}, {@linkcode WebSocketSession.receive} and {@linkcode WebSocketSession.flush}. */
export interface SessionWaitOptions {
  /** Ends the wait; the promise then rejects with its reason. What is kept already stays so. */
  signal?: AbortSignal | undefined;
}

/** Options for {@linkcode WebSocketSession.request}. */
export interface SessionRequestOptions extends SessionWaitOptions {
  /**
   * How long the answer may take, reconnections included, in milliseconds.
   *
   * @default 30000
   */
  timeoutMs?: number | undefined;
}

/**
 * What keeps a session.
 *
 * @internal
 */
export interface SessionCore {
  readonly token: string;
  readonly shownUrl: string;
  readonly state: WebSocketState;
  readonly unacknowledged: number;
  readonly received: number;
  readonly latencyMs: number | undefined;
  readonly closed: Promise<WebSocketClose>;
  send(message: WebSocketMessage, signal: AbortSignal | undefined): Promise<unknown>;
  request(message: WebSocketMessage, timeoutMs: number, signal: AbortSignal | undefined): Promise<WebSocketMessage>;
  next(
    holder: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<IteratorResult<WebSocketMessage, undefined>>;
  release(holder: object, isHandled: boolean): void;
  flush(signal: AbortSignal | undefined): Promise<void>;
  suspend(): Promise<void>;
  close(close: WebSocketClose): Promise<void>;
}

/**
 * One side of a session: an exchange of messages that goes on over connections that come and go. Each message is handled by
 * the other side once and in the order in which it was sent, as long as both sides keep the session. See
 * {@linkcode connectSession} and {@linkcode serveSessions}.
 */
export class WebSocketSession implements AsyncIterable<WebSocketMessage>, AsyncDisposable {
  static {
    showAs(WebSocketSession, ({ url, state, unacknowledged }) => ({ url, state, unacknowledged }));
  }

  readonly #core: SessionCore;

  /**
   * Wraps what keeps it.
   *
   * @internal
   * @param core What keeps the session.
   */
  constructor(core: SessionCore) {
    this.#core = core;
  }

  /** What the session is resumed by. Whoever knows it can take the session over, so it is a secret. */
  get token(): string {
    return this.#core.token;
  }

  /** Where to, without secrets. */
  get url(): string {
    return this.#core.shownUrl;
  }

  /** Whether messages go over a connection now. */
  get state(): WebSocketState {
    return this.#core.state;
  }

  /** How many messages and requests were sent that the other side has not handled yet, as far as is known. */
  get unacknowledged(): number {
    return this.#core.unacknowledged;
  }

  /**
   * The number of the message that was taken last: 1 for the first that the other side sent, requests included. A program
   * that keeps it with what it made of the message knows a message that comes again after a crash.
   */
  get received(): number {
    return this.#core.received;
  }

  /** How long the last answer to the connection's heartbeat took, in milliseconds; undefined where there was none yet. */
  get latencyMs(): number | undefined {
    return this.#core.latencyMs;
  }

  /**
   * Settles when the session has ended: resolves to the close code if either side closed it and nothing is left that was
   * sent and not acknowledged, rejects with what ended it otherwise.
   */
  get closed(): Promise<WebSocketClose> {
    return this.#core.closed;
  }

  /**
   * Sends a message. It is kept, and sent again over each new connection, until the other side has handled it. As long as
   * more is unacknowledged than may be, it waits, so that whoever awaits it sends no faster than the other side handles.
   *
   * @param message Text, or bytes.
   * @param options A signal that ends the wait for room.
   * @returns When it is kept: by the store, if there is one. That it was handled is told by {@linkcode flush}.
   * @throws {WebSocketError} If the session has ended.
   * @throws {ValidationError} If the message is neither text nor bytes.
   */
  async send(message: string | ArrayBuffer | ArrayBufferView, options: SessionWaitOptions = {}): Promise<void> {
    const data = toData(message);
    await this.#core.send(data, signalOf(options));
  }

  /**
   * Sends a request and waits for its answer, which `onRequest` of the other side gives. Like a message it is sent until
   * the other side has it, and begun there once.
   *
   * @param message Text, or bytes.
   * @param options How long the answer may take, and a signal that gives up.
   * @returns The answer.
   * @throws {WebSocketError} If the answer did not come in time, the other side could give none, or the session has ended.
   * @throws {ValidationError} If an argument is wrong.
   */
  async request(
    message: string | ArrayBuffer | ArrayBufferView,
    options: SessionRequestOptions = {},
  ): Promise<WebSocketMessage> {
    const data = toData(message);
    checkOptions(options, REQUEST_NAMES);
    const { timeoutMs = 30_000, signal } = options;
    checkDelay("timeoutMs", timeoutMs);
    throwIfCancelled(signal);
    return await this.#core.request(data, timeoutMs, signal);
  }

  /**
   * Takes the next message, as soon as there is one. It counts as handled as soon as it is taken.
   *
   * @param options A signal that ends the wait.
   * @returns The message; undefined when the session has been closed.
   * @throws {WebSocketError} If the session ended otherwise.
   */
  async receive(options: SessionWaitOptions = {}): Promise<WebSocketMessage | undefined> {
    return (await this.#core.next(undefined, signalOf(options))).value;
  }

  /**
   * Waits until the other side has handled all that was sent so far.
   *
   * @param options A signal that ends the wait.
   * @returns When it has.
   * @throws {WebSocketError} If the session ends before.
   */
  async flush(options: SessionWaitOptions = {}): Promise<void> {
    await this.#core.flush(signalOf(options));
  }

  /**
   * Leaves the session without ending it, to be resumed with the same token and store: by this program later, or by the
   * next run of it. Nothing is waited for but the store.
   *
   * @returns When the connection is closed.
   */
  async suspend(): Promise<void> {
    await this.#core.suspend();
  }

  /**
   * Ends the session. What was sent is given `closeTimeoutMs` to be acknowledged; what came and was not read is dropped.
   *
   * @param code The close code: 1000, or from 3000 to 4999 but for those of the protocol, 4400 to 4499.
   * @param reason Words for it, at most 123 bytes in UTF-8.
   * @returns When it has ended.
   * @throws {WebSocketError} If something that was sent has not been acknowledged.
   * @throws {ValidationError} If the code or reason is not allowed.
   */
  async close(code: number = 1000, reason: string = ""): Promise<void> {
    const isOwn = code === 1000 || (Number.isInteger(code) && code >= 3000 && code <= 4999 && !isProtocols(code));
    if (!isOwn) throw new ValidationError({ code: "ARGUMENT_NOT_SESSION_CODE", params: { name: "code", value: code } });
    if (typeof reason !== "string") throw notOfType("TEXT", "reason", reason);
    if (new TextEncoder().encode(reason).byteLength > LONGEST_REASON) {
      const params = { name: "reason", max: LONGEST_REASON, value: reason };
      throw new ValidationError({ code: "ARGUMENT_CLOSE_REASON_TOO_LONG", params });
    }
    await this.#core.close(new WebSocketClose(code, reason));
  }

  /**
   * Reads the messages until the session ends. A message counts as handled when the loop asks for the next or is left, but
   * not if the task that it runs in was cancelled meanwhile.
   *
   * @returns The messages.
   * @throws {WebSocketError} At the end, if the session was not closed normally.
   */
  [Symbol.asyncIterator](): AsyncIterator<WebSocketMessage, undefined> {
    const holder = {};
    return {
      next: async () => await this.#core.next(holder, undefined),
      return: async () => {
        this.#core.release(holder, currentAmbient()?.cancellation === undefined);
        return await Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  /** Closes the session. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.close(new WebSocketClose(1000, ""));
  }
}

const WAIT_NAMES: OptionNames<SessionWaitOptions> = { signal: true };
const REQUEST_NAMES: OptionNames<SessionRequestOptions> = { timeoutMs: true, signal: true };
// A control frame holds 125 bytes, two of them the code (RFC 6455, section 5.5).
const LONGEST_REASON = 123;

function isProtocols(code: number): boolean {
  return code >= 4400 && code < 4500;
}

function signalOf(options: SessionWaitOptions): AbortSignal | undefined {
  checkOptions(options, WAIT_NAMES);
  throwIfCancelled(options.signal);
  return options.signal;
}

function toData(message: unknown): WebSocketMessage {
  if (typeof message === "string") return message;
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  throw notOfType("BYTES", "message", typeof message);
}
