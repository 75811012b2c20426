import { onAbort } from "../../../internal/signals.ts";
import { Fifo } from "../fifo.ts";

/** What a WebSocket carries: text, or bytes. */
export type Message = string | Uint8Array;

/** How much may wait. */
export interface QueueBounds {
  /** How many messages. */
  readonly maxQueue: number;
  /** How many bytes of them; text counts a byte for each character. */
  readonly maxQueueBytes: number;
}

interface Waiter {
  resolve(item: { message: Message } | undefined): void;
  reject(error: unknown): void;
}

/** Messages that came and have not been read yet. */
export class MessageQueue {
  readonly #bounds: QueueBounds;
  readonly #messages = new Fifo<Message>();
  readonly #waiters = new Fifo<Waiter>();
  readonly #onTaken: () => void;
  #bytes = 0;
  #end: { error: unknown } | "normal" | undefined;

  /**
   * Makes an empty queue.
   *
   * @param bounds How much may wait.
   * @param onTaken Called after a message has been taken out.
   */
  constructor(bounds: QueueBounds, onTaken: () => void) {
    this.#bounds = bounds;
    this.#onTaken = onTaken;
  }

  /** How full it is: 1 at its bounds. */
  get fill(): number {
    const { maxQueue, maxQueueBytes } = this.#bounds;
    return Math.max(this.#messages.size / maxQueue, this.#bytes / maxQueueBytes);
  }

  /** Adds a message; what comes after the end is passed over. */
  push(message: Message): void {
    if (this.#end !== undefined) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) return waiter.resolve({ message });
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Ends it: what waits can still be taken, then the error or the end is told. */
  end(error?: { error: unknown }): void {
    if (this.#end !== undefined) return;
    this.#end = error ?? "normal";
    for (const waiter of this.#waiters.clear()) {
      if (error === undefined) waiter.resolve(undefined);
      else waiter.reject(error.error);
    }
  }

  /** Drops what waits. */
  drop(): void {
    this.#messages.clear();
    this.#bytes = 0;
  }

  /** Takes the next message, if there is one already; undefined otherwise. */
  poll(): Message | undefined {
    const message = this.#messages.shift();
    if (message === undefined) return undefined;
    this.#bytes -= message.length;
    this.#onTaken();
    return message;
  }

  /**
   * Takes the next message, as soon as there is one.
   *
   * @param signal Ends the wait.
   * @returns The message, in a box; undefined at the end.
   */
  async take(signal: AbortSignal | undefined): Promise<{ message: Message } | undefined> {
    const message = this.poll();
    if (message !== undefined) return { message };
    if (this.#end === "normal") return undefined;
    if (this.#end !== undefined) throw this.#end.error;
    const { promise, resolve, reject } = Promise.withResolvers<{ message: Message } | undefined>();
    const waiter = { resolve, reject };
    this.#waiters.push(waiter);
    using _ = onAbort(signal, (reason) => this.#waiters.remove(waiter) && reject(reason));
    return await promise;
  }
}
