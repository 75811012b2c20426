import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import test from "node:test";
import { dateOf, exact, integerOf, parsedJson, plainBytes } from "../../db/engine/values.ts";
import { readArray, writeArray } from "../../db/drivers/postgres_arrays.ts";
import { ArrayValue, encodePostgres, postgresTypes, written } from "../../db/drivers/postgres_values.ts";
import { mysqlEncoder, readRows } from "../../db/drivers/mysql_values.ts";
import { REFUSED } from "../../db/engine/bind.ts";

test("exact() makes a number of an integer only where that loses nothing", () => {
  assert.equal(exact(9_007_199_254_740_991n), 9_007_199_254_740_991);
  assert.equal(exact(-9_007_199_254_740_991n), -9_007_199_254_740_991);
  assert.equal(exact(9_007_199_254_740_992n), 9_007_199_254_740_992n);
  assert.equal(exact(-9_007_199_254_740_993n), -9_007_199_254_740_993n);
  assert.equal(exact(5), 5);
});

test("integerOf() reads integers of any size exactly", () => {
  assert.equal(integerOf("0"), 0);
  assert.equal(integerOf("-42"), -42);
  assert.equal(integerOf("9007199254740991"), 9_007_199_254_740_991);
  assert.equal(integerOf("9007199254740993"), 9_007_199_254_740_993n);
  assert.equal(integerOf("-9223372036854775808"), -9_223_372_036_854_775_808n);
});

test("dateOf() reads what databases write, as UTC where there is no zone", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2024-02-29 13:14:15", "2024-02-29T13:14:15.000Z"],
    ["2024-02-29T13:14:15", "2024-02-29T13:14:15.000Z"],
    ["2024-02-29 13:14", "2024-02-29T13:14:00.000Z"],
    ["2024-02-29 13:14:15.5", "2024-02-29T13:14:15.500Z"],
    ["2024-02-29 13:14:15.123456", "2024-02-29T13:14:15.123Z"],
    ["2024-02-29T13:14:15.678Z", "2024-02-29T13:14:15.678Z"],
    ["2024-02-29 13:14:15+03", "2024-02-29T10:14:15.000Z"],
    ["2024-02-29 13:14:15.25-0330", "2024-02-29T16:44:15.250Z"],
    ["2024-02-29 13:14:15+05:30", "2024-02-29T07:44:15.000Z"],
    ["0001-01-01 00:00:00", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31 23:59:59.999999", "9999-12-31T23:59:59.999Z"],
  ];
  for (const [text, iso] of cases) {
    const date = dateOf(text);
    assert.ok(date instanceof Date, text);
    assert.equal(date.toISOString(), iso, text);
  }
});

test("dateOf() leaves what a Date cannot say as text", () => {
  const texts = ["infinity", "-infinity", "0000-00-00", "0000-00-00 00:00:00", "0044-03-15 BC", "12024-01-01", "", "x"];
  for (const text of [...texts, "2024-13-01", "2024-01-01 25:00:00", "1700000000"]) assert.equal(dateOf(text), text);
});

test("parsedJson() reads JSON and leaves other text as it is", () => {
  assert.deepEqual(parsedJson('{"اسم":["علي",null]}'), { اسم: ["علي", null] });
  assert.equal(parsedJson("not json"), "not json");
});

test("plainBytes() gives a Uint8Array of its own", () => {
  const buffer = Buffer.from([1, 2, 3]);
  const bytes = plainBytes(buffer);
  buffer[0] = 9;
  assert.deepEqual(bytes, new Uint8Array([1, 2, 3]));
  assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
});

test("readArray() reads PostgreSQL's arrays: nulls, quotes, dimensions, bounds", () => {
  assert.deepEqual(readArray("{}", ","), []);
  assert.deepEqual(readArray("{1,NULL,3}", ",", Number), [1, null, 3]);
  assert.deepEqual(readArray('{"NULL",NULL,null}', ","), ["NULL", null, "null"]);
  assert.deepEqual(readArray('{"a b","c\\"d","e\\\\f","","g,h","{i}"}', ","), ["a b", 'c"d', "e\\f", "", "g,h", "{i}"]);
  assert.deepEqual(readArray("{{1,2},{3,4}}", ",", Number), [[1, 2], [3, 4]]);
  assert.deepEqual(readArray('{{"a",NULL},{"b","c"}}', ","), [["a", null], ["b", "c"]]);
  assert.deepEqual(readArray("[0:1]={5,6}", ",", Number), [5, 6]);
  assert.deepEqual(readArray("{(1,1),(0,0);(2,2),(1,1)}", ";"), ["(1,1),(0,0)", "(2,2),(1,1)"]);
  assert.deepEqual(readArray("{علي,سارة}", ","), ["علي", "سارة"]);
});

