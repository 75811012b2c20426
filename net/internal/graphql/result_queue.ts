import { onAbort } from "../../../internal/signals.ts";

/** Results that came and have not been read yet; one reader takes them. */
export class ResultQueue {
  #results: unknown[] = [];
  #bytes = 0;
  #end: { readonly error?: unknown } | undefined;
  #wake: () => void = () => {};

  /** How many wait. */
  get size(): number {
    return this.#results.length;
  }

  /** How large what waits is. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a result. */
  push(result: unknown, bytes: number): void {
    this.#results.push(result);
    this.#bytes += bytes;
    this.#wake();
  }

  /** Ends it: what waits can still be taken, then the error or the end is told. */
  end(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wake();
  }

  /**
   * Takes all that waits, as soon as there is something.
   *
   * @param signal Ends the wait.
   * @returns The results; none at the end.
   */
  async take(signal: AbortSignal): Promise<readonly unknown[]> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#results.length > 0 || this.#end !== undefined) return this.#taken();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      using _ = onAbort(signal, () => resolve());
      await promise;
    }
  }

  #taken(): readonly unknown[] {
    const results = this.#results;
    if (results.length === 0 && this.#end !== undefined && "error" in this.#end) throw this.#end.error;
    this.#results = [];
    this.#bytes = 0;
    return results;
  }
}
