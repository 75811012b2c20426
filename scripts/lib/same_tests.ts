import { type FileResult, wholeFile } from "./test_result.ts";

/**
 * Finds the files that did not run the same number of tests everywhere, although no runtime says that anything went wrong:
 * then one of them has left tests out.
 */
export function findUnequal(files: readonly FileResult[]): FileResult[] {
  return Object.values(Object.groupBy(files, ({ file }) => file)).flatMap((group = []) => {
    if (group.some(({ results }) => results.some(({ name }) => name === wholeFile))) return [];
    if (new Set(group.map(({ results }) => results.length)).size < 2) return [];
    const numbers = group.map(({ runtime, results }) => `${results.length} on ${runtime}`).join(", ");
    const message = `the runtimes did not run the same number of tests: ${numbers}`;
    return [{ runtime: "all", file: group[0]!.file, results: [{ name: wholeFile, status: "failed", message }] }];
  });
}
