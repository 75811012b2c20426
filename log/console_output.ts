/**
 * The console as a place for entries.
 *
 * @internal
 * @module
 */

import { builtin, environmentVariable } from "../internal/runtime.ts";
import { jsonLine } from "./json_line.ts";
import type { LogEntry } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";
import type { Output } from "./output.ts";
import type { LogConsoleOptions } from "./output_options.ts";
import { pretty } from "./pretty.ts";

/** Shows entries on the console. */
export class ConsoleOutput implements Output {
  readonly level: LogLevel;
  readonly #format: (entry: LogEntry) => string;
  readonly #write: (text: string) => void;

  constructor(options: LogConsoleOptions = {}) {
    const { format = "auto", level = "debug", colors = hasColors(), write = writeError } = options;
    this.level = level;
    const isPretty = format === "pretty" || (format === "auto" && isTerminal());
    this.#format = isPretty ? (entry) => pretty(entry, { colors }) : jsonLine;
    this.#write = write;
  }

  write(entry: LogEntry): void {
    this.#write(this.#format(entry));
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {}
}

interface Stream {
  isTTY?: boolean;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: () => void): unknown;
  off(event: "error", listener: () => void): unknown;
}

let pending = 0;

// Not console.error, to which Bun adds a colour of its own. Whoever reads the other end of a pipe may have left, which
// is an event that ends a program that does not listen to it; the event comes after the call that tells of the failure.
function writeError(text: string): void {
  const stream = builtin<{ stderr?: Stream }>("node:process")?.stderr;
  if (stream === undefined) return console.error(text);
  if (pending++ === 0) stream.on("error", ignore);
  stream.write(`${text}\n`, (error) => {
    pending--;
    if (!error && pending === 0) stream.off("error", ignore);
  });
}

function ignore(): void {}

function isTerminal(): boolean {
  const process = builtin<{ stderr?: Stream }>("node:process");
  // A browser's console is for people too.
  return process === undefined || process.stderr?.isTTY === true;
}

/** Source: https://no-color.org and https://force-color.org */
function hasColors(): boolean {
  if (environmentVariable("NO_COLOR") !== undefined) return false;
  if (environmentVariable("FORCE_COLOR") !== undefined) return true;
  return builtin("node:process") !== undefined && isTerminal() && environmentVariable("TERM") !== "dumb";
}
