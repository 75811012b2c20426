import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "graphql";
import { findOperation } from "../../../net/internal/graphql/operations.ts";
import { assertProportional } from "../../support/mod.ts";

const whole: [string, string | undefined, string | undefined][] = [
  ["{ a }", undefined, "query"],
  ["query { a }", undefined, "query"],
  ["query Q { a }", undefined, "query"],
  ["query Q { a }", "Q", "query"],
  ["mutation { a }", undefined, "mutation"],
  ["subscription S { a }", undefined, "subscription"],
  ["query mutation { a }", undefined, "query"],
  ["mutation query { query }", undefined, "mutation"],
  ["query query { mutation }", "query", "query"],
  ["query Q($a: T = {x: {y: 1}}, $b: [Int!]! = [1, 2]) @d(o: {z: 1}) { a }", undefined, "query"],
  ['mutation M($a: T = {x: "}"}) { a(b: {c: {d: 1}}) { e } }', undefined, "mutation"],
  ["fragment F on T { mutation } query { ...F }", undefined, "query"],
  ["query { ...F } fragment F on T { a }", undefined, "query"],
  ["fragment query on T { a } mutation { a }", undefined, "mutation"],
  ["query A { a } mutation B { b } subscription C { c }", "A", "query"],
  ["query A { a } mutation B { b } subscription C { c }", "B", "mutation"],
  ["query A { a } mutation B { b } subscription C { c }", "C", "subscription"],
  ["# mutation { a }\nquery { a }", undefined, "query"],
  ["# query { a }\rmutation { a }", undefined, "mutation"],
  ["query { a } # } mutation M { b }", undefined, "query"],
  ['query { a(b: "mutation { c }") }', undefined, "query"],
  ['query { a(b: "\\"} mutation {") }', undefined, "query"],
  ['query { a(b: "\\\\") } ', undefined, "query"],
  ['mutation { a(b: """ } query { " \\""" " """) }', undefined, "mutation"],
  ['query { a(b: """""") }', undefined, "query"],
  ['query { a(b: "") }', undefined, "query"],
  ["\ufeff,,, query,{,a,}", undefined, "query"],
  ["query Q @a @b(c: 1) { a @skip(if: true) { b } }", "Q", "query"],
  ["query ($v: Int) { a }", undefined, "query"],
  ["{ a { b { c } } }", undefined, "query"],
  ["query{a}mutation M{b}", "M", "mutation"],
];

test("findOperation() tells the kind of the operation that is executed", () => {
  for (const [document, name, kind] of whole) {
    parse(document);
    assert.equal(findOperation(document, name)?.kind, kind, document);
  }
});

test("findOperation() agrees with the reference implementation on which operations there are", () => {
  for (const [document] of whole) {
    for (const definition of parse(document).definitions) {
      if (definition.kind !== "OperationDefinition" || definition.name === undefined) continue;
      assert.equal(findOperation(document, definition.name.value)?.kind, definition.operation, document);
    }
  }
});

test("findOperation() does not guess where the document does not tell", () => {
  const unclear: [string, string | undefined][] = [
    ["", undefined],
    ["   # nothing\n", undefined],
    ["query A { a } query B { b }", undefined],
    ["query A { a }", "B"],
    ["{ a }", "A"],
    ["fragment F on T { a }", undefined],
    ["query { a", undefined],
    ["query { a { b }", undefined],
    ["query", undefined],
    ["query Q(", undefined],
    ["query Q($a: T = {", undefined],
    ['query { a(b: "mutation }', undefined],
    ['query { a(b: """ } }', undefined],
    ["type T { a: Int }", undefined],
    ["hello { a }", undefined],
    ["}{ a }", undefined],
  ];
  for (const [document, name] of unclear) assert.equal(findOperation(document, name), undefined, document);
});

test("findOperation() takes time in proportion to the document", async () => {
  await assertProportional(25_000, (count) => {
    const text = "x".repeat(count);
    const document = `query { a(b: "${text}", c: """${text}""") { ${"f ".repeat(count)} } } # ${text}`;
    assert.equal(findOperation(document)?.kind, "query");
  }, "findOperation");
});
