import assert from "node:assert/strict";
import test from "node:test";
import { setLocale, ValidationError } from "../../errors/mod.ts";
import { bind, jsonText, REFUSED } from "../../db/engine/bind.ts";
import type { Dialect } from "../../db/engine/scan.ts";
import { type Statement, Statements } from "../../db/engine/statement.ts";
import type { SqlParameters } from "../../db/mod.ts";

setLocale("en");

const encode = (value: unknown) => typeof value === "function" ? REFUSED : value;

function ready(dialect: Dialect, sql: string, isPositional = false): Statement {
  return new Statements(dialect, 10).get(sql, isPositional);
}

function values(dialect: Dialect, sql: string, params?: SqlParameters): readonly unknown[] {
  return bind(ready(dialect, sql, Array.isArray(params)), params, encode);
}

/** A check for `assert.throws`: a `ValidationError` of a code whose message has a text. */
function wrong(code: string, text: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ValidationError, String(error));
    assert.equal(error.code, code);
    assert.ok(error.message.includes(text), `${error.message} does not say ${text}`);
    return true;
  };
}

test("Statements.get() translates names for each driver", () => {
  const sql = "select :b, ':x', :a, :b";
  assert.equal(ready("sqlite", sql).text, "select ?1, ':x', ?2, ?1");
  assert.equal(ready("postgres", sql).text, "select $1, ':x', $2, $1");
  assert.equal(ready("mysql", sql).text, "select ?, ':x', ?, ?");
  assert.equal(ready("postgres", "select :a::int").text, "select $1::int");
});

test("Statements.get() translates positions, and leaves PostgreSQL's operators alone without them", () => {
  assert.equal(ready("sqlite", "select ?, ?", true).text, "select ?1, ?2");
  assert.equal(ready("mysql", "select ?, ?", true).text, "select ?, ?");
  assert.equal(ready("postgres", "select ?, ?", true).text, "select $1, $2");
  assert.equal(ready("postgres", "select j ? 'k' and :a").text, "select j ? 'k' and $1");
  assert.equal(ready("postgres", "select j ? 'k'").text, "select j ? 'k'");
});

test("Statements.get() makes a statement ready once, and keeps the most recent ones", () => {
  const statements = new Statements("sqlite", 2);
  const first = statements.get("select :a", false);
  assert.equal(statements.get("select :a", false), first);
  assert.notEqual(statements.get("select :a", true), first);
  statements.get("select 2", false);
  statements.get("select 3", false);
  assert.notEqual(statements.get("select :a", false), first);
});

test("Statements.get() refuses what is no statement", () => {
  for (const sql of ["", undefined, 5, null]) {
    assert.throws(() => ready("sqlite", sql as string), wrong("ARGUMENT_NOT_TEXT", "sql"));
  }
  for (const sql of ["  ", "-- comment", "/* comment */", ";"]) {
    assert.throws(() => ready("sqlite", sql), wrong("ARGUMENT_SQL_EMPTY", "sql"));
  }
});

test("Statements.get() refuses transactions by hand, on every database", () => {
  const words = ["BEGIN", "begin immediate", "commit", "ROLLBACK to x", "savepoint x", "release x", "end", "abort"];
  for (const sql of [...words, "start transaction", "/* x */ Start Transaction read only"]) {
    assert.throws(() => ready("postgres", sql), wrong("ARGUMENT_SQL_TRANSACTION", "transaction()"));
  }
  assert.equal(ready("mysql", "start slave").verb, "START");
});

test("Statements.get() refuses placeholders that would be bound to nothing or to something else", () => {
  for (const sql of ["select ?1", "select @a", "select $a", "select :a, @b"]) {
    assert.throws(() => ready("sqlite", sql), wrong("ARGUMENT_SQL_PLACEHOLDER", ":name"));
  }
  assert.throws(() => ready("postgres", "select $1, :a"), wrong("ARGUMENT_SQL_PLACEHOLDER", "$1"));
  assert.equal(ready("postgres", "prepare p as select $1").text, "prepare p as select $1");
  assert.throws(() => ready("sqlite", "select :a, ?"), wrong("ARGUMENT_SQL_MIXED", ":name and ?"));
  assert.throws(() => ready("mysql", "select :a, ?"), wrong("ARGUMENT_SQL_MIXED", "sql"));
  assert.throws(() => ready("postgres", "select :a, ?", true), wrong("ARGUMENT_SQL_MIXED", "sql"));
});

