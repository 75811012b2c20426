import assert from "node:assert/strict";
import process from "node:process";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import { createLogSink, ErrorLogger, type LogConsoleOptions, type LogTapeRecord } from "@maktaba/std/log";
import { parseLines, readLines } from "./lines.ts";
import { tempDir } from "../support/mod.ts";
import { runProgram } from "./run_program.ts";

setLocale("en");

function record(part: Partial<LogTapeRecord> = {}): LogTapeRecord {
  const { message = ["Loaded"] } = part;
  return {
    category: ["app", "orders"],
    level: "info",
    message,
    rawMessage: message.map((text, index) => index % 2 === 0 ? text : "{x}").join(""),
    timestamp: new Date(2026, 10, 20, 7, 5, 9, 42).getTime(),
    properties: {},
    ...part,
  };
}

/** What the console shows of a record. */
function shown(part: Partial<LogTapeRecord>, options: LogConsoleOptions = {}): string {
  const texts: string[] = [];
  const write = (text: string) => void texts.push(text);
  createLogSink({ console: { format: "pretty", colors: false, write, ...options } })(record(part));
  return texts.join("\n");
}

test("the console gets one JSON object a line on standard error where that is no terminal", async () => {
  const { stdout, stderr, code } = await runProgram("console", ["auto"]);
  assert.equal(code, 0);
  assert.equal(stdout, "on standard output\n");
  const [first, second, ...rest] = parseLines(stderr);
  assert.deepEqual(rest, []);
  assert.ok(Math.abs(Date.parse(first!.time) - Date.now()) < 60_000);
  assert.deepEqual({ ...first, time: "" }, {
    time: "",
    level: "info",
    logger: "app.orders",
    message: "Loaded 250 rows",
    properties: { count: 250, user: "علي" },
  });
  assert.equal(second?.message, "تعذر الحفظ");
  assert.deepEqual([second?.error?.name, second?.error?.message], ["TypeError", "disk full"]);
  assert.equal((second?.error?.cause as { message: string }).message, "ENOSPC");
});

test("the console has shown every record when the program exits in the next line", async () => {
  const { code, stderr } = await runProgram("console", ["json", "exit"]);
  assert.equal(code, 3);
  assert.equal(parseLines(stderr).length, 2);
});

test("the console does not end the program when nobody reads it any more", async () => {
  await using dir = await tempDir();
  const { code } = await runProgram("deaf", [dir.join("app.log")], {}, true);
  assert.equal(code, 0);
  assert.equal((await readLines(dir.join("app.log"))).length, 2_000);
});

test("the console gets pretty records where they are asked for, coloured only where that is wanted", async () => {
  const plain = await runProgram("console", ["pretty"]);
  assert.match(plain.stderr, /^\d\d:\d\d:\d\d\.\d\d\d INFO {2}app\.orders Loaded 250 rows\n {4}count: 250\n/);
  assert.ok(!plain.stderr.includes("\u001b["));
  const forced = await runProgram("console", ["pretty"], { FORCE_COLOR: "1" });
  assert.ok(forced.stderr.includes("\u001b[31mERROR\u001b[0m"));
  const refused = await runProgram("console", ["pretty"], { FORCE_COLOR: "1", NO_COLOR: "1" });
  assert.ok(!refused.stderr.includes("\u001b["));
});

test("a pretty record is one line with its properties indented below it", () => {
  assert.equal(
    shown({ properties: { count: 2, user: "ali", nested: { a: [1, "two"] }, nothing: null, missing: undefined } }),
    [
      "07:05:09.042 INFO  app.orders Loaded",
      "    count: 2",
      "    user: ali",
      '    nested: {"a":[1,"two"]}',
      "    nothing: null",
    ].join("\n"),
  );
});

test("a pretty record breaks long and multi-line values into indented lines", () => {
  const lines = shown({
    message: ["first\nsecond"],
    properties: { text: "a\nb", long: { list: Array.from({ length: 30 }, (_, index) => `item ${index}`) } },
  }).split("\n");
  assert.deepEqual(lines.slice(0, 6), [
    "07:05:09.042 INFO  app.orders first",
    "    second",
    "    text: a",
    "        b",
    "    long: {",
    '      "list": [',
  ]);
});

