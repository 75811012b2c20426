import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import * as logtape from "@logtape/logtape";
import { createTask } from "@maktaba/std/async";
import { setLocale, ValidationError } from "@maktaba/std/errors";
import { configureLog, ErrorLogger, getLogger, type LogLevel } from "@maktaba/std/log";
import { tempDir } from "../support/mod.ts";
import { readLines } from "./lines.ts";
import { startMailServer } from "./mail_server.ts";

setLocale("en");

test("ErrorLogger records errors with their context, causes and place, as lines of JSON", async () => {
  await using dir = await tempDir();
  const file = dir.join("errors.log");
  await using errors = new ErrorLogger({ file });
  const error = new TypeError("disk full", { cause: new Error("ENOSPC") });
  errors.error("Cannot save {order}", { context: { order: 7, password: "s3cret" }, error });
  errors.log("critical", "Dead");
  const [first, second] = await readLines(file);
  assert.deepEqual([first?.level, first?.message], ["error", "Cannot save {order}"]);
  assert.deepEqual(first?.properties, { order: 7, password: "[redacted]" });
  assert.deepEqual([first?.error?.name, first?.error?.message], ["TypeError", "disk full"]);
  assert.match(first?.error?.stack ?? "", /error_logger_test/);
  assert.equal((first?.error?.cause as { message: string }).message, "ENOSPC");
  assert.deepEqual([second?.level, second?.message, second?.properties], ["critical", "Dead", undefined]);
});

test("ErrorLogger makes its file at the first record, and errors.log by default", async () => {
  await using dir = await tempDir();
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    await using errors = new ErrorLogger();
    errors.warning("below the level");
    assert.deepEqual(await readdir(dir.path), []);
    errors.error("x");
    assert.deepEqual(await readdir(dir.path), ["errors.log"]);
  } finally {
    process.chdir(before);
  }
});

test("ErrorLogger records what reaches its level", async () => {
  const levels: LogLevel[] = ["debug", "info", "warning", "error", "critical"];
  for (const level of levels) {
    await using dir = await tempDir();
    await using errors = new ErrorLogger({ file: dir.join("x.log"), level });
    assert.equal(errors.level, level);
    for (const one of levels) errors.log(one, one);
    const recorded = (await readLines(dir.join("x.log"))).map((line) => line.level);
    assert.deepEqual(recorded, levels.slice(levels.indexOf(level)));
  }
});

test("ErrorLogger has a method for each of the common levels", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: dir.join("x.log"), level: "debug" });
  errors.error("e", { context: { a: 1 } });
  errors.warning("w", { context: { a: 2 } });
  errors.info("i", { error: "no error at all" });
  const lines = await readLines(dir.join("x.log"));
  assert.deepEqual(lines.map(({ level, message }) => [level, message]), [["error", "e"], ["warning", "w"], [
    "info",
    "i",
  ]]);
  assert.deepEqual(lines.map(({ properties }) => properties), [{ a: 1 }, { a: 2 }, { error: "no error at all" }]);
});

test("ErrorLogger takes an error instead of a message, as untyped programs will give it", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: dir.join("x.log") });
  errors.error(new RangeError("too far") as unknown as string);
  errors.error(undefined as unknown as string);
  const [first, second] = await readLines(dir.join("x.log"));
  assert.deepEqual([first?.message, first?.error?.name], ["too far", "RangeError"]);
  assert.equal(second?.message, "undefined");
});

test("ErrorLogger tells which task it was called in", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: dir.join("x.log") });
  await createTask(() => errors.error("x"), { name: "import" });
  assert.deepEqual((await readLines(dir.join("x.log")))[0]?.properties, { task: "import" });
});

test("ErrorLogger shows its records to the user where that is asked for", async () => {
  await using dir = await tempDir();
  const shown: string[] = [];
  const before = process.stderr.write;
  process.stderr.write = ((text: string) => void shown.push(text)) as never;
  try {
    new ErrorLogger({ file: dir.join("x.log") }).error("silent");
    new ErrorLogger({ file: dir.join("x.log"), print: true }).error("Cannot save", { error: new Error("disk full") });
  } finally {
    process.stderr.write = before;
  }
  assert.equal(shown.length, 1);
  assert.match(shown[0]!, /ERROR.*Cannot save\n {4}Error: disk full\n/);
});

test("ErrorLogger mails errors and what is worse, and counts what is too much", async () => {
  await using dir = await tempDir();
  await using server = await startMailServer();
  const email = { host: "127.0.0.1", port: server.port, from: "log@example.com", to: "ali@example.com" };
  const errors = new ErrorLogger({ file: dir.join("x.log"), level: "info", alert: { email, maxEmails: 2 } });
  errors.info("i");
  errors.warning("w");
  errors.error("e", { error: new Error("disk full") });
  await errors.flush();
  errors.log("critical", "c");
  await errors.flush();
  errors.error("held back");
  await errors.flush();
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[ERROR] e", "[CRITICAL] c"]);
  assert.ok(server.mails[0]?.text.includes("disk full"));
  await errors.close();
  assert.equal(server.mails[2]?.subject, "[ERROR] held back");
  assert.equal((await readLines(dir.join("x.log"))).length, 5);
});

