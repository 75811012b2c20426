import { lazy } from "../internal/lazy.ts";
import { withSignal } from "../internal/signals.ts";
import type { CsvOptions, CsvRecord, CsvSource } from "./csv_records.ts";
import { csvInput } from "./internal/csv_input.ts";

const batching = lazy(() => import("./internal/csv_batches.ts"));

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
  return await withSignal(options.signal, async (signal) => {
    const input = csvInput(source, options, signal);
    const { csvBatches } = batching.module ?? await batching.load();
    const all: Record<string, string>[] = [];
    for await (const records of csvBatches(input)) {
      for (const record of records) all.push(record);
    }
    return all as CsvRecord<Name>[];
  });
}
