import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { readBunReport } from "../../scripts/lib/bun_report.ts";
import { readDenoReport } from "../../scripts/lib/deno_report.ts";
import { readNodeReport } from "../../scripts/lib/node_report.ts";
import { type TestResult, unfinished, wholeFile } from "../../scripts/lib/test_result.ts";

const file = "tests/scripts/fixtures/mixed.ts";

/** What each runtime reported about the fixture `mixed.ts`. */
function recorded(name: string): string {
  return readFileSync(new URL(`fixtures/reports/${name}`, import.meta.url), "utf8");
}

function letters(results: readonly TestResult[]): string {
  return results.map(({ status }) => status[0]).join("");
}

test("readNodeReport() tells passed, failed and skipped tests apart, with reasons", () => {
  const results = readNodeReport(recorded("node.jsonl"), file);
  assert.equal(letters(results), "pfsssspfff");
  assert.equal(results[4]?.message, "a reason given as an option");
  assert.match(results[7]?.message ?? "", /innermost: TypeError.*broken deep down/);
});

test("readDenoReport() counts a test with its steps once", () => {
  const results = readDenoReport(recorded("deno.xml"));
  // Deno's own report takes a test that was skipped while it ran for one that passed.
  assert.equal(letters(results), "pfppsspfff");
  assert.match(results[7]?.message ?? "", /fails in a subtest > bad > innermost: TypeError: broken deep down/);
});

test("readBunReport() tells passed, failed and skipped tests apart", () => {
  const results = readBunReport(recorded("bun.xml"));
  assert.equal(letters(results), "pfsssspfff");
  assert.equal(results[1]?.name, "fails <&\"'> عربي");
  assert.match(results[7]?.message ?? "", /broken deep down/);
});

test("readBunReport() counts a describe() once: failed where a test in it failed, skipped where all were", () => {
  const suites = ["<failure message='no'/>", "", "<skipped/>"].map((inside, index) =>
    `<testsuite name="suite ${index}"><testcase name="a">${inside}</testcase><testcase name="b"><skipped/></testcase></testsuite>`
  );
  const results = readBunReport(`<testsuites><testsuite name="file">${suites.join("")}</testsuite></testsuites>`);
  assert.deepEqual(results.map(({ name, status }) => [name, status]), [
    ["suite 0", "failed"],
    ["suite 1", "passed"],
    ["suite 2", "skipped"],
  ]);
});

test("readDenoReport() keeps tests apart whose names contain the sign between test and step", () => {
  const results = readDenoReport(
    `<testsuites><testsuite name="file"><testcase name="a &gt; b"/><testcase name="c"/><testcase name="c &gt; step"/></testsuite></testsuites>`,
  );
  assert.deepEqual(results.map(({ name }) => name), ["a > b", "c"]);
});

test("readNodeReport() finds tests that were found and never ended", () => {
  const lines = [
    { name: file, status: "waiting" },
    { name: "one", status: "waiting" },
    { name: "one", status: "waiting" },
    { name: "two", status: "waiting" },
    { name: "one", status: "passed" },
  ].map((line) => JSON.stringify(line));
  assert.deepEqual(readNodeReport([...lines, '{"name":"cut o'].join("\n"), file), [
    { name: "one", status: "passed" },
    { name: "one", status: "failed", message: unfinished },
    { name: "two", status: "failed", message: unfinished },
  ]);
});

test("readNodeReport() takes the file's own row for a failure, or for nothing", () => {
  const row = (status: string) => JSON.stringify({ name: `/project/${file}`, status, message: "test failed" });
  assert.deepEqual(readNodeReport(row("failed"), `/project/${file}`), [{ name: wholeFile, status: "failed" }]);
  assert.deepEqual(readNodeReport(row("passed"), `/project/${file}`), []);
});
