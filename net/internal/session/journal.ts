import type { SessionEntry, SessionStore } from "../../session_store.ts";
import { unbound } from "./unbound.ts";

/**
 * Calls a store's methods one after the other, and nothing where there is none. What one throws is told, once, and nothing
 * is called after it.
 */
export class Journal {
  readonly #store: SessionStore | undefined;
  readonly #onFailure: (error: unknown) => void;
  #last: Promise<unknown> = Promise.resolve();
  // One of its calls has failed.
  #isOver = false;
  #isClosed = false;

  /**
   * Makes one.
   *
   * @param store What keeps the session, if anything does.
   * @param onFailure Called with what the store throws.
   */
  constructor(store: SessionStore | undefined, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Whether anything is kept. */
  get isDurable(): boolean {
    return this.#store !== undefined;
  }

  /** Keeps what is to be sent; rejects if it cannot be kept. */
  append(entry: SessionEntry): Promise<void> {
    return this.#call((store) => store.append(entry));
  }

  /** Takes note of what the other side has. */
  acknowledge(number: number): void {
    this.#call((store) => store.acknowledge(number)).catch(() => {});
  }

  /** Takes note of what has been handled. */
  receive(number: number): Promise<void> {
    return this.#call((store) => store.receive(number));
  }

  /** Drops everything. */
  clear(): void {
    this.#call((store) => store.clear()).catch(() => {});
  }

  /** Lets go of the store once all that is under way is done; nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    this.#last = this.#last.then(() => unbound(() => this.#store?.close?.())).catch(() => {});
  }

  /** Waits until all is written. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #call(call: (store: SessionStore) => unknown): Promise<void> {
    const store = this.#store;
    if (store === undefined || this.#isClosed) return;
    const turn = this.#last.then(() => this.#isOver ? undefined : unbound(() => call(store)));
    this.#last = turn.catch((error) => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#onFailure(error);
    });
    await turn;
  }
}
