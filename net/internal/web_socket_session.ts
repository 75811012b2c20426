import { sleep } from "../../async/sleep.ts";
import type { FailedAttempt } from "../../errors/failed_attempt.ts";
import { redactText } from "../../errors/redact.ts";
import { WebSocketError } from "../../errors/web_socket_error.ts";
import { currentAmbient } from "../../internal/ambient.ts";
import { report } from "../../internal/report.ts";
import { abandonOnAbort, LinkedSignal } from "../../internal/signals.ts";
import { rememberAttempt } from "./attempts.ts";
import { WebSocketClose } from "../web_socket_close.ts";
import { byteLength } from "./byte_length.ts";
import { closeMeaning } from "./close_codes.ts";
import { type Message, MessageQueue } from "./message_queue.ts";
import { SendQueue } from "./send_queue.ts";
import { closeFailure, messageTooLarge, overflow, sendClosed, sendFull } from "./web_socket_failures.ts";
import { openTransport, type Transport, type TransportEnd, type TransportTarget } from "./web_socket_transport.ts";

/** What a session is made with. */
export interface SessionPlan extends TransportTarget {
  /** How often in a row it is opened again. */
  readonly retries: number;
  /** The longest wait before it is opened again. */
  readonly reconnectDelayMs: number;
  /** How long a connection must last for its loss to count as the first one. */
  readonly stableAfterMs: number;
  /** How many messages may wait, to be read and to be sent. */
  readonly maxQueue: number;
  /** How many bytes may wait to be read. */
  readonly maxQueueBytes: number;
}

/** Handles a message. */
export type MessageHandler = (message: Message) => unknown;

// Less than `ws` and browsers wait for a peer that does not answer a close frame.
const CLOSE_TIMEOUT_MS = 5_000;

/** Keeps a WebSocket connection: opens it, opens it again when it is lost, and holds the messages on both sides. */
export class Session {
  /** Where to, without secrets. */
  readonly shownUrl: string;
  /** Settles when the first connection is open. */
  readonly opened: Promise<void>;
  /** Settles when it has ended and all that came has been handled. */
  readonly closed: Promise<WebSocketClose>;
  readonly #plan: SessionPlan;
  // Fires when it must stop: when the caller's signal or task says so, on a failure that ends it, and when closing
  // takes too long.
  readonly #stop: LinkedSignal;
  readonly #incoming: MessageQueue;
  readonly #outgoing: SendQueue;
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #attempts: FailedAttempt[] = [];
  #transport: Transport | undefined;
  #isPaused = false;
  #hasEnded = false;
  #closing: WebSocketClose | undefined;
  #protocol = "";

  /**
   * Starts to connect.
   *
   * @param plan Where to, and how.
   * @param signal Ends it.
   * @param onMessage Handles each message, one after the other; undefined where they are taken.
   */
  constructor(plan: SessionPlan, signal: AbortSignal | undefined, onMessage: MessageHandler | undefined) {
    this.#plan = plan;
    this.shownUrl = redactText(plan.url.href);
    this.#stop = new LinkedSignal([signal, currentAmbient()?.signal]);
    this.#incoming = new MessageQueue(plan, () => this.#resume());
    this.#outgoing = new SendQueue(plan.maxQueue, () => sendFull(plan));
    this.opened = this.#opened.promise;
    this.closed = this.#run(onMessage);
    // Whoever wants to know of the end asks for it; whoever does not must not be hurt by it.
    this.opened.catch(() => {});
    this.closed.catch(() => {});
  }

