import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from "graphql-ws/client";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { loadDriver } from "../../../internal/load_driver.ts";
import { abandonOnAbort, LinkedSignal } from "../../../internal/signals.ts";
import { byteLength } from "../byte_length.ts";
import { withGiven } from "../given_headers.ts";
import { IdleTimer } from "../idle_timer.ts";
import { Reconnection } from "../reconnection.ts";
import { closeFailure, messageTooLarge, openTimedOut, overflow, silence } from "../web_socket/failures.ts";
import type { Message } from "../web_socket/message_queue.ts";
import { openTransport } from "../web_socket/open_transport.ts";
import type { Transport } from "../web_socket/transport.ts";
import { withoutSecrets } from "../without_secrets.ts";
import { ResultQueue } from "./result_queue.ts";
import { SocketLine } from "./socket_line.ts";
import { misspoken, type SubscriptionPlan } from "./subscription.ts";

const PROTOCOL = "graphql-transport-ws";
// As much as the queue of a WebSocket holds by default.
const MOST_QUEUED_BYTES = 67_108_864;
// A server that does not answer a close must not hold up who has read enough.
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Reads the results of a subscription over WebSocket ("GraphQL over WebSocket Protocol"), over one connection after the
 * other, subscribing again over each.
 *
 * @param plan The subscription.
 * @param signal Ends it.
 * @returns The results, those together that came together.
 */
