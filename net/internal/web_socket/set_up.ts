import { abandonOnAbort } from "../../../internal/signals.ts";
import type { WebSocketClose } from "../../web_socket_close.ts";
import type { ConnectionCore, WebSocketState } from "../../web_socket_connection.ts";
import { sendClosed, sendFull } from "./failures.ts";
import { type Message, MessageQueue, type NextMessage } from "./message_queue.ts";
import { SendQueue } from "./send_queue.ts";
import type { SessionPlan } from "./session_plan.ts";
import type { Transport } from "./transport.ts";

/**
 * A connection in the hands of `onOpen`, before it is anybody else's: what is sent goes before all that waits, and what
 * comes is read there first. Afterwards it is the connection that everybody has.
 */
export class SetUp implements ConnectionCore {
  readonly #session: ConnectionCore;
  readonly #plan: SessionPlan;
  readonly #incoming: MessageQueue;
  readonly #outgoing: SendQueue;
  #transport: Transport | undefined;
  #isOver = false;

  /**
   * Begins it.
   *
   * @param session What it is a part of.
   * @param plan Its bounds.
   */
  constructor(session: ConnectionCore, plan: SessionPlan) {
    this.#session = session;
    this.#plan = plan;
    this.#incoming = new MessageQueue(plan, () => {});
    this.#outgoing = new SendQueue(plan, () => sendFull(plan));
  }

  get #core(): ConnectionCore | undefined {
    return this.#isOver ? this.#session : undefined;
  }

  /** Where to, without secrets. */
  get shownUrl(): string {
    return this.#session.shownUrl;
  }

  /** Whether messages go over it now. */
  get state(): WebSocketState {
    return this.#core?.state ?? (this.#transport?.isOpen ? "open" : "closed");
  }

  /** The subprotocol that the server chose. */
  get protocol(): string {
    return this.#transport?.protocol ?? "";
  }

  /** How many bytes were handed over and have not left yet. */
  get bufferedAmount(): number {
    return this.#core?.bufferedAmount ?? this.#transport?.bufferedAmount ?? 0;
  }

  /** How many messages wait to be sent. */
  get queued(): number {
    return this.#core?.queued ?? this.#outgoing.size;
  }

  /** How long the last answer to the heartbeat took. */
  get latencyMs(): number | undefined {
    return this.#session.latencyMs;
  }

  /** How the whole of it ends. */
  get closed(): Promise<WebSocketClose> {
    return this.#session.closed;
  }

  /** Takes the next message, if there is one already. */
  poll(): Message | undefined {
    return this.#core === undefined ? this.#incoming.poll() : this.#core.poll();
  }

  /** Takes the next message, as soon as there is one. */
  next(signal: AbortSignal | undefined): Promise<NextMessage> {
    return (this.#core ?? this.#incoming).next(signal);
  }

  /** Sends a message, if that can be done at once. */
  trySend(message: Message): boolean {
    return (this.#core ?? this.#outgoing).trySend(message);
  }

  /** Sends a message. */
  async send(message: Message, signal: AbortSignal | undefined): Promise<void> {
    await (this.#core ?? this.#outgoing).send(message, signal);
  }

  /** Closes the whole of it. */
  async close(close: WebSocketClose): Promise<void> {
    await this.#session.close(close);
  }

  /** Has a connection from now on. */
  attach(transport: Transport): void {
    this.#transport = transport;
    this.#outgoing.attach(transport);
  }

  /** Takes note of a message that came. */
  receive(message: Message, onOverflow: () => void): void {
    this.#incoming.push(message);
    if (this.#incoming.fill > 1) onOverflow();
  }

  /** Waits until all that was sent has been handed over. */
  async sent(signal: AbortSignal): Promise<void> {
    await abandonOnAbort(this.#outgoing.empty(), signal);
  }

  /** Ends it; gives what came and was not taken. */
  end(): Message[] {
    this.#isOver = true;
    const rest: Message[] = [];
    for (let message = this.#incoming.poll(); message !== undefined; message = this.#incoming.poll()) {
      rest.push(message);
    }
    this.#incoming.end();
    this.#outgoing.fail(sendClosed(this.#plan));
    return rest;
  }
}
