import assert from "node:assert/strict";
import test from "node:test";
import * as logtape from "@logtape/logtape";
import { createTask } from "@maktaba/std/async";
import { CancelledError, MaktabaError, ValidationError } from "@maktaba/std/errors";
import {
  closeLog,
  configureLog,
  type ConfigureLogOptions,
  createLogSink,
  flushLogs,
  getLogger,
  type LogEntry,
  Logger,
  type LogLevel,
  withLogContext,
} from "@maktaba/std/log";
import { report } from "../../internal/report.ts";
import { runProgram } from "./run_program.ts";

/** A log that only keeps its entries. */
async function heard(options: ConfigureLogOptions = {}): Promise<AsyncDisposable & { entries: LogEntry[] }> {
  const entries: LogEntry[] = [];
  const log = await configureLog({ console: false, sinks: [(entry) => entries.push(entry)], ...options });
  return { entries, [Symbol.asyncDispose]: () => log[Symbol.asyncDispose]() };
}

function texts(entries: readonly LogEntry[]): string[] {
  return entries.map(({ level, logger, message }) => `${level} ${logger}: ${message}`);
}

test("getLogger() is silent, enabled for nothing and loads nothing until the log is configured", async () => {
  const { code, stdout, stderr } = await runProgram("silent");
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), { isLoaded: false, isEnabled: false });
  assert.equal(code, 0);
});

test("getLogger() costs next to nothing while nobody listens", () => {
  const log = getLogger("app");
  const start = performance.now();
  for (let index = 0; index < 1_000_000; index++) log.debug("Record {index}", () => ({ index }));
  const microseconds = (performance.now() - start) / 1_000;
  assert.ok(microseconds < 1, `${microseconds} microseconds for each call`);
});

test("configureLog() lets loggers be heard that were made before it, and closeLog() silences them", async () => {
  const log = getLogger("app");
  log.error("before");
  const { entries } = await heard();
  log.error("meanwhile");
  await closeLog();
  log.error("after");
  assert.deepEqual(texts(entries), ["error app: meanwhile"]);
  assert.equal(log.isEnabled("critical"), false);
});

test("configureLog() hears each level from the one configured, info by default", async () => {
  const levels: LogLevel[] = ["debug", "info", "warning", "error", "critical"];
  const log = getLogger("app");
  for (const [least, expected] of [[undefined, 4], ["debug", 5], ["warning", 3], ["critical", 1]] as const) {
    await using log_ = await heard({ level: least });
    for (const level of levels) log[level]("x");
    for (const level of levels) assert.equal(log.isEnabled(level), levels.indexOf(level) >= 5 - expected);
    assert.deepEqual(log_.entries.map(({ level }) => level), levels.slice(5 - expected));
  }
});

test("configureLog() gives loggers, and those inside of them, levels of their own, lower and higher", async () => {
  await using log = await heard({
    level: "warning",
    levels: { "app.orders": "debug", "app.orders.noise": "critical", other: "info" },
  });
  for (const name of ["app", "app.orders", "app.orders.new", "app.orders.noise", "other", "otherwise"]) {
    getLogger(name).debug("d");
    getLogger(name).info("i");
    getLogger(name).warning("w");
  }
  assert.deepEqual(texts(log.entries), [
    "warning app: w",
    "debug app.orders: d",
    "info app.orders: i",
    "warning app.orders: w",
    "debug app.orders.new: d",
    "info app.orders.new: i",
    "warning app.orders.new: w",
    "info other: i",
    "warning other: w",
    "warning otherwise: w",
  ]);
});

test("configureLog() hears what the library itself reports, under maktaba.MODULE", async () => {
  report("error", "net", "Nobody hears this");
  await using log = await heard({ levels: { "maktaba.db": "error" } });
  report("warning", "net", "Gave the fallback", { url: "https://ali:s3cret@example.com/", error: new Error("x") });
  report("warning", "db", "Too low");
  report("debug", "net", "Too low");
  assert.deepEqual(texts(log.entries), ["warning maktaba.net: Gave the fallback"]);
  assert.deepEqual(log.entries[0]?.properties, { url: "https://ali:[redacted]@example.com/" });
  assert.equal(log.entries[0]?.error?.message, "x");
});

