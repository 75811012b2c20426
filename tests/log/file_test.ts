import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import { configureLog, createLogSink, ErrorLogger, flushLogs, getLogger, type LogTapeRecord } from "@maktaba/std/log";
import { random, tempDir } from "../support/mod.ts";
import { type Line, parseLines, readLines } from "./lines.ts";
import { runProgram } from "./run_program.ts";

setLocale("en");

function record(text: string, properties: Record<string, unknown> = {}): LogTapeRecord {
  return { category: ["app"], level: "info", message: [text], rawMessage: text, timestamp: Date.now(), properties };
}

test("the file gets one JSON object a line, each at once", async () => {
  await using dir = await tempDir();
  const file = dir.join("app.log");
  await using _log = await configureLog({ console: false, file });
  assert.ok(!existsSync(file), "the file is made at the first record");
  getLogger("app.orders").warning("بقي {count}", { count: 3, password: "s3cret" });
  const [line] = await readLines(file);
  assert.deepEqual({ ...line, time: "" }, {
    time: "",
    level: "warning",
    logger: "app.orders",
    message: "بقي 3",
    properties: { count: 3, password: "[redacted]" },
  });
  getLogger("app").info("second");
  assert.equal((await readLines(file)).length, 2);
  await flushLogs();
});

test("the file is made with its directories, and added to where it is there already", async () => {
  await using dir = await tempDir();
  const file = dir.join("a", "b", "app.log");
  await using first = createLogSink({ console: false, file });
  first(record("one"));
  await first.close();
  await using second = createLogSink({ console: false, file });
  second(record("two"));
  assert.deepEqual((await readLines(file)).map(({ message }) => message), ["one", "two"]);
});

test("the file stays the same one when the program changes its directory", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("elsewhere"));
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    await using sink = createLogSink({ console: false, file: "app.log" });
    process.chdir(dir.join("elsewhere"));
    sink(record("x"));
  } finally {
    process.chdir(before);
  }
  assert.equal((await readLines(dir.join("app.log"))).length, 1);
});

test("the file has every record, whatever ends the program", async () => {
  await using dir = await tempDir();
  for (
    const [ending, isWell] of [["return", true], ["exit", false], ["throw", false], ["reject", false], ["kill", false]]
  ) {
    const file = dir.join(`${ending}.log`);
    const { code } = await runProgram("endings", [String(ending), file]);
    assert.equal(code === 0, isWell, `${ending} ended with ${code}`);
    const lines = await readLines(file);
    assert.deepEqual(
      lines.map(({ message }) => message),
      numbers(100).map((index) => `Record ${index + 1}`),
      `${ending}`,
    );
    assert.equal((await readLines(`${file}.errors`))[0]?.message, "الخطأ الأول");
  }
});

test("ErrorLogger has its record in the file when the program exits in the next line", async () => {
  await using dir = await tempDir();
  const { code } = await runProgram("endings", ["at-once", dir.join("x.log")]);
  assert.equal(code, 3);
  assert.equal((await readLines(dir.join("x.log.errors")))[0]?.error?.message, "x");
});

test("the file becomes FILE.1 when it is full, and the oldest goes", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const size = Buffer.byteLength(await oneLine("0"));
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 3 * size, maxFiles: 2 } });
  for (const digit of "0123456789") sink(record(digit));
  assert.deepEqual((await readdir(dir.path)).sort(), ["app.log", "app.log.1", "app.log.2"]);
  assert.deepEqual(await messages(path), ["9"]);
  assert.deepEqual(await messages(`${path}.1`), ["6", "7", "8"]);
  assert.deepEqual(await messages(`${path}.2`), ["3", "4", "5"]);
});

test("the file is emptied when it is full where no older ones are kept", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const size = Buffer.byteLength(await oneLine("0"));
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 2 * size, maxFiles: 0 } });
  for (const digit of "01234") sink(record(digit));
  assert.deepEqual(await readdir(dir.path), ["app.log"]);
  assert.deepEqual(await messages(path), ["4"]);
});

test("the file takes a record that is larger than a whole file", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 10, maxFiles: 3 } });
  sink(record("x".repeat(100)));
  sink(record("y".repeat(100)));
  assert.equal((await messages(path))[0]?.[0], "y");
  assert.equal((await messages(`${path}.1`))[0]?.[0], "x");
});

test("the file counts what was in it before", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  await writeFile(path, "old\n".repeat(100));
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 450 } });
  sink(record("new"));
  assert.equal((await stat(`${path}.1`)).size, 400);
  assert.deepEqual(await messages(path), ["new"]);
});

