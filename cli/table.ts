import { Buffer } from "node:buffer";
import { displayWidth } from "./display_width.ts";
import { LineBuffer } from "./line_buffer.ts";
import type { Output } from "./output.ts";
import type { Row } from "./row.ts";

// Widths come from the first rows; a longer cell further down pushes its line out of the grid, which is better than
// holding a result of any size in memory.
const SAMPLE = 500;
const WIDEST = 60;

// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";
const RIGHT_TO_LEFT_MARK = "\u200f";
const LEFT_TO_RIGHT_MARK = "\u200e";

/**
 * Prints rows as a table, while they arrive: the names of the first row's values, a rule, and a line for each row.
 *
 * @param output Where to.
 * @param rows The rows.
 * @param isRightToLeft Whether the first column stands at the right, where the terminal can do that.
 * @returns How many rows there were.
 */
export async function printTable(
  output: Output,
  rows: AsyncIterable<Row> | Iterable<Row>,
  isRightToLeft: boolean,
): Promise<number> {
  const lines = new LineBuffer(output);
  const sample: string[][] = [];
  let layout: Layout | undefined;
  let names: string[] | undefined;
  let count = 0;
  for await (const row of rows) {
    count++;
    names ??= Object.keys(row);
    const cells = names.map((name) => cellText(row[name]));
    if (layout !== undefined) {
      await lines.add(lineOf(cells, layout));
      continue;
    }
    sample.push(cells);
    if (sample.length === SAMPLE) layout = await begin(lines, names, sample, output, isRightToLeft);
  }
  if (layout === undefined && names !== undefined) await begin(lines, names, sample, output, isRightToLeft);
  await lines.flush();
  return count;
}

interface Layout {
  widths: number[];
  /** Begins each line, to give all of them one direction. */
  mark: string;
  isolates: boolean;
}

async function begin(
  lines: LineBuffer,
  names: readonly string[],
  sample: readonly string[][],
  output: Output,
  isRightToLeft: boolean,
): Promise<Layout> {
  const header = names.map(cellText);
  const widths = header.map((name, index) =>
    Math.min(WIDEST, Math.max(displayWidth(name), ...sample.map((cells) => displayWidth(cells[index]!))))
  );
  const isolates = (output.isTerminal ?? false) &&
    [header, ...sample].some((cells) => RIGHT_TO_LEFT.test(cells.join("")));
  const mark = !isolates ? "" : isRightToLeft ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK;
  const layout = { widths, mark, isolates };
  await lines.add(lineOf(header, layout));
  await lines.add(mark + widths.map((width) => "─".repeat(width)).join("  "));
  for (const cells of sample) await lines.add(lineOf(cells, layout));
  return layout;
}

// In a terminal that orders right-to-left text, a cell in Arabic beside one in Latin letters or digits would swap their
// places: each cell is isolated from its neighbours (Unicode Standard Annex 9). Files and pipes get the text alone.
function lineOf(cells: readonly string[], { widths, mark, isolates }: Layout): string {
  const padded = cells.map((cell, index) => {
    const shown = isolates ? ISOLATE + cell + END_OF_ISOLATE : cell;
    return index === cells.length - 1 ? shown : shown + " ".repeat(Math.max(0, widths[index]! - displayWidth(cell)));
  });
  return mark + padded.join("  ");
}

function cellText(value: unknown): string {
  return plainText(value).replace(/\s*\r?\n\s*/g, " ").replace(/\t/g, " ").replace(CONTROLS, "");
}

function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value === "object") {
    return JSON.stringify(value, (_, item) => typeof item === "bigint" ? String(item) : item);
  }
  return String(value);
}
