import { mkdir, writeFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import { root, type RuntimeName, versionOf } from "./runtimes.ts";
import type { Summary } from "./statistics.ts";

/** How a suite is run. */
export interface SuiteOptions {
  /** The runtimes that are measured. */
  runtimes: readonly RuntimeName[];
  /** How often each contender is measured. */
  rounds: number;
  /** How much is moved where that may be chosen, in MiB. */
  sizeMib?: number | undefined;
  /** Whether to measure more than the aims need, to see where the time goes. */
  detail: boolean;
}

/** One line of a suite's table. */
export interface Row {
  runtime: RuntimeName;
  /** What was measured. */
  name: string;
  /** The measurements themselves. */
  value: Summary;
  /** The measurements against what they are compared with, pair by pair. */
  compared?: Summary;
  /** A further number, for orientation. */
  further?: number;
}

/** Something that the project promises about its speed. */
export interface Aim {
  runtime: RuntimeName;
  /** What is promised. */
  text: string;
  /** What was measured, as text. */
  measured: string;
  holds: boolean;
}

/** What came out of a suite. */
export interface SuiteResult {
  /** What the columns of numbers are, such as `ms` and `over empty`. */
  units: { value: string; compared: string; further?: string };
  rows: Row[];
  aims: Aim[];
  /** What could not be measured and why. */
  skipped: string[];
}

/** A benchmark. */
export type Suite = (options: SuiteOptions) => Promise<SuiteResult>;

/** Writes a suite's result as a table. */
export function tableOf({ units, rows, aims, skipped }: SuiteResult): string {
  const lines = rows.map(({ runtime, name, value, compared, further }) => [
    runtime,
    name,
    digits(value.median),
    `${digits(value.low)}–${digits(value.high)}`,
    compared === undefined ? "" : digits(compared.median),
    compared === undefined ? "" : `${digits(compared.low)}–${digits(compared.high)}`,
    further === undefined ? "" : digits(further),
  ]);
  const heads = ["", "", units.value, "middle half", units.compared, "middle half", units.further ?? ""];
  const table = columns([heads, ...lines]);
  return [
    ...table,
    ...aims.map((aim) => `${aim.holds ? "holds " : "MISSED"}  ${aim.runtime.padEnd(6)}  ${aim.text}: ${aim.measured}`),
    ...skipped.map((reason) => `not measured: ${reason}`),
  ].join("\n");
}

/** Three significant digits at most, as more would pretend an accuracy that there is not. */
export function digits(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function columns(lines: readonly string[][]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line.map((cell, column) => column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join("  ")
      .trimEnd()
  );
}

/** Keeps a suite's result, every number of it, for comparison with later ones. */
export async function writeResult(name: string, options: SuiteOptions, result: SuiteResult): Promise<string> {
  const folder = join(root, "bench/results");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  const machine = { system: `${platform()} ${arch()}`, processor: cpus()[0]?.model, cores: cpus().length };
  const versions = Object.fromEntries(options.runtimes.map((runtime) => [runtime, versionOf(runtime)]));
  const content = { suite: name, time: new Date().toISOString(), machine, versions, rounds: options.rounds, ...result };
  await writeFile(path, JSON.stringify(content, null, 2) + "\n");
  return path;
}
