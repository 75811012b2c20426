import type { LogLevel } from "./log_level.ts";

/** An error as plain data, with all that led to it. */
export interface LogErrorData {
  /** The class's name. */
  name: string;
  /** The text. */
  message: string;
  /** The stable code, where the error has one. */
  code?: string | number;
  /** Where it came from. */
  stack?: string;
  /** What led to it: an error, or any plain data that was thrown. */
  cause?: unknown;
  /** What failed together, where the error stands for several. */
  errors?: unknown[];
  /** Whatever else the error tells: `status`, `path`, `context`… */
  [detail: string]: unknown;
}

/** One record of the log as plain data, secrets replaced: what is written as a line of JSON. */
export interface LogEntry {
  /** When it was logged. */
  readonly time: Date;
  /** How much it matters. */
  readonly level: LogLevel;
  /** Who logged it: the logger's name. */
  readonly logger: string;
  /** What happened, with the values that its placeholders name. */
  readonly message: string;
  /** The values. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The error, where there was one. */
  readonly error?: LogErrorData;
}
