import { currentAmbient, runAmbient } from "../../internal/ambient.ts";
import { onAbort, throwIfCancelled } from "../../internal/signals.ts";
import type { EventStream } from "../event_stream.ts";

/** Begins to give things; what it gives must end when the signal fires. */
export type StreamStart<T> = (signal: AbortSignal) => Promise<AsyncGenerator<T, void>>;

/**
 * A generator that begins when it is first asked for something, and can be closed while it waits: one by itself would
 * only see that when it has something to give.
 *
 * @typeParam T What it gives.
 */
export class PulledStream<T> implements EventStream<T> {
  readonly #start: StreamStart<T>;
  readonly #controller = new AbortController();
  #source: Promise<AsyncGenerator<T, void>> | undefined;
  #isOver = false;

  /**
   * Remembers how to begin.
   *
   * @param start Begins.
   */
  constructor(start: StreamStart<T>) {
    this.#start = start;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#isOver) return { done: true, value: undefined };
    try {
      const { done, value } = await this.#pull();
      if (!done) return { done: false, value };
      this.#isOver = true;
    } catch (error) {
      // Whoever closes it wants no error of what that broke off.
      if (!this.#isOver) {
        this.#isOver = true;
        throw error;
      }
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#controller.abort();
    const source = await this.#source?.catch(() => undefined);
    // Cleaning up must not be cut short by a cancellation.
    await runAmbient(undefined, () => source?.return())?.catch(() => {});
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // What ends with a task is the wait, and with it what is waited for, in whichever task it began.
  async #pull(): Promise<IteratorResult<T, void>> {
    throwIfCancelled(undefined);
    using _ = onAbort(currentAmbient()?.signal, (reason) => this.#controller.abort(reason));
    this.#source ??= this.#start(this.#controller.signal);
    return await (await this.#source).next();
  }
}

/**
 * Makes a stream of what another one gives.
 *
 * @typeParam T What the other one gives.
 * @typeParam U What is made of it.
 * @param stream The other stream; closed with this one.
 * @param make Makes it.
 * @returns The stream.
 */
export function mapped<T, U>(stream: EventStream<T>, make: (item: T) => U): PulledStream<U> {
  return new PulledStream((signal) => Promise.resolve(mapEach(stream, make, signal)));
}

async function* mapEach<T, U>(
  stream: EventStream<T>,
  make: (item: T) => U,
  signal: AbortSignal,
): AsyncGenerator<U, void> {
  using _ = onAbort(signal, () => void stream.close());
  for await (const item of stream) yield make(item);
}
