import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import test from "node:test";
import { inspect, promisify } from "node:util";
import {
  CancelledError,
  CryptoError,
  DatabaseError,
  errorCodes,
  FileError,
  formatMessage,
  getLocale,
  MaktabaError,
  NetworkError,
  RedisError,
  setLocale,
  SplitError,
  TimeoutError,
  ValidationError,
  WebSocketError,
} from "@maktaba/std/errors";

const timeout = () => new TimeoutError({ code: "TIMEOUT", params: { ms: 50 } });

test("MaktabaError has a code, a message, a time and says whether to retry", () => {
  setLocale("en");
  const before = Date.now();
  const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 50 }, retryable: true, context: { step: 2 } });
  assert.equal(error.code, "TIMEOUT");
  assert.equal(error.message, "The operation took longer than 50 ms");
  assert.equal(error.retryable, true);
  assert.deepEqual(error.context, { step: 2 });
  assert.ok(error.time instanceof Date && error.time.getTime() >= before);
  assert.equal(timeout().retryable, false);
  assert.deepEqual(timeout().context, {});
});

test("MaktabaError keeps its cause, and has none where none was given", () => {
  const cause = new Error("below");
  const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 1 }, cause });
  assert.equal(error.cause, cause);
  assert.ok(!("cause" in timeout()));
});

test("every class extends the one that names.md says and has its own name", () => {
  const parents: [{ prototype: Error; name: string }, { name: string }][] = [
    [MaktabaError, Error],
    [DatabaseError, MaktabaError],
    [FileError, MaktabaError],
    [SplitError, FileError],
    [NetworkError, MaktabaError],
    [WebSocketError, NetworkError],
    [CryptoError, MaktabaError],
    [RedisError, MaktabaError],
    [TimeoutError, MaktabaError],
    [CancelledError, MaktabaError],
    [ValidationError, MaktabaError],
  ];
  for (const [child, parent] of parents) {
    assert.equal(Object.getPrototypeOf(child), parent);
    assert.equal(child.prototype.name, child.name);
    assert.ok(Object.hasOwn(child.prototype, "name"));
  }
});

test("setLocale() chooses the language of messages made from then on", () => {
  setLocale("en");
  const english = timeout();
  setLocale("ar");
  try {
    assert.equal(getLocale(), "ar");
    assert.equal(timeout().message, "استغرقت العملية أكثر من 50 ملي ثانية");
    assert.equal(english.message, "The operation took longer than 50 ms");
  } finally {
    setLocale("en");
  }
});

test("setLocale() refuses another language", () => {
  assert.throws(() => setLocale("fr" as "ar"), RangeError);
});

test("getLocale() starts from the environment's language", async () => {
  const script = 'import { getLocale } from "@maktaba/std/errors"; console.log(getLocale());';
  const cases: [Record<string, string>, string][] = [
    [{ LANG: "ar_EG.UTF-8" }, "ar"],
    [{ LANG: "ar" }, "ar"],
    [{ LANG: "en_US.UTF-8", LC_ALL: "ar_SA.UTF-8" }, "ar"],
    [{ LANG: "ar_EG.UTF-8", LC_MESSAGES: "en_US.UTF-8" }, "en"],
    [{ LANG: "arn_CL.UTF-8" }, "en"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{}, "en"],
  ];
  for (const [locale, expected] of cases) {
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...locale };
    assert.equal((await evaluate(script, env)).trim(), expected, JSON.stringify(locale));
  }
});