test("configureLog() fills in the values that a message names", async () => {
  await using log = await heard();
  const app = getLogger("app");
  app.info("{a} and {b.c} and {list[1]} and { a }", { a: 1, b: { c: "two" }, list: [0, "three"] });
  app.info("{{a}} is a", { a: 1 });
  app.info('{missing} stays, and so does {"json": true}');
  app.info("{missing} stays too", { a: 1 });
  app.info("{object} {list} {nothing}", { object: { a: 1 }, list: [1, 2], nothing: null });
  app.info("{error}", { error: new Error("what it says") });
  assert.deepEqual(log.entries.map(({ message }) => message), [
    "1 and two and three and 1",
    "{a} is a",
    '{missing} stays, and so does {"json": true}',
    "{missing} stays too",
    '{"a":1} [1,2] null',
    "what it says",
  ]);
});

test("Logger takes an error instead of a message, whose braces name nothing", async () => {
  await using log = await heard();
  const error = new TypeError('bad answer {"a": {"b": 1}} and {a}');
  getLogger("app").error(error, { a: 1 });
  getLogger("app").critical(error);
  assert.deepEqual(log.entries.map(({ message }) => message), [error.message, error.message]);
  assert.equal(log.entries[0]?.error?.name, "TypeError");
  assert.match(log.entries[0]?.error?.stack ?? "", /configure_log_test/);
  assert.deepEqual(log.entries[0]?.properties, { a: 1 });
  assert.equal(log.entries[1]?.level, "critical");
});

test("Logger calls a function for properties only when somebody listens", async () => {
  const log = getLogger("app");
  let calls = 0;
  const properties = () => ({ calls: ++calls });
  log.info("x", properties);
  await using log_ = await heard();
  log.debug("x", properties);
  assert.equal(calls, 0);
  log.info("x", properties);
  assert.deepEqual(log_.entries.map(({ properties }) => properties), [{ calls: 1 }]);
});

test("Logger hands its name and properties to its children", async () => {
  await using log = await heard();
  const parent = getLogger("app").with({ request: 7, user: "ali" });
  const child = parent.child("orders").with({ user: "omar" });
  assert.equal(child.name, "app.orders");
  child.info("x", { order: 1 });
  parent.info("x", { request: 8 });
  assert.deepEqual(log.entries.map(({ logger, properties }) => ({ logger, ...properties })), [
    { logger: "app.orders", request: 7, user: "omar", order: 1 },
    { logger: "app", request: 8, user: "ali" },
  ]);
});

test("Logger tells which task it was called in", async () => {
  await using log = await heard();
  await createTask(() => getLogger("app").info("x"), { name: "import" });
  getLogger("app").info("x");
  assert.deepEqual(log.entries.map(({ properties }) => properties), [{ task: "import" }, {}]);
});

test("withLogContext() gives properties to all that is logged inside of it, however late", async () => {
  assert.equal(withLogContext({ request: 0 }, () => 42), 42);
  await using log = await heard();
  const result = await withLogContext({ request: 1, user: "ali" }, async () => {
    await Promise.resolve();
    getLogger("app").info("outer");
    withLogContext({ request: 2 }, () => getLogger("app").info("inner", { user: "omar" }));
    await createTask(() => getLogger("app").info("task"), { name: "t" });
    return "result";
  });
  getLogger("app").info("outside");
  assert.equal(result, "result");
  assert.deepEqual(log.entries.map(({ message, properties }) => ({ message, ...properties })), [
    { message: "outer", request: 1, user: "ali" },
    { message: "inner", request: 2, user: "omar" },
    { message: "task", request: 1, user: "ali", task: "t" },
    { message: "outside" },
  ]);
});

test("withLogContext() refuses wrong arguments", () => {
  assert.throws(() => withLogContext(null as never, () => 1), ValidationError);
  assert.throws(() => withLogContext({}, 1 as never), ValidationError);
});

test("configureLog() called again replaces what it configured before", async () => {
  const first = await heard();
  const second = await heard({ level: "error" });
  getLogger("app").info("too low now");
  getLogger("app").error("x");
  assert.deepEqual([first.entries.length, texts(second.entries)], [0, ["error app: x"]]);
  // Disposing of the first must not take the second away.
  await first[Symbol.asyncDispose]();
  getLogger("app").error("y");
  assert.equal(second.entries.length, 2);
  await second[Symbol.asyncDispose]();
  getLogger("app").error("z");
  assert.equal(second.entries.length, 2);
});

