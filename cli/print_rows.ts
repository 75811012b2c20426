import type { CommandContext } from "./command.ts";
import { printJsonLines } from "./json.ts";
import type { Row } from "./row.ts";
import { printTable } from "./table.ts";

/**
 * Prints rows while they arrive, as a table or as lines of JSON.
 *
 * @param rows The rows.
 * @param isJson Whether as lines of JSON.
 * @param context Where to, and in which language.
 */
export async function printRows(
  rows: AsyncIterable<Row> | Iterable<Row>,
  isJson: boolean,
  { stdout, locale }: CommandContext,
): Promise<void> {
  await (isJson ? printJsonLines(stdout, rows) : printTable(stdout, rows, locale === "ar"));
}
