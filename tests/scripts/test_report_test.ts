import assert from "node:assert/strict";
import test from "node:test";
import { findUnequal } from "../../scripts/lib/same_tests.ts";
import { formatFailures, formatSkips, formatTable, formatTotals } from "../../scripts/lib/test_report.ts";
import { count, type FileResult, wholeFile } from "../../scripts/lib/test_result.ts";

const file = "tests/net/request_test.ts";

function on(runtime: string, ...results: FileResult["results"]): FileResult {
  return { runtime, file, results };
}

const passed = { name: "a", status: "passed" } as const;
const failed = { name: "b", status: "failed", message: "1 !== 2\nat b" } as const;
const skipped = { name: "c", status: "skipped", message: "no redis server" } as const;

test("formatTotals() and count() add up over all runtimes", () => {
  const files = [on("deno", passed, failed), on("bun", passed, skipped)];
  assert.deepEqual(count(files), { passed: 2, failed: 1, skipped: 1 });
  assert.equal(formatTotals(files), "2 passed, 1 failed, 1 skipped");
});

test("formatFailures() names the runtime, the file and the test, and indents the message", () => {
  assert.equal(
    formatFailures(on("deno", passed, failed)),
    `FAILED  deno  ${file}  b\n        1 !== 2\n        at b\n`,
  );
  assert.equal(formatFailures(on("deno", passed, skipped)), "");
});

test("formatTable() has a row for each runtime, in columns", () => {
  const rows = [
    { runtime: "deno", version: "2.9.6", files: [on("deno", passed, failed)], seconds: 1.25 },
    { runtime: "node24", version: "24.21.0", files: [on("node24", passed, passed)], seconds: 12 },
  ];
  assert.deepEqual(formatTable(rows).split("\n").map((line) => line.trim().split(/ +/)), [
    ["runtime", "version", "files", "passed", "failed", "skipped", "seconds"],
    ["deno", "2.9.6", "1", "1", "1", "0", "1.3"],
    ["node24", "24.21.0", "1", "2", "0", "0", "12.0"],
  ]);
  assert.equal(new Set(formatTable(rows).split("\n").map((line) => line.length)).size, 1);
});

test("formatSkips() gathers tests by reason, and takes a missing reason from another runtime", () => {
  const withoutReason = { name: "c", status: "skipped" } as const;
  const rows = [on("deno", skipped), on("bun", withoutReason, { name: "d", status: "skipped" })].map((result) => ({
    runtime: result.runtime,
    version: "1.0.0",
    files: [result],
    seconds: 0,
  }));
  assert.equal(
    formatSkips(rows),
    `skipped on deno, bun: no redis server\n        ${file}  c\nskipped on bun: no reason given\n        ${file}  d`,
  );
  assert.equal(formatSkips([]), "");
});

test("findUnequal() reports a file that ran fewer tests on one runtime, without a word from it", () => {
  assert.deepEqual(findUnequal([on("deno", passed), on("bun", passed)]), []);
  const [problem] = findUnequal([on("deno", passed, skipped), on("bun", passed)]);
  assert.equal(problem?.file, file);
  assert.match(problem?.results[0]?.message ?? "", /2 on deno, 1 on bun/);
});

test("findUnequal() says nothing about a file that is reported to have failed as a whole", () => {
  assert.deepEqual(findUnequal([on("deno", passed), on("bun", { name: wholeFile, status: "failed" })]), []);
  assert.deepEqual(findUnequal([on("deno", passed), on("bun", passed, { name: wholeFile, status: "failed" })]), []);
});
