import assert from "node:assert/strict";
import test from "node:test";
import type { Sink } from "@logtape/logtape";
import {
  configureLog,
  type ConfigureLogOptions,
  createLogSink,
  type ErrorLogger,
  getLogger,
  type LogEntry,
  type Logger,
  type LogLevel,
} from "@maktaba/std/log";
import type { مستوى_سجل, مسجل, مسجل_الأخطاء } from "@maktaba/std/log/ar";

// What must not compile is what these tests are about; the type-check of the project fails when it does.

test("types: a level is one of five, and in Arabic has a name in either language", () => {
  const levels: LogLevel[] = ["debug", "info", "warning", "error", "critical"];
  const مستويات: مستوى_سجل[] = [
    "تنقيح",
    "معلومات",
    "تحذير",
    "خطأ",
    "حرج",
    "DEBUG",
    "INFO",
    "WARNING",
    "ERROR",
    "CRITICAL",
  ];
  // @ts-expect-error: LogTape's name for critical is not ours.
  const fatal: LogLevel = "fatal";
  // @ts-expect-error: English names in Arabic are Python's, in capitals.
  const صغير: مستوى_سجل = "error";
  assert.deepEqual([levels.length, مستويات.length, fatal, صغير], [5, 10, "fatal", "error"]);
});

test("types: options are checked inside of options", async () => {
  const wrong: ConfigureLogOptions[] = [
    // @ts-expect-error: there is no such format.
    { console: { format: "xml" } },
    // @ts-expect-error: a file needs a path.
    { file: { maxBytes: 1 } },
    // @ts-expect-error: a mail needs a sender.
    { alert: { email: { host: "h", to: "a@b" } } },
    // @ts-expect-error: a misspelt option.
    { levels: { app: "info" }, fiel: "x" },
  ];
  assert.equal(wrong.length, 4);
  for (const options of wrong.slice(0, 3)) await assert.rejects(configureLog(options));
});

test("types: a logger takes a message, and properties or what gives them", () => {
  const log: Logger = getLogger("app");
  log.info("x", { a: 1 });
  log.info("x", () => ({ a: 1 }));
  // @ts-expect-error: only error and critical take an error instead of a message.
  log.info(new Error("x"));
  // @ts-expect-error: properties are an object.
  log.info("x", "y");
});

test("types: a sink of ours is one of LogTape's", () => {
  const sink: Sink = createLogSink({ console: false });
  assert.equal(typeof sink, "function");
});

test("types: an entry cannot be changed, and its error is plain data", () => {
  const change = (entry: LogEntry) => {
    // @ts-expect-error: it is what other sinks get too.
    entry.message = "x";
    const stack: string | undefined = entry.error?.stack;
    return stack;
  };
  assert.equal(typeof change, "function");
});

test("types: what is Arabic is accepted where the English is, and the other way round", () => {
  const use = (english: Logger, arabic: مسجل, errors: ErrorLogger, أخطاء: مسجل_الأخطاء) => {
    const first: Logger = arabic;
    const second: ErrorLogger = أخطاء;
    return [first, second, english, errors];
  };
  assert.equal(use.length, 4);
});
