/** Where bytes are not text in the encoding. */
export class InvalidBytes extends Error {
  /** Their position in the input, in bytes. */
  readonly position: number;
  /** The text of the chunk up to them. */
  readonly textBefore: string;

  /** Remembers the place. */
  constructor(position: number, textBefore: string, cause: unknown) {
    super("The bytes are not text", { cause });
    this.position = position;
    this.textBefore = textBefore;
  }
}

/** The most bytes that a decoder holds back because they begin a character. */
const LONGEST_PENDING = 3;

/**
 * Decodes bytes in chunks, whatever characters their borders cut through, without a byte order mark at the start.
 * Bytes that are no text are refused and their position is found, which decoders do not tell.
 */
export class StrictDecoder {
  readonly #encoding: string;
  readonly #decoder: TextDecoder;
  #position = 0;
  #tail: Uint8Array = new Uint8Array(0);

  /** Begins a text in an encoding that has been checked. */
  constructor(encoding: string) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /**
   * Decodes the next chunk.
   *
   * @param bytes The chunk.
   * @returns Its text, but for a character that it only begins.
   * @throws {InvalidBytes} If the bytes are no text.
   */
  decode(bytes: Uint8Array): string {
    try {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.#position += bytes.length;
      // A copy: the caller may use the chunk's memory again.
      if (bytes.length > 0) this.#tail = joined(this.#tail, bytes.subarray(-LONGEST_PENDING)).slice(-LONGEST_PENDING);
      return text;
    } catch (cause) {
      throw this.#locate(bytes, cause);
    }
  }

  /**
   * Ends the text.
   *
   * @returns What was held back.
   * @throws {InvalidBytes} If it ends in the middle of a character.
   */
  end(): string {
    try {
      return this.#decoder.decode();
    } catch (cause) {
      throw new InvalidBytes(this.#position - this.#pending().length, "", cause);
    }
  }

  #locate(bytes: Uint8Array, cause: unknown): InvalidBytes {
    const pending = this.#pending();
    const all = joined(pending, bytes);
    // The longest beginning that is text, by halving: [good, bad) shrinks to it.
    let good = 0;
    let bad = all.length;
    while (good + 1 < bad) {
      const middle = (good + bad) >>> 1;
      if (this.#tryDecode(all.subarray(0, middle)) === undefined) bad = middle;
      else good = middle;
    }
    return new InvalidBytes(
      this.#position - pending.length + good,
      this.#tryDecode(all.subarray(0, good)) ?? "",
      cause,
    );
  }

  /** The bytes at the end of the last chunk that begin a character: the longest that decode to nothing yet. */
  #pending(): Uint8Array {
    const isWide = this.#decoder.encoding.startsWith("utf-16");
    for (let length = this.#tail.length; length > 0; length--) {
      // The units of UTF-16 are counted from the start of the text.
      if (isWide && (this.#position - length) % 2 !== 0) continue;
      const pending = this.#tail.subarray(-length);
      if (this.#tryDecode(pending) === "") return pending;
    }
    return new Uint8Array(0);
  }

  #tryDecode(bytes: Uint8Array): string | undefined {
    try {
      return new TextDecoder(this.#encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    } catch {
      return undefined;
    }
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