  /** Whether messages go over it now. */
  get state(): "open" | "reconnecting" | "closed" {
    if (this.#hasEnded || this.#closing !== undefined) return "closed";
    return this.#transport?.isOpen ? "open" : "reconnecting";
  }

  /** The subprotocol that the server chose last. */
  get protocol(): string {
    return this.#protocol;
  }

  /** Takes the next message, if there is one already; undefined otherwise. */
  poll(): Message | undefined {
    return this.#incoming.poll();
  }

  /** Takes the next message, in a box; undefined at the end. */
  async take(signal: AbortSignal | undefined): Promise<{ message: Message } | undefined> {
    return await this.#incoming.take(signal);
  }

  /** Sends a message, if that can be done at once; tells whether it could. */
  trySend(message: Message): boolean {
    return this.#closing === undefined && this.#outgoing.trySend(message);
  }

  /** Sends a message. */
  async send(message: Message, signal: AbortSignal | undefined): Promise<void> {
    if (this.#closing !== undefined) throw sendClosed(this.#plan);
    await this.#outgoing.send(message, signal);
  }

  /** Closes it; only the first time counts, the others wait for the same end. */
  async close(close: WebSocketClose): Promise<void> {
    if (this.#closing === undefined && !this.#hasEnded) {
      this.#closing = close;
      this.#incoming.drop();
      this.#incoming.end();
      const timer = setTimeout(() => this.#stop.abort(close), CLOSE_TIMEOUT_MS);
      this.#ended.promise.then(() => clearTimeout(timer));
      await this.#closeTransport(close);
    }
    await this.#ended.promise;
  }

  async #closeTransport({ code, reason }: WebSocketClose): Promise<void> {
    const transport = this.#transport;
    if (transport === undefined) return this.#stop.abort(this.#closing);
    await Promise.race([this.#outgoing.empty(), this.#ended.promise]);
    // A paused connection would not see that the peer closes it too.
    transport.setPaused(false);
    transport.close(code, reason);
  }

  async #run(onMessage: MessageHandler | undefined): Promise<WebSocketClose> {
    const handled = onMessage === undefined ? undefined : this.#handle(onMessage);
    // Waited for below, after the connection: it may fail before.
    handled?.catch((error) => this.#stop.abort(error));
    try {
      const close = await this.#keepOpen();
      this.#end(undefined);
      await handled;
      return close;
    } catch (error) {
      if (this.#isCancelled()) this.#incoming.drop();
      this.#end({ error });
      await handled?.catch(() => {});
      throw error;
    }
  }

  async #handle(onMessage: MessageHandler): Promise<void> {
    while (!this.#isCancelled()) {
      const message = this.poll() ?? (await this.take(undefined))?.message;
      if (message === undefined) return;
      const handled = onMessage(message);
      // A handler that is done need not be waited for: most are.
      if (isPromiseLike(handled)) await handled;
    }
  }

  // What came before a connection was lost is still of worth; after a cancellation nobody wants it.
  #isCancelled(): boolean {
    const { aborted, reason } = this.#stop.signal;
    return aborted && !(reason instanceof WebSocketError);
  }

  #end(failure: { error: unknown } | undefined): void {
    this.#hasEnded = true;
    this.#stop[Symbol.dispose]();
    this.#incoming.end(failure);
    const error = failure === undefined ? sendClosed(this.#plan) : failure.error;
    this.#outgoing.fail(error);
    this.#opened.reject(error);
    this.#ended.resolve();
  }

  /** Connects again and again, until the connection is closed. */
  async #keepOpen(): Promise<WebSocketClose> {
    for (let failures = 0;;) {
      const start = performance.now();
      const isStable = () => performance.now() - start >= this.#plan.stableAfterMs;
      try {
        const end = await this.#connection();
        if (closeMeaning(end.code) === "normal") return new WebSocketClose(end.code, end.reason);
        if (isStable()) failures = this.#attempts.length = 0;
        throw closeFailure(end, this.#plan, failures);
      } catch (error) {
        if (this.#closing !== undefined) return this.#closing;
        this.#stop.signal.throwIfAborted();
        rememberAttempt(this.#attempts, error, start);
        if (!isLoss(error) || failures >= this.#plan.retries) throw error;
        failures++;
        await this.#pause(error, failures);
      }
      if (this.#closing !== undefined) return this.#closing;
    }
  }

  async #connection(): Promise<TransportEnd> {
    const { signal } = this.#stop;
    signal.throwIfAborted();
    const transport = await openTransport(this.#plan, signal, (message) => this.#receive(message));
    try {
      this.#attach(transport);
      return await abandonOnAbort(transport.ended, signal);
    } finally {
      this.#transport = undefined;
      this.#outgoing.attach(undefined);
      if (signal.aborted) transport.terminate();
    }
  }

  #attach(transport: Transport): void {
    this.#transport = transport;
    this.#protocol = transport.protocol;
    this.#isPaused = false;
    this.#outgoing.attach(transport);
    this.#opened.resolve();
  }

  async #pause(error: unknown, attempt: number): Promise<void> {
    // Half of it at least, so that the peer has time to recover; the rest at random, so that its clients do not all
    // come back at once.
    const delayMs = this.#plan.reconnectDelayMs * (0.5 + Math.random() / 2);
    report("info", "net", "A WebSocket connection is opened again", { url: this.shownUrl, error, attempt, delayMs });
    try {
      await sleep(delayMs, { signal: this.#stop.signal });
    } catch (reason) {
      // It is closed in the middle of the wait: the loop looks at that.
      if (this.#closing === undefined) throw reason;
    }
  }

  #receive(message: Message): void {
    if (this.#closing !== undefined || this.#stop.signal.aborted) return;
    const { maxMessageBytes } = this.#plan;
    if (byteLength(message, maxMessageBytes) > maxMessageBytes) return this.#stop.abort(messageTooLarge(this.#plan));
    this.#incoming.push(message);
    const { fill } = this.#incoming;
    if (fill < 1 || this.#transport === undefined) return;
    if (this.#transport.canPause) this.#setPaused(true);
    else if (fill > 1) this.#stop.abort(overflow(this.#plan));
  }

  #resume(): void {
    if (this.#isPaused && this.#incoming.fill <= 0.5) this.#setPaused(false);
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#transport?.setPaused(isPaused);
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

/** Whether a failure may pass: what the peer rejects, and what is wrong with this side, does not. */
function isLoss(error: unknown): boolean {
  return error instanceof WebSocketError && error.retryable;
}