export async function* socketResults(
  plan: SubscriptionPlan,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[], void> {
  const reconnection = new Reconnection(plan, plan.reconnectDelayMs);
  for (;;) {
    const start = performance.now();
    try {
      signal.throwIfAborted();
      for await (const results of new SocketSubscription(plan, reconnection.failures, signal).results()) {
        reconnection.succeeded();
        yield results;
      }
      return;
    } catch (error) {
      await reconnection.failed(error, start, signal);
    }
  }
}

/** A subscription over one connection. */
class SocketSubscription {
  readonly #plan: SubscriptionPlan;
  readonly #retries: number;
  readonly #linked: LinkedSignal;
  readonly #timer = new IdleTimer();
  readonly #queue = new ResultQueue();
  readonly #line = new SocketLine();
  #transport: Transport | undefined;
  #isConnected = false;
  #isPaused = false;
  #lastBytes = 0;

  constructor(plan: SubscriptionPlan, retries: number, signal: AbortSignal) {
    this.#plan = plan;
    this.#retries = retries;
    this.#linked = new LinkedSignal([signal]);
  }

  async *results(): AsyncGenerator<readonly unknown[], void> {
    let unsubscribe = () => {};
    try {
      const { connectTimeoutMs } = this.#plan;
      this.#timer.watch(connectTimeoutMs, (ms) => this.#linked.abort(openTimedOut(this.#plan, ms)));
      const client = await this.#client();
      await this.#open();
      unsubscribe = client.subscribe(this.#payload(), this.#sink());
      for (let some = await this.#take(); some.length > 0; some = await this.#take()) yield some;
    } finally {
      this.#timer[Symbol.dispose]();
      unsubscribe();
      await this.#close();
      this.#linked[Symbol.dispose]();
    }
  }

  async #take(): Promise<readonly unknown[]> {
    const results = await this.#queue.take(this.#linked.signal);
    if (this.#isPaused) this.#setPaused(false);
    return results;
  }

  async #client(): Promise<Client> {
    const { createClient } = await loadDriver("graphql-ws", () => import("graphql-ws/client"));
    const { url, idleTimeoutMs } = this.#plan;
    const connectionParams = await this.#connectionParams();
    return createClient({
      url: url.href,
      ...(connectionParams === undefined ? {} : { connectionParams }),
      webSocketImpl: this.#line.asConstructor,
      // There is one connection, which is open already: whether there is another one is decided here.
      retryAttempts: 0,
      // Twice in the time that the server may be silent, so that one that is lost does not matter.
      keepAlive: Math.ceil(idleTimeoutMs / 2),
      on: { connected: () => this.#connected() },
    });
  }

  #connected(): void {
    this.#isConnected = true;
    this.#timer.watch(this.#plan.idleTimeoutMs, (ms) => this.#linked.abort(silence(this.#plan, ms)));
  }

  async #connectionParams(): Promise<Record<string, unknown> | undefined> {
    const { url, connectionParams } = this.#plan;
    if (typeof connectionParams !== "function") return connectionParams;
    try {
      return await abandonOnAbort(Promise.resolve(connectionParams()), this.#linked.signal);
    } catch (cause) {
      this.#linked.signal.throwIfAborted();
      throw new WebSocketError({
        code: "NET_WEBSOCKET_PARAMS",
        params: { url, detail: cause },
        reason: "aborted",
        retryable: true,
        cause: withoutSecrets(cause),
      });
    }
  }

  async #open(): Promise<void> {
    const { url, giveHeaders, maxMessageBytes } = this.#plan;
    const headers = await withGiven(this.#plan.headers, giveHeaders, { method: "GET", url }, this.#linked.signal);
    const target = { url, headers, protocols: [PROTOCOL], maxMessageBytes, compression: false, isWatched: false };
    try {
      this.#transport = await openTransport(target, this.#linked.signal, {
        onMessage: (message) => this.#receive(message),
        onPong() {},
      });
    } catch (error) {
      throw isOtherProtocol(error) ? misspoken(this.#plan, `it does not offer ${PROTOCOL}`, error) : error;
    }
    if (this.#transport.protocol !== PROTOCOL) throw misspoken(this.#plan, `it does not offer ${PROTOCOL}`);
    this.#line.attach(this.#transport);
  }

  #payload(): SubscribePayload {
    const { query, variables, operationName } = this.#plan.operation;
    return {
      query,
      ...(variables === undefined ? {} : { variables: variables as Record<string, unknown> }),
      ...(operationName === undefined ? {} : { operationName }),
    };
  }

  #sink(): Sink<FormattedExecutionResult> {
    return {
      next: (result) => this.#queue.push(result, this.#lastBytes),
      complete: () => this.#queue.end({}),
      error: (error) => this.#fail(error),
    };
  }

  #fail(error: unknown): void {
    const { end } = this.#line;
    // Errors that come by themselves say that the operation was not executed.
    if (Array.isArray(error)) {
      this.#queue.push({ errors: error }, this.#lastBytes);
      this.#queue.end({});
    } else if (error instanceof Error) {
      this.#queue.end({ error: misspoken(this.#plan, error.message, error) });
    } else {
      const lost = end ?? { code: 1006, reason: "", error: undefined };
      this.#queue.end({ error: closeFailure(lost, this.#plan, this.#retries) });
    }
  }

  #receive(message: Message): void {
    const { maxMessageBytes, maxQueue } = this.#plan;
    this.#lastBytes = byteLength(message, maxMessageBytes);
    if (this.#lastBytes > maxMessageBytes) return this.#linked.abort(messageTooLarge(this.#plan));
    // A server that never acknowledges must not gain time by what it says instead.
    if (this.#isConnected && !this.#isPaused) this.#timer.touch();
    this.#line.receive(message);
    if (this.#fill < 1) return;
    if (this.#transport?.canPause) this.#setPaused(true);
    else if (this.#fill > 1) {
      this.#linked.abort(overflow({ ...this.#plan, maxQueue, maxQueueBytes: MOST_QUEUED_BYTES }));
    }
  }

  get #fill(): number {
    return Math.max(this.#queue.size / this.#plan.maxQueue, this.#queue.bytes / MOST_QUEUED_BYTES);
  }

  // Nothing can be heard of a server that is made to wait.
  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#transport?.setPaused(isPaused);
    if (isPaused) this.#timer.pause();
    else this.#timer.resume();
  }

  async #close(): Promise<void> {
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
}

// Some runtimes fail a handshake without the protocol that was asked for, each in a sentence of its own.
function isOtherProtocol(error: unknown): boolean {
  return error instanceof WebSocketError && /protocol/i.test(String((error.cause as Error | undefined)?.message));
}
