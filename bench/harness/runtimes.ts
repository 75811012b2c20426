import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A runtime that is measured. */
export type RuntimeName = "node24" | "node26" | "deno" | "bun";

/** How each runtime starts a file: the binary itself and not a script that starts it. */
export const runtimes: Readonly<Record<RuntimeName, readonly [program: string, ...args: string[]]>> = {
  node24: [join(root, "node_modules/node24/bin/node")],
  node26: [join(root, "node_modules/node26/bin/node")],
  deno: [join(root, "node_modules/.bin/deno"), "run", "-A", "--no-check"],
  bun: [join(root, "node_modules/.bin/bun"), "run"],
};

/** What a process took, in milliseconds. */
export interface ProcessTime {
  /** From its start to its end. */
  wall: number;
  /** On the processors, its threads added up: what other work on the machine changes little. */
  cpu: number;
}

// The shell's own `time`, as Node does not tell what a child has used; the program's output goes nowhere, and its errors
// to the shell's.
const timed = `exec 3>&2; TIMEFORMAT='%R %U %S'; { time "$@" >/dev/null 2>&3; } 2>&1`;

/**
 * Runs a file on a runtime to its end and measures the whole process.
 *
 * @throws {Error} If it fails: a program that fails is not measured.
 */
export function timeProcess(runtime: RuntimeName, cwd: string, file: string, args: readonly string[]): ProcessTime {
  const output = runProcess(cwd, "bash", ["-c", timed, "time", ...runtimes[runtime], file, ...args]);
  const [wall, user, system] = output.trim().split(" ").map((seconds) => Number(seconds) * 1_000);
  return { wall: wall!, cpu: user! + system! };
}

/** Runs a file on a runtime to its end and gives what it printed. */
export function outputOf(runtime: RuntimeName, file: string, args: readonly string[]): string {
  const [program, ...before] = runtimes[runtime];
  return runProcess(root, program, [...before, file, ...args]);
}

/** Runs a file with the system's Python and gives what it printed. */
export function pythonOutputOf(file: string, args: readonly string[]): string {
  return runProcess(root, "/usr/bin/python3", [file, ...args]);
}

function runProcess(cwd: string, program: string, args: readonly string[]): string {
  const ended = spawnSync(program, args, { cwd, encoding: "utf8", timeout: 300_000 });
  if (ended.status === 0) return ended.stdout;
  const how = ended.error?.message ?? ended.status ?? ended.signal;
  throw new Error(`${program} ${args.join(" ")} ended with ${how}:\n${ended.stderr}`);
}

/** The version that a runtime tells of itself. */
export function versionOf(runtime: RuntimeName): string {
  const { stdout } = spawnSync(runtimes[runtime][0], ["--version"], { encoding: "utf8" });
  return stdout.split("\n")[0]!.trim();
}
