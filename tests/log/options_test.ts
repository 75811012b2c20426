import assert from "node:assert/strict";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import { closeLog, configureLog, createLogSink, ErrorLogger, getLogger, type LogEntry } from "@maktaba/std/log";
import { إعداد_السجل, مسجل_الأخطاء } from "@maktaba/std/log/ar";
import { tempDir, testOptions } from "../support/mod.ts";
import { readLines } from "./lines.ts";

setLocale("en");

const email = { host: "127.0.0.1", from: "a@example.com", to: "b@example.com" };

testOptions({
  "configureLog()": (options) => configureLog(options),
  "createLogSink()": (options) => createLogSink(options),
  "new ErrorLogger()": (options) => new ErrorLogger(options),
});
testOptions({ "configureLog({ file })": (file) => configureLog({ file: withPath(file) }) }, "file");
testOptions({
  "createLogSink({ alert })": (alert) => createLogSink({ alert }),
  "new ErrorLogger({ alert })": (alert) => new ErrorLogger({ alert }),
}, "alert");
testOptions({ "configureLog({ alert: { email } })": (email) => configureLog({ alert: { email } }) }, "email");
testOptions({ "configureLog({ redact })": (redact) => configureLog({ redact }) }, "redact");

// A text is a path, and not what is refused.
function withPath(file: unknown): never {
  return (typeof file === "string" ? null : file) as never;
}

test("configureLog() refuses what stands a level too high, or has another library's name", async () => {
  const wrong = { email, path: "app.log", filename: "app.log", transports: [], console: { colours: true } };
  for (const [name, value] of Object.entries(wrong)) {
    await assert.rejects(configureLog({ [name]: value }), { code: "ARGUMENT_UNKNOWN" }, name);
  }
  assert.throws(() => new ErrorLogger({ path: "app.log" } as never), {
    message: "Cannot use the option path as it must be one of file, level, print, alert, redact",
  });
});

test("إعداد_السجل names the Arabic options where one is unknown", async () => {
  setLocale("ar");
  try {
    await assert.rejects(إعداد_السجل({ ملفات: "سجل.log" } as never), /الخيار ملفات إذ .*طرفية.*ملف.*مستوى/s);
    assert.throws(() => new مسجل_الأخطاء({ مسار: "x.log" } as never), /الخيار مسار إذ .*مسار_السجل/s);
    assert.throws(() => new مسجل_الأخطاء({ إرسال_تنبيهات: { email: { server: "x" } } } as never), /smtp_server/);
  } finally {
    setLocale("en");
  }
});

test("ErrorLogger loses nothing of details that have another form than it wants", async () => {
  await using dir = await tempDir();
  await using errors = new ErrorLogger({ file: dir.join("x.log") });
  errors.error("the error itself", new Error("disk full") as never);
  errors.error("properties", { order: 7, context: { user: "ali" } } as never);
  errors.error("a text", "more" as never);
  errors.error("null", null as never);
  errors.error("no context", { context: null, error: new Error("x") } as never);
  const [first, ...others] = await readLines(dir.join("x.log"));
  assert.equal(first?.error?.message, "disk full");
  assert.deepEqual(others.map(({ properties }) => properties ?? {}), [
    { order: 7, user: "ali" },
    { value: "more" },
    {},
    {},
  ]);
});

test("Logger loses nothing of properties that are none", async () => {
  const entries: LogEntry[] = [];
  await configureLog({ console: false, sinks: [(entry) => entries.push(entry)] });
  try {
    const log = getLogger("app");
    log.error("failed", new Error("disk full") as never);
    log.info("text", "more" as never);
    log.info("list", [1, 2] as never);
    log.info("null", null as never);
  } finally {
    await closeLog();
  }
  assert.equal(entries[0]?.error?.message, "disk full");
  assert.deepEqual(entries.slice(1).map(({ properties }) => properties), [{ value: "more" }, { value: [1, 2] }, {}]);
});
