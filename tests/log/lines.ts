import { readFile } from "node:fs/promises";

/** One line of a log as it is read back. */
export interface Line {
  time: string;
  level: string;
  logger: string;
  message: string;
  properties?: Record<string, unknown>;
  error?: { name: string; message: string; code?: string; stack?: string; cause?: unknown; [detail: string]: unknown };
}

/** Reads a text of one JSON object a line. */
export function parseLines(text: string): Line[] {
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** Reads a log file. */
export async function readLines(path: string): Promise<Line[]> {
  return parseLines(await readFile(path, "utf8"));
}
