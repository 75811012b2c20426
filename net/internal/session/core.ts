import type { WebSocketError } from "../../../errors/web_socket_error.ts";
import type { SessionRecord, SessionStore } from "../../session_store.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import type { WebSocketConnection, WebSocketMessage, WebSocketState } from "../../web_socket_connection.ts";
import type { SessionCore } from "../../web_socket_session.ts";
import { Acknowledger } from "./acknowledger.ts";
import { notOfProtocol, sessionClosed, unacknowledged } from "./failures.ts";
import { Inbox, type NextMessage } from "./inbox.ts";
import { Journal } from "./journal.ts";
import { Outbox } from "./outbox.ts";
import { CODES, decode, encode, type Frame, isResumable, type Position, ProtocolFault, VERSION } from "./protocol.ts";
import { type RequestPlan, Requests } from "./requests.ts";
import { unbound } from "./unbound.ts";

/** What one side of a session is made with. */
export interface SidePlan extends RequestPlan {
  readonly token: string;
  readonly store: SessionStore | undefined;
  readonly closeTimeoutMs: number;
  /** What is kept has grown by so many bytes, or shrunk. */
  readonly onBytes: (difference: number) => void;
  /** Ends the connection, which is not opened again. */
  readonly disconnect: (close: WebSocketClose) => Promise<void> | void;
}

/** One side of a session, the same for clients and servers: what it sends, what came, and the connection of the moment. */
export class Side implements SessionCore {
  readonly token: string;
  readonly closed: Promise<WebSocketClose>;
  readonly #plan: SidePlan;
  readonly #journal: Journal;
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;
  readonly #acknowledger: Acknowledger;
  readonly #requests: Requests;
  readonly #ended = Promise.withResolvers<WebSocketClose>();
  #link: WebSocketConnection | undefined;
  #peer: Position | undefined;
  // What came before the connection was ready to be answered over.
  #early: WebSocketMessage[] | undefined;
  #handling: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #hasEnded = false;
  #isLeaving = false;
  #failure: { error: unknown } | undefined;
  #end: WebSocketClose | undefined;

