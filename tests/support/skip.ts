import { appendFileSync } from "node:fs";
import process from "node:process";

/** The part of a test's context that skipping needs; `node:test` gives more. */
export interface SkippableTest {
  readonly name: string;
  skip(message?: string): void;
}

/**
 * Skips the running test for a reason that the runner prints. The caller returns after it: skipping does not end the test.
 *
 * Bun's and Deno's reports drop the reason, so that it also goes to the runner's notes.
 */
export function skip(t: SkippableTest, reason: string): void {
  note({ kind: "skip", test: t.name, message: reason });
  t.skip(reason);
}

/** Something that a runtime's own report would not say. */
export interface TestNote {
  kind: "skip" | "uncaught";
  /** The test it is about, where there is one. */
  test?: string;
  message: string;
}

/** Adds a note to the file that the runner reads after each test file; does nothing without the runner. */
export function note(entry: TestNote): void {
  const path = process.env["MAKTABA_TEST_NOTES"];
  if (path) appendFileSync(path, JSON.stringify(entry) + "\n");
}
