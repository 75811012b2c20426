/**
 * Entries as lines of JSON.
 *
 * @internal
 * @module
 */

import type { LogEntry } from "./log_entry.ts";

// What a terminal or an editor could take as a command or as a change of direction. JSON escapes other controls anyway.
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Writes an entry as one JSON object: `time`, `level`, `logger`, `message`, `properties` where there are any, and
 * `error` where there is one.
 *
 * @param entry The entry.
 * @returns One line, without its end.
 */
export function jsonLine({ time, level, logger, message, properties, error }: LogEntry): string {
  const line = JSON.stringify({
    time: time.toISOString(),
    level,
    logger,
    message,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(error === undefined ? {} : { error }),
  });
  return line.replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
