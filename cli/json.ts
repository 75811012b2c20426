import { Buffer } from "node:buffer";
import { LineBuffer } from "./line_buffer.ts";
import type { Output } from "./output.ts";
import type { Row } from "./row.ts";

/**
 * Prints rows as lines of JSON, while they arrive.
 *
 * @param output Where to.
 * @param rows The rows.
 * @returns How many there were.
 */
export async function printJsonLines(output: Output, rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
  let count = 0;
  const lines = new LineBuffer(output);
  try {
    for await (const row of rows) {
      count++;
      await lines.add(jsonText(row));
    }
  } finally {
    // Where the source fails, what it gave before is shown.
    await lines.flush();
  }
  return count;
}

/**
 * Writes a value as JSON on one line. What JSON has no form for is written as text: a number beyond 2^53 in digits, bytes
 * in base64.
 *
 * @param value The value.
 * @returns The JSON.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key: string, item: unknown) {
    // Not `item`, which a Buffer's own toJSON has turned into a list of numbers before this is called.
    const original = this[key];
    if (original instanceof Uint8Array) return Buffer.from(original).toString("base64");
    return typeof original === "bigint" ? String(original) : item;
  });
}