async function evaluate(script: string, env: Record<string, string>): Promise<string> {
  const args = "Deno" in globalThis
    ? ["eval", "--no-check", script]
    : "Bun" in globalThis
    ? ["-e", script]
    : ["--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout;
}

test("formatMessage() writes a text for every code in both languages without a placeholder left", () => {
  for (const code of errorCodes()) {
    const params = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
    for (const locale of ["en", "ar"] as const) {
      const text = formatMessage(code, params as never, locale);
      assert.ok(text.length > 5, code);
      assert.doesNotMatch(text, /[{}]/, code);
      assert.doesNotMatch(text, /\.$/, code);
      assert.equal(/[\u0600-\u06ff]/.test(text), locale === "ar", `${code} in ${locale}`);
    }
  }
});

test("a message shows values short, on one line, and without control characters or secrets", () => {
  setLocale("en");
  const message = (value: unknown) =>
    new ValidationError({ code: "ARGUMENT_NOT_TEXT", params: { name: "path", value } }).message;
  assert.match(message("a\nb\u001b[31mred\u001b[0m"), /current value is a bred$/);
  assert.match(message("abc\u202edef\u2066"), /abcdef$/);
  assert.ok(message("x".repeat(10_000)).length < 500);
  assert.match(message({ password: "s3cret", user: "ali" }), /\{"password":"\[redacted\]","user":"ali"\}$/);
  assert.match(message(new URL("https://ali:s3cret@example.com/")), /https:\/\/ali:\[redacted\]@example.com\/$/);
  assert.match(message([1, 2]), /1, 2$/);
  assert.match(message(undefined), /undefined$/);
  assert.match(message(() => 1), /function/);
  assert.match(message(10n), /10$/);
  assert.match(message({ big: 10n }), /\[object Object\]$/);
});

test("ValidationError names the option, and never shows a secret option's value", () => {
  setLocale("en");
  const error = new ValidationError({ code: "ARGUMENT_NOT_TEXT", params: { name: "password", value: "hunter2" } });
  assert.equal(error.option, "password");
  assert.doesNotMatch(error.message, /hunter2/);
});

test("ValidationError quotes a text where another type is wanted, and shows what is empty", () => {
  setLocale("en");
  const message = (code: "ARGUMENT_NOT_OBJECT" | "ARGUMENT_NOT_TEXT", value: unknown) =>
    new ValidationError({ code, params: { name: "size", value } }).message;
  const params = { name: "size", min: 1, max: 9, value: "2" };
  assert.match(new ValidationError({ code: "ARGUMENT_NOT_INTEGER", params }).message, /current value is "2"$/);
  assert.match(message("ARGUMENT_NOT_OBJECT", ""), /current value is ""$/);
  assert.match(message("ARGUMENT_NOT_TEXT", []), /current value is \[\]$/);
  const secret = { name: "password", value: "hunter2" };
  assert.doesNotMatch(new ValidationError({ code: "ARGUMENT_NOT_BYTES", params: secret }).message, /hunter2/);
});

test("context is redacted by key and by shape", () => {
  const error = new TimeoutError({
    code: "TIMEOUT",
    params: { ms: 1 },
    context: { token: "abc", url: "redis://:pw@h", list: [{ apiKey: 1 }], path: "/tmp/x" },
  });
  assert.deepEqual(error.context, {
    token: "[redacted]",
    url: "redis://:[redacted]@h",
    list: [{ apiKey: "[redacted]" }],
    path: "/tmp/x",
  });
});

test("toJSON() gives plain data with the chain of causes, secrets replaced", () => {
  setLocale("en");
  const root = Object.assign(new Error("connect postgres://a:b@c failed"), { code: "ECONNREFUSED" });
  const middle = new Error("in between", { cause: root });
  const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 5 }, cause: middle, context: { n: 1 } });
  const json = JSON.parse(JSON.stringify(error));
  assert.equal(json.name, "TimeoutError");
  assert.equal(json.code, "TIMEOUT");
  assert.equal(json.retryable, false);
  assert.equal(new Date(json.time).getTime(), error.time.getTime());
  assert.deepEqual(json.context, { n: 1 });
  assert.equal(json.cause.message, "in between");
  assert.deepEqual(json.cause.cause, {
    name: "Error",
    code: "ECONNREFUSED",
    message: "connect postgres://a:[redacted]@c failed",
  });
});

