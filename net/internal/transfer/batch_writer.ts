import { runtime } from "../../../internal/runtime.ts";
import { giveBack } from "../give_back.ts";

// Enough for the disk to work in large steps.
const BATCH_BYTES = 524_288;

/**
 * Collects pieces in two stretches of memory, of which one is written while the other is filled. What a network hands out
 * is small, and each piece of it that is held until it is written is one more that the engine takes long to give back.
 */
export class BatchWriter {
  readonly #store: (batch: Uint8Array) => Promise<void>;
  #memory = new Uint8Array(BATCH_BYTES);
  #other: Uint8Array<ArrayBuffer> | undefined;
  #size = 0;
  #writing: Promise<void> = Promise.resolve();

  /**
   * Begins to collect.
   *
   * @param store Writes a batch; its memory is used again when that is done.
   */
  constructor(store: (batch: Uint8Array) => Promise<void>) {
    this.#store = store;
  }

  /**
   * Takes a piece, whose memory is given back then.
   *
   * @param piece The piece.
   */
  async add(piece: Uint8Array): Promise<void> {
    for (let done = 0; done < piece.byteLength;) {
      const part = piece.subarray(done, done + BATCH_BYTES - this.#size);
      this.#memory.set(part, this.#size);
      this.#size += part.byteLength;
      done += part.byteLength;
      if (this.#size === BATCH_BYTES) await this.#flush();
    }
    // What a stream hands out is the taker's. Bun does not need it, and its pieces may be of something that it keeps.
    if (runtime !== "bun") giveBack(piece);
  }

  /** Waits until all is written. */
  async end(): Promise<void> {
    if (this.#size > 0) await this.#flush();
    await this.#writing;
  }

  /** Begins to write what was collected, as soon as what was before is written. */
  async #flush(): Promise<void> {
    // Not more ahead than the disk can follow.
    await this.#writing;
    const [full, size] = [this.#memory, this.#size];
    this.#memory = this.#other ?? new Uint8Array(BATCH_BYTES);
    this.#other = full;
    this.#size = 0;
    this.#writing = this.#store(full.subarray(0, size));
    // Whoever waits for it next is told.
    this.#writing.catch(() => {});
  }
}
