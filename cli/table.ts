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
  const table = new Table(output, isRightToLeft);
  let count = 0;
  try {
    for await (const row of rows) {
      count++;
      await table.add(row);
    }
  } finally {
    // Where the source fails, what it gave before is shown.
    await table.end();
  }
  return count;
}

interface Layout {
  widths: number[];
  /** Begins each line, to give all of them one direction. */
  mark: string;
  isolates: boolean;
}

/** A table on its way out: rows are held back only until the widths of its columns are known. */
class Table {
  readonly #output: Output;
  readonly #isRightToLeft: boolean;
  readonly #lines: LineBuffer;
  #names: string[] | undefined;
  #sample: string[][] = [];
  #layout: Layout | undefined;

  constructor(output: Output, isRightToLeft: boolean) {
    this.#output = output;
    this.#isRightToLeft = isRightToLeft;
    this.#lines = new LineBuffer(output);
  }

  async add(row: Row): Promise<void> {
    this.#names ??= Object.keys(row);
    const cells = this.#names.map((name) => cellText(row[name]));
    if (this.#layout !== undefined) return await this.#lines.add(lineOf(cells, this.#layout));
    this.#sample.push(cells);
    if (this.#sample.length === SAMPLE) await this.#begin(this.#names);
  }

  async end(): Promise<void> {
    if (this.#names !== undefined && this.#layout === undefined) await this.#begin(this.#names);
    await this.#lines.flush();
  }

  async #begin(names: readonly string[]): Promise<void> {
    const header = names.map(cellText);
    const layout = layoutOf([header, ...this.#sample], this.#output.isTerminal ?? false, this.#isRightToLeft);
    this.#layout = layout;
    await this.#lines.add(lineOf(header, layout));
    await this.#lines.add(layout.mark + layout.widths.map((width) => "─".repeat(width)).join("  "));
    for (const cells of this.#sample) await this.#lines.add(lineOf(cells, layout));
    this.#sample = [];
  }
}

function layoutOf(rows: readonly (readonly string[])[], isTerminal: boolean, isRightToLeft: boolean): Layout {
  const widths = rows[0]!.map((_, column) =>
    Math.min(WIDEST, Math.max(...rows.map((cells) => displayWidth(cells[column]!))))
  );
  const isolates = isTerminal && rows.some((cells) => RIGHT_TO_LEFT.test(cells.join("")));
  return { widths, isolates, mark: !isolates ? "" : isRightToLeft ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK };
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
