import { existsSync, readFileSync } from "node:fs";
import type { TestNote } from "../../tests/support/skip.ts";
import { type TestResult, wholeFile } from "./test_result.ts";

/** Reads what the tests noted beside their runtime's report. */
export function readNotes(path: string): TestNote[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as TestNote);
}

/** Adds to a runtime's results what only the notes say: the reasons of skips, and errors outside of tests. */
export function applyNotes(results: readonly TestResult[], notes: readonly TestNote[]): TestResult[] {
  const reasons = new Map(notes.filter(({ kind }) => kind === "skip").map(({ test, message }) => [test, message]));
  const uncaught = notes.filter(({ kind }) => kind === "uncaught").map(({ message }) => message);
  const problems = [`${uncaught.length} errors outside of the tests:`, ...uncaught.slice(0, 3)].join("\n");
  return [
    ...results.map((result): TestResult => {
      const reason = reasons.get(result.name);
      if (reason === undefined || result.status === "failed") return result;
      return { name: result.name, status: "skipped", message: result.message ?? reason };
    }),
    ...(uncaught.length === 0 ? [] : [{ name: wholeFile, status: "failed", message: problems } as const]),
  ];
}