test("configureLog() called many times at once ends with the last", async () => {
  const logs = await Promise.all(Array.from({ length: 10 }, () => heard()));
  getLogger("app").info("x");
  assert.deepEqual(logs.map(({ entries }) => entries.length), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  await Promise.all([closeLog(), closeLog(), flushLogs()]);
  assert.equal(logtape.getConfig(), null);
});

test("configureLog() keeps the configuration before it when an option is wrong", async () => {
  await using log = await heard();
  await assert.rejects(configureLog({ level: "loud" as LogLevel }), ValidationError);
  getLogger("app").info("x");
  assert.equal(log.entries.length, 1);
});

test("configureLog() goes on when a sink throws, and tells it once", async () => {
  const told: string[] = [];
  const bad = () => {
    throw new Error("broken sink");
  };
  const entries: LogEntry[] = [];
  const sinks = [bad, (entry: LogEntry) => void entries.push(entry)];
  await using _log = await configureLog({ console: { format: "json", write: (text) => told.push(text) }, sinks });
  getLogger("app").info("one");
  getLogger("app").info("two");
  assert.equal(entries.length, 2);
  const lines = told.map((text) => JSON.parse(text));
  assert.deepEqual(lines.map(({ logger }) => logger).sort(), ["app", "app", "maktaba.log"]);
  const own = lines.find(({ logger }) => logger === "maktaba.log");
  assert.deepEqual([own.level, own.error.code, own.error.cause.message], ["warning", "LOG_SINK_FAILED", "broken sink"]);
});

test("configureLog() hears other libraries that log by LogTape, and LogTape itself only where something is wrong", async () => {
  await using log = await heard();
  logtape.getLogger(["other", "library"]).info("Hello, {name}", { name: "علي", password: "s3cret" });
  logtape.getLogger(["other", "library"])
    .info`Tagged ${1} and ${"two"} with ${"eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl"}`;
  logtape.getLogger("other").fatal("dead");
  logtape.getLogger("other").trace("too low");
  assert.deepEqual(texts(log.entries), [
    "info other.library: Hello, علي",
    "info other.library: Tagged 1 and two with [redacted]",
    "critical other: dead",
  ]);
  assert.deepEqual(log.entries[0]?.properties, { name: "علي", password: "[redacted]" });
});

test("configureLog() leaves alone the LogTape configuration that the program has made itself", async () => {
  const records: logtape.LogRecord[] = [];
  await logtape.configure({
    sinks: { own: (record) => records.push(record) },
    loggers: [{ category: [], sinks: ["own"] }, { category: ["logtape", "meta"], lowestLevel: "error" }],
  });
  try {
    await assert.rejects(configureLog(), (error) => {
      assert.ok(error instanceof MaktabaError);
      assert.equal(error.code, "LOG_LOGTAPE_CONFIGURED");
      return true;
    });
    logtape.getLogger("program").info("still heard");
    getLogger("app").info("silent still");
    assert.deepEqual(records.map(({ category }) => category.join(".")), ["program"]);
  } finally {
    await logtape.reset();
  }
});

test("configureLog({ joinLogTape }) logs through the program's configuration and does not end it", async () => {
  const records: logtape.LogRecord[] = [];
  await logtape.configure({
    sinks: { own: (record) => records.push(record) },
    loggers: [{ category: [], sinks: ["own"], lowestLevel: "warning" }, { category: "logtape", lowestLevel: "error" }],
  });
  try {
    {
      await using _log = await configureLog({ joinLogTape: true });
      getLogger("app.orders").critical("Lost {count}", { count: 2 });
      getLogger("app").info("too low for the program");
      report("warning", "net", "Gave the fallback");
      await flushLogs();
    }
    getLogger("app").critical("closed");
    logtape.getLogger("program").error("still heard");
    assert.deepEqual(
      records.map(({ level, category, message }) => [level, category.join("."), message.join("")]),
      [
        ["fatal", "app.orders", "Lost 2"],
        ["warning", "maktaba.net", "Gave the fallback"],
        ["error", "program", "still heard"],
      ],
    );
  } finally {
    await logtape.reset();
  }
});

test("closeLog() leaves alone what the program has configured meanwhile", async () => {
  await configureLog({ console: false });
  const records: unknown[] = [];
  await logtape.configure({
    reset: true,
    sinks: { own: (record) => records.push(record) },
    loggers: [{ category: [], sinks: ["own"] }, { category: "logtape", lowestLevel: "error" }],
  });
  try {
    await closeLog();
    logtape.getLogger("program").info("still heard");
    assert.equal(records.length, 1);
  } finally {
    await logtape.reset();
  }
});

test("createLogSink() is a sink for a program's own LogTape configuration, closed with it", async () => {
  const entries: LogEntry[] = [];
  const sink = createLogSink({ console: false, sinks: [(entry) => entries.push(entry)], redact: { keys: ["iban"] } });
  await logtape.configure({
    sinks: { sink },
    loggers: [{ category: [], sinks: ["sink"] }, { category: "logtape", lowestLevel: "error" }],
  });
  logtape.getLogger("program").info("Paid by {iban}", { iban: "DE02 1203", error: new Error("x") });
  await logtape.drain();
  await logtape.reset();
  assert.deepEqual(texts(entries), ["info program: Paid by [redacted]"]);
  assert.equal(entries[0]?.error?.message, "x");
  await sink.close();
});

test("closeLog() and flushLogs() do nothing where no log is configured", async () => {
  await closeLog();
  await flushLogs();
});

test("closeLog() works inside a task that has been cancelled", async () => {
  const log = await heard();
  const task = createTask(async () => {
    await Promise.resolve();
    getLogger("app").info("cleaning up");
    await flushLogs();
    await closeLog();
    throw new CancelledError("done");
  });
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(log.entries.length, 1);
  assert.equal(logtape.getConfig(), null);
});

const wrong: readonly [options: unknown, option: string][] = [
  [null, "options"],
  [{ level: "ERROR" }, "level"],
  [{ levels: [] }, "levels"],
  [{ levels: { app: "loud" } }, "levels.app"],
  [{ console: "pretty" }, "console"],
  [{ console: { format: "xml" } }, "console.format"],
  [{ console: { colors: "yes" } }, "console.colors"],
  [{ console: { level: 1 } }, "console.level"],
  [{ console: { write: "x" } }, "console.write"],
  [{ file: "" }, "file.path"],
  [{ file: {} }, "file.path"],
  [{ file: 7 }, "file"],
  [{ file: { path: "x", maxBytes: 0 } }, "file.maxBytes"],
  [{ file: { path: "x", maxFiles: -1 } }, "file.maxFiles"],
  [{ sinks: {} }, "sinks"],
  [{ sinks: [1] }, "sinks[0]"],
  [{ redact: { keys: [1] } }, "redact.keys[0]"],
  [{ redact: { patterns: ["x"] } }, "redact.patterns[0]"],
  [{ alert: {} }, "email"],
  [{ alert: { email: { host: "h", to: "a@b", from: "a@b" }, maxEmails: 0 } }, "alert.maxEmails"],
  [{ alert: { email: { host: "h", to: "a@b", from: "a@b" }, periodMs: -1 } }, "alert.periodMs"],
  [{ alert: { email: { host: "h", to: "a@b", from: "a@b" }, level: "x" } }, "alert.level"],
  [{ alert: { email: { host: "", to: "a@b", from: "a@b" } } }, "email.host"],
  [{ alert: { email: { host: "h", to: "a@b", from: "a@b", port: 70_000 } } }, "email.port"],
  [{ alert: { email: { host: "h", to: [], from: "a@b" } } }, "email.to"],
  [{ alert: { email: { host: "h", to: "nobody", from: "a@b" } } }, "email.to"],
  [{ alert: { email: { host: "h", to: ["a@b", "c@d\r\nBcc: e@f"], from: "a@b" } } }, "email.to"],
  [{ alert: { email: { host: "h", to: "a@b" } } }, "email.from"],
  [{ alert: { email: { host: "h", to: "a@b", from: "a@b", attempts: 0 } } }, "email.attempts"],
  [{ joinLogTape: 1 }, "joinLogTape"],
  [{ joinLogTape: true, file: "x" }, "file"],
  [{ joinLogTape: true, level: "info" }, "level"],
];

test("configureLog() refuses wrong options, naming them, and configures nothing", async () => {
  for (const [options, option] of wrong) {
    await assert.rejects(configureLog(options as ConfigureLogOptions), (error) => {
      assert.ok(error instanceof ValidationError, `${option}: ${error}`);
      assert.equal(error.option, option);
      return true;
    });
  }
  assert.equal(logtape.getConfig(), null);
  assert.throws(() => createLogSink({ file: "" }), ValidationError);
});

test("configureLog() does not show a password that is wrong", async () => {
  const email = { host: "h", to: "a@b", from: "a@b", password: "" };
  await assert.rejects(configureLog({ alert: { email } }), { option: "email.password" });
  const many = { ...email, password: 4711 as unknown as string };
  await assert.rejects(configureLog({ alert: { email: many } }), (error) => !String(error).includes("4711"));
});

test("getLogger() refuses a name that is no text", () => {
  assert.throws(() => getLogger(""), ValidationError);
  assert.throws(() => new Logger(7 as never), ValidationError);
  assert.throws(() => getLogger("app").child(""), ValidationError);
});
