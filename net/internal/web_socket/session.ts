import { sleep } from "../../../async/sleep.ts";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { currentAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { abandonOnAbort, LinkedSignal, onAbort } from "../../../internal/signals.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import { WebSocketConnection, type WebSocketState } from "../../web_socket_connection.ts";
import { AttemptHistory } from "./attempt_history.ts";
import { reconnectDelay } from "./backoff.ts";
import { openTimedOut, sendClosed, sendFull, setUpFailed, silence } from "./failures.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Message, NextMessage } from "./message_queue.ts";
import { Receiver } from "./receiver.ts";
import { SendQueue } from "./send_queue.ts";
import type { SessionPlan } from "./session_plan.ts";
import { SetUp } from "./set_up.ts";
import { Teller } from "./teller.ts";
import { LOST, type Transport, type TransportEnd, type TransportEvents } from "./transport.ts";

/** What became of an attempt to have a connection. */
interface Outcome {
  /** When it began, by `performance.now()`. */
  readonly start: number;
  /** Since when it was open, if it was. */
  readonly openSince: number | undefined;
  /** How the connection ended, if there was one and nothing on this side ended it. */
  readonly end: TransportEnd | undefined;
  /** What went wrong, if something did. */
  readonly error: unknown;
}

/** An error in a box, as anything can be thrown. */
type Failure = { readonly error: unknown } | undefined;

/** Keeps a WebSocket connection: opens it, opens it again when it is lost, and holds the messages on both sides. */
export class Session {
  /** Settles when the first connection is open. */
  readonly opened: Promise<void>;
  /** Settles when it has ended and all that came has been handled. */
  readonly closed: Promise<WebSocketClose>;
  readonly #plan: SessionPlan;
  // Fires when it must stop: when the caller's signal or task says so, on a failure that ends it, and when closing
  // takes too long.
  readonly #stop: LinkedSignal;
  readonly #incoming: Receiver;
  readonly #outgoing: SendQueue;
  readonly #teller: Teller;
  readonly #attempts: AttemptHistory = new AttemptHistory();
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #events: TransportEvents;
  #opens = 0;
  #transport: Transport | undefined;
  #heartbeat: Heartbeat | undefined;
  #latencyMs: number | undefined;
  #hasEnded = false;
  #closing: WebSocketClose | undefined;
  #protocol = "";
  #failure: Failure;

  /**
   * Starts to connect.
   *
   * @param plan Where to, and how.
   * @param signal Ends it.
   */
  constructor(plan: SessionPlan, signal: AbortSignal | undefined) {
    this.#plan = plan;
    this.#stop = new LinkedSignal([signal, currentAmbient()?.signal]);
    const fail = (error: unknown) => this.#stop.abort(error);
    this.#incoming = new Receiver(plan, () => this.#isCancelled(), fail);
    this.#outgoing = new SendQueue(plan, () => sendFull(plan));
    this.#teller = new Teller(plan, fail);
    onAbort(this.#stop.signal, () => this.#incoming.stop());
    this.#events = {
      onMessage: (message) => this.#incoming.receive(message),
      onPong: () => this.#heartbeat?.answered(),
    };
    this.opened = this.#opened.promise;
    this.closed = this.#run();
    // Whoever wants to know of the end asks for it; whoever does not must not be hurt by it.
    this.opened.catch(() => {});
    this.closed.catch(() => {});
  }

  /** Where to, without secrets. */
  get shownUrl(): string {
    return this.#plan.shownUrl;
  }

  /** Whether messages go over it now. */
  get state(): WebSocketState {
    if (this.#hasEnded || this.#closing !== undefined) return "closed";
    return this.#transport?.isOpen ? "open" : "reconnecting";
  }

  /** The subprotocol that the server chose last. */
  get protocol(): string {
    return this.#protocol;
  }

  /** How many bytes were handed over and have not left yet. */
  get bufferedAmount(): number {
    return this.#transport?.bufferedAmount ?? 0;
  }

  /** How many messages wait to be sent. */
  get queued(): number {
    return this.#outgoing.size;
  }

  /** How long the last answer to the heartbeat took. */
  get latencyMs(): number | undefined {
    return this.#heartbeat?.latencyMs ?? this.#latencyMs;
  }

  /** What has ended it for good, if it did not end normally. */
  get failure(): Failure {
    return this.#failure;
  }

  /** Takes the next message, if there is one already; undefined otherwise. */
  poll(): Message | undefined {
    return this.#incoming.queue.poll();
  }

  /** Takes the next message, as soon as there is one. */
  next(signal: AbortSignal | undefined): Promise<NextMessage> {
    return this.#incoming.queue.next(signal);
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
      this.#incoming.stop();
      this.#incoming.queue.drop();
      this.#incoming.queue.end();
      const timer = setTimeout(() => this.#stop.abort(close), this.#plan.closeTimeoutMs);
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

  async #run(): Promise<WebSocketClose> {
    try {
      const close = await this.#keepOpen();
      this.#end(undefined);
      await this.#incoming.finish();
      return close;
    } catch (error) {
      if (this.#isCancelled()) this.#incoming.queue.drop();
      this.#end({ error });
      await this.#incoming.finish().catch(() => {});
      throw error;
    }
  }

  // What came before a connection was lost is still of worth; after a cancellation nobody wants it.
  #isCancelled(): boolean {
    const { aborted, reason } = this.#stop.signal;
    return aborted && !(reason instanceof WebSocketError);
  }

  #end(failure: Failure): void {
    this.#hasEnded = true;
    this.#failure = failure;
    this.#stop[Symbol.dispose]();
    this.#incoming.queue.end(failure);
    const error = failure === undefined ? sendClosed(this.#plan) : failure.error;
    this.#outgoing.fail(error);
    this.#opened.reject(error);
    this.#ended.resolve();
    this.#teller.state(this.state);
  }

  /** Connects again and again, until the connection is closed. */
  async #keepOpen(): Promise<WebSocketClose> {
    for (let failures = 0;;) {
      const outcome = await this.#attempt(failures + 1);
      const { openSince } = outcome;
      if (openSince !== undefined && performance.now() - openSince >= this.#plan.stableAfterMs) {
        failures = 0;
        this.#attempts.clear();
      }
      const failure = this.#failureOf(outcome, failures);
      const willRetry = await this.#willRetry(outcome, failure, failures);
      const close = this.#tellClose(outcome, willRetry);
      if (!willRetry) {
        // A failure in the middle of closing is none: that it was closed is what the caller asked for.
        if (this.#closing !== undefined) return this.#closing;
        this.#stop.signal.throwIfAborted();
        if (failure === undefined) return close;
        throw failure.error;
      }
      failures++;
      await this.#pause(failure?.error, failures);
      if (this.#closing !== undefined) return this.#closing;
    }
  }

  /** Opens a connection and waits for its end. */
  async #attempt(attempt: number): Promise<Outcome> {
    const start = performance.now();
    let openSince: number | undefined;
    using watching = new LinkedSignal([this.#stop.signal]);
    let transport: Transport | undefined;
    try {
      transport = await this.#open(attempt);
      openSince = performance.now();
      this.#attach(transport, watching);
      const end = await abandonOnAbort(transport.ended, watching.signal);
      return { start, openSince, end, error: undefined };
    } catch (error) {
      transport?.terminate();
      return { start, openSince, end: undefined, error };
    } finally {
      this.#detach();
    }
  }

  async #open(attempt: number): Promise<Transport> {
    const plan = this.#plan;
    const { openTimeoutMs, onOpen } = plan;
    using opening = new LinkedSignal([this.#stop.signal]);
    const { signal } = opening;
    signal.throwIfAborted();
    opening.abortAfter(openTimeoutMs, () => openTimedOut(plan, openTimeoutMs));
    // Messages may come with the very answer to the handshake.
    const setUp = onOpen && new SetUp(this, plan);
    if (setUp !== undefined) this.#incoming.setUp(setUp);
    const transport = await plan.open(attempt, signal, this.#events);
    this.#protocol = transport.protocol;
    if (setUp === undefined) return transport;
    try {
      setUp.attach(transport);
      transport.ended.then((end) => opening.abort(plan.closeFailure(end, attempt - 1)));
      const info = { attempt, opens: this.#opens + 1, signal };
      await abandonOnAbort(Promise.resolve(onOpen!(new WebSocketConnection(setUp), info)), signal);
      await setUp.sent(signal);
      return transport;
    } catch (error) {
      transport.terminate();
      throw signal.aborted && signal.reason === error ? error : setUpFailed(plan, error);
    }
  }

  #attach(transport: Transport, watching: LinkedSignal): void {
    this.#transport = transport;
    this.#opens++;
    this.#heartbeat = this.#watch(transport, watching);
    this.#incoming.attach(transport, this.#heartbeat);
    this.#outgoing.attach(transport);
    this.#opened.resolve();
    this.#teller.state(this.state);
  }

  #watch(transport: Transport, watching: LinkedSignal): Heartbeat | undefined {
    const plan = this.#plan;
    const { heartbeat } = plan;
    if (heartbeat === undefined || (heartbeat.message ?? transport.ping) === undefined) return undefined;
    const onSilent = () => watching.abort(silence(plan, heartbeat.timeoutMs));
    return new Heartbeat(heartbeat, transport, () => this.#incoming.isPaused, onSilent);
  }

  #detach(): void {
    this.#latencyMs = this.latencyMs;
    this.#heartbeat?.[Symbol.dispose]();
    this.#heartbeat = undefined;
    this.#transport = undefined;
    this.#incoming.detach();
    this.#outgoing.attach(undefined);
  }

  /** What is wrong with an outcome, if anything. */
  #failureOf({ start, end, error }: Outcome, failures: number): Failure {
    if (end !== undefined && this.#plan.isNormal(end.code)) return undefined;
    const failure = { error: end === undefined ? error : this.#plan.closeFailure(end, failures) };
    if (this.#stop.signal.aborted) return failure;
    if (failure.error instanceof WebSocketError) this.#attempts.add(failure.error, failures + 1, start);
    return failure;
  }

  async #willRetry({ end }: Outcome, failure: Failure, failures: number): Promise<boolean> {
    const { retries, shouldReconnect } = this.#plan;
    const isOver = () => this.#closing !== undefined || this.#stop.signal.aborted;
    if (isOver() || failures >= retries) return false;
    const error = failure?.error;
    // What is wrong with this side does not pass.
    if (failure !== undefined && !(error instanceof WebSocketError)) return false;
    const isRetryable = error instanceof WebSocketError && error.retryable;
    if (shouldReconnect === undefined) return isRetryable;
    const { code = LOST, reason = "" } = end ?? {};
    const down = { code, reason, error: error as WebSocketError | undefined, attempt: failures + 1, isRetryable };
    try {
      const answer = await abandonOnAbort(Promise.resolve(shouldReconnect(down)), this.#stop.signal);
      return answer && !isOver();
    } catch (thrown) {
      this.#stop.abort(thrown);
      return false;
    }
  }

  /** Tells of the end of a connection that was open: of each exactly once. */
  #tellClose({ openSince, end }: Outcome, willRetry: boolean): WebSocketClose {
    const { code, reason } = end ?? this.#closing ?? { code: LOST, reason: "" };
    const close = new WebSocketClose(code, reason, willRetry);
    if (openSince !== undefined) this.#teller.close(close);
    if (willRetry) this.#teller.state(this.state);
    return close;
  }

  async #pause(error: unknown, attempt: number): Promise<void> {
    const delayMs = reconnectDelay(attempt, this.#plan);
    report("info", "net", "A WebSocket connection is opened again", { url: this.shownUrl, error, attempt, delayMs });
    this.#teller.retry(error as WebSocketError | undefined, attempt, delayMs);
    try {
      await sleep(delayMs, { signal: this.#stop.signal });
    } catch (reason) {
      // It is closed in the middle of the wait: the loop looks at that.
      if (this.#closing === undefined) throw reason;
    }
  }
}
