import { basename } from "node:path";
import { type TestResult, wholeFile } from "./test_result.ts";

/**
 * Reads the lines of our reporter for `node --test`. Node reports a file that holds no test, or whose process fails outside
 * of any, as if the file were a test.
 */
export function readNodeReport(lines: string, file: string): TestResult[] {
  const results = lines.split("\n").filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as TestResult);
  return results
    .map(({ name, status, message }) => ({ name: isFile(name, file) ? wholeFile : name, status, message }))
    .filter(({ name, status }) => name !== wholeFile || status === "failed");
}

function isFile(name: string, file: string): boolean {
  return name === file || (name.endsWith(basename(file)) && file.endsWith(name)) || name.endsWith(file);
}