test("ErrorLogger records in its own file that a mail could not be sent", async () => {
  await using dir = await tempDir();
  await using server = await startMailServer({ failures: [554] });
  const email = { host: "127.0.0.1", port: server.port, from: "log@example.com", to: "ali@example.com" };
  {
    await using errors = new ErrorLogger({ file: dir.join("x.log"), alert: { email } });
    errors.error("e");
  }
  const lines = await readLines(dir.join("x.log"));
  assert.deepEqual(lines.map(({ level, error }) => [level, error?.code]), [
    ["error", undefined],
    ["warning", "LOG_EMAIL_NOT_SENT"],
  ]);
});

test("ErrorLogger rotates its file", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: { path: dir.join("x.log"), maxBytes: 200, maxFiles: 1 } });
  for (let index = 0; index < 20; index++) errors.error("x".repeat(50));
  assert.deepEqual((await readdir(dir.path)).sort(), ["x.log", "x.log.1"]);
});

test("ErrorLogger replaces what its own options say is a secret", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: dir.join("x.log"), redact: { keys: ["iban"] } });
  errors.error("x", { context: { iban: "DE02" } });
  assert.deepEqual((await readLines(dir.join("x.log")))[0]?.properties, { iban: "[redacted]" });
});

test("ErrorLogger needs no configured log, and several of them and the log do not disturb each other", async () => {
  await using dir = await tempDir();
  const names = ["a", "b", "c"];
  const loggers = names.map((name) => new ErrorLogger({ file: dir.join(`${name}.log`) }));
  assert.equal(logtape.getConfig(), null);
  loggers[0]!.error("before");
  {
    const heard: string[] = [];
    await using _log = await configureLog({ console: false, sinks: [({ message }) => heard.push(message)] });
    loggers.forEach((logger) => logger.error("meanwhile"));
    getLogger("app").error("to the log");
    assert.deepEqual(heard, ["to the log"]);
  }
  await loggers[1]!.close();
  loggers[2]!.error("after");
  assert.deepEqual(
    await Promise.all(
      names.map(async (name) => (await readLines(dir.join(`${name}.log`))).map(({ message }) => message)),
    ),
    [["before", "meanwhile"], ["meanwhile"], ["meanwhile", "after"]],
  );
  await Promise.all(loggers.map((logger) => logger.close()));
});

test("ErrorLogger leaves a program's own LogTape configuration alone", async () => {
  await using dir = await tempDir();
  const records: unknown[] = [];
  const config = {
    sinks: { own: (record: unknown) => void records.push(record) },
    loggers: [{ category: [], sinks: ["own"] }, { category: "logtape", lowestLevel: "error" as const }],
  };
  await logtape.configure(config as never);
  try {
    {
      await using errors = new ErrorLogger({ file: dir.join("x.log") });
      errors.error("x");
    }
    assert.deepEqual(records, []);
    assert.equal(logtape.getConfig(), config);
  } finally {
    await logtape.reset();
  }
});

test("ErrorLogger shows what is recorded after it was closed, which may happen twice, on standard error", async () => {
  await using dir = await tempDir();
  const file = dir.join("x.log");
  const errors = new ErrorLogger({ file });
  errors.error("before");
  await errors.close();
  await errors.close();
  const shown: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => void shown.push(text)) as never;
  try {
    errors.error("after");
  } finally {
    process.stderr.write = write;
  }
  assert.match(shown.join(""), /after/);
  assert.equal((await readLines(file)).length, 1);
  await errors.flush();
});

test("ErrorLogger that recorded nothing leaves nothing behind", async () => {
  await using dir = await tempDir();
  {
    await using errors = new ErrorLogger({ file: dir.join("a", "x.log") });
    await errors.flush();
  }
  assert.ok(!existsSync(dir.join("a")));
});

test("ErrorLogger refuses wrong options at once", () => {
  for (
    const [options, option] of [
      [null, "options"],
      [{ file: "" }, "file.path"],
      [{ level: "ERROR" }, "level"],
      [{ print: "yes" }, "print"],
      [{ alert: { email: { host: "h" } } }, "email.from"],
      [{ redact: { keys: "x" } }, "redact.keys"],
    ] as const
  ) {
    assert.throws(() => new ErrorLogger(options as never), (error) => {
      assert.ok(error instanceof ValidationError, `${option}: ${error}`);
      assert.equal(error.option, option);
      return true;
    });
  }
  assert.throws(() => new ErrorLogger().log("loud" as LogLevel, "x"), { code: "ARGUMENT_NOT_LOG_LEVEL" });
});
