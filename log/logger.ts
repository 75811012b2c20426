import type { Logger as LogTapeLogger } from "@logtape/logtape";
import { currentTask } from "../async/tasks.ts";
import { checkText } from "../internal/validate.ts";
import { type Connection, currentConnection } from "./connection.ts";
import { toProperties } from "./log_properties.ts";
import { toLogTapeLevel } from "./levels.ts";
import type { LogLevel } from "./log_level.ts";

/** The values of a record, which placeholders of its message name; an `error` among them is shown with its causes. */
export type LogProperties = Readonly<Record<string, unknown>>;

/**
 * Logs under a name. {@linkcode getLogger} makes it.
 *
 * Until `configureLog()` is called, and for levels below the one configured, a call does nothing and costs next to
 * nothing; a function that is given for the properties is then not called.
 *
 * Each method takes a message that may name properties in braces, as in `"Loaded {count} rows"`; `{{` stands for a
 * brace. A property that is an `Error` and named `error` is shown with its stack and causes. Inside a task, its name is
 * the property `task`.
 *
 * @example Properties that all records of one request have
 * ```ts
 * import { configureLog, getLogger } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 *
 * const entries: unknown[] = [];
 * await using _log = await configureLog({ console: false, sinks: [(entry) => entries.push(entry.properties)] });
 * const log = getLogger("app").with({ request: 7 });
 * log.warning("Took {ms} ms", { ms: 900 });
 * assert.deepEqual(entries, [{ request: 7, ms: 900 }]);
 * ```
 */
export class Logger {
  /** Its name, such as `"app.orders"`: parts are separated by dots, and levels can be set for each. */
  readonly name: string;
  readonly #properties: LogProperties;
  #target: { connection: Connection; logger: LogTapeLogger } | undefined;

  /**
   * Makes a logger.
   *
   * @param name Its name.
   * @param properties What all its records have.
   * @throws {ValidationError} If `name` is not a non-empty string.
   */
  constructor(name: string, properties: LogProperties = {}) {
    checkText("name", name);
    this.name = name;
    this.#properties = properties;
  }

  /**
   * Logs what helps to find mistakes.
   *
   * @param message What happened.
   * @param properties The values.
   */
  debug(message: string, properties?: LogProperties | (() => LogProperties)): void {
    this.log("debug", message, properties);
  }

  /**
   * Logs what is good to know.
   *
   * @param message What happened.
   * @param properties The values.
   */
  info(message: string, properties?: LogProperties | (() => LogProperties)): void {
    this.log("info", message, properties);
  }

  /**
   * Logs what may become a problem.
   *
   * @param message What happened.
   * @param properties The values.
   */
  warning(message: string, properties?: LogProperties | (() => LogProperties)): void {
    this.log("warning", message, properties);
  }

  /**
   * Logs a failure.
   *
   * @param message What failed, or the error itself.
   * @param properties The values, with the `error`.
   */
  error(message: string | Error, properties?: LogProperties | (() => LogProperties)): void {
    this.log("error", message, properties);
  }

  /**
   * Logs a failure that stops the program or loses data.
   *
   * @param message What failed, or the error itself.
   * @param properties The values, with the `error`.
   */
  critical(message: string | Error, properties?: LogProperties | (() => LogProperties)): void {
    this.log("critical", message, properties);
  }

  /**
   * Logs at a level.
   *
   * @param level How much it matters.
   * @param message What happened, or the error itself.
   * @param properties The values.
   */
  log(level: LogLevel, message: string | Error, properties?: LogProperties | (() => LogProperties)): void {
    const connection = currentConnection();
    if (connection === undefined) return;
    const logger = this.#loggerOf(connection);
    const tapeLevel = toLogTapeLevel(level);
    if (!logger.isEnabledFor(tapeLevel)) return;
    const task = currentTask();
    const all = {
      ...(task === undefined ? {} : { task: task.name }),
      ...this.#properties,
      ...(message instanceof Error ? { error: message } : {}),
      ...toProperties(typeof properties === "function" ? properties() : properties),
    };
    logger[tapeLevel](message instanceof Error ? escaped(message.message) : message, all);
  }

  /**
   * Tells whether a record of a level would go anywhere.
   *
   * @param level The level.
   * @returns Whether it would.
   */
  isEnabled(level: LogLevel): boolean {
    const connection = currentConnection();
    return connection !== undefined && this.#loggerOf(connection).isEnabledFor(toLogTapeLevel(level));
  }

  /**
   * Makes a logger inside of this one.
   *
   * @param name The last part of its name.
   * @returns The logger, which has this one's properties too.
   * @throws {ValidationError} If `name` is not a non-empty string.
   */
  child(name: string): Logger {
    checkText("name", name);
    return new Logger(`${this.name}.${name}`, this.#properties);
  }

  /**
   * Makes a logger of the same name whose records have further properties.
   *
   * @param properties The properties.
   * @returns The logger.
   */
  with(properties: LogProperties): Logger {
    return new Logger(this.name, { ...this.#properties, ...properties });
  }

  #loggerOf(connection: Connection): LogTapeLogger {
    if (this.#target?.connection !== connection) {
      this.#target = { connection, logger: connection.logtape.getLogger(this.name.split(".")) };
    }
    return this.#target.logger;
  }
}

/** A text of somebody else's, in which braces name nothing. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&");
}
