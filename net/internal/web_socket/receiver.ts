import { byteLength } from "../byte_length.ts";
import { Dispatcher } from "./dispatcher.ts";
import { messageTooLarge, overflow } from "./failures.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { type Message, MessageQueue } from "./message_queue.ts";
import type { SessionPlan } from "./session_plan.ts";
import type { SetUp } from "./set_up.ts";
import type { Transport } from "./transport.ts";

/** What comes over the connections of a session, until it is read or handled. */
export class Receiver {
  /** What nobody has taken yet. */
  readonly queue: MessageQueue;
  readonly #plan: SessionPlan;
  readonly #fail: (error: unknown) => void;
  readonly #dispatcher: Dispatcher | undefined;
  #transport: Transport | undefined;
  #heartbeat: Heartbeat | undefined;
  #setUp: SetUp | undefined;
  #isPaused = false;
  #isStopped = false;

  /**
   * Makes one without a connection.
   *
   * @param plan The session's plan.
   * @param isCancelled Tells whether nobody wants any more what has come.
   * @param fail Ends the session.
   */
  constructor(plan: SessionPlan, isCancelled: () => boolean, fail: (error: unknown) => void) {
    this.#plan = plan;
    this.#fail = fail;
    this.queue = new MessageQueue(plan, () => this.#resume());
    const { onMessage, concurrency } = plan;
    this.#dispatcher = onMessage && new Dispatcher(this.queue, onMessage, concurrency, isCancelled, fail);
  }

  /** Whether what comes waits outside for now. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Hands what comes to a set-up, until there is a connection, or none. */
  setUp(setUp: SetUp): void {
    this.#setUp = setUp;
  }

  /** Has a connection that is set up. */
  attach(transport: Transport, heartbeat: Heartbeat | undefined): void {
    this.#transport = transport;
    this.#heartbeat = heartbeat;
    this.#isPaused = false;
    const early = this.#endSetUp();
    for (const message of early) this.receive(message);
  }

  /** Has none any more. */
  detach(): void {
    this.#transport = undefined;
    this.#heartbeat = undefined;
    this.#endSetUp();
  }

  #endSetUp(): Message[] {
    const setUp = this.#setUp;
    this.#setUp = undefined;
    return setUp?.end() ?? [];
  }

  /** Passes over what comes from now on. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Takes note of a message that has come. */
  receive(message: Message): void {
    if (this.#isStopped) return;
    const { maxMessageBytes, onReceived } = this.#plan;
    if (byteLength(message, maxMessageBytes) > maxMessageBytes) return this.#fail(messageTooLarge(this.#plan));
    if (this.#setUp !== undefined) return this.#setUp.receive(message, () => this.#fail(overflow(this.#plan)));
    if (this.#heartbeat?.takes(message) === true) return;
    onReceived?.();
    if (this.#dispatcher?.handle(message) === true) return;
    this.queue.push(message);
    if (this.queue.fill >= 1) this.#slowDown();
  }

  /** Resolves when all that came has been handled, if there is a handler; rejects with what it threw. */
  async finish(): Promise<void> {
    await this.#dispatcher?.finish();
  }

  #slowDown(): void {
    if (this.#transport === undefined) return;
    if (this.#transport.canPause) this.#setPaused(true);
    else if (this.queue.fill > 1) this.#fail(overflow(this.#plan));
  }

  #resume(): void {
    if (this.#isPaused && this.queue.fill <= 0.5) this.#setPaused(false);
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#heartbeat?.heard();
    this.#transport?.setPaused(isPaused);
  }
}
