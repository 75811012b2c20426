/**
 * All the places that the records of one log go to.
 *
 * @internal
 * @module
 */

import { MaktabaError } from "../errors/maktaba_error.ts";
import { ConsoleOutput } from "./console_output.ts";
import { EmailOutput } from "./email_output.ts";
import { FileOutput } from "./file_output.ts";
import { reaches } from "./levels.ts";
import type { LogEntry } from "./log_entry.ts";
import type { LogTapeRecord } from "./logtape_record.ts";
import type { Output } from "./output.ts";
import type { LogSinkOptions } from "./output_options.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import { toEntry } from "./to_entry.ts";

/** Makes an entry of each record, secrets replaced, and hands it to every place. Never throws. */
export class LogOutputs {
  readonly #redactor: Redactor;
  readonly #shown: ConsoleOutput | undefined;
  readonly #file: FileOutput | undefined;
  readonly #email: EmailOutput | undefined;
  readonly #outputs: readonly Output[];
  readonly #sinks: readonly ((entry: LogEntry) => void)[];
  #hasToldOfSink = false;
  #isClosed = false;

  constructor(options: LogSinkOptions) {
    const { console: shown = true, file, alert, sinks = [], redact } = options;
    const tell = (error: Error) => this.#tell(error);
    this.#redactor = createRedactor(redact);
    this.#shown = shown === false ? undefined : new ConsoleOutput(shown === true ? {} : shown);
    this.#file = file === undefined
      ? undefined
      : new FileOutput(typeof file === "string" ? { path: file } : file, tell);
    this.#email = alert === undefined ? undefined : new EmailOutput(alert, tell);
    this.#outputs = [this.#shown, this.#file, this.#email].filter((output) => output !== undefined);
    this.#sinks = sinks;
  }

  /** Takes a record. */
  write(record: LogTapeRecord): void {
    const entry = toEntry(record, this.#redactor);
    if (this.#isClosed) return lastResort(entry);
    for (const output of this.#outputs) if (reaches(entry.level, output.level)) this.#hand(output, entry);
    for (const sink of this.#sinks) this.#hand({ write: sink }, entry);
  }

  /** Settles when all that was taken is where it belongs. */
  async flush(): Promise<void> {
    for (const output of this.#outputs) await output.flush();
  }

  /** Flushes and lets everything go. The mails come first, as their failure is told in the file. */
  async close(): Promise<void> {
    await this.#email?.close();
    this.#isClosed = true;
    await this.#file?.close();
    await this.#shown?.close();
  }

  #hand(to: { write(entry: LogEntry): void }, entry: LogEntry): void {
    try {
      to.write(entry);
    } catch (cause) {
      if (this.#hasToldOfSink) return;
      this.#hasToldOfSink = true;
      this.#tell(new MaktabaError({ code: "LOG_SINK_FAILED", params: { reason: cause }, cause }));
    }
  }

  /** Tells a failure of the log itself: not by mail, and not where it happened. */
  #tell(error: Error): void {
    const properties = { error };
    const { code } = error as { code?: unknown };
    const { message } = error;
    const entry = toEntry({
      category: ["maktaba", "log"],
      level: "warning",
      message: [message],
      rawMessage: message,
      timestamp: Date.now(),
      properties,
    }, this.#redactor);
    const places = [this.#shown, code === "LOG_FILE_NOT_WRITTEN" ? undefined : this.#file];
    const working = places.filter((place) => place !== undefined);
    if (working.length === 0) return lastResort(entry);
    for (const place of working) {
      try {
        place.write(entry);
      } catch {
        lastResort(entry);
      }
    }
  }
}

/** Shows what has no place left to go to, so that it is not lost. */
function lastResort(entry: LogEntry): void {
  new ConsoleOutput().write(entry);
}
