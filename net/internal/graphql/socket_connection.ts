import type { Client, SubscribePayload } from "graphql-ws/client";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { loadDriver } from "../../../internal/load_driver.ts";
import { abandonOnAbort, onAbort } from "../../../internal/signals.ts";
import { byteLength } from "../byte_length.ts";
import { withGiven } from "../given_headers.ts";
import { IdleTimer } from "../idle_timer.ts";
import { closeFailure, messageTooLarge, openTimedOut, overflow, silence } from "../web_socket/failures.ts";
import type { Message } from "../web_socket/message_queue.ts";
import { openTransport } from "../web_socket/open_transport.ts";
import type { Transport } from "../web_socket/transport.ts";
import { withoutSecrets } from "../without_secrets.ts";
import { toJson } from "../outgoing_body.ts";
import type { Operation } from "./operation.ts";
import { SocketLine } from "./socket_line.ts";
import { type OperationLine, SocketOperation } from "./socket_operation.ts";
import { misspoken } from "./subscription.ts";
import type { SocketPlan } from "./subscription_plan.ts";

const PROTOCOL = "graphql-transport-ws";
// A server that does not answer a close must not hold up who has read enough.
const CLOSE_TIMEOUT_MS = 1_000;

/** A connection that operations go over, until it is lost or closed. */
export class SocketConnection implements OperationLine {
  /** When it began to be opened, by `performance.now()`. */
  readonly start: number = performance.now();
  readonly #plan: SocketPlan;
  readonly #isAlone: boolean;
  readonly #failures: number;
  readonly #onLost: (error: Error) => Promise<SocketConnection>;
  readonly #opening = new AbortController();
  readonly #timer = new IdleTimer();
  readonly #line = new SocketLine();
  readonly #operations = new Set<SocketOperation>();
  #client: Client | undefined;
  #transport: Transport | undefined;
  #loss: Error | undefined;
  #isConnected = false;
  #isPaused = false;
  #isClosed = false;
  #next: Promise<SocketConnection> | undefined;
  lastBytes = 0;

  /**
   * Remembers how to open it.
   *
   * @param plan With what.
   * @param isAlone Whether only one operation goes over it, so that reading may be paused for that.
   * @param failures How many before it failed in a row.
   * @param onLost Called, once, with why it is lost, before its operations are told; gives the one in its place.
   */
  constructor(
    plan: SocketPlan,
    isAlone: boolean,
    failures: number,
    onLost: (error: Error) => Promise<SocketConnection>,
  ) {
    this.#plan = plan;
    this.#isAlone = isAlone;
    this.#failures = failures;
    this.#onLost = onLost;
  }

  /** The one in its place, once it is lost by itself or by what the server did; rejects where there is none. */
  get next(): Promise<SocketConnection> | undefined {
    return this.#next;
  }

