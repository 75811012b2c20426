import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { CsvOptions, CsvRecord, CsvSource } from "./csv_records.ts";

const reading = lazy(() => import("./internal/csv_table.ts"));

/**
 * Reads a whole CSV text as {@linkcode csvRecords} does, which is to be preferred for what may be large.
 *
 * @typeParam Name The names of the columns.
 * @param source The path of a file, or a stream or iterable of bytes or text.
 * @param options How the text is written, a bound, and cancellation.
 * @returns The records.
 * @throws {ValidationError} If an option cannot be used.
 * @throws {FileError} If the file cannot be read or is not CSV; the error then has the `line`.
 *
 * @example
 * ```ts
 * import { readCsv } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "csv-"));
 * await writeFile(join(directory, "cities.csv"), "\ufeffid;city\r\n1;القدس\r\n");
 * const records = await readCsv(join(directory, "cities.csv"), { delimiter: ";" });
 * assert.deepEqual(records, [{ id: "1", city: "القدس" }]);
 * await rm(directory, { recursive: true });
 * ```
 */
export async function readCsv<const Name extends string = string>(
  source: CsvSource,
  options: CsvOptions<Name> = {},
): Promise<CsvRecord<Name>[]> {
  try {
    const { csvTable } = reading.module ?? await reading.load();
    return await csvTable(source, options) as CsvRecord<Name>[];
  } catch (error) {
    throw fromCaller(error, readCsv);
  }
}
