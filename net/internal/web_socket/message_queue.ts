import { currentAmbient } from "../../../internal/ambient.ts";
import { NamedWait } from "../../../internal/wait.ts";
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

/** The next message, or the end. */
export type NextMessage = IteratorResult<Message, undefined>;

/** Somebody who waits for a message. */
interface Reader {
  /** Gives it; false if nobody waits any more. */
  resolve(next: NextMessage): boolean | void;
  /** Tells of a failure. */
  reject(error: unknown): void;
}

/** Somebody who may stop waiting. */
class CancellableReader extends NamedWait<NextMessage> implements Reader {
  /** Where it waits. */
  line: Fifo<Reader> | undefined;

  reject(error: unknown): void {
    this.abort(error);
  }

  protected override cleanUp(): void {
    this.line?.remove(this);
  }
}

const END: NextMessage = { done: true, value: undefined };

/** Messages that came and have not been read yet. */
export class MessageQueue {
  readonly #bounds: QueueBounds;
  readonly #messages = new Fifo<Message>();
  readonly #readers = new Fifo<Reader>();
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
    if (this.#readers.size > 0 && this.#readers.shift()!.resolve({ done: false, value: message }) !== false) return;
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Ends it: what waits can still be taken, then the error or the end is told. */
  end(error?: { error: unknown }): void {
    if (this.#end !== undefined) return;
    this.#end = error ?? "normal";
    for (const reader of this.#readers.clear()) {
      if (error === undefined) reader.resolve(END);
      else reader.reject(error.error);
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
   * Takes the next message, as soon as there is one; ends with the task in which it is called. It is no `async` function,
   * as each of those that are called for a message costs.
   *
   * @param signal Ends the wait.
   * @returns The message, or the end.
   */
  next(signal: AbortSignal | undefined): Promise<NextMessage> {
    const message = this.poll();
    if (message !== undefined) return Promise.resolve({ done: false, value: message });
    if (this.#end === "normal") return Promise.resolve(END);
    if (this.#end !== undefined) return Promise.reject(this.#end.error);
    if (signal === undefined && currentAmbient() === undefined) {
      return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
    }
    const reader = new CancellableReader("a WebSocket message", signal);
    if (!reader.isOver) {
      reader.line = this.#readers;
      this.#readers.push(reader);
    }
    return reader.promise;
  }
}
