import assert from "node:assert/strict";
import test from "node:test";
import { isSecretKey, setLocale } from "@maktaba/std/errors";
import { createLogSink, type LogEntry, type LogTapeRecord } from "@maktaba/std/log";
import { jsonLine } from "../../log/json_line.ts";
import { pretty } from "../../log/pretty.ts";
import { writeMail } from "../../log/write_mail.ts";
import { random } from "../support/mod.ts";

setLocale("en");

function entry(part: Partial<LogEntry> = {}): LogEntry {
  return { time: new Date(0), level: "info", logger: "app", message: "x", properties: {}, ...part };
}

const next = random(17);
const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;

/** A text of pieces that have made trouble for logs. */
function nasty(): string {
  const pieces = [
    "مرحبا",
    "שלום",
    "a b",
    "\n",
    "\r\n",
    "\t",
    "\u001b[31m",
    "\u0007",
    "\u202e",
    "\u2066",
    "\u0000",
    "😀",
    "\ud83d",
    "{a}",
    "%s",
    '"',
    "\\",
    " ".repeat(3),
  ];
  return Array.from({ length: Math.floor(next() * 6) }, () => pick(pieces)).join("");
}

function nastyEntry(): LogEntry {
  const error = {
    name: nasty(),
    message: nasty(),
    code: nasty(),
    stack: `${nasty()}\n    at ${nasty()}`,
    cause: pick<unknown>([nasty(), undefined, { name: "E", message: nasty() }, 7, null]),
  };
  return entry({
    level: pick(["debug", "info", "warning", "error", "critical"]),
    logger: nasty(),
    message: nasty(),
    properties: { [nasty()]: nasty(), list: [nasty(), { [nasty()]: nasty() }] },
    ...(next() < 0.5 ? { error } : {}),
  });
}

test("a pretty entry of any texts is one head and indented lines, without controls, each isolate closed on its line", () => {
  for (let times = 0; times < 2_000; times++) {
    const text = pretty(nastyEntry(), { colors: false });
    // deno-lint-ignore no-control-regex
    assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(text), JSON.stringify(text));
    const [head, ...rest] = text.split("\n");
    assert.match(head!, /^\d\d:\d\d:\d\d\.\d{3} [A-Z]+/);
    for (const line of rest) assert.match(line, /^ {4}/, JSON.stringify(text));
    for (const line of text.split("\n")) {
      let depth = 0;
      for (const character of line) {
        if (/[\u2066-\u2068]/.test(character)) depth++;
        if (character === "\u2069") depth--;
        assert.ok(depth === 0 || depth === 1, JSON.stringify(line));
      }
      assert.equal(depth, 0, JSON.stringify(line));
    }
  }
});

