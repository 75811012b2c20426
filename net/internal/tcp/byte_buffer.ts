// Pieces below this are put together as they come, so that a peer who sends byte by byte does not cost an object for each.
const SMALL_BYTES = 1_024;
const STORE_BYTES = 4_096;

/**
 * Bytes that have come and have not been read, in the pieces in which they came. What is taken is a view wherever it can
 * be: bytes are only ever added behind what is there, so that nothing that was handed out changes.
 */
export class ByteBuffer {
  // What has been taken from the first piece is cut off it.
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Where small pieces are put together: the last piece is the end of what is used of it. */
  #store: Uint8Array | undefined;
  #used = 0;
  /** How far there is no separator, so that no byte is looked at twice however small the pieces are. */
  #searched = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds what came. */
  append(piece: Uint8Array): void {
    this.#length += piece.byteLength;
    if (piece.byteLength < SMALL_BYTES && this.#pieces.length > 0) return this.#addSmall(piece);
    this.#pieces.push(piece);
    this.#store = undefined;
  }

  /**
   * Takes what came first, as it came.
   *
   * @param maxBytes How much of it at most.
   * @returns The bytes; undefined if there are none.
   */
  takeSome(maxBytes: number): Uint8Array | undefined {
    const [first] = this.#pieces;
    return first && this.take(Math.min(first.byteLength, maxBytes));
  }

  /**
   * Takes the first bytes.
   *
   * @param count How many, at most all.
   * @returns The bytes.
   */
  take(count: number): Uint8Array {
    this.#searched = 0;
    const first = this.#pieces[0] ?? new Uint8Array();
    if (count > first.byteLength) return this.#takeSeveral(count);
    this.#length -= count;
    if (count < first.byteLength) {
      this.#pieces[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    this.#pieces.shift();
    return first;
  }

  /**
   * Looks for a separator.
   *
   * @param separator At least one byte; the same as at the last call, unless something was taken since.
   * @returns How many bytes there are up to its end; undefined if it has not come.
   */
  find(separator: Uint8Array): number | undefined {
    // A separator of several bytes may begin in one piece and end in the next.
    if (separator.byteLength > 1 && this.#pieces.length > 1) this.#pieces = [this.#joined(this.#length)];
    let start = 0;
    for (const piece of this.#pieces) {
      const from = Math.max(0, this.#searched - start);
      const at = from < piece.byteLength ? indexOf(piece, separator, from) : -1;
      if (at >= 0) return start + at + separator.byteLength;
      start += piece.byteLength;
    }
    this.#searched = Math.max(0, this.#length - separator.byteLength + 1);
    return undefined;
  }

  /** Forgets how far it was looked for a separator, as another one is looked for now. */
  restartSearch(): void {
    this.#searched = 0;
  }

  #addSmall(piece: Uint8Array): void {
    const isFull = this.#store === undefined || this.#store.byteLength - this.#used < piece.byteLength;
    if (isFull) {
      this.#store = new Uint8Array(STORE_BYTES);
      this.#used = 0;
      this.#pieces.push(this.#store.subarray(0, 0));
    }
    const store = this.#store!;
    store.set(piece, this.#used);
    const last = this.#pieces.length - 1;
    const start = this.#used - this.#pieces[last]!.byteLength;
    this.#used += piece.byteLength;
    this.#pieces[last] = store.subarray(start, this.#used);
  }

  #takeSeveral(count: number): Uint8Array {
    const bytes = this.#joined(count);
    let left = count;
    while (left > 0 && this.#pieces[0]!.byteLength <= left) left -= this.#pieces.shift()!.byteLength;
    if (left > 0) this.#pieces[0] = this.#pieces[0]!.subarray(left);
    this.#length -= count;
    return bytes;
  }

  #joined(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    let at = 0;
    for (const piece of this.#pieces) {
      if (at >= count) break;
      bytes.set(piece.subarray(0, count - at), at);
      at += Math.min(piece.byteLength, count - at);
    }
    this.#store = undefined;
    return bytes;
  }
}

function indexOf(bytes: Uint8Array, separator: Uint8Array, from: number): number {
  const first = separator[0]!;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + separator.byteLength > bytes.byteLength) return -1;
    if (separator.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
