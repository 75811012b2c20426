import { currentAmbient, runAmbient } from "../../internal/ambient.ts";
import { fromCaller } from "../../internal/caller.ts";
import { onAbort, throwIfCancelled } from "../../internal/signals.ts";
import type { EventStream } from "../event_stream.ts";

/** Begins to give things, as many at a time as come together; what it gives must end when the signal fires. */
export type StreamStart<T> = (signal: AbortSignal) => Promise<AsyncGenerator<readonly T[], void>>;

/**
 * A generator that begins when it is first asked for something, and can be closed while it waits: one by itself would
 * only see that when it has something to give. What came together is given without asking the generator again, which
 * takes several times as long as all the rest.
 *
 * @typeParam T What it gives.
 */
export class PulledStream<T> implements EventStream<T> {
  readonly #start: StreamStart<T>;
  readonly #controller = new AbortController();
  #source: Promise<AsyncGenerator<readonly T[], void>> | undefined;
  #pulling: Promise<void> | undefined;
  #batch: readonly T[] = [];
  #at = 0;
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
    try {
      // Several may wait at a time: they share what comes, in the order in which they asked.
      while (!this.#isOver) {
        throwIfCancelled(undefined);
        if (this.#at < this.#batch.length) return { done: false, value: this.#batch[this.#at++]! };
        await this.#wait();
      }
    } catch (error) {
      // Whoever closes it wants no error of what that broke off.
      if (!this.#isOver) {
        this.#isOver = true;
        throw fromCaller(error, this.next);
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

  /**
   * Makes a stream of what this one would give, which is not begun itself.
   *
   * @typeParam U What is made of it.
   * @param make Makes it.
   * @returns The stream.
   */
  mapped<U>(make: (item: T) => U): PulledStream<U> {
    return new PulledStream(async (signal) => mapEach(await this.#start(signal), make));
  }

  // What ends with a task is its wait, and with it what is waited for, in whichever task that began.
  async #wait(): Promise<void> {
    using _ = onAbort(currentAmbient()?.signal, (reason) => this.#controller.abort(reason));
    this.#pulling ??= this.#pull().finally(() => this.#pulling = undefined);
    await this.#pulling;
  }

  async #pull(): Promise<void> {
    this.#source ??= this.#start(this.#controller.signal);
    const { done, value } = await (await this.#source).next();
    if (done) this.#isOver = true;
    else [this.#batch, this.#at] = [value, 0];
  }
}

async function* mapEach<T, U>(
  source: AsyncGenerator<readonly T[], void>,
  make: (item: T) => U,
): AsyncGenerator<readonly U[], void> {
  for await (const batch of source) yield batch.map(make);
}
