import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBunReport } from "./bun_report.ts";
import { readDenoReport } from "./deno_report.ts";
import { readNodeReport } from "./node_report.ts";
import type { TestResult } from "./test_result.ts";

/** The project's root directory. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** What a test file is run with. */
export interface TestRun {
  /** The test file. */
  file: string;
  /** Where the runtime writes its report. */
  report: string;
  /** Only tests whose name contains this are run. */
  filter?: string | undefined;
  /** How long the whole file may take. */
  limitMs: number;
}

/** A runtime that runs the tests. */
export interface Runtime {
  name: string;
  /** The runtime's binary. */
  command: string;
  /** The arguments that run one test file. */
  arguments(run: TestRun): string[];
  /** Reads what it reports. */
  read(report: string, file: string): TestResult[];
}

const commands = JSON.parse(readFileSync(join(root, "scripts/lib/runtimes.json"), "utf8")) as Record<
  string,
  { command: string }
>;

const lib = (name: string) => join(root, "scripts/lib", name);

const deno: Pick<Runtime, "arguments" | "read"> = {
  // Types are checked by `npm run check`.
  arguments: ({ file, report, filter }) => [
    ...["test", "-A", "--no-check", `--preload=${lib("deno_preload.ts")}`, `--junit-path=${report}`],
    ...(filter === undefined ? [] : [`--filter=/${pattern(filter)}/`]),
    file,
  ],
  read: readDenoReport,
};

const node: Pick<Runtime, "arguments" | "read"> = {
  arguments: ({ file, report, filter }) => [
    "--test",
    ...[`--test-reporter=${lib("node_reporter.ts")}`, `--test-reporter-destination=${report}`],
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...(filter === undefined ? [] : [`--test-name-pattern=${pattern(filter)}`]),
    file,
  ],
  read: readNodeReport,
};

const bun: Pick<Runtime, "arguments" | "read"> = {
  // Bun gives each test five seconds unless it is told otherwise.
  arguments: ({ file, report, filter, limitMs }) => [
    ...["test", `--timeout=${limitMs}`, "--reporter=junit", `--reporter-outfile=${report}`],
    ...(filter === undefined ? [] : ["-t", pattern(filter)]),
    file,
  ],
  read: readBunReport,
};

/** The runtimes, in the order in which they run. */
export const runtimes: readonly Runtime[] = Object.entries({ deno, node24: node, node26: node, bun }).map(
  ([name, runtime]) => ({ name, command: join(root, commands[name]!.command), ...runtime }),
);

/** The version that a runtime tells, or undefined where it cannot be run. */
export function versionOf({ command }: Runtime): string | undefined {
  if (!existsSync(command)) return undefined;
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.match(/\d+\.\d+\.\d+/)?.[0] : undefined;
}

/** A regular expression that finds the text as it stands. */
function pattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
