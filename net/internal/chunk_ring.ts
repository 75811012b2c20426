const SLOT_BYTES = 65_536;
// Node's fetch waits for a socket to drain as soon as it holds 64 KiB, so that no more than two pieces, and one that is
// read ahead, are on their way at a time. Eight times as much is far from being overwritten too early.
const SLOTS = 24;

/**
 * A few pieces of memory that are used in turn for all that is sent. Node 24's fetch keeps every piece of a stream until
 * the answer has come, as it splits the stream for the case of a redirect: a file that is larger than the memory could not
 * be sent. So it is left to keep the same pieces over and over.
 */
export class ChunkRing {
  readonly #slots: Uint8Array<ArrayBuffer>[] = [];
  #next = 0;

  /**
   * Copies the beginning of a chunk.
   *
   * @param chunk The chunk.
   * @returns As much of it as fits, to be handed over before the next is asked for.
   */
  copy(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
    const length = Math.min(chunk.byteLength, SLOT_BYTES);
    const slot = this.#slots[this.#next] ??= new Uint8Array(SLOT_BYTES);
    this.#next = (this.#next + 1) % SLOTS;
    slot.set(chunk.subarray(0, length));
    return slot.subarray(0, length);
  }
}
