import assert from "node:assert/strict";
import test from "node:test";
import { jsonFaultAt } from "../../../net/internal/json_fault.ts";

/** Texts that are not JSON, with ⇒ before the first character that is wrong; a word is wrong as a whole. */
const faulty = [
  "⇒",
  "   ⇒",
  "⇒nope",
  "⇒tru",
  "[1,⇒",
  "[1⇒",
  "[⇒,1]",
  "[1,⇒]",
  "[1 ⇒2]",
  "[1⇒}",
  "{⇒",
  "{⇒a:1}",
  '{"a" ⇒1}',
  '{"a"⇒}',
  '{"a":⇒}',
  '{"a":1⇒',
  '{"a":1,⇒}',
  '{"a":1 ⇒"b":2}',
  '{"a":1⇒]',
  '{"a":⇒undefined}',
  "⇒'a'",
  '"a⇒',
  '"a⇒\n"',
  '"a\\⇒x"',
  '"a\\u12⇒g4"',
  '"a\\u12⇒',
  '"\\⇒',
  "0⇒1",
  "1⇒.",
  "⇒-",
  "⇒+1",
  "⇒.5",
  "1 ⇒2",
  "⇒NaN",
  "[1,2]⇒]",
  '{"a":[1,{"b":⇒x}]}',
  "null ⇒null",
];

test("jsonFaultAt() finds the first character that is wrong", () => {
  for (const marked of faulty) {
    const text = marked.replace("⇒", "");
    assert.throws(() => JSON.parse(text), SyntaxError, marked);
    assert.equal(jsonFaultAt(text), marked.indexOf("⇒"), marked);
  }
});

test("jsonFaultAt() finds no fault before the end of what is JSON", () => {
  const texts = [
    "null",
    " true ",
    "-0.5e+10",
    '"\\u00e9\\n\\"\\/"',
    "[]",
    "{}",
    '[[],{},[{}],{"a":[]}]',
    '{"a":{"b":[1,2,{"c":null}]},"d":""}',
    '\t{\r\n"مفتاح" : "قيمة" }\n',
  ];
  for (const text of texts) {
    JSON.parse(text);
    assert.equal(jsonFaultAt(text), text.length, text);
  }
});

test("jsonFaultAt() does not run out of stack, however deep or long a text is", () => {
  assert.equal(jsonFaultAt("[".repeat(500_000)), 500_000);
  assert.equal(jsonFaultAt('{"a":'.repeat(200_000)), 1_000_000);
  assert.equal(jsonFaultAt(`"${"x".repeat(3_000_000)}`), 3_000_001);
  assert.equal(jsonFaultAt(`[${"1,".repeat(300_000)}]`), 600_001);
});

test("jsonFaultAt() agrees with V8 where that tells a position", () => {
  for (const marked of faulty) {
    const text = marked.replace("⇒", "");
    try {
      JSON.parse(text);
    } catch (error) {
      const position = /at position (\d+)/.exec((error as Error).message)?.[1];
      // V8 names the character behind a word or number that is wrong.
      if (position !== undefined) {
        assert.ok(Math.abs(jsonFaultAt(text) - Number(position)) <= 1, `${marked} ${position}`);
      }
    }
  }
});
