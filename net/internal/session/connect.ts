import { ValidationError } from "../../../errors/validation_error.ts";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { currentAmbient } from "../../../internal/ambient.ts";
import { LinkedSignal } from "../../../internal/signals.ts";
import { checkInteger, checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { connectSession, ConnectSessionOptions } from "../../connect_session.ts";
import type { ConnectWebSocketOptions, WebSocketDown } from "../../connect_web_socket.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import type { WebSocketConnection, WebSocketState } from "../../web_socket_connection.ts";
import { WebSocketSession } from "../../web_socket_session.ts";
import { closeMeaning } from "../web_socket/close_codes.ts";
import { CONNECT_NAMES, openConnection } from "../web_socket/open_connection.ts";
import { Side } from "./core.ts";
import { notOfProtocol, sessionClosed, sessionLost } from "./failures.ts";
import { checkStore, checkToken, windowOf } from "./options.ts";
import { CODES, decode, encode, type Frame, isResumable, LONGEST_HEADER, ProtocolFault } from "./protocol.ts";
import { tellHandlerFailed } from "./tell_failure.ts";

type Address = Parameters<typeof connectSession>[0];
// What the session says of its connection itself.
const {
  onMessage: _onMessage,
  onOpen: _onOpen,
  concurrency: _concurrency,
  protocols: _protocols,
  maxQueue: _maxQueue,
  maxQueueBytes: _maxQueueBytes,
  ...CONNECTION_NAMES
} = CONNECT_NAMES;
type ConnectionOptions = Pick<ConnectSessionOptions, keyof typeof CONNECTION_NAMES>;

const NAMES: OptionNames<ConnectSessionOptions> = {
  ...CONNECTION_NAMES,
  onMessage: "function",
  onRequest: "function",
  token: true,
  store: true,
  shouldContinue: "function",
  maxUnacknowledged: true,
  maxUnacknowledgedBytes: true,
};

/**
 * Opens a session.
 *
 * @param url Where to.
 * @param options The caller's options.
 * @returns The session, once it is open.
 */
export async function openSession(url: Address, options: ConnectSessionOptions): Promise<WebSocketSession> {
  check(options);
  const { token = crypto.randomUUID(), store, onMessage } = options;
  const client = new Client(options, token);
  const record = await store?.load();
  if (record !== undefined) client.side.restore(record);
  await client.open(url);
  if (onMessage !== undefined) client.side.handle((message) => onMessage(message, client.session));
  return client.session;
}

function check(options: ConnectSessionOptions): void {
  checkOptions(options, NAMES);
  const { token, store } = options;
  if (options.maxMessageBytes !== undefined) checkInteger("maxMessageBytes", options.maxMessageBytes, { min: 1 });
  if (token !== undefined) checkToken(token);
  if (store === undefined) return;
  checkStore("store", store as unknown);
  // What is kept would belong to no session that could be found again.
  if (token === undefined) {
    throw new ValidationError({ code: "ARGUMENT_STORE_WITHOUT_TOKEN", params: { name: "store" } });
  }
}

/** The client's side of a session, and its connection. */
class Client {
  readonly side: Side;
  readonly session: WebSocketSession;
  readonly #options: ConnectSessionOptions;
  readonly #stop: LinkedSignal;
  #connection: WebSocketConnection | undefined;
  #shownUrl = "";
  // Whether the server is to know the session already.
  #isKnown = false;
  #loss: WebSocketError | undefined;

  constructor(options: ConnectSessionOptions, token: string) {
    this.#options = options;
    this.#stop = new LinkedSignal([options.signal]);
    const { onRequest, closeTimeoutMs = 5_000 } = options;
    const ambient = currentAmbient();
    this.side = new Side({
      token,
      closeTimeoutMs,
      window: windowOf(options),
      store: options.store,
      shownUrl: () => this.#shownUrl,
      ambient: () => ambient,
      onRequest: onRequest && ((message) => onRequest(message, this.session)),
      onRequestFailed: (error) => tellHandlerFailed(error, this.#shownUrl, false),
      onBytes: () => {},
      disconnect: (close) => this.#disconnect(close),
    });
    this.session = new WebSocketSession(this.side);
    const end = () => this.#stop[Symbol.dispose]();
    this.side.closed.then(end, end);
  }

  async open(url: Address): Promise<void> {
    this.#isKnown = this.side.hasBegun;
    try {
      const connection = await openConnection(url, this.#connectionOptions());
      this.#connection = connection;
      connection.closed.then((close) => this.side.closedByPeer(close), (error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
      throw this.#loss ?? this.side.failure?.error ?? error;
    }
  }

  #connectionOptions(): ConnectWebSocketOptions {
    const names = Object.keys(CONNECTION_NAMES) as (keyof ConnectionOptions)[];
    const given = Object.fromEntries(names.map((name) => [name, this.#options[name]])) as ConnectionOptions;
    const { maxMessageBytes = 16_777_216, onClose, onStateChange } = given;
    return {
      ...given,
      maxMessageBytes: maxMessageBytes + LONGEST_HEADER,
      signal: this.#stop.signal,
      onOpen: (connection) => this.#greet(connection),
      onMessage: (frame) => this.side.take(frame),
      onClose: (close) => {
        this.side.detach();
        return onClose?.(close);
      },
      onStateChange: (state: WebSocketState) => {
        if (state === "open") this.side.begin();
        return onStateChange?.(state);
      },
      shouldReconnect: (down) => this.#shouldReconnect(down),
    };
  }

  /** Tells the server where this side stands, and learns where it stands. */
  async #greet(connection: WebSocketConnection): Promise<void> {
    this.#shownUrl = connection.url;
    const { token } = this.side;
    await connection.send(encode({ type: "hello", token, resume: this.#isKnown, ...this.side.position }));
    const answer = await connection.receive();
    // The connection has ended, which is why the attempt has failed.
    if (answer === undefined) throw sessionClosed(this.#shownUrl);
    const { header } = this.#decode(answer);
    if (header.type !== "welcome") throw this.#end(notOfProtocol(this.#shownUrl, header.type), CODES.badFrame);
    if (!this.side.fits(header)) throw this.#end(this.#lost(undefined), CODES.unknown);
    this.#isKnown = true;
    this.side.meet(connection, header);
  }

  #decode(frame: Parameters<typeof decode>[0]): Frame {
    try {
      return decode(frame);
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
      throw this.#end(notOfProtocol(this.#shownUrl, error.message), CODES.badFrame);
    }
  }

  // It would be no better the next time.
  #end(error: WebSocketError, code: number): WebSocketError {
    this.side.fail(error, code);
    this.#stop.abort(error);
    return error;
  }

  #lost(cause: unknown): WebSocketError {
    return sessionLost(this.#shownUrl, this.side.unacknowledged, cause);
  }

  async #shouldReconnect(down: WebSocketDown): Promise<boolean> {
    const { shouldReconnect, shouldContinue } = this.#options;
    const code = down.error?.closeCode ?? down.code;
    // The session has ended, and there is nothing to come back to.
    if (!isResumable(code)) return false;
    if (code !== CODES.unknown) return await (shouldReconnect?.(down) ?? down.isRetryable);
    const { unacknowledged } = this.side;
    if (!(await shouldContinue?.({ unacknowledged }) ?? false)) {
      this.#loss = this.#lost(down.error);
      return false;
    }
    // Begun anew, with the numbers that it has reached.
    this.#isKnown = false;
    return true;
  }

  #fail(error: unknown): void {
    if (this.#loss !== undefined) return this.side.fail(this.#loss);
    const { closeCode } = error instanceof WebSocketError ? error : {};
    if (closeCode === undefined || isResumable(closeCode)) return this.side.fail(error);
    const close = new WebSocketClose(closeCode, (error as WebSocketError).closeReason ?? "");
    // Told in answer to the greeting, where even a normal end is a failed attempt.
    if (closeMeaning(closeCode) === "normal") this.side.closedByPeer(close);
    else this.side.end(close, error);
  }

  async #disconnect({ code, reason }: WebSocketClose): Promise<void> {
    if (this.#connection === undefined) this.#stop.abort(this.side.failure?.error);
    else await this.#connection.close(code, reason);
  }
}
