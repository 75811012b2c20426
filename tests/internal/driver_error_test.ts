import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { TimeoutError } from "@maktaba/std/errors";
import { originalMessage, printable, withoutQuoted } from "../../internal/driver_error.ts";

const SECRET = "s3cr3t";

test("printable() keeps facts, and hides what else an error holds without taking it away", () => {
  const error = Object.assign(new Error("refused"), {
    code: "23505",
    table_name: "city",
    detail: `Key (name)=(${SECRET})`,
    command: { args: ["AUTH", SECRET] },
    [Symbol("labels")]: SECRET,
  });
  assert.equal(printable(error, String), error);
  const shown = inspect(error, { depth: 10 });
  assert.ok(!shown.includes(SECRET), shown);
  assert.match(shown, /23505[^]*city/);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { code: "23505", table_name: "city" });
  assert.equal(error.detail, `Key (name)=(${SECRET})`);
});

test("printable() writes another message where it must, at the top of the stack too", () => {
  const error = printable(new TypeError(`no number: "${SECRET}"`), (text) => withoutQuoted(text)) as Error;
  assert.equal(error.message, 'no number: "?"');
  assert.ok(!`${error}${error.stack}${inspect(error)}`.includes(SECRET));
  assert.match(error.stack ?? "", /driver_error_test/);
  assert.match(inspect(error), /TypeError: no number: "\?"/);
  assert.equal(originalMessage(error), `no number: "${SECRET}"`);
});

test("printable() may be called again: an error may be the cause of several", () => {
  const error = new Error(`bad value '${SECRET}' in 'x'`);
  for (let time = 0; time < 2; time++) printable(error, (text) => withoutQuoted(text));
  assert.equal(error.message, "bad value '?'");
  assert.equal(originalMessage(error), `bad value '${SECRET}' in 'x'`);
});

test("printable() looks into causes, and into errors that are several, also where they go in circles", () => {
  const cause = Object.assign(new Error("inner"), { sql: SECRET });
  const one = Object.assign(new Error("one of them"), { sql: SECRET });
  const error = new AggregateError([one], "outer", { cause });
  cause.cause = error;
  printable(error, String);
  assert.ok(!inspect(error, { depth: 10 }).includes(SECRET));
});

test("printable() removes passwords from URLs, and leaves errors of ours and what is no error as they are", () => {
  const error = new Error(`cannot parse postgres://ali:${SECRET}@host/db`);
  assert.ok(!inspect(printable(error, String)).includes(SECRET));
  const own = new TimeoutError({ code: "TIMEOUT", params: { ms: 1 }, context: { a: 1 } });
  assert.deepEqual((printable(own, () => "x") as TimeoutError).context, { a: 1 });
  assert.notEqual(own.message, "x");
  for (const value of ["text", undefined, null, 7]) assert.equal(printable(value, () => "x"), value);
});

test("printable() does no harm to errors that cannot be changed", () => {
  const error = Object.freeze(Object.assign(new Error("frozen"), { code: "X" }));
  assert.equal(printable(error, () => "x"), error);
});

test("withoutQuoted() takes all from the first quote to the last, of any language", () => {
  const messages = {
    'invalid input syntax for type integer: "12a"': 'invalid input syntax for type integer: "?"',
    "near 'where name = 'ali'' at line 1": "near '?' at line 1",
    "Duplicate entry 'O'Brien' for key 'name'": "Duplicate entry '?'",
    "ungültige Eingabesyntax für Typ integer: »abc«": "ungültige Eingabesyntax für Typ integer: »?»",
    'dup key: { email: "a@b.c", n: { x: 1 } }': "dup key: { ? }",
    "no quotes": "no quotes",
  };
  for (const [message, shown] of Object.entries(messages)) assert.equal(withoutQuoted(message), shown);
  assert.equal(withoutQuoted('near "selec": syntax error', (text) => text === "selec"), 'near "selec": syntax error');
});
