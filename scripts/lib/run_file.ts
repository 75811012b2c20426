import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { tempDir } from "../../tests/support/temp_dir.ts";
import { applyNotes, readNotes } from "./notes.ts";
import { root, type Runtime } from "./runtimes.ts";
import { type Ending, spawnLimited } from "./spawn_limited.ts";
import { type FileResult, type TestResult, wholeFile } from "./test_result.ts";

/** How to run a test file. */
export interface RunFileOptions {
  /** Only tests whose name contains this are run. */
  filter?: string | undefined;
  /** How long the file may take, in milliseconds. */
  limitMs: number;
  /** Environment variables for the tests, such as the servers' URLs. */
  env?: Record<string, string>;
}

/** Runs one test file on one runtime, in a process of its own. It never rejects for what the file does. */
export async function runFile(runtime: Runtime, file: string, options: RunFileOptions): Promise<FileResult> {
  await using directory = await tempDir("maktaba-report-");
  const report = directory.join("report");
  const notes = directory.join("notes");
  const path = join(root, file);
  const ending = await spawnLimited(runtime.command, runtime.arguments({ ...options, file: path, report }), {
    cwd: root,
    env: environment({ ...options.env, MAKTABA_TEST_NOTES: notes }),
    limitMs: options.limitMs,
  });
  const reported = existsSync(report) ? readReport(runtime, readFileSync(report, "utf8"), path) : [];
  const results = applyNotes(reported, readNotes(notes)).filter((result) => isWanted(result, options.filter));
  return {
    runtime: runtime.name,
    file,
    results: [...results.filter(isFinished), ...problems(results, ending, options)],
  };
}

/** The variable by which `node --test` knows its children would keep a test run inside of a test from running anything. */
function environment(variables: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return { ...env, ...variables };
}

function readReport(runtime: Runtime, report: string, path: string): TestResult[] {
  try {
    return runtime.read(report, path);
  } catch (error) {
    return [{ name: wholeFile, status: "failed", message: `its report cannot be read: ${(error as Error).message}` }];
  }
}

/** Deno and Bun report what the filter leaves out as skipped. */
function isWanted({ name }: TestResult, filter: string | undefined): boolean {
  return filter === undefined || name === wholeFile || name.includes(filter);
}

function isFinished({ status, message }: TestResult): boolean {
  return status !== "failed" || message !== "Cancelled";
}

/** What went wrong with the file beyond its failed tests. */
function problems(results: readonly TestResult[], ending: Ending, { filter, limitMs }: RunFileOptions): TestResult[] {
  const failed = (message: string): TestResult[] => [{ name: wholeFile, status: "failed", message }];
  const unfinished = results.filter((result) => !isFinished(result)).map(({ name }) => name).join(", ");
  const details = `${unfinished && `\nunfinished: ${unfinished}`}\n${ending.output.trim()}`.trimEnd();
  if (ending.isOverTime) return failed(`it did not end within ${limitMs / 1_000} s and was stopped${details}`);
  if (unfinished !== "") return failed(`its process ended while tests were running${details}`);
  const hasFailed = results.some(({ status }) => status === "failed");
  const isFilteredOut = filter !== undefined && results.length === 0 && /matched 0 tests/.test(ending.output);
  if (ending.code !== 0 && !hasFailed && !isFilteredOut) {
    return failed(`its process ended with ${ending.code}${details}`);
  }
  if (results.length === 0 && filter === undefined) return failed(`it ran no tests${details}`);
  return [];
}
