import type { Connection } from "./driver.ts";
import type { Pool } from "./pool.ts";

/** The right to use a connection, taken and given back several times. */
export class Turn {
  readonly #pool: Pool;
  #connection: Connection | undefined;

  /**
   * Begins without a connection.
   *
   * @param pool Where it comes from.
   */
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Takes it, when it is free. */
  async take(signal: AbortSignal): Promise<Connection> {
    return this.#connection ??= await this.#pool.acquire(signal);
  }

  /** Takes it if it is free right now: whoever leaves a loop must not wait for others, or for itself. */
  tryTake(): boolean {
    try {
      return (this.#connection ??= this.#pool.take()) !== undefined;
    } catch {
      return false;
    }
  }

  /** Gives it back. */
  end(): void {
    if (this.#connection !== undefined) this.#pool.release(this.#connection);
    this.#connection = undefined;
  }
}
