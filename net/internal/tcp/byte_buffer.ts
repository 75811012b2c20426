const EMPTY = new Uint8Array();

/**
 * Bytes that have come and have not been read. What is taken is a view and no copy: bytes are only ever added behind what
 * is there, so that nothing that was handed out changes.
 */
export class ByteBuffer {
  #store: Uint8Array = EMPTY;
  #start = 0;
  #end = 0;
  // So far there is no separator, so that no byte is looked at twice however small the pieces are.
  #searched = 0;

  /** How many there are. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds what came. */
  append(chunk: Uint8Array): void {
    if (this.length === 0) {
      this.#store = chunk;
      this.#start = 0;
      this.#end = chunk.byteLength;
      this.#searched = 0;
      return;
    }
    if (this.#store.byteLength - this.#end < chunk.byteLength) this.#grow(chunk.byteLength);
    this.#store.set(chunk, this.#end);
    this.#end += chunk.byteLength;
  }

  /**
   * Takes the first bytes.
   *
   * @param count How many, at most all.
   * @returns The bytes.
   */
  take(count: number): Uint8Array {
    const from = this.#start;
    this.#start += count;
    this.#searched = 0;
    return this.#store.subarray(from, this.#start);
  }

  /**
   * Looks for a separator.
   *
   * @param separator At least one byte; the same as at the last call, unless something was taken since.
   * @returns How many bytes there are up to its end; undefined if it has not come.
   */
  find(separator: Uint8Array): number | undefined {
    const bytes = this.#store.subarray(this.#start, this.#end);
    const first = separator[0]!;
    for (let at = bytes.indexOf(first, this.#searched); at >= 0; at = bytes.indexOf(first, at + 1)) {
      if (at + separator.length > bytes.length) break;
      if (separator.every((byte, index) => bytes[at + index] === byte)) return at + separator.length;
    }
    this.#searched = Math.max(0, bytes.length - separator.length + 1);
    return undefined;
  }

  /** Forgets how far it was looked for a separator, as another one is looked for now. */
  restartSearch(): void {
    this.#searched = 0;
  }

  #grow(count: number): void {
    const held = this.#store.subarray(this.#start, this.#end);
    const store = new Uint8Array(Math.max(4_096, (held.byteLength + count) * 2));
    store.set(held);
    this.#store = store;
    this.#start = 0;
    this.#end = held.byteLength;
  }
}