test("bind() puts values in the order of their placeholders", () => {
  assert.deepEqual(values("sqlite", "select :b, :a, :b", { a: 1, b: 2 }), [2, 1]);
  assert.deepEqual(values("postgres", "select :b, :a, :b", { a: 1, b: 2 }), [2, 1]);
  assert.deepEqual(values("mysql", "select :b, :a, :b", { a: 1, b: 2 }), [2, 1, 2]);
  assert.deepEqual(values("sqlite", "select ?, ?", [1, "x"]), [1, "x"]);
  assert.deepEqual(values("sqlite", "select :اسم", { اسم: "علي" }), ["علي"]);
  assert.deepEqual(values("sqlite", "select 1"), []);
  assert.deepEqual(values("sqlite", "select 1", {}), []);
  assert.deepEqual(values("sqlite", "select 1", []), []);
  assert.deepEqual(values("sqlite", "select :a", { a: null }), [null]);
});

test("bind() names the values that are missing", () => {
  const sql = "select :a, :b, :c, :b";
  assert.throws(() => values("sqlite", sql), wrong("ARGUMENT_SQL_MISSING", ":a, :b, :c"));
  assert.throws(() => values("sqlite", sql, { b: 1 }), wrong("ARGUMENT_SQL_MISSING", ":a, :c"));
  assert.throws(
    () => values("sqlite", sql, { a: 1, b: undefined as never, c: 2 }),
    wrong("ARGUMENT_SQL_MISSING", "missing are :b"),
  );
  assert.throws(() => values("sqlite", sql, [1, 2, 3]), wrong("ARGUMENT_SQL_MISSING", ":a"));
  assert.throws(() => values("sqlite", "select ?"), wrong("ARGUMENT_SQL_MISSING", "?"));
});

test("bind() names the values that no placeholder wants", () => {
  assert.throws(() => values("sqlite", "select :a", { a: 1, A: 2, b: 3 }), wrong("ARGUMENT_SQL_UNKNOWN", "A, b"));
  assert.throws(() => values("sqlite", "select 1", { a: 1 }), wrong("ARGUMENT_SQL_UNKNOWN", "a"));
  // What every object inherits is no value.
  assert.throws(() => values("sqlite", "select :a", { toString: 1 } as never), ValidationError);
  assert.throws(() => values("sqlite", "select :constructor", {}), ValidationError);
});

test("bind() counts the values that are given in order", () => {
  assert.throws(() => values("sqlite", "select ?, ?", [1]), wrong("ARGUMENT_SQL_COUNT", "2"));
  assert.throws(() => values("sqlite", "select ?", [1, 2]), wrong("ARGUMENT_SQL_COUNT", "received 2"));
  assert.throws(() => values("sqlite", "select 1", [1]), wrong("ARGUMENT_SQL_COUNT", "0 values"));
  assert.throws(() => values("mysql", "select ?", { a: 1 }), wrong("ARGUMENT_SQL_COUNT", "1 values"));
});

test("bind() refuses values that are no object or array", () => {
  for (const params of [null, 5, "x", true, new Date(), new Uint8Array(1)]) {
    assert.throws(() => values("sqlite", "select :a", params as never), wrong("ARGUMENT_NOT_OBJECT", "params"));
  }
});

test("bind() names a value that cannot be bound, and its kind, but does not show it", () => {
  const secret = () => "كلمة السر";
  assert.throws(() => values("sqlite", "select :pin", { pin: secret as never }), (error) => {
    wrong("ARGUMENT_SQL_VALUE", "params.pin")(error);
    assert.ok((error as Error).message.includes("function"));
    assert.ok(!(error as Error).message.includes("كلمة السر"));
    return true;
  });
  assert.throws(() => values("sqlite", "select ?, ?", [1, secret as never]), wrong("ARGUMENT_SQL_VALUE", "params.2"));
});

test("jsonText() writes plain objects and arrays, and refuses what JSON cannot say", () => {
  assert.equal(jsonText({ اسم: "علي", n: [1, null] }), '{"اسم":"علي","n":[1,null]}');
  assert.equal(jsonText([]), "[]");
  assert.equal(jsonText(Object.create(null)), "{}");
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  for (const value of [new Map(), new Set(), /x/, cycle, { n: 1n }, new (class A {})()]) {
    assert.equal(jsonText(value), undefined);
  }
});
