import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import {
  closeLog,
  configureLog,
  createLogSink,
  ErrorLogger,
  flushLogs,
  getLogger,
  type LogSinkOptions,
  type LogTapeRecord,
} from "@maktaba/std/log";
import { skip, tempDir } from "../support/mod.ts";
import { parseLines, readLines } from "./lines.ts";
import { startMailServer } from "./mail_server.ts";
import { runProgram } from "./run_program.ts";

setLocale("en");

function record(text: string, part: Partial<LogTapeRecord> = {}): LogTapeRecord {
  return { category: ["app"], level: "info", message: [text], rawMessage: text, timestamp: 0, properties: {}, ...part };
}

/** A sink whose console is kept instead of shown. */
function watched(options: LogSinkOptions): { sink: ReturnType<typeof createLogSink>; told: string[] } {
  const told: string[] = [];
  const write = (text: string) => void told.push(text);
  return { told, sink: createLogSink({ console: { format: "json", level: "warning", write }, ...options }) };
}

test("a full disk is told of once, and throws nothing into the program", async (t) => {
  if (!existsSync("/dev/full")) return skip(t, "no /dev/full, which is a disk that is always full");
  const { sink, told } = watched({ file: "/dev/full" });
  for (let index = 0; index < 50; index++) sink(record(String(index)));
  await sink.drain();
  await sink.close();
  assert.equal(told.length, 1);
  const { error } = parseLines(told[0]!)[0]!;
  assert.deepEqual([error?.code, (error?.cause as { code: string }).code], ["LOG_FILE_NOT_WRITTEN", "ENOSPC"]);
});

test("a file that is no file, such as /dev/null, is written to and flushed", async (t) => {
  if (!existsSync("/dev/null")) return skip(t, "no /dev/null");
  const { sink, told } = watched({ file: { path: "/dev/null", maxBytes: 1_000_000 } });
  sink(record("x"));
  await sink.drain();
  await sink.close();
  assert.deepEqual(told, []);
});

test("a directory that cannot be made is told of", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("file"), "in the way");
  const { sink, told } = watched({ file: dir.join("file", "app.log") });
  sink(record("x"));
  await sink.close();
  assert.equal(parseLines(told.join("\n"))[0]?.error?.code, "LOG_FILE_NOT_WRITTEN");
});

test("a link to a file is followed", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("data"));
  await symlink(dir.join("data", "real.log"), dir.join("app.log"));
  await using sink = createLogSink({ console: false, file: dir.join("app.log") });
  sink(record("x"));
  assert.equal((await readLines(dir.join("data", "real.log"))).length, 1);
});

test("rotation waits for another process that rotates, and takes over from one that died", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const lock = `${path}.lock`;
  await writeFile(lock, "");
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 100 } });
  for (const text of ["a".repeat(80), "b".repeat(80)]) sink(record(text));
  assert.ok(!existsSync(`${path}.1`), "the other process rotates");
  assert.equal((await readLines(path)).length, 2);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  sink(record("c".repeat(80)));
  sink(record("d".repeat(80)));
  assert.deepEqual((await readLines(path)).map(({ message }) => message[0]), ["d"]);
  assert.deepEqual((await readLines(`${path}.1`)).map(({ message }) => message[0]), ["a", "b", "c"]);
  assert.ok(!existsSync(lock));
});

test("a log that is left open does not keep the program running", async () => {
  await using dir = await tempDir();
  await using server = await startMailServer();
  const start = performance.now();
  const { code, stderr } = await runProgram("lingering", [String(server.port), dir.join("app.log")]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.ok(performance.now() - start < 15_000);
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[ERROR] app: first"]);
  assert.equal((await readLines(dir.join("app.log"))).length, 2);
  assert.equal((await readLines(dir.join("app.log.errors"))).length, 1);
});

test("alerts count every record, whether it was mailed or held back", async () => {
  await using server = await startMailServer({ delayMs: 100 });
  const email = { host: "127.0.0.1", port: server.port, from: "log@example.com", to: "ali@example.com" };
  await configureLog({ console: false, alert: { email, maxEmails: 3, maxQueued: 20 } });
  for (let burst = 0; burst < 4; burst++) {
    for (let index = 0; index < 500; index++) getLogger("app").error("number {index}", { index });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await flushLogs();
  await closeLog();
  const shown = server.mails.flatMap(({ text }) => text.match(/number \d+/g) ?? []).length;
  const heldBack = server.mails.map(({ text }) => Number(/mails: (\d+) more/.exec(text)?.[1] ?? 0));
  assert.equal(shown + heldBack.reduce((sum, count) => sum + count, 0), 2_000);
  assert.ok(server.mails.length <= 4, `${server.mails.length} mails`);
});

test("a mail server that comes back takes the next alert", async () => {
  await using dir = await tempDir();
  const failures = [421, 421, 421];
  await using server = await startMailServer({ failures });
  const email = { host: "127.0.0.1", port: server.port, from: "log@example.com", to: "ali@example.com", attempts: 1 };
  await using errors = new ErrorLogger({ file: dir.join("x.log"), alert: { email } });
  for (let index = 0; index < 5; index++) {
    errors.error(`error ${index}`);
    await errors.flush();
  }
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[ERROR] error 3", "[ERROR] error 4"]);
  const lines = await readLines(dir.join("x.log"));
  assert.equal(lines.filter(({ error }) => error?.code === "LOG_EMAIL_NOT_SENT").length, 3);
});

test("records are handed out in the order in which they are logged, to every place", async () => {
  await using dir = await tempDir();
  const heard: string[] = [];
  const told: string[] = [];
  await using _log = await configureLog({
    console: { format: "json", write: (text) => told.push(JSON.parse(text).message) },
    file: dir.join("x.log"),
    sinks: [({ message }) => heard.push(message)],
  });
  await Promise.all(Array.from({ length: 50 }, async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, index % 7));
    getLogger(`app.${index % 3}`).info(String(index));
  }));
  const written = (await readLines(dir.join("x.log"))).map(({ message }) => message);
  assert.equal(heard.length, 50);
  assert.deepEqual(written, heard);
  assert.deepEqual(told, heard);
});

test("a log that logs while it logs neither hangs nor fails", async () => {
  const heard: string[] = [];
  await using _log = await configureLog({
    console: false,
    sinks: [({ message }) => {
      heard.push(message);
      if (heard.length < 5) getLogger("app").info(`again ${heard.length}`);
    }],
  });
  getLogger("app").info("first");
  assert.deepEqual(heard, ["first", "again 1", "again 2", "again 3", "again 4"]);
});

test("a message of many megabytes is cut, not refused", async () => {
  await using dir = await tempDir();
  await using sink = createLogSink({ console: false, file: dir.join("x.log") });
  sink(record("مرحبا ".repeat(1_000_000), { properties: { text: "x".repeat(10_000_000) } }));
  const text = await readFile(dir.join("x.log"), "utf8");
  assert.ok(text.length < 100_000);
  assert.match(parseLines(text)[0]!.message, /… \(6000000 characters\)$/);
});
