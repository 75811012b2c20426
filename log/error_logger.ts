import { currentTask } from "../async/tasks.ts";
import { checkOptions, type OptionNames } from "../internal/validate.ts";
import { checkOutputs } from "./check_outputs.ts";
import { checkLevel, reaches, toLogTapeLevel } from "./levels.ts";
import type { LogLevel } from "./log_level.ts";
import { toProperties } from "./log_properties.ts";
import { LogOutputs } from "./log_outputs.ts";
import type { LogProperties } from "./logger.ts";
import type { LogTapeRecord } from "./logtape_record.ts";
import type { LogAlertOptions, LogFileOptions, LogRedactOptions } from "./output_options.ts";

/** Options for {@linkcode ErrorLogger}. */
export interface ErrorLoggerOptions {
  /**
   * The file or its path. It is made at the first record.
   *
   * @default "errors.log"
   */
  file?: string | LogFileOptions | undefined;
  /**
   * The least level that is recorded.
   *
   * @default "error"
   */
  level?: LogLevel | undefined;
  /**
   * Whether records are shown on the standard error output too.
   *
   * @default false
   */
  print?: boolean | undefined;
  /** Who is told of errors by mail. */
  alert?: LogAlertOptions | undefined;
  /** What counts as a secret beyond what is known. */
  redact?: LogRedactOptions | undefined;
}

const loggerOptions: OptionNames<ErrorLoggerOptions> = {
  file: true,
  level: true,
  print: "boolean",
  alert: true,
  redact: true,
};

/**
 * What a record of an {@linkcode ErrorLogger} has beside its message. As an error logger must not be what fails, nothing
 * else that is passed is refused: an error in the place of the details is recorded as the `error`, and other properties
 * as if they stood in the `context`.
 */
export interface ErrorLogDetails {
  /** Facts that help to find the reason. */
  context?: LogProperties | undefined;
  /** The error, which is recorded with its stack and causes. */
  error?: unknown;
}

/**
 * Records errors in a file of its own, as lines of JSON, and mails what matters most. It needs no `configureLog()`, and
 * does not change what that does.
 *
 * A record is in the file when the call returns. What cannot be written or sent never throws, as an error logger must not
 * be what fails: it is shown on the standard error output.
 *
 * @example Record an error
 * ```ts
 * import { ErrorLogger } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "log-"));
 * const file = join(directory, "errors.log");
 * {
 *   await using errors = new ErrorLogger({ file });
 *   errors.error("Cannot save the order", { context: { order: 7 }, error: new Error("disk full") });
 * }
 * const record = JSON.parse(await readFile(file, "utf8"));
 * assert.equal(record.message, "Cannot save the order");
 * assert.equal(record.error.message, "disk full");
 * await rm(directory, { recursive: true });
 * ```
 */
export class ErrorLogger implements AsyncDisposable {
  /** The least level that is recorded. */
  readonly level: LogLevel;
  readonly #outputs: LogOutputs;

  /**
   * Makes the logger; nothing is opened yet.
   *
   * @param options The file, level, printing and alerts.
   * @throws {ValidationError} If an option is wrong.
   * @throws {MaktabaError} `LOG_FILE_NOT_SUPPORTED` where there are no files.
   */
  constructor(options: ErrorLoggerOptions = {}) {
    checkOptions(options, loggerOptions);
    const { file = "errors.log", level = "error", print = false, alert, redact } = options;
    checkLevel("level", level);
    const outputs = { console: print && { format: "pretty" as const }, file, alert, redact };
    checkOutputs(outputs);
    this.level = level;
    this.#outputs = new LogOutputs(outputs);
  }

  /**
   * Records at a level.
   *
   * @param level How much it matters.
   * @param message What happened; braces in it are nothing special.
   * @param details Context and error.
   * @throws {ValidationError} If `level` is not a level.
   */
  log(level: LogLevel, message: string, details: ErrorLogDetails = {}): void {
    checkLevel("level", level);
    if (reaches(level, this.level)) this.#outputs.write(recordOf(level, message, details));
  }

  /**
   * Records an error.
   *
   * @param message What failed.
   * @param details Context and error.
   */
  error(message: string, details?: ErrorLogDetails): void {
    this.log("error", message, details);
  }

  /**
   * Records a warning.
   *
   * @param message What may become a problem.
   * @param details Context and error.
   */
  warning(message: string, details?: ErrorLogDetails): void {
    this.log("warning", message, details);
  }

  /**
   * Records what is good to know.
   *
   * @param message What happened.
   * @param details Context and error.
   */
  info(message: string, details?: ErrorLogDetails): void {
    this.log("info", message, details);
  }

  /**
   * Waits until what was recorded is on the disk, and with the mail server as far as the number of mails allows.
   *
   * @returns When it is.
   */
  async flush(): Promise<void> {
    await this.#outputs.flush();
  }

  /**
   * Sends what is still to be mailed and closes the file. What is recorded later is shown on the standard error output.
   *
   * @returns When all is closed.
   */
  async close(): Promise<void> {
    await this.#outputs.close();
  }

  /** Closes the logger. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function recordOf(level: LogLevel, message: unknown, details: unknown): LogTapeRecord {
  const text = message instanceof Error ? message.message : String(message);
  const { error = message instanceof Error ? message : undefined, context, ...others } = toProperties(details);
  const task = currentTask();
  return {
    category: [],
    level: toLogTapeLevel(level),
    message: [text],
    rawMessage: text,
    timestamp: Date.now(),
    properties: {
      ...(task === undefined ? {} : { task: task.name }),
      ...others,
      ...toProperties(context),
      ...(error === undefined ? {} : { error }),
    },
  };
}
