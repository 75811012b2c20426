// Runs the tests on every runtime, against real servers:
//   npm test [-- MODULE…] [--runtime deno|node24|node26|bun] [--filter TEXT]
// MODULE is a folder under tests (net) or a file in it (net/request). The exit code is 1 when anything failed or nothing ran.
import { availableParallelism } from "node:os";
import process from "node:process";
import { installForTests } from "./install.ts";
import { handleInterrupts, interrupted, InterruptedError } from "./lib/interrupt.ts";
import { findNeeds } from "./lib/needs.ts";
import { pool } from "./lib/pool.ts";
import { runFile, type RunFileOptions } from "./lib/run_file.ts";
import { type Runtime, runtimes, versionOf } from "./lib/runtimes.ts";
import { findUnequal } from "./lib/same_tests.ts";
import { parseTestArguments } from "./lib/test_arguments.ts";
import { findTestFiles } from "./lib/test_files.ts";
import { formatFailures, formatSkips, formatTable, formatTotals, type RuntimeRow } from "./lib/test_report.ts";
import { count, type FileResult } from "./lib/test_result.ts";
import { startServers, type TestServers } from "./lib/test_servers.ts";

// Long enough for the slowest machine: whatever takes this long hangs.
const limitMs = 120_000;
const isCi = process.env["CI"] === "true";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let plan: Plan;
  try {
    plan = readPlan(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
  handleInterrupts();
  try {
    return await run(plan);
  } catch (error) {
    if (error instanceof InterruptedError) return error.exitCode;
    throw error;
  }
}

interface Plan {
  files: string[];
  runtimes: Runtime[];
  filter: string | undefined;
}

function readPlan(args: readonly string[]): Plan {
  const { modules, runtimes: names, filter } = parseTestArguments(args, runtimes.map(({ name }) => name));
  const chosen = runtimes.filter(({ name }) => names.length === 0 || names.includes(name));
  return { files: findTestFiles(modules), runtimes: chosen, filter };
}

async function run({ files, runtimes, filter }: Plan): Promise<number> {
  const needs = findNeeds(files);
  // Tests that lack something say so themselves.
  await installForTests(needs).catch((error: Error) => process.stderr.write(`${error.message}\n`));
  interrupted.throwIfAborted();
  await using servers = await startServers(needs.servers);
  interrupted.throwIfAborted();
  describeServers(servers);
  const rows: RuntimeRow[] = [];
  for (const runtime of runtimes) rows.push(await runOn(runtime, files, { filter, limitMs, env: servers.env }));
  return conclude(rows, servers);
}

function describeServers({ descriptions }: TestServers): void {
  for (const { name, description, isMissing } of descriptions) {
    print(`${name}: ${isMissing ? "MISSING, " : ""}${description}`);
  }
}

async function runOn(runtime: Runtime, files: readonly string[], options: RunFileOptions): Promise<RuntimeRow> {
  const start = performance.now();
  const version = versionOf(runtime);
  const row = { runtime: runtime.name, version: version ?? "missing", seconds: 0 };
  if (version === undefined) {
    return { ...row, files: [missing(runtime.name, "runtime", `${runtime.command} does not run`)] };
  }
  const results = await pool(files, Math.min(availableParallelism(), 4), async (file) => {
    const result = await runFile(runtime, file, options);
    const failures = formatFailures(result);
    if (failures !== "") print(failures);
    return result;
  });
  const seconds = (performance.now() - start) / 1_000;
  print(`${runtime.name}: ${formatTotals(results)} in ${seconds.toFixed(1)} s`);
  return { ...row, files: results, seconds };
}

function conclude(rows: readonly RuntimeRow[], { descriptions }: TestServers): number {
  const files = rows.flatMap((row) => row.files);
  const beyond = [
    ...findUnequal(files),
    ...descriptions.filter(({ isMissing }) => isMissing && isCi).map((server) =>
      missing("all", `${server.name} server`, server.description)
    ),
  ];
  for (const result of beyond) print(formatFailures(result));
  const skips = formatSkips(rows);
  const all = [...files, ...beyond];
  for (const part of [skips, formatTable(rows), formatTotals(all)]) if (part !== "") print(`\n${part}`);
  const { passed, failed } = count(all);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** What is missing is a failure in CI and a skip elsewhere. */
function missing(runtime: string, what: string, reason: string): FileResult {
  const status = isCi ? "failed" : "skipped";
  return { runtime, file: what, results: [{ name: "(missing)", status, message: reason }] };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
