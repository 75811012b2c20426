import { NamedWait } from "../../../internal/wait.ts";
import { Fifo } from "../fifo.ts";
import type { Message, QueueBounds } from "./message_queue.ts";
import type { Transport } from "./transport.ts";

// What the runtime may hold for the network before more waits here, where it is counted and can be cancelled.
const MOST_BUFFERED_BYTES = 1_048_576;
// The runtimes tell how much they hold, but not when it becomes less.
const LOOK_AGAIN_MS = 5;

/** Somebody who waits for a message to be handed over. */
class Sender extends NamedWait<void> {
  /** What is to be sent. */
  message: Message = "";
  /** Where it waits. */
  queue: { remove(sender: Sender): void } | undefined;

  protected override cleanUp(): void {
    this.queue?.remove(this);
  }
}

/** Messages that wait to be sent: for the network to take more, or for a connection. */
export class SendQueue {
  readonly #bounds: QueueBounds;
  readonly #full: () => unknown;
  readonly #waiting = new Fifo<Sender>();
  #bytes = 0;
  #transport: Transport | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onEmpty: (() => void)[] = [];
  #failure: { error: unknown } | undefined;

  /**
   * Makes an empty queue.
   *
   * @param bounds How much may wait.
   * @param full Makes the error for more.
   */
  constructor(bounds: QueueBounds, full: () => unknown) {
    this.#bounds = bounds;
    this.#full = full;
  }

  /** How many messages wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Hands a message over to the network, if that can be done at once; tells whether it could. */
  trySend(message: Message): boolean {
    if (this.#failure !== undefined || this.#waiting.size > 0 || !this.#hasRoom()) return false;
    this.#transport!.send(message);
    return true;
  }

  /**
   * Hands a message over to the network, or lets it wait its turn.
   *
   * @param message The message.
   * @param signal Takes it back while it waits.
   */
  async send(message: Message, signal: AbortSignal | undefined): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.trySend(message)) return;
    if (this.#isFullFor(message)) throw this.#full();
    const sender = new Sender("sending a WebSocket message", signal);
    if (!sender.isOver) {
      // A copy of bytes, as the caller may use its own again at once.
      sender.message = typeof message === "string" ? message : message.slice();
      sender.queue = this;
      this.#waiting.push(sender);
      this.#bytes += message.length;
      this.#drain();
    }
    await sender.promise;
  }

  /** Lets go of somebody who waits no more. */
  remove(sender: Sender): void {
    this.#waiting.remove(sender);
    this.#bytes -= sender.message.length;
  }

  // One message may wait however large it is, as it could never be sent otherwise.
  #isFullFor({ length }: Message): boolean {
    const { size } = this.#waiting;
    const { maxQueue, maxQueueBytes } = this.#bounds;
    return size >= maxQueue || (size > 0 && this.#bytes + length > maxQueueBytes);
  }

  /** Sends by this connection from now on; by none, if it is undefined. */
  attach(transport: Transport | undefined): void {
    this.#transport = transport;
    this.#drain();
  }

  /** Resolves when nothing waits any more, or when all has been refused. */
  async empty(): Promise<void> {
    if (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#onEmpty.push(resolve));
  }

  /** Refuses what waits, and all that comes. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    clearTimeout(this.#timer);
    for (const sender of this.#waiting.clear()) sender.abort(error);
    this.#tellEmpty();
  }

  #hasRoom(): boolean {
    const transport = this.#transport;
    return transport !== undefined && transport.isOpen && transport.bufferedAmount < MOST_BUFFERED_BYTES;
  }

  #drain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#hasRoom()) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#transport!.send(next.message);
      next.resolve();
    }
    if (this.#waiting.size === 0) this.#tellEmpty();
    else if (this.#transport?.isOpen) this.#timer = setTimeout(() => this.#drain(), LOOK_AGAIN_MS);
  }

  #tellEmpty(): void {
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }
}
