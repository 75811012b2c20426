import { onAbort } from "../../../internal/signals.ts";
import { Fifo } from "../fifo.ts";
import type { RawResult } from "./read_result.ts";

interface Waiting {
  readonly result: RawResult;
  readonly bytes: number;
}

/** Results that came and have not been read yet; one reader takes them. */
export class ResultQueue {
  readonly #results = new Fifo<Waiting>();
  #bytes = 0;
  #end: { readonly error?: unknown } | undefined;
  #wake: () => void = () => {};

  /** How many wait. */
  get size(): number {
    return this.#results.size;
  }

  /** How large what waits is. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a result. */
  push(result: RawResult, bytes: number): void {
    this.#results.push({ result, bytes });
    this.#bytes += bytes;
    this.#wake();
  }

  /** Ends it: what waits can still be taken, then the error or the end is told. */
  end(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wake();
  }

  /**
   * Takes the next result, as soon as there is one.
   *
   * @param signal Ends the wait.
   * @returns The result; undefined at the end.
   */
  async take(signal: AbortSignal): Promise<RawResult | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const first = this.#results.shift();
      if (first !== undefined) {
        this.#bytes -= first.bytes;
        return first.result;
      }
      if (this.#end !== undefined) {
        if ("error" in this.#end) throw this.#end.error;
        return undefined;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      using _ = onAbort(signal, () => resolve());
      await promise;
    }
  }
}
