import { Buffer } from "node:buffer";
import { FileError, type FileErrorPlace } from "../../errors/file_error.ts";
import { countLineBreaks } from "./lines.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const NO_CHARACTER = -1;

/** How a CSV text is written. */
export interface CsvDialect {
  /** The character between fields. */
  delimiter: string;
  /** The character around fields; none where it is false. */
  quote: string | false;
  /** What the text is called in errors. */
  source: string;
  /** Its path, where it is a file. */
  path: string | undefined;
  /** The size that a record may have at most. */
  maxRecordBytes: number;
}

/** Takes a record's fields and the line that it begins on. */
export type OnRecord = (fields: string[], line: number) => void;

/**
 * Splits a CSV text (RFC 4180) that comes in chunks into records. It is strict: a quote that is not closed, or that
 * stands where none may, is an error with its line and field, and not a guess.
 *
 * A record that is not complete at the end of a chunk is kept as text and read again with the next one, so that the
 * loops need no state between chunks. Its size is bounded, and with it the time for that.
 */
export class CsvParser {
  readonly #dialect: CsvDialect;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #quoteText: string;
  #rest = "";
  #line = 1;
  // The record being read: where the next character is, on which line, and whether the text goes on after it.
  #text = "";
  #position = 0;
  #recordLine = 1;
  #isLast = false;

  /** Begins a text. */
  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quoteText = dialect.quote || "";
    this.#quote = dialect.quote === false ? NO_CHARACTER : dialect.quote.charCodeAt(0);
  }

  /**
   * Reads on.
   *
   * @param chunk More of the text.
   * @param isLast Whether it is the end.
   * @param onRecord Takes each record that is complete. A line with nothing on it is none.
   * @throws {FileError} If the text is not CSV. Records before the error have been handed over.
   */
  push(chunk: string, isLast: boolean, onRecord: OnRecord): void {
    this.#text = this.#rest + chunk;
    this.#position = 0;
    this.#isLast = isLast;
    let start = 0;
    while (this.#position < this.#text.length) {
      this.#recordLine = this.#line;
      const fields = this.#record();
      const end = fields === undefined ? this.#text.length : this.#position;
      this.#checkSize(start, end);
      if (fields === undefined) break;
      // A line with nothing on it: one field, and no quotes either.
      const isBlank = fields.length === 1 && fields[0] === "" && this.#text.charCodeAt(start) !== this.#quote;
      if (!isBlank) onRecord(fields, this.#line);
      this.#line = this.#recordLine;
      start = this.#position;
    }
    this.#rest = this.#text.slice(start);
    this.#text = "";
  }

  /** Tells which line comes after a text that follows what has been read. */
  lineAfter(text: string): number {
    return this.#line + countLineBreaks(this.#rest + text);
  }

  /** Reads a record and the line break after it; undefined if the text ends before it does. */
  #record(): string[] | undefined {
    const fields: string[] = [];
    for (;;) {
      const field = this.#text.charCodeAt(this.#position) === this.#quote
        ? this.#quoted(fields.length + 1)
        : this.#plain(fields.length + 1);
      if (field === undefined) return undefined;
      fields.push(field);
      if (this.#position >= this.#text.length) return this.#isLast ? fields : undefined;
      const code = this.#text.charCodeAt(this.#position);
      if (code !== this.#delimiter) return this.#lineBreak(code, fields);
      this.#position++;
    }
  }

  #lineBreak(code: number, fields: string[]): string[] | undefined {
    if (code === CARRIAGE_RETURN) {
      // Whether a line feed belongs to it is known only when there is a next character, or none.
      if (this.#position + 1 >= this.#text.length && !this.#isLast) return undefined;
      if (this.#text.charCodeAt(this.#position + 1) === LINE_FEED) this.#position++;
    }
    this.#position++;
    this.#recordLine++;
    return fields;
  }

  /** Reads up to a delimiter or line break. */
  #plain(column: number): string | undefined {
    const text = this.#text;
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    const { length } = text;
    const start = this.#position;
    let end = start;
    for (; end < length; end++) {
      const code = text.charCodeAt(end);
      if (code === delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
      if (code === quote) throw this.#error("FS_CSV_QUOTE_MISPLACED", column);
    }
    if (end === length && !this.#isLast) return undefined;
    this.#position = end;
    return text.slice(start, end);
  }

  /** Reads from an opening quote to the closing one; two in a row stand for one. */
  #quoted(column: number): string | undefined {
    const text = this.#text;
    const start = this.#position + 1;
    let isDoubled = false;
    let end = text.indexOf(this.#quoteText, start);
    while (end >= 0 && text.charCodeAt(end + 1) === this.#quote) {
      isDoubled = true;
      end = text.indexOf(this.#quoteText, end + 2);
    }
    if (end < 0 && this.#isLast) throw this.#error("FS_CSV_QUOTE_OPEN", column);
    // A quote that is the last character of the chunk may be the first of two.
    if (end < 0 || (end + 1 === text.length && !this.#isLast)) return undefined;
    const value = text.slice(start, end);
    this.#position = end + 1;
    this.#recordLine += countLineBreaks(value);
    this.#checkAfterQuote(column);
    return isDoubled ? value.replaceAll(this.#quoteText + this.#quoteText, this.#quoteText) : value;
  }

  #checkAfterQuote(column: number): void {
    if (this.#position >= this.#text.length) return;
    const code = this.#text.charCodeAt(this.#position);
    if (code === this.#delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) return;
    throw this.#error("FS_CSV_QUOTE_MISPLACED", column);
  }

  #checkSize(start: number, end: number): void {
    const { source, path, maxRecordBytes } = this.#dialect;
    // A character takes at most three bytes for each of its units.
    if ((end - start) * 3 <= maxRecordBytes) return;
    if (Buffer.byteLength(this.#text.slice(start, end)) <= maxRecordBytes) return;
    const line = this.#line;
    const place: FileErrorPlace = { path, line };
    throw new FileError({ code: "FS_CSV_RECORD_TOO_LARGE", params: { source, line, maxRecordBytes }, ...place });
  }

  #error(code: "FS_CSV_QUOTE_OPEN" | "FS_CSV_QUOTE_MISPLACED", column: number): FileError {
    const { source, path } = this.#dialect;
    const line = this.#recordLine;
    return new FileError({ code, params: { source, line, column }, path, line, column });
  }
}
