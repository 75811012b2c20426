import { FileError } from "../../errors/file_error.ts";

/** What a CSV text is called in errors. */
interface CsvName {
  source: string;
  path: string | undefined;
}

/** Makes records of rows: each field under the name of its column. */
export class CsvHeader {
  readonly #names: readonly string[];
  readonly #text: CsvName;
  readonly #hasUnsafeName: boolean;

  /** Takes names that have been checked. */
  constructor(names: readonly string[], text: CsvName) {
    this.#names = names;
    this.#text = text;
    this.#hasUnsafeName = names.includes("__proto__");
  }

  /**
   * Takes the first row as the header.
   *
   * @throws {FileError} If a name is empty or stands twice.
   */
  static parse(names: readonly string[], line: number, text: CsvName): CsvHeader {
    const columns = new Map<string, number>();
    for (const [index, name] of names.entries()) {
      const column = index + 1;
      const place = { path: text.path, line, column };
      if (name === "") {
        throw new FileError({
          code: "FS_CSV_HEADER_EMPTY",
          params: { source: text.source, line, column },
          ...place,
        });
      }
      const first = columns.get(name);
      if (first !== undefined) {
        throw new FileError({
          code: "FS_CSV_HEADER_DUPLICATE",
          params: { source: text.source, line, name, first, column },
          ...place,
        });
      }
      columns.set(name, column);
    }
    return new CsvHeader(names, text);
  }

  /**
   * Makes a record.
   *
   * @throws {FileError} If the row has too few or too many fields.
   */
  record(fields: readonly string[], line: number): Record<string, string> {
    const names = this.#names;
    if (fields.length !== names.length) throw this.#wrongLength(fields.length, line);
    // An assignment to `__proto__` would make no property, but set the prototype, or do nothing as the value is text.
    if (this.#hasUnsafeName) return Object.fromEntries(names.map((name, index) => [name, fields[index]!]));
    const record: Record<string, string> = {};
    for (let index = 0; index < names.length; index++) record[names[index]!] = fields[index]!;
    return record;
  }

  #wrongLength(found: number, line: number): FileError {
    const { source, path } = this.#text;
    const expected = this.#names.length;
    if (found < expected) {
      const params = { source, line, found, expected, name: this.#names[found] };
      return new FileError({ code: "FS_CSV_TOO_FEW_FIELDS", params, path, line, column: found + 1 });
    }
    const params = { source, line, found, expected };
    return new FileError({ code: "FS_CSV_TOO_MANY_FIELDS", params, path, line, column: expected + 1 });
  }
}
