import type { ByteBuffer } from "./byte_buffer.ts";
import { endedEarly, notText, tooLong } from "./failures.ts";

/**
 * What a read asks for.
 *
 * @typeParam T What it gives.
 */
export interface Asked<T> {
  /** With fewer bytes than that there is nothing to take. */
  readonly least: number;
  /** Takes it from at least so many; gives undefined, and takes nothing, as long as it is not all there. */
  take(buffer: ByteBuffer): T | undefined;
  /** Gives it where a piece that comes when nothing else is there is just that: such a piece goes past the buffer. */
  whole?(piece: Uint8Array): T | undefined;
  /** What is given when nothing more comes; what has come is not enough. */
  atEnd(buffer: ByteBuffer): T;
}

/** Whatever has come, up to a number of bytes; undefined at the end. */
export class Some implements Asked<Uint8Array | undefined> {
  readonly least = 1;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  take(buffer: ByteBuffer): Uint8Array | undefined {
    return buffer.takeSome(this.#maxBytes);
  }

  whole(piece: Uint8Array): Uint8Array | undefined {
    return piece.byteLength <= this.#maxBytes ? piece : undefined;
  }

  atEnd(): undefined {}
}

/** Whatever has come, as a loop takes it. */
export const step: Asked<IteratorResult<Uint8Array, undefined>> = {
  least: 1,
  take(buffer) {
    const value = buffer.takeSome(Infinity);
    return value && { done: false, value };
  },
  whole: (value) => ({ done: false, value }),
  atEnd: () => ({ done: true, value: undefined }),
};

/** Just so many bytes. */
export class Exactly implements Asked<Uint8Array> {
  readonly least: number;
  readonly #address: string;

  constructor(count: number, address: string) {
    this.least = count;
    this.#address = address;
  }

  take(buffer: ByteBuffer): Uint8Array {
    return buffer.take(this.least);
  }

  whole(piece: Uint8Array): Uint8Array | undefined {
    return piece.byteLength === this.least ? piece : undefined;
  }

  atEnd(buffer: ByteBuffer): never {
    throw endedEarly(this.#address, buffer.length);
  }
}

/** All up to a separator, that included. */
export class UpTo implements Asked<Uint8Array> {
  readonly least = 1;
  readonly #separator: Uint8Array;
  readonly #maxBytes: number;
  readonly #address: string;

  constructor(separator: Uint8Array, maxBytes: number, address: string) {
    this.#separator = separator;
    this.#maxBytes = maxBytes;
    this.#address = address;
  }

  take(buffer: ByteBuffer): Uint8Array | undefined {
    const end = buffer.find(this.#separator);
    if (isTooLong(buffer, end, this.#separator, this.#maxBytes)) throw tooLong(this.#address, this.#maxBytes);
    return end === undefined ? undefined : buffer.take(end);
  }

  atEnd(buffer: ByteBuffer): never {
    throw endedEarly(this.#address, buffer.length);
  }
}

const NEWLINE = new Uint8Array([10]);
const CARRIAGE_RETURN = 13;
const LINE_END = new Uint8Array([CARRIAGE_RETURN, 10]);
// A mark of the byte order is a character of the line as any other.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A line of text without its end; undefined at the end. The last one may lack it. */
export class Line implements Asked<string | undefined> {
  readonly least = 1;
  readonly #maxBytes: number;
  readonly #address: string;

  constructor(maxBytes: number, address: string) {
    this.#maxBytes = maxBytes;
    this.#address = address;
  }

  take(buffer: ByteBuffer): string | undefined {
    const end = buffer.find(NEWLINE);
    const lineEnd = end === undefined || buffer.at(end - 2) === CARRIAGE_RETURN ? LINE_END : NEWLINE;
    if (isTooLong(buffer, end, lineEnd, this.#maxBytes)) throw tooLong(this.#address, this.#maxBytes);
    if (end === undefined) return undefined;
    return this.#decode(buffer.take(end).subarray(0, -lineEnd.byteLength));
  }

  atEnd(buffer: ByteBuffer): string | undefined {
    return buffer.length === 0 ? undefined : this.#decode(buffer.take(buffer.length));
  }

  #decode(line: Uint8Array): string {
    try {
      return utf8.decode(line);
    } catch (error) {
      throw notText(this.#address, error);
    }
  }
}

/**
 * Whether more came before a separator than is allowed. That does not count, nor what has come of it: the answer must not
 * hang on the pieces in which it comes.
 */
function isTooLong(buffer: ByteBuffer, end: number | undefined, separator: Uint8Array, maxBytes: number): boolean {
  if (end !== undefined) return end - separator.byteLength > maxBytes;
  return buffer.length > maxBytes && buffer.length - begun(buffer, separator) > maxBytes;
}

/** How many of the last bytes are the beginning of a separator. */
function begun(buffer: ByteBuffer, separator: Uint8Array): number {
  for (let count = Math.min(separator.byteLength - 1, buffer.length); count > 0; count--) {
    const start = buffer.length - count;
    if (separator.subarray(0, count).every((byte, index) => buffer.at(start + index) === byte)) return count;
  }
  return 0;
}
