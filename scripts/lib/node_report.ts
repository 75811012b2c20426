import { basename } from "node:path";
import type { NodeReportLine } from "./node_reporter.ts";
import { type TestResult, unfinished, wholeFile } from "./test_result.ts";

/**
 * Reads the lines of our reporter for `node --test`. Node takes a process that ended well for a success, whatever tests it
 * had still to run; and it reports a file without tests, or one that failed outside of them, as if the file were a test.
 */
export function readNodeReport(lines: string, file: string): TestResult[] {
  const results: TestResult[] = [];
  const waiting: string[] = [];
  for (const text of lines.split("\n").filter((text) => text.endsWith("}"))) {
    const { name, ...line } = JSON.parse(text) as NodeReportLine;
    if (isFile(name, file)) {
      // Node says only that it failed; what it wrote tells more.
      if (line.status === "failed") results.push({ name: wholeFile, status: "failed" });
    } else if (line.status === "waiting") {
      waiting.push(name);
    } else {
      results.push({ name, ...line });
      const index = waiting.indexOf(name);
      if (index >= 0) waiting.splice(index, 1);
    }
  }
  return [...results, ...waiting.map((name): TestResult => ({ name, status: "failed", message: unfinished }))];
}

function isFile(name: string, file: string): boolean {
  return name === file || (name.endsWith(basename(file)) && file.endsWith(name));
}