test("toJSON() keeps what an inner error of the library knows", () => {
  const inner = new TimeoutError({ code: "TIMEOUT", params: { ms: 5 }, retryable: true });
  const json = new CancelledError("why", { cause: inner }).toJSON();
  assert.ok(typeof json.cause === "object");
  assert.equal(json.cause.code, "TIMEOUT");
  assert.equal(json.cause.retryable, true);
});

test("toJSON() survives a cycle of causes and causes that are no errors", () => {
  const first = new Error("first");
  const second = new Error("second", { cause: first });
  first.cause = second;
  const error = new TimeoutError({ code: "TIMEOUT", params: { ms: 1 }, cause: first });
  assert.ok(JSON.stringify(error).length < 5_000);
  const odd = new TimeoutError({ code: "TIMEOUT", params: { ms: 1 }, cause: "plain text with Bearer abcdefgh12345" });
  assert.equal(odd.toJSON().cause, "plain text with Bearer [redacted]");
});

test("inspect() shows the class, the message, the code, the context and the cause", () => {
  setLocale("en");
  const error = new TimeoutError({
    code: "TIMEOUT",
    params: { ms: 7 },
    context: { url: "http://x" },
    cause: new Error("the reason below"),
  });
  const text = inspect(error);
  for (const part of ["TimeoutError", "longer than 7 ms", "TIMEOUT", "http://x", "the reason below"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
});

test("CancelledError carries the reason that cancel() was given", () => {
  assert.equal(new CancelledError("left").reason, "left");
  assert.equal(new CancelledError().reason, undefined);
  assert.equal(new CancelledError().code, "CANCELLED");
});

test("CancelledError says why in its message, in the language set", () => {
  setLocale("en");
  assert.equal(new CancelledError("the user left").message, "The operation was cancelled: the user left");
  setLocale("ar");
  assert.equal(new CancelledError("the user left").message, "أُلغيت العملية: the user left");
  assert.equal(new CancelledError("غادر المستخدم").message, "أُلغيت العملية: غادر المستخدم");
  assert.equal(new CancelledError(timeout()).message, "أُلغيت العملية: استغرقت العملية أكثر من 50 ملي ثانية");
  setLocale("en");
  assert.equal(new CancelledError("the user left").message, "The operation was cancelled: the user left");
  assert.equal(new CancelledError(new Error("no disk")).message, "The operation was cancelled: no disk");
  assert.equal(new CancelledError({ code: 7 }).message, 'The operation was cancelled: {"code":7}');
  assert.equal(new CancelledError(404).message, "The operation was cancelled: 404");
  for (const none of [undefined, null, ""]) {
    assert.equal(new CancelledError(none).message, "The operation was cancelled");
  }
  // The code is the same with a reason and without.
  assert.equal(new CancelledError("the user left").code, "CANCELLED");
  assert.match(String(new CancelledError("the user left").stack), /^CancelledError: .*the user left/);
});

test("CancelledError shows a reason short, without secrets, and once where a cancellation was handed on", () => {
  setLocale("en");
  assert.equal(
    new CancelledError("postgres://ali:s3cret@db/app is gone").message,
    "The operation was cancelled: postgres://ali:[redacted]@db/app is gone",
  );
  assert.equal(
    new CancelledError({ password: "s3cret" }).message,
    'The operation was cancelled: {"password":"[redacted]"}',
  );
  assert.ok(new CancelledError("long ".repeat(1_000)).message.length < 400);
  const first = new CancelledError("the user left");
  const second = new CancelledError(first);
  assert.equal(second.message, first.message);
  assert.equal(second.reason, first);
});

test("ValidationError has the code of what is wrong, whichever text tells it better", () => {
  setLocale("en");
  const promise = new ValidationError({
    code: "ARGUMENT_NOT_FUNCTION",
    params: { name: "operation", value: Promise.resolve() },
  });
  assert.deepEqual([promise.code, promise.toJSON().code], ["ARGUMENT_NOT_FUNCTION", "ARGUMENT_NOT_FUNCTION"]);
  assert.match(promise.message, /is the promise that a call gave/);
  assert.deepEqual(Object.keys(promise), ["code", "option"]);
});
