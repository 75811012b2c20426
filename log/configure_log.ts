import { MaktabaError } from "../errors/maktaba_error.ts";
import { optionName } from "../errors/option_names.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { setReporter } from "../internal/report.ts";
import { builtin } from "../internal/runtime.ts";
import { checkObject, checkOptions, type OptionNames } from "../internal/validate.ts";
import { checkOutputs, sinkOptions } from "./check_outputs.ts";
import { closeLog } from "./close_log.ts";
import { type Connection, currentConnection, disconnect, inTurn, loadLogTape, setConnection } from "./connection.ts";
import { createLogSink, type LogSink } from "./create_log_sink.ts";
import { getLogger } from "./get_logger.ts";
import { checkLevel, toLogTapeLevel } from "./levels.ts";
import type { LogLevel } from "./log_level.ts";
import type { LogSinkOptions } from "./output_options.ts";

/** Options for {@linkcode configureLog}. */
export interface ConfigureLogOptions extends LogSinkOptions {
  /**
   * The least level that is logged.
   *
   * @default "info"
   */
  level?: LogLevel | undefined;
  /** Least levels for loggers by name, and for those inside of them: `{ "app.orders": "debug", maktaba: "warning" }`. */
  levels?: Readonly<Record<string, LogLevel>> | undefined;
  /**
   * Whether to log through the LogTape configuration that the program has made itself. All other options belong to that
   * configuration then, and may not be given.
   *
   * @default false
   */
  joinLogTape?: boolean | undefined;
}

const optionNames: OptionNames<ConfigureLogOptions> = {
  ...sinkOptions,
  level: true,
  levels: true,
  joinLogTape: "boolean",
};

/**
 * Turns the log on: what the program logs by `getLogger()` and what this library reports goes to the console, and to a
 * file and by mail where that is asked for. Until this is called, both are silent. Called again, it replaces the
 * configuration.
 *
 * Passwords, tokens, keys and whatever looks like them are replaced, in messages, properties and errors.
 *
 * It configures LogTape (https://logtape.org), so what other libraries log by LogTape goes to the same places. A
 * program that has configured LogTape itself keeps its configuration: see `joinLogTape` and `createLogSink()`.
 *
 * @param options Levels, places and secrets.
 * @returns Closes the log when it is disposed (`await using`).
 * @throws {ValidationError} If an option is wrong.
 * @throws {MaktabaError} `LOG_LOGTAPE_CONFIGURED` if the program has configured LogTape itself; `DRIVER_MISSING` if
 * LogTape is not installed; `LOG_FILE_NOT_SUPPORTED` if a file is asked for where there are none.
 *
 * @example Hear what is logged
 * ```ts
 * import { configureLog, getLogger } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 *
 * const messages: string[] = [];
 * await using _log = await configureLog({ console: false, sinks: [(entry) => messages.push(entry.message)] });
 * getLogger("app").info("Loaded {count} rows", { count: 250 });
 * getLogger("app").debug("Not heard, as the level is info");
 * assert.deepEqual(messages, ["Loaded 250 rows"]);
 * ```
 */
export async function configureLog(options: ConfigureLogOptions = {}): Promise<AsyncDisposable> {
  checkConfiguration(options);
  const connection = await inTurn(() => connect(options));
  return { [Symbol.asyncDispose]: async () => connection === currentConnection() ? await closeLog() : undefined };
}

function checkConfiguration(options: ConfigureLogOptions): void {
  checkOptions(options, optionNames);
  const { joinLogTape = false, level = "info", levels = {}, ...outputs } = options;
  checkObject("levels", levels as unknown);
  checkLevel("level", level);
  for (const [name, value] of Object.entries(levels)) checkLevel(`levels.${name}`, value);
  checkOutputs(outputs);
  const other = Object.entries(options).find(([name, value]) => name !== "joinLogTape" && value !== undefined);
  if (!joinLogTape || other === undefined) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_WITH_JOIN", params: { name: other[0] } });
}

async function connect(options: ConfigureLogOptions): Promise<Connection> {
  const { joinLogTape = false, level = "info", levels = {}, ...outputs } = options;
  const logtape = await loadLogTape();
  // Made first, as it opens nothing yet: when it cannot be made, the configuration before it stays.
  const sink = joinLogTape ? undefined : createLogSink(outputs);
  await disconnect();
  const connection = sink === undefined ? join(logtape) : await configure(logtape, sink, level, levels);
  setConnection(connection);
  setReporter(({ level, module, message, properties }) => getLogger(`maktaba.${module}`)[level](message, properties));
  return connection;
}

type LogTape = Connection["logtape"];

function join(logtape: LogTape): Connection {
  return { logtape, flush: () => logtape.drain(), close: async () => {} };
}

async function configure(
  logtape: LogTape,
  sink: LogSink,
  level: LogLevel,
  levels: Readonly<Record<string, LogLevel>>,
): Promise<Connection> {
  if (logtape.getConfig() !== null) {
    const params = { option: optionName("joinLogTape") };
    throw new MaktabaError({ code: "LOG_LOGTAPE_CONFIGURED", params });
  }
  const config = logTapeConfig(sink, level, levels);
  await logtape.configure(config);
  return { logtape, flush: () => sink.drain(), close: () => reset(logtape, config, sink) };
}

function logTapeConfig(sink: LogSink, level: LogLevel, levels: Readonly<Record<string, LogLevel>>): LogTapeConfig {
  const rule = (category: string[], lowest: LogLevel) => ({
    category,
    sinks: ["maktaba"],
    lowestLevel: toLogTapeLevel(lowest),
    // A logger's own level replaces that of those around it, instead of adding to it.
    parentSinks: "override" as const,
  });
  const own = Object.entries(levels).map(([name, lowest]) => rule(name.split("."), lowest));
  // What LogTape has to say of itself is only of interest where something is wrong.
  return { sinks: { maktaba: sink }, loggers: [rule([], level), rule(["logtape"], "warning"), ...own], ...storage() };
}

type LogTapeConfig = Parameters<LogTape["configure"]>[0];

/** What carries `withLogContext()` through asynchronous calls, where the runtime has it. */
function storage(): Pick<LogTapeConfig, "contextLocalStorage"> {
  type Storage = NonNullable<LogTapeConfig["contextLocalStorage"]>;
  const hooks = builtin<{ AsyncLocalStorage: new () => Storage }>("node:async_hooks");
  return hooks === undefined ? {} : { contextLocalStorage: new hooks.AsyncLocalStorage() };
}

// The program may have configured LogTape anew by itself since: then it is not ours to reset.
async function reset(logtape: LogTape, config: LogTapeConfig, sink: LogSink): Promise<void> {
  if (logtape.getConfig() === config) await logtape.reset();
  await sink.close();
}
