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
    // Most often it is the only one, and `shift` takes ten times as long.
    if (this.#pieces.length === 1) this.#pieces.pop();
    else this.#pieces.shift();
    return first;
  }

  /**
   * Looks for a separator.
   *
   * @param separator At least one byte; the same as at the last call, unless the search was begun anew since.
   * @returns How many bytes there are up to its end; undefined if it has not come.
   */
  find(separator: Uint8Array): number | undefined {
    // Where it could begin and still be there as a whole.
    const last = this.#length - separator.byteLength;
    let start = 0;
    for (const piece of this.#pieces) {
      let at = piece.indexOf(separator[0]!, Math.max(0, this.#searched - start));
      while (at >= 0 && start + at <= last) {
        if (this.#isAt(start + at, separator)) return start + at + separator.byteLength;
        at = piece.indexOf(separator[0]!, at + 1);
      }
      start += piece.byteLength;
    }
    this.#searched = Math.max(0, last + 1);
    return undefined;
  }

  /**
   * Shows one byte.
   *
   * @param index Which one, from 0.
   * @returns The byte; undefined if it has not come.
   */
  at(index: number): number | undefined {
    let left = index;
    for (const piece of this.#pieces) {
      if (left < piece.byteLength) return piece[left];
      left -= piece.byteLength;
    }
    return undefined;
  }

  /** Forgets how far it was looked for a separator, as another one is looked for now. */
  restartSearch(): void {
    this.#searched = 0;
  }

  // It may begin in one piece and end in another.
  #isAt(index: number, separator: Uint8Array): boolean {
    for (let at = 1; at < separator.byteLength; at++) if (this.at(index + at) !== separator[at]) return false;
    return true;
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
