import { Buffer } from "node:buffer";
import { displayWidth } from "./display_width.ts";
import { LineBuffer } from "./line_buffer.ts";
import type { Output } from "./output.ts";
import type { Row } from "./row.ts";

// Widths come from the first rows; a longer cell further down pushes its line out of the grid, which is better than
// holding a result of any size in memory.
const SAMPLE = 500;
const WIDEST = 60;
const NARROWEST = 8;
const GAP = "  ";
// Letters as people see them: a vowel sign must not be cut off from its letter.
const letters = new Intl.Segmenter();

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
  /** Whether cells are cut to their column, as a line that is broken by the terminal is hard to read. */
  isCut: boolean;
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
    const layout = layoutOf([header, ...this.#sample], this.#output, this.#isRightToLeft);
    this.#layout = layout;
    await this.#lines.add(lineOf(header, layout));
    await this.#lines.add(layout.mark + layout.widths.map((width) => "─".repeat(width)).join(GAP));
    for (const cells of this.#sample) await this.#lines.add(lineOf(cells, layout));
    this.#sample = [];
  }
}

function layoutOf(rows: readonly (readonly string[])[], output: Output, isRightToLeft: boolean): Layout {
  const { isTerminal = false, columns = Infinity } = output;
  const widths = rows[0]!.map((_, column) =>
    Math.min(WIDEST, Math.max(...rows.map((cells) => displayWidth(cells[column]!))))
  );
  if (isTerminal) narrow(widths, columns);
  const isolates = isTerminal && rows.some((cells) => RIGHT_TO_LEFT.test(cells.join("")));
  const mark = !isolates ? "" : isRightToLeft ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK;
  return { widths, isolates, mark, isCut: isTerminal };
}

/** Takes from the widest columns until all fit on a line, or none is left that has something to spare. */
function narrow(widths: number[], columns: number): void {
  const gaps = GAP.length * (widths.length - 1);
  let excess = widths.reduce((sum, width) => sum + width, gaps) - columns;
  for (; excess > 0; excess--) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
}

// In a terminal that orders right-to-left text, a cell in Arabic beside one in Latin letters or digits would swap their
// places: each cell is isolated from its neighbours (Unicode Standard Annex 9). Files and pipes get the text alone.
function lineOf(cells: readonly string[], { widths, mark, isolates, isCut }: Layout): string {
  const padded = cells.map((cell, index) => {
    const width = widths[index]!;
    const text = isCut ? cut(cell, width) : cell;
    const shown = isolates ? ISOLATE + text + END_OF_ISOLATE : text;
    return index === cells.length - 1 ? shown : shown + " ".repeat(Math.max(0, width - displayWidth(text)));
  });
  return mark + padded.join(GAP);
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let room = width - 1;
  for (const { segment } of letters.segment(text)) {
    room -= displayWidth(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}…`;
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