test("readArray() ends where text is cut short", () => {
  for (const text of ["{", '{"', '{"a', "{1,", "{{1", "", '{"\\']) assert.ok(Array.isArray(readArray(text, ",")), text);
});

test("writeArray() writes what readArray() reads", () => {
  const arrays: unknown[][] = [[], ["a", null, "NULL"], ['"', "\\", "{", ",", " ", ""], [["a"], ["b"]], ["مرحبا"]];
  for (const array of arrays) {
    assert.deepEqual(readArray(writeArray(array, ",", String), ","), array);
    assert.deepEqual(readArray(writeArray(array, ";", String), ";"), array);
  }
});

test("encodePostgres() keeps what the driver binds well, and refuses the rest", () => {
  for (const value of [null, true, 0, -1.5, 2n ** 63n - 1n, "x", new Uint8Array(2), new Date(0)]) {
    assert.equal(encodePostgres(value), value);
  }
  assert.equal(encodePostgres({ a: [1] }), '{"a":[1]}');
  const array = encodePostgres([1, "x"]);
  assert.ok(array instanceof ArrayValue);
  assert.equal(String(array), '[1,"x"]');
  assert.ok(encodePostgres([5]) instanceof ArrayValue);
  assert.deepEqual([...encodePostgres([5]) as unknown[]], [5]);
  for (const value of [NaN, Infinity, 2n ** 63n, new Date(NaN), new Map(), Symbol(), () => 1, undefined]) {
    assert.equal(encodePostgres(value), REFUSED);
  }
});

test("written() writes a value whatever type PostgreSQL expects", () => {
  assert.equal(written("true"), "true");
  assert.equal(written(true), "true");
  assert.equal(written(1), "1");
  assert.equal(written(10n), "10");
  assert.equal(written(new Date(0)), "1970-01-01T00:00:00.000Z");
  assert.equal(written(new Uint8Array([0, 255])), "\\x00ff");
  assert.equal(written({ a: 1 }), '{"a":1}');
  assert.equal(postgresTypes["json"]!.serialize('{"a":1}'), '{"a":1}');
  assert.equal(postgresTypes["boolean"]!.parse("f"), false);
  assert.deepEqual(postgresTypes["bytea"]!.parse("\\x00ff"), new Uint8Array([0, 255]));
});

test("mysqlEncoder() binds integers as integers, exactly up to 64 bits", () => {
  const integer = Object.assign((value: number | bigint) => `int ${value}`, {
    unsigned: (value: bigint) => `uint ${value}`,
  });
  const encode = mysqlEncoder(() => integer);
  assert.equal(encode(5), "int 5");
  assert.equal(encode(-(2n ** 63n)), `int ${-(2n ** 63n)}`);
  assert.equal(encode(2n ** 64n - 1n), `uint ${2n ** 64n - 1n}`);
  assert.equal(encode(1.5), 1.5);
  assert.equal(encode(1e300), 1e300);
  assert.equal(encode(null), null);
  assert.equal(encode({ a: 1 }), '{"a":1}');
  assert.deepEqual(encode(new Uint8Array([1, 2, 3]).subarray(1)), Buffer.from([2, 3]));
  for (const value of [NaN, -Infinity, 2n ** 64n, -(2n ** 63n) - 1n, new Date(NaN), new Set(), undefined]) {
    assert.equal(encode(value), REFUSED);
  }
});

test("readRows() makes MySQL's values what they are on every database", () => {
  const field = (name: string, columnType: number, columnLength = 11, characterSet = 63) =>
    ({ name, columnType, columnLength, characterSet }) as never;
  const rows = [{
    ok: 1,
    tiny: 1,
    big: "9007199254740993",
    day: "2024-01-02",
    zero: "0000-00-00",
    f: 1.100000023841858,
  }];
  const fields = [
    field("ok", 1, 1),
    field("tiny", 1, 4),
    field("big", 8),
    field("day", 10),
    field("zero", 12),
    field("f", 4),
  ];
  assert.deepEqual(readRows(rows, fields), [
    {
      ok: true,
      tiny: 1,
      big: 9_007_199_254_740_993n,
      day: new Date("2024-01-02T00:00:00Z"),
      zero: "0000-00-00",
      f: 1.1,
    },
  ]);
  assert.deepEqual(readRows([{ ok: 5 }], [field("ok", 1, 1)]), [{ ok: 5 }]);
  assert.deepEqual(readRows([{ b: Buffer.from([1]) }], [field("b", 252)]), [{ b: new Uint8Array([1]) }]);
  assert.deepEqual(readRows([{ t: "text", n: null }], [field("t", 253, 10, 224), field("n", 8)]), [{
    t: "text",
    n: null,
  }]);
});
