import type { Message, MessageQueue } from "./message_queue.ts";

/** Handles a message. */
export type MessageHandler = (message: Message) => unknown;

/**
 * Hands messages to a handler, in order, so many at a time. A message that nothing stands before is handled where it comes
 * from, which has the context of whoever opened the connection on every runtime: a promise for each would cost more than
 * all else that is done for it.
 */
export class Dispatcher {
  readonly #source: MessageQueue;
  readonly #onMessage: MessageHandler;
  readonly #concurrency: number;
  readonly #isCancelled: () => boolean;
  readonly #onFailure: (error: unknown) => void;
  readonly #finished = Promise.withResolvers<void>();
  #running = 0;
  #isEnding = false;
  #failure: { error: unknown } | undefined;

  /**
   * Makes one that waits for messages.
   *
   * @param source Where messages wait.
   * @param onMessage Handles one.
   * @param concurrency How many may be handled at a time.
   * @param isCancelled Tells whether to stop before the next.
   * @param onFailure Called with what the handler throws first.
   */
  constructor(
    source: MessageQueue,
    onMessage: MessageHandler,
    concurrency: number,
    isCancelled: () => boolean,
    onFailure: (error: unknown) => void,
  ) {
    this.#source = source;
    this.#onMessage = onMessage;
    this.#concurrency = concurrency;
    this.#isCancelled = isCancelled;
    this.#onFailure = onFailure;
    this.#finished.promise.catch(() => {});
  }

  /** Begins to handle a message that has just come, if it may be begun now; tells whether it did. */
  handle(message: Message): boolean {
    if (this.#running >= this.#concurrency || this.#source.fill > 0 || this.#failure !== undefined) return false;
    this.#begin(message);
    return true;
  }

  /**
   * Handles what still waits, and no more.
   *
   * @returns When all has been handled; rejects with what the handler threw first.
   */
  async finish(): Promise<void> {
    this.#isEnding = true;
    this.#goOn();
    await this.#finished.promise;
  }

  #isOver(): boolean {
    return this.#failure !== undefined || this.#isCancelled();
  }

  #begin(message: Message): void {
    try {
      const handled = this.#onMessage(message);
      // A handler that is done need not be waited for: most are.
      if (!isPromiseLike(handled)) return;
      this.#running++;
      handled.then(() => this.#done(), (error) => this.#done({ error }));
    } catch (error) {
      this.#fail(error);
    }
  }

  #done(failure?: { error: unknown }): void {
    this.#running--;
    if (failure !== undefined) this.#fail(failure.error);
    this.#goOn();
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#onFailure(error);
  }

  #goOn(): void {
    while (this.#running < this.#concurrency && !this.#isOver()) {
      const message = this.#source.poll();
      if (message === undefined) break;
      this.#begin(message);
    }
    if (!this.#isEnding || this.#running > 0) return;
    if (this.#failure !== undefined) this.#finished.reject(this.#failure.error);
    else this.#finished.resolve();
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