  /**
   * Opens it. The server has not accepted it then: it is asked to when the first operation begins.
   *
   * @param signal Ends the attempt.
   */
  async open(signal: AbortSignal): Promise<void> {
    const { connectTimeoutMs } = this.#plan;
    this.#timer.watch(connectTimeoutMs, (ms) => this.#lose(openTimedOut(this.#plan, ms)));
    using _ = onAbort(signal, (reason) => this.#opening.abort(reason));
    try {
      this.#client = await this.#makeClient(this.#opening.signal);
      const transport = await this.#connect(this.#opening.signal);
      this.#transport = transport;
      this.#line.attach(transport, (end) => this.#lose(closeFailure(end, this.#plan, this.#failures)));
    } catch (error) {
      this.#timer[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Begins an operation.
   *
   * @param operation The operation.
   * @param maxQueue How many of its results may wait to be read.
   * @returns What comes of it, and what ends it, which the server is told if it has not ended it itself.
   */
  begin(operation: Operation, maxQueue: number): { readonly results: SocketOperation; readonly end: () => void } {
    // What cannot be written must not be found out by graphql-ws, to which that is a fault of the connection.
    if (operation.variables !== undefined) toJson(operation.variables, "variables");
    const results = new SocketOperation(this, maxQueue);
    if (this.#loss !== undefined) {
      results.end({ error: this.#loss });
      return { results, end() {} };
    }
    this.#operations.add(results);
    const unsubscribe = this.#client!.subscribe(payloadOf(operation), results.sink);
    const end = (): void => {
      this.#operations.delete(results);
      unsubscribe();
    };
    return { results, end };
  }

  /** Closes it, which is no loss to anybody. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer[Symbol.dispose]();
    const transport = this.#transport;
    if (transport === undefined || this.#line.end !== undefined) return;
    // A paused connection would not see that the peer closes it too.
    transport.setPaused(false);
    if (transport.isOpen) transport.close(1000, "");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, CLOSE_TIMEOUT_MS));
    await Promise.race([transport.ended, late]);
    clearTimeout(timer);
    if (this.#line.end === undefined) transport.terminate();
  }

  failure(error: unknown): Error {
    if (error instanceof Error) {
      const failure = misspoken(this.#plan, error.message, error);
      this.#lose(failure);
      return failure;
    }
    const lost = this.#line.end ?? { code: 1006, reason: "", error: undefined };
    return this.#loss ?? closeFailure(lost, this.#plan, this.#failures);
  }

  onCrowded(operation: SocketOperation): void {
    // To pause for one would hold up the others, and for ever if whoever reads waits for one of those first.
    if (this.#isAlone && this.#transport?.canPause) return this.#setPaused(true);
    if (operation.fill > 1) operation.end({ error: overflow({ ...operation, url: this.#plan.url }) });
  }

  onTaken(): void {
    if (this.#isPaused) this.#setPaused(false);
  }

  /** It is of no use any more: what its operations have not been told yet, they are told by the same error. */
  #lose(error: Error): void {
    if (this.#isClosed || this.#loss !== undefined) return;
    this.#loss = error;
    // Whoever waits for it to open is told by that.
    if (this.#transport === undefined) return this.#opening.abort(error);
    this.#timer[Symbol.dispose]();
    this.#next = this.#onLost(error);
    for (const operation of this.#operations) operation.end({ error });
    if (this.#line.end === undefined) this.close().catch(() => {});
  }

  async #makeClient(signal: AbortSignal): Promise<Client> {
    const { createClient } = await loadDriver("graphql-ws", () => import("graphql-ws/client"));
    const { url, idleTimeoutMs } = this.#plan;
    const connectionParams = await this.#connectionParams(signal);
    return createClient({
      url: url.href,
      ...(connectionParams === undefined ? {} : { connectionParams }),
      webSocketImpl: this.#line.asConstructor,
      // There is one connection, which is open already: whether there is another one is decided elsewhere.
      retryAttempts: 0,
      // Twice in the time that the server may be silent, so that one that is lost does not matter.
      keepAlive: Math.ceil(idleTimeoutMs / 2),
      on: { connected: () => this.#connected() },
    });
  }

  #connected(): void {
    this.#isConnected = true;
    this.#timer.watch(this.#plan.idleTimeoutMs, (ms) => this.#lose(silence(this.#plan, ms)));
  }

  async #connectionParams(signal: AbortSignal): Promise<Record<string, unknown> | undefined> {
    const { url, connectionParams } = this.#plan;
    if (typeof connectionParams !== "function") return connectionParams;
    try {
      return await abandonOnAbort(Promise.resolve(connectionParams()), signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new WebSocketError({
        code: "NET_WEBSOCKET_PARAMS",
        params: { url, detail: cause },
        reason: "aborted",
        retryable: true,
        cause: withoutSecrets(cause),
      });
    }
  }

  async #connect(signal: AbortSignal): Promise<Transport> {
    const { url, giveHeaders, maxMessageBytes } = this.#plan;
    const headers = await withGiven(this.#plan.headers, giveHeaders, { method: "GET", url }, signal);
    const target = { url, headers, protocols: [PROTOCOL], maxMessageBytes, compression: false, isWatched: false };
    const events = { onMessage: (message: Message) => this.#receive(message), onPong() {} };
    let transport;
    try {
      transport = await openTransport(target, signal, events);
    } catch (error) {
      throw isOtherProtocol(error) ? misspoken(this.#plan, `it does not offer ${PROTOCOL}`, error) : error;
    }
    if (transport.protocol === PROTOCOL) return transport;
    transport.close(1000, "");
    throw misspoken(this.#plan, `it does not offer ${PROTOCOL}`);
  }

  #receive(message: Message): void {
    const { maxMessageBytes } = this.#plan;
    this.lastBytes = byteLength(message, maxMessageBytes);
    if (this.lastBytes > maxMessageBytes) return this.#lose(messageTooLarge(this.#plan));
    // A server that never acknowledges must not gain time by what it says instead.
    if (this.#isConnected && !this.#isPaused) this.#timer.touch();
    this.#line.receive(message);
  }

  // Nothing can be heard of a server that is made to wait.
  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#transport?.setPaused(isPaused);
    if (isPaused) this.#timer.pause();
    else this.#timer.resume();
  }
}

function payloadOf({ query, variables, operationName }: Operation): SubscribePayload {
  return {
    query,
    ...(variables === undefined ? {} : { variables: variables as Record<string, unknown> }),
    ...(operationName === undefined ? {} : { operationName }),
  };
}

// Some runtimes fail a handshake without the protocol that was asked for, each in a sentence of its own.
function isOtherProtocol(error: unknown): boolean {
  return error instanceof WebSocketError && /protocol/i.test(String((error.cause as Error | undefined)?.message));
}
