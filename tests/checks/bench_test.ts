import assert from "node:assert/strict";
import { test } from "node:test";
import { interleave } from "../../bench/harness/rounds.ts";
import { pairwise, summarize } from "../../bench/harness/statistics.ts";
import { digits, tableOf } from "../../bench/harness/suite.ts";

test("summarize() gives the middle and the middle half", () => {
  assert.deepEqual(summarize([5, 1, 4, 2, 3]), { median: 3, low: 2, high: 4, count: 5 });
  assert.deepEqual(summarize([1, 2]), { median: 1.5, low: 1.25, high: 1.75, count: 2 });
  assert.equal(summarize([1, 1, 1, 1, 1_000]).median, 1);
});

test("pairwise() compares what was measured in the same round", () => {
  const slowRounds = [0, 100, 0, 100, 0];
  const empty = slowRounds.map((extra) => 20 + extra);
  const program = slowRounds.map((extra) => 27 + extra);
  assert.equal(pairwise(program, empty, (one, other) => one - other).median, 7);
});

test("interleave() measures in turn, begins with another one each round, and does not count the first round", async () => {
  const order: string[] = [];
  const results = await interleave(["a", "b", "c"], 2, (name) => order.push(name));
  assert.deepEqual(order.join(""), "abc" + "bca" + "cab");
  assert.deepEqual(results, { a: [6, 8], b: [4, 9], c: [5, 7] });
});

test("tableOf() says which aims are missed and what was not measured", () => {
  const value = summarize([2]);
  const lines = tableOf({
    units: { value: "ms", compared: "over empty" },
    rows: [{ runtime: "deno", name: "empty", value }, { runtime: "deno", name: "main", value, compared: value }],
    aims: [
      { runtime: "deno", text: "main is fast", measured: "2 ms", holds: true },
      { runtime: "bun", text: "main is fast", measured: "20 ms", holds: false },
    ],
    skipped: ["help: it does not exist"],
  }).split("\n").map((line) => line.trim().split(/\s{2,}/));
  assert.deepEqual(lines, [
    ["ms", "middle half", "over empty", "middle half"],
    ["deno", "empty", "2.00", "2.00–2.00"],
    ["deno", "main", "2.00", "2.00–2.00", "2.00", "2.00–2.00"],
    ["holds", "deno", "main is fast: 2 ms"],
    ["MISSED", "bun", "main is fast: 20 ms"],
    ["not measured: help: it does not exist"],
  ]);
});

test("digits() shows three digits", () => {
  assert.deepEqual([0.123, 12.34, 1234.5, -12.34].map(digits), ["0.12", "12.3", "1235", "-12.3"]);
});
