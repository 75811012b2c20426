import { existsSync, readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { tempDir } from "../../tests/support/temp_dir.ts";
import { applyNotes, readNotes } from "./notes.ts";
import { root, type Runtime } from "./runtimes.ts";
import { type Ending, spawnLimited } from "./spawn_limited.ts";
import { type FileResult, type TestResult, unfinished, wholeFile } from "./test_result.ts";

/** How to run a test file. */
export interface RunFileOptions {
  /** Only tests whose name contains this are run. */
  filter?: string | undefined;
  /** How long the file may take, in milliseconds. */
  limitMs: number;
  /** Environment variables for the tests, such as the servers' URLs. */
  env?: Record<string, string>;
}

/**
 * Runs one test file on one runtime, in a process and with a temporary directory of its own, so that a file that has to be
 * stopped leaves nothing behind. It never rejects for what the file does.
 */
export async function runFile(runtime: Runtime, file: string, options: RunFileOptions): Promise<FileResult> {
  await using directory = await tempDir("maktaba-run-");
  // Servers that run as other users must be able to reach what is theirs in it.
  await chmod(directory.path, 0o711);
  const report = directory.join("report");
  const notes = directory.join("notes");
  const path = join(root, file);
  const ending = await spawnLimited(runtime.command, runtime.arguments({ ...options, file: path, report }), {
    cwd: root,
    env: environment({ ...options.env, MAKTABA_TEST_NOTES: notes, TMPDIR: directory.path }),
    limitMs: options.limitMs,
  });
  const reported = existsSync(report) ? readReport(runtime, readFileSync(report, "utf8"), path) : [];
  const results = applyNotes(reported, readNotes(notes)).filter((result) => isWanted(result, options.filter));
  const conclusive = results.filter((result) => !isUnfinished(result) && !isUnexplained(result));
  return { runtime: runtime.name, file, results: [...conclusive, ...problems(results, ending, options)] };
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

function isUnfinished({ status, message }: TestResult): boolean {
  return status === "failed" && message === unfinished;
}

/** A file that failed outside of its tests, which is all that Node reports. */
function isUnexplained({ name, message }: TestResult): boolean {
  return name === wholeFile && message === undefined;
}

/** What went wrong with the file beyond its failed tests. */
function problems(results: readonly TestResult[], ending: Ending, options: RunFileOptions): TestResult[] {
  const what = problem(results, ending, options);
  if (what === undefined) return [];
  const left = results.filter(isUnfinished).map(({ name }) => `unfinished: ${name}`);
  return [{
    name: wholeFile,
    status: "failed",
    message: [what, ...left, ending.output.trim()].join("\n").trimEnd(),
  }];
}

function problem(
  results: readonly TestResult[],
  ending: Ending,
  { filter, limitMs }: RunFileOptions,
): string | undefined {
  if (ending.isOverTime) return `it did not end within ${limitMs / 1_000} s and was stopped`;
  if (results.some(isUnfinished)) return "its process ended while tests were running";
  if (results.some(isUnexplained)) return "it failed outside of its tests";
  const isFilteredOut = filter !== undefined && results.length === 0 && /matched 0 tests/.test(ending.output);
  if (ending.code !== 0 && !results.some(({ status }) => status === "failed") && !isFilteredOut) {
    return `its process ended with ${ending.code}`;
  }
  return results.length === 0 && filter === undefined ? "it ran no tests" : undefined;
}
