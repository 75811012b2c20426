import type { CommandContext } from "./command.ts";
import { printJsonLines } from "./json.ts";
import { texts } from "./language.ts";
import type { Row } from "./row.ts";
import { printTable } from "./table.ts";

/**
 * Prints rows while they arrive, as a table or as lines of JSON. Where there are none, a person is told so.
 *
 * @param rows The rows.
 * @param isJson Whether as lines of JSON.
 * @param context Where to, and in which language.
 */
export async function printRows(
  rows: AsyncIterable<Row> | Iterable<Row>,
  isJson: boolean,
  { stdout, stderr, locale }: CommandContext,
): Promise<void> {
  if (isJson) return void await printJsonLines(stdout, rows);
  const count = await printTable(stdout, rows, locale === "ar");
  if (count === 0) await stderr.write(`${texts.noRows[locale]}\n`);
}