test("rotation loses nothing, splits no line, keeps the order and the size, for records of every size", async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    await using dir = await tempDir();
    const path = dir.join("app.log");
    const next = random(seed);
    const maxBytes = 500 + Math.floor(next() * 2_000);
    const sink = createLogSink({ console: false, file: { path, maxBytes, maxFiles: 1_000 } });
    for (const index of numbers(300)) sink(record(`${index} ${"ملء ".repeat(Math.floor(next() * 60))}`));
    await sink.close();
    const names = (await readdir(dir.path)).sort((a, b) => suffix(b) - suffix(a));
    const lines: Line[] = [];
    for (const name of names) {
      const text = await readFile(dir.join(name), "utf8");
      assert.ok(text.endsWith("\n"));
      const inside = parseLines(text);
      assert.ok(Buffer.byteLength(text) <= maxBytes || inside.length === 1);
      lines.push(...inside);
    }
    assert.ok(names.length > 5);
    assert.deepEqual(lines.map(({ message }) => Number(message.split(" ")[0])), numbers(300));
  }
});

test("several loggers of one process share a file that rotates, and lose nothing", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const sinks = numbers(3).map(() => createLogSink({ console: false, file: { path, maxBytes: 2_000, maxFiles: 100 } }));
  for (const index of numbers(300)) sinks[index % 3]!(record(String(index)));
  await Promise.all(sinks.map((sink) => sink.close()));
  const found = await allMessages(dir.path);
  assert.deepEqual(found.map(Number).sort((a, b) => a - b), numbers(300));
});

test("several processes add to one file that rotates, and no line is torn", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const runs = await Promise.all(["a", "b"].map((name) => runProgram("writer", [path, name, "200", "4000"])));
  assert.deepEqual(runs.map(({ code, stderr }) => [code, stderr]), [[0, ""], [0, ""]]);
  const found = await allMessages(dir.path);
  assert.deepEqual(found.sort(), ["a", "b"].flatMap((name) => numbers(200).map((index) => `${name} ${index}`)).sort());
});

test("the file is told of once when it cannot be written, and tells what it lost when it can again", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  await mkdir(path);
  const told: string[] = [];
  await using sink = createLogSink({
    console: { format: "json", level: "warning", write: (text) => told.push(text) },
    file: path,
  });
  for (const text of ["one", "two", "three"]) sink(record(text));
  assert.equal(told.length, 1);
  const { level, logger, message, error } = JSON.parse(told[0]!);
  assert.deepEqual([level, logger, error.code], ["warning", "maktaba.log", "LOG_FILE_NOT_WRITTEN"]);
  assert.ok(message.startsWith(`Cannot write to the log file ${path}: `));
  await rm(path, { recursive: true });
  sink(record("four"));
  sink(record("five"));
  const lines = await readLines(path);
  assert.deepEqual(lines.map(({ message }) => message), ["3 log records could not be written", "four", "five"]);
  assert.deepEqual(lines[0]?.properties, { count: 3 });
  assert.equal(told.length, 1);
});

test("the file that cannot be written is told of on standard error where there is no console", async () => {
  await using dir = await tempDir();
  const told: unknown[] = [];
  const before = process.stderr.write;
  process.stderr.write = ((text: unknown) => void told.push(text)) as never;
  try {
    await using errors = new ErrorLogger({ file: dir.path });
    errors.error("one");
    errors.error("two");
  } finally {
    process.stderr.write = before;
  }
  assert.equal(told.length, 1);
  assert.match(String(told[0]), /LOG_FILE_NOT_WRITTEN/);
});

test("the file goes on under its name after somebody has moved it away, once it is full", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  const size = Buffer.byteLength(await oneLine("0"));
  await using sink = createLogSink({ console: false, file: { path, maxBytes: 2 * size } });
  sink(record("0"));
  await rename(path, dir.join("moved.log"));
  for (const digit of "123") sink(record(digit));
  assert.deepEqual(await messages(dir.join("moved.log")), ["0", "1"]);
  assert.deepEqual(await messages(path), ["2", "3"]);
});

test("the file leaves out what is below its own level", async () => {
  await using dir = await tempDir();
  const path = dir.join("app.log");
  await using _log = await configureLog({ console: false, level: "debug", file: { path, level: "error" } });
  getLogger("app").warning("no");
  getLogger("app").error("yes");
  assert.deepEqual(await messages(path), ["yes"]);
});

test("configureLog() writes a record to the file within microseconds", async () => {
  await using dir = await tempDir();
  await using _log = await configureLog({ console: false, file: dir.join("app.log") });
  const log = getLogger("app");
  const start = performance.now();
  for (let index = 0; index < 10_000; index++) log.info("Loaded {count} rows", { count: index, user: "ali" });
  const microseconds = (performance.now() - start) / 10;
  assert.ok(microseconds < 500, `${microseconds} microseconds for each record`);
  assert.equal((await readLines(dir.join("app.log"))).length, 10_000);
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function suffix(name: string): number {
  return Number(/\.(\d+)$/.exec(name)?.[1] ?? 0);
}

async function messages(path: string): Promise<string[]> {
  return (await readLines(path)).map(({ message }) => message);
}

async function allMessages(directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(directory)) found.push(...await messages(`${directory}/${name}`));
  return found;
}

/** What a record of one character takes. */
async function oneLine(text: string): Promise<string> {
  await using dir = await tempDir();
  await using sink = createLogSink({ console: false, file: dir.join("x") });
  sink(record(text));
  return await readFile(dir.join("x"), "utf8");
}
