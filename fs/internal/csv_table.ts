import { withSignal } from "../../internal/signals.ts";
import type { CsvOptions, CsvRecord, CsvSource } from "../csv_records.ts";
import { csvBatches } from "./csv_batches.ts";
import { csvInput } from "./csv_input.ts";

/** Reads a whole CSV text; gives all its records. */
export async function csvTable(source: CsvSource, options: CsvOptions): Promise<CsvRecord[]> {
  const input = csvInput(source, options, undefined);
  return await withSignal(options.signal, async (signal) => {
    const all: CsvRecord[] = [];
    for await (const records of csvBatches({ ...input, signals: [signal] })) {
      for (const record of records) all.push(record);
    }
    return all;
  });
}
