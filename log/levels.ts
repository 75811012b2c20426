/**
 * The order of levels, and what LogTape calls them.
 *
 * @internal
 * @module
 */

import { ValidationError } from "../errors/validation_error.ts";
import type { LogLevel } from "./log_level.ts";
import type { LogTapeRecord } from "./logtape_record.ts";

type LogTapeLevel = LogTapeRecord["level"];

/** Every level, from least to most. */
export const logLevels: readonly LogLevel[] = ["debug", "info", "warning", "error", "critical"];

const ranks: Readonly<Record<LogTapeLevel | LogLevel, number>> = {
  trace: 0,
  debug: 0,
  info: 1,
  warning: 2,
  error: 3,
  fatal: 4,
  critical: 4,
};

/** Whether a level matters at least as much as another. */
export function reaches(level: LogLevel, least: LogLevel): boolean {
  return ranks[level] >= ranks[least];
}

/** What LogTape calls a level. */
export function toLogTapeLevel(level: LogLevel): LogTapeLevel {
  return level === "critical" ? "fatal" : level;
}

/** What we call a level of LogTape. */
export function fromLogTapeLevel(level: LogTapeLevel): LogLevel {
  return logLevels[ranks[level]]!;
}

/** Throws unless a value is a level. */
export function checkLevel(name: string, value: unknown): asserts value is LogLevel {
  if (logLevels.includes(value as LogLevel)) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_LOG_LEVEL", params: { name, allowed: logLevels, value } });
}
