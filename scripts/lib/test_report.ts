import { count, type FileResult, type TestResult } from "./test_result.ts";

/** One runtime's row in the table. */
export interface RuntimeRow {
  runtime: string;
  version: string;
  files: FileResult[];
  seconds: number;
}

/** Tells about each failure in a file: where, what, and the message. */
export function formatFailures({ runtime, file, results }: FileResult): string {
  return results.filter(({ status }) => status === "failed").map(({ name, message = "" }) =>
    `FAILED  ${runtime}  ${file}  ${name}\n${message.replace(/^(?=.)/gm, "        ")}\n`
  ).join("\n");
}

/** A row for each runtime: passed, failed, skipped, seconds. */
export function formatTable(rows: readonly RuntimeRow[]): string {
  const cells = rows.map(({ runtime, version, files, seconds }) => {
    const { passed, failed, skipped } = count(files);
    return [runtime, version, ...[files.length, passed, failed, skipped].map(String), seconds.toFixed(1)];
  });
  const header = ["runtime", "version", "files", "passed", "failed", "skipped", "seconds"];
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  return [header, ...cells].map((row) =>
    row.map((cell, column) => column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join("  ")
  ).join("\n");
}

/** The reasons of all skips, each with the tests and runtimes that it holds for; empty where nothing was skipped. */
export function formatSkips(rows: readonly RuntimeRow[]): string {
  const reasons = knownReasons(rows);
  const skips = new Map<string, { tests: Set<string>; runtimes: Set<string> }>();
  for (const { runtime, files } of rows) {
    for (const { file, results } of files) {
      for (const { name, message } of results.filter(({ status }) => status === "skipped")) {
        const test = `${file}  ${name}`;
        const reason = message || reasons.get(test) || "no reason given";
        const entry = skips.get(reason) ?? { tests: new Set(), runtimes: new Set() };
        skips.set(reason, { tests: entry.tests.add(test), runtimes: entry.runtimes.add(runtime) });
      }
    }
  }
  return [...skips].map(([reason, { tests, runtimes }]) =>
    [`skipped on ${[...runtimes].join(", ")}: ${reason}`, ...[...tests].map((test) => `        ${test}`)].join("\n")
  ).join("\n");
}

/** Not every runtime reports the reason of a skip; another one's holds for the same test. */
function knownReasons(rows: readonly RuntimeRow[]): Map<string, string> {
  const skipped = rows.flatMap(({ files }) => files).flatMap(({ file, results }) =>
    results.filter(({ status, message }: TestResult) => status === "skipped" && message)
      .map(({ name, message }) => [`${file}  ${name}`, message!] as const)
  );
  return new Map(skipped);
}

/** The line that closes every run. */
export function formatTotals(files: readonly FileResult[]): string {
  const { passed, failed, skipped } = count(files);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
