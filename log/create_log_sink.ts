import { checkOutputs } from "./check_outputs.ts";
import { LogOutputs } from "./log_outputs.ts";
import type { LogTapeRecord } from "./logtape_record.ts";
import type { LogSinkOptions } from "./output_options.ts";

/** A sink of LogTape's, which takes records and sends them to the console, a file and mail. */
export interface LogSink extends AsyncDisposable {
  /** Takes a record. It never throws. */
  (record: LogTapeRecord): void;
  /** Settles when all records that it has taken are where they belong; LogTape's `drain()` calls it. */
  drain(): Promise<void>;
  /** Writes what is left and lets everything go. */
  close(): Promise<void>;
}

/**
 * Makes a sink for programs that configure LogTape themselves: the same console, file, mails and redaction that
 * `configureLog()` gives, as one of the sinks of their own configuration.
 *
 * @param options Where records go.
 * @returns The sink.
 * @throws {ValidationError} If an option is wrong.
 *
 * @example In a configuration of LogTape's
 * ```ts
 * import { configure, getLogger, reset } from "@logtape/logtape";
 * import { createLogSink } from "@maktaba/std/log";
 * import assert from "node:assert/strict";
 *
 * const messages: string[] = [];
 * const sink = createLogSink({ console: false, sinks: [(entry) => messages.push(entry.message)] });
 * await configure({
 *   sinks: { sink },
 *   loggers: [
 *     { category: "app", sinks: ["sink"], lowestLevel: "info" },
 *     { category: ["logtape", "meta"], sinks: ["sink"], lowestLevel: "warning" },
 *   ],
 * });
 * getLogger("app").info("Logged in as {user} with {password}", { user: "ali", password: "s3cret" });
 * assert.deepEqual(messages, ["Logged in as ali with [redacted]"]);
 * await reset();
 * ```
 */
export function createLogSink(options: LogSinkOptions = {}): LogSink {
  checkOutputs(options);
  const outputs = new LogOutputs(options);
  const close = () => outputs.close();
  return Object.assign((record: LogTapeRecord) => outputs.write(record), {
    drain: () => outputs.flush(),
    close,
    [Symbol.asyncDispose]: close,
  });
}
