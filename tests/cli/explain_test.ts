import assert from "node:assert/strict";
import test from "node:test";
import { explain, type ExplainContext } from "../../cli/explain.ts";
import { Misuse } from "../../cli/misuse.ts";
import { openapi } from "../../cli/openapi.ts";
import { query } from "../../cli/query.ts";
import { split } from "../../cli/split.ts";
import { FileError, MaktabaError, setLocale, ValidationError } from "../../errors/mod.ts";

setLocale("en");
const english: ExplainContext = { locale: "en", command: undefined, isDebugging: false };
const arabic: ExplainContext = { ...english, locale: "ar" };

test("explain() gives a message and its code on one line, and the exit code 1", () => {
  const error = new FileError({ code: "FS_NOT_FOUND", params: { path: "a.csv" } });
  assert.deepEqual(explain(error, english), { text: `maktaba: ${error.message} [FS_NOT_FOUND]\n`, exitCode: 1 });
  assert.match(explain(error, arabic).text, /^مكتبة: /);
});

test("explain() gives the exit code 2 for arguments, and 1 for what a file holds", () => {
  const argument = new ValidationError({ code: "ARGUMENT_NOT_TEXT", params: { name: "path", value: "" } });
  assert.equal(explain(argument, english).exitCode, 2);
  const content = new MaktabaError({ code: "CLI_DESCRIPTION_NOT_JSON", params: { path: "a", reason: "b" } });
  assert.equal(explain(content, english).exitCode, 1);
});

test("explain() makes the message of a misuse in the language of the run", () => {
  const error = new Misuse({ code: "CLI_OPTION_UNKNOWN", params: { option: "--x", command: "split" } });
  assert.deepEqual(explain(error, { ...english, command: split }), {
    text:
      "maktaba: Cannot use --x as split has no such option [CLI_OPTION_UNKNOWN]\nFor help, run: maktaba split --help\n",
    exitCode: 2,
  });
  assert.deepEqual(explain(error, arabic), {
    text: "مكتبة: لا يمكن استخدام --x إذ ليس للأمر split خيار بهذا الاسم [CLI_OPTION_UNKNOWN]\n" +
      "للمساعدة، نفّذ: مكتبة --مساعدة\n",
    exitCode: 2,
  });
});

test("explain() suggests what may have been meant, whatever stands in it", () => {
  const error = new Misuse({
    code: "CLI_COMMAND_UNKNOWN",
    params: { command: "a$&b" },
    typed: "a$&b",
    known: ["a$&c", "query"],
  });
  assert.match(explain(error, english).text, /^Did you mean a\$&c\?$/m);
  const far = new Misuse({ code: "CLI_COMMAND_UNKNOWN", params: { command: "x" }, typed: "xyzzy", known: ["query"] });
  assert.doesNotMatch(explain(far, english).text, /Did you mean/);
});

test("explain() tells how to overwrite, where the command can", () => {
  const error = new FileError({ code: "FS_EXISTS", params: { path: "a" } } as never);
  for (const command of [split, openapi]) {
    assert.match(explain(error, { ...english, command }).text, /\nTo replace it, add --force\n$/);
    assert.match(explain(error, { ...arabic, command }).text, /\nلاستبداله، أضف --استبدال\n$/);
  }
  assert.doesNotMatch(explain(error, { ...english, command: query }).text, /--force/);
});

test("explain() shows errors of others on one line, without secrets or what steers a terminal", () => {
  const error = Object.assign(new Error("no way to\npostgres://ali:s3cret@db/x \u001b[31mred\u202e"), {
    code: "EOTHER",
  });
  const { text, exitCode } = explain(error, english);
  assert.equal(exitCode, 1);
  assert.equal(text, "maktaba: no way to postgres://ali:[redacted]@db/x red [EOTHER]\n");
});

test("explain() shows whatever was thrown", () => {
  for (const [thrown, shown] of [["text", "text"], [undefined, "undefined"], [null, "null"], [42, "42"]] as const) {
    assert.deepEqual(explain(thrown, english), { text: `maktaba: ${shown}\n`, exitCode: 1 });
  }
});

test("explain() shows the stack and the causes when debugging, without secrets", () => {
  const cause = new Error("at mysql://root:s3cret@db/x");
  const error = new FileError({ code: "FS_NOT_FOUND", params: { path: "a.csv" }, cause });
  const { text } = explain(error, { ...english, isDebugging: true });
  const [first, second] = text.split("\n");
  assert.equal(first, `maktaba: ${error.message} [FS_NOT_FOUND]`);
  assert.equal(second, "Where it happened:");
  assert.match(text, /explain_test\.ts/);
  assert.match(text, /mysql:\/\/root:\[redacted\]@db/);
  assert.doesNotMatch(text, /s3cret/);
  assert.match(explain(error, { ...arabic, isDebugging: true }).text, /^موضع الخطأ:$/m);
});