  /**
   * Makes one without a connection.
   *
   * @param plan What it is made with.
   */
  constructor(plan: SidePlan) {
    this.#plan = plan;
    this.token = plan.token;
    this.#journal = new Journal(plan.store, (error) => this.fail(error));
    this.#outbox = new Outbox(plan.window, this.#journal, plan.onBytes);
    const requests = new Requests(plan, (header, message) => this.#write(header, message));
    this.#requests = requests;
    this.#inbox = new Inbox(plan.window, {
      onHandled: () => this.#acknowledger.onHandled(),
      get hasRoom() {
        return requests.hasRoom;
      },
      begin: (number, message) => requests.begin(number, message),
      onBytes: plan.onBytes,
    });
    this.#acknowledger = new Acknowledger(this.#inbox, this.#journal, plan.window.messages, (number) => {
      this.#write({ type: "ack", number });
    });
    this.closed = this.#run();
    // Whoever wants to know of the end asks for it; whoever does not must not be hurt by it.
    this.closed.catch(() => {});
  }

  get shownUrl(): string {
    return this.#plan.shownUrl();
  }

  get state(): WebSocketState {
    if (this.isOver || this.#isLeaving) return "closed";
    return this.#link?.state === "open" ? "open" : "reconnecting";
  }

  get unacknowledged(): number {
    return this.#outbox.size;
  }

  get received(): number {
    return this.#inbox.given;
  }

  get latencyMs(): number | undefined {
    return this.#link?.latencyMs;
  }

  /** What ended it, if it did not end normally. */
  get failure(): { error: unknown } | undefined {
    return this.#failure;
  }

  /** How it has ended, once it has. */
  get ended(): WebSocketClose | undefined {
    return this.#end;
  }

  /** Whether it has ended, or is about to. */
  get isOver(): boolean {
    return this.#hasEnded || this.#closing !== undefined;
  }

  /** Whether anything has been sent or has come. */
  get hasBegun(): boolean {
    return this.#outbox.next > 1 || this.#inbox.received > 0;
  }

  /** Where it stands, for the first frame of a connection. */
  get position(): Position {
    return {
      version: VERSION,
      first: this.#outbox.first,
      received: this.#inbox.received,
      handled: this.#acknowledger.number,
      ...this.#plan.window,
    };
  }

  /** Begins where another left off. */
  restore({ acknowledged, received, pending }: SessionRecord): void {
    this.#outbox.restore(acknowledged, pending);
    this.#inbox.restore(received);
    this.#acknowledger.restore(received);
  }

  /** Whether nothing is missing between the other side's position and this one's. */
  fits({ first, received, handled }: Position): boolean {
    return first <= this.#inbox.received + 1 && handled >= this.#outbox.first - 1 && handled <= received &&
      received < this.#outbox.next;
  }

  /** Has a connection whose other side stands there; what comes over it waits until `begin`. */
  meet(link: WebSocketConnection, position: Position): void {
    this.#link = link;
    this.#early = [];
    this.#peer = position;
  }

  /** Goes on over the connection. */
  begin(): void {
    const link = this.#link;
    if (link === undefined || this.#early === undefined) return;
    const early = this.#early;
    this.#early = undefined;
    const { handled, received } = this.#peer!;
    this.#outbox.acknowledge(handled);
    this.#outbox.attach(link, this.#peer!, received);
    this.#requests.resend();
    this.#acknowledger.now();
    for (const frame of early) this.take(frame);
  }

  /** Has no connection any more. */
  detach(): void {
    this.#link = undefined;
    this.#outbox.detach();
  }

  /** The connection that it has now. */
  get link(): WebSocketConnection | undefined {
    return this.#link;
  }

  /** Hands each message to a function, one after the other. */
  handle(onMessage: (message: WebSocketMessage) => unknown): void {
    this.#handling = this.#handleAll(onMessage);
    this.#handling.catch((error) => this.fail(error));
  }

  async #handleAll(onMessage: (message: WebSocketMessage) => unknown): Promise<void> {
    const holder = {};
    for (;;) {
      const next = await this.#inbox.next(holder, undefined);
      if (next.done) return;
      await onMessage(next.value);
    }
  }

  async #run(): Promise<WebSocketClose> {
    const close = await this.#ended.promise;
    await this.#handling;
    return close;
  }

  /** Takes note of a frame that came; what is against the protocol ends the session. */
  take(frame: WebSocketMessage): void {
    if (this.#early !== undefined) return void this.#early.push(frame);
    try {
      this.#take(decode(frame));
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
      this.fail(notOfProtocol(this.shownUrl, error.message), CODES.badFrame);
    }
  }

  #take({ header, message }: Frame): void {
    switch (header.type) {
      case "message":
      case "request": {
        // While it closes nothing is handled any more, and what is not handled is not acknowledged.
        if (this.isOver || this.#isLeaving) return;
        if (header.number === 0) throw new ProtocolFault(header.type);
        const isNew = this.#inbox.accept({ number: header.number, type: header.type, message });
        if (!isNew) this.#acknowledger.soon();
        return;
      }
      case "ack":
        return this.#outbox.acknowledge(header.number);
      case "reply":
      case "failure":
        this.#requests.settle(header, message);
        return this.#write({ type: "done", number: header.number });
      case "done":
        this.#requests.done(header.number);
        return this.#inbox.goOn();
      default:
        throw new ProtocolFault(header.type);
    }
  }

  async send(message: WebSocketMessage, signal: AbortSignal | undefined): Promise<void> {
    this.#refuseWhenOver();
    await this.#outbox.add("message", message, signal);
  }

  async request(
    message: WebSocketMessage,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<WebSocketMessage> {
    this.#refuseWhenOver();
    return await this.#requests.ask(timeoutMs, signal, (own) => this.#outbox.add("request", message, own));
  }

  #refuseWhenOver(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.isOver) throw sessionClosed(this.shownUrl);
  }

  async next(holder: object | undefined, signal: AbortSignal | undefined): Promise<NextMessage> {
    return await this.#inbox.next(holder, signal);
  }

  release(holder: object, isHandled: boolean): void {
    this.#inbox.release(holder, isHandled);
  }

  async flush(signal: AbortSignal | undefined): Promise<void> {
    await this.#outbox.flush(signal);
  }

  async suspend(): Promise<void> {
    await this.leave(new WebSocketClose(CODES.suspended, ""));
  }

  /**
   * Ends it on this side alone, for it to be resumed: no message is given out any more.
   *
   * @param close What `closed` resolves to.
   * @param until When those are done who handle a message; until then they may still send.
   */
  async leave(close: WebSocketClose, until: Promise<unknown> = Promise.resolve()): Promise<void> {
    if (this.isOver) return await this.#closing?.catch(() => {});
    this.#isLeaving = true;
    this.#inbox.stop();
    this.#ended.resolve(close);
    await until;
    await (this.#closing ??= this.#leave(close));
  }

  async #leave(close: WebSocketClose): Promise<void> {
    this.#inbox.drop();
    await this.#acknowledger.settle();
    this.end(close);
    await this.#plan.disconnect(close);
    await this.#journal.settled();
  }

  async close(close: WebSocketClose): Promise<void> {
    // What is wrong with the end is told once, to whoever brought it about, and by `closed`.
    if (this.isOver) return await this.#closing?.catch(() => {});
    await (this.#closing = this.#close(close));
  }

  async #close(close: WebSocketClose): Promise<void> {
    this.#inbox.close();
    await this.#outbox.flushWithin(this.#plan.closeTimeoutMs);
    await this.#acknowledger.settle();
    if (this.#hasEnded) return;
    const error = this.#unacknowledgedError();
    this.end(close, error);
    await this.#plan.disconnect(close);
    await this.#journal.settled();
    if (error !== undefined) throw error;
  }

  #unacknowledgedError(): WebSocketError | undefined {
    const { size } = this.#outbox;
    return size === 0 ? undefined : unacknowledged(this.shownUrl, size);
  }

  /** The other side has closed it. */
  closedByPeer(close: WebSocketClose): void {
    this.end(close, this.#unacknowledgedError());
  }

  /**
   * Ends it at once: with an error, if anything failed. What is stored stays where it is of use: if the
   * session can be resumed, or something has not been acknowledged.
   */
  end(close: WebSocketClose, error?: unknown): void {
    if (this.#hasEnded) return;
    if (!isResumable(close.code) && this.#outbox.size === 0) this.#journal.clear();
    this.#finish(error === undefined ? undefined : { error }, close);
  }

  /** Ends it with an error; what is stored stays. */
  fail(error: unknown, code: number = CODES.suspended): void {
    if (this.#hasEnded) return;
    const close = new WebSocketClose(code, "");
    this.#finish({ error }, close);
    void Promise.resolve(this.#plan.disconnect(close)).catch(() => {});
  }

  #finish(failure: { error: unknown } | undefined, close: WebSocketClose): void {
    this.#hasEnded = true;
    this.#failure = failure;
    this.#end = close;
    this.#acknowledger.end();
    this.#journal.close();
    const error = failure === undefined ? sessionClosed(this.shownUrl) : failure.error;
    this.#outbox.fail(error);
    this.#requests.fail(error);
    this.#inbox.end(failure);
    if (failure === undefined) this.#ended.resolve(close);
    else this.#ended.reject(failure.error);
  }

  /** Waits until the store has all. */
  async settled(): Promise<void> {
    await this.#journal.settled();
  }

  #write(header: Parameters<typeof encode>[0], message?: WebSocketMessage): void {
    const link = this.#link;
    // What a connection refuses, or loses, is told anew over the next one.
    if (link !== undefined && this.#early === undefined) {
      unbound(() => link.send(encode(header, message)).catch(() => {}));
    }
  }
}