test("a coloured entry is the plain one once its colours are taken away", () => {
  for (let times = 0; times < 500; times++) {
    const one = nastyEntry();
    // deno-lint-ignore no-control-regex
    const bare = pretty(one, { colors: true }).replace(/\u001b\[[\d;]+m/g, "");
    assert.equal(bare, pretty(one, { colors: false }));
  }
});

test("a line of JSON of any texts is one line that gives all of them back", () => {
  for (let times = 0; times < 2_000; times++) {
    const one = nastyEntry();
    const line = jsonLine(one);
    // deno-lint-ignore no-control-regex
    assert.ok(!/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(line));
    const { time, ...read } = JSON.parse(line);
    const { time: _, ...expected } = JSON.parse(JSON.stringify(one));
    assert.equal(time, "1970-01-01T00:00:00.000Z");
    assert.deepEqual(read, expected);
    assert.deepEqual(Object.keys(JSON.parse(line)).slice(0, 4), ["time", "level", "logger", "message"]);
  }
});

test("a line of JSON leaves out what there is not", () => {
  assert.equal(jsonLine(entry()), '{"time":"1970-01-01T00:00:00.000Z","level":"info","logger":"app","message":"x"}');
});

test("a mail of any texts has a subject of one short line", () => {
  for (let times = 0; times < 500; times++) {
    const entries = Array.from({ length: Math.floor(next() * 4) }, nastyEntry);
    const heldBack = entries.length === 0 ? 1 : Math.floor(next() * 3);
    const { subject, text } = writeMail(entries, heldBack);
    assert.ok(!/[\r\n]/.test(subject) && subject.length < 160 && subject !== "", JSON.stringify(subject));
    assert.equal(text.includes("Held back"), heldBack > 0);
  }
});

test("a mail says in both languages how much it leaves out", () => {
  const entries = [entry({ level: "error", message: "تعذر الحفظ" }), entry({ level: "error" })];
  assert.equal(writeMail(entries, 3).subject, "[ERROR] app: تعذر الحفظ (and 4 more)");
  setLocale("ar");
  try {
    const { subject, text } = writeMail(entries, 3);
    assert.equal(subject, "[ERROR] app: تعذر الحفظ (و4 غيره)");
    assert.ok(text.includes("حُجز تجنبًا لكثرة الرسائل: 3 من القيود الأخرى."));
    assert.equal(writeMail([], 3).subject, "قيود محجوزة");
  } finally {
    setLocale("en");
  }
});

test("names that say that a value is secret are known in both languages, and no others", () => {
  const secret = [
    "password",
    "passwd",
    "pwd",
    "PASSWORD",
    "db_password",
    "passphrase",
    "secret",
    "clientSecret",
    "token",
    "accessToken",
    "refresh_token",
    "authorization",
    "Authorisation",
    "cookie",
    "Set-Cookie",
    "api_key",
    "apiKey",
    "x-api-key",
    "private_key",
    "privateKey",
    "credentials",
    "key",
    "كلمة_مرور",
    "كلمة_مرور_القاعدة",
    "مفتاح_سري",
    "رمز",
  ];
  const open = ["user", "city", "page", "keyboard", "monkey", "passenger", "path", "مدينة", "رقم", "اسم", "author"];
  for (const name of secret) assert.ok(isSecretKey(name), name);
  for (const name of open) assert.ok(!isSecretKey(name), name);
});

test("placeholders of every form are filled with what is shown of their values, secrets replaced", () => {
  const cases: readonly [template: string, values: unknown[], properties: Record<string, unknown>, expected: string][] =
    [
      ["plain", [], {}, "plain"],
      ["{a}", [1], { a: 1 }, "1"],
      ["{user.password}", ["s3cret"], { user: { password: "s3cret" } }, "[redacted]"],
      ["{user?.token}", ["s3cret"], { user: { token: "s3cret" } }, "[redacted]"],
      ['{user["api-key"]}', ["s3cret"], { user: { "api-key": "s3cret" } }, "[redacted]"],
      ["{ password }", ["s3cret"], { password: "s3cret" }, "[redacted]"],
      ["{*}", [{ token: "s3cret", a: 1 }], { token: "s3cret", a: 1 }, '{"token":"[redacted]","a":1}'],
      ["{list}", [[{ password: "s3cret" }]], { list: [{ password: "s3cret" }] }, '[{"password":"[redacted]"}]'],
      ["{date}", [new Date(0)], { date: new Date(0) }, "1970-01-01T00:00:00.000Z"],
      ["{none}", [undefined], {}, "{none}"],
      ["{none}", [undefined], { none: undefined }, "undefined"],
      ["{{a}} {a}", ["x"], { a: "x" }, "{a} x"],
    ];
  for (const [rawMessage, values, properties, expected] of cases) {
    const texts = rawMessage.split(/(?<!\{)\{(?!\{)[^}]*\}(?!\})/).map((text) =>
      text.replaceAll("{{", "{").replaceAll("}}", "}")
    );
    const message = texts.flatMap((text, index) => index < values.length ? [text, values[index]] : [text]);
    const heard: string[] = [];
    const record: LogTapeRecord = { category: [], level: "info", message, rawMessage, timestamp: 0, properties };
    createLogSink({ console: false, sinks: [(one) => heard.push(one.message)] })(record);
    assert.deepEqual(heard, [expected], rawMessage);
  }
});
