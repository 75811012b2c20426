/** What became of one test: a top-level `test()`, its subtests included. */
export interface TestResult {
  /** The test's name; for what concerns a file as a whole, {@linkcode wholeFile}. */
  name: string;
  status: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  message?: string | undefined;
}

/** What became of one test file on one runtime. */
export interface FileResult {
  runtime: string;
  /** The file's path from the project's root. */
  file: string;
  results: TestResult[];
}

/** Stands as the name of a failure that belongs to no single test: a crash at import, a hang, a stray rejection. */
export const wholeFile = "(the file)";

/** Counts the results of each kind. */
export function count(files: readonly FileResult[]): Record<TestResult["status"], number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { results } of files) for (const { status } of results) counts[status]++;
  return counts;
}

/** The message of a test that was running, or waiting, when its process ended: Deno's word, which the others share here. */
export const unfinished = "Cancelled";
