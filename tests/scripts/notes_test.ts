import assert from "node:assert/strict";
import test from "node:test";
import { applyNotes, readNotes } from "../../scripts/lib/notes.ts";
import { wholeFile } from "../../scripts/lib/test_result.ts";

test("applyNotes() turns a noted skip into one, but never a failure", () => {
  const results = applyNotes(
    [{ name: "a", status: "passed" }, { name: "b", status: "failed", message: "no" }, { name: "c", status: "skipped" }],
    ["a", "b", "c"].map((name) => ({ kind: "skip", test: name, message: `why ${name}` })),
  );
  assert.deepEqual(results, [
    { name: "a", status: "skipped", message: "why a" },
    { name: "b", status: "failed", message: "no" },
    { name: "c", status: "skipped", message: "why c" },
  ]);
});

test("applyNotes() leaves a test alone when only a subtest was skipped", () => {
  const results = applyNotes([{ name: "a", status: "passed" }], [{ kind: "skip", test: "a > b", message: "why" }]);
  assert.deepEqual(results, [{ name: "a", status: "passed" }]);
});

test("applyNotes() makes uncaught errors one failure of the file", () => {
  const notes = [1, 2, 3, 4].map((number) => ({ kind: "uncaught", message: `Error: stray ${number}` }) as const);
  assert.deepEqual(applyNotes([], notes), [{
    name: wholeFile,
    status: "failed",
    message: "4 errors outside of the tests:\nError: stray 1\nError: stray 2\nError: stray 3",
  }]);
});

test("readNotes() takes a missing file for no notes", () => {
  assert.deepEqual(readNotes("/there/is/no/such/file"), []);
});