test("a pretty record shows an error with its code, details, place and causes", () => {
  const cause = Object.assign(new Error("connect refused"), { code: "ECONNREFUSED", port: 5432 });
  const error = new AggregateError([new RangeError("one"), "two"], "Cannot save", { cause });
  const text = shown({ level: "error", properties: { error } });
  assert.match(
    text,
    /^07:05:09\.042 ERROR app\.orders Loaded\n {4}AggregateError: Cannot save\n {8}at .*console_test/,
  );
  assert.match(text, /\n {4}- RangeError: one\n {8}at /);
  assert.match(text, /\n {4}- two\n/);
  assert.match(text, /\n {4}caused by: Error \[ECONNREFUSED\]: connect refused\n {8}port: 5432\n {8}at /);
});

test("a pretty record has the labels of its level in both languages, and colours of their own", () => {
  const levels = ["debug", "info", "warning", "error", "fatal"] as const;
  const label = (level: typeof levels[number]) => shown({ level }).split(" ")[1];
  assert.deepEqual(levels.map(label), ["DEBUG", "INFO", "WARN", "ERROR", "CRIT"]);
  setLocale("ar");
  try {
    assert.deepEqual(levels.map(label), ["تنقيح", "معلومة", "تحذير", "خطأ", "حرج"]);
    const text = shown({ properties: { error: new Error("x", { cause: new Error("y") }) } });
    assert.match(text, /\n {4}والسبب: Error: y\n/);
  } finally {
    setLocale("en");
  }
  const colours = levels.map((level) => shown({ level }, { colors: true }).split("\u001b[")[3]?.split("m")[0]);
  assert.equal(new Set(colours).size, 5);
});

test("a pretty record keeps Arabic from turning around what stands beside it", () => {
  const text = shown({ message: ["حُمّل ", 250, " صفًّا"], properties: { مستخدم: "علي", user: "ali" } });
  assert.equal(
    text,
    "07:05:09.042 INFO  app.orders \u2068حُمّل 250 صفًّا\u2069\n    \u2068مستخدم\u2069: \u2068علي\u2069\n    user: ali",
  );
  assert.ok(!shown({ message: ["only English"] }).includes("\u2068"));
  for (const line of shown({ message: ["سطر\nآخر"] }).split("\n")) {
    assert.equal(line.split("\u2068").length, line.split("\u2069").length, "an isolate is closed on its line");
  }
});

test("a pretty record shows control characters instead of obeying them", () => {
  const text = shown({
    message: ["\u001b[2Jgone\r\u0007\u202eevil"],
    category: ["a\u001b]0;title\u0007"],
    properties: { "k\u001b[31m": "v\u009b31m\tstays" },
  });
  // deno-lint-ignore no-control-regex
  assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(text.replaceAll("\n", "")), JSON.stringify(text));
  assert.ok(text.includes("\\x1b[2Jgone\\x0d\\x07\\x202eevil"));
  assert.ok(text.includes("v\\x9b31m\tstays"));
});

test("a JSON record is one line whatever is in it, and gives back what was logged", () => {
  const nasty = 'line\nbreak \u2028 \u202e \u009b \u0000 "quoted" \\ 😀 \ud800';
  const text = shown({ message: [nasty], properties: { [nasty]: nasty } }, { format: "json" });
  // deno-lint-ignore no-control-regex
  assert.ok(!/[\n\u2028\u202e\u009b\u0000]/.test(text));
  const line = JSON.parse(text);
  assert.equal(line.message, nasty);
  assert.deepEqual(line.properties, { [nasty]: nasty });
});

test("the console leaves out what is below its own level", () => {
  assert.equal(shown({ level: "info" }, { level: "warning" }), "");
  assert.notEqual(shown({ level: "warning" }, { level: "warning" }), "");
});

test("the console may be left out", () => {
  const texts: unknown[] = [];
  const before = process.stderr.write;
  process.stderr.write = ((text: unknown) => void texts.push(text)) as never;
  try {
    createLogSink({ console: false })(record());
    createLogSink()(record({ message: ["shown"] }));
    new ErrorLogger({ level: "critical" }).error("too low");
  } finally {
    process.stderr.write = before;
  }
  assert.equal(texts.length, 1);
  assert.match(String(texts[0]), /shown/);
});
