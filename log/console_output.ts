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

// Not process.stderr, which a closed pipe makes emit an error that ends the program on Node.
function writeError(text: string): void {
  console.error(text);
}

interface ProcessLike {
  stderr?: { isTTY?: boolean };
}

function isTerminal(): boolean {
  const process = builtin<ProcessLike>("node:process");
  // A browser's console is for people too.
  return process === undefined || process.stderr?.isTTY === true;
}

/** Source: https://no-color.org and https://force-color.org */
function hasColors(): boolean {
  if (environmentVariable("NO_COLOR") !== undefined) return false;
  if (environmentVariable("FORCE_COLOR") !== undefined) return true;
  return builtin("node:process") !== undefined && isTerminal() && environmentVariable("TERM") !== "dumb";
}
