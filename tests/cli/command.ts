import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { runCli, type RunCliOptions } from "../../cli/mod.ts";

/** What a run of the command said and how it ended. */
export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command inside this process, in English unless told otherwise. */
export async function cli(argv: readonly string[], options: RunCliOptions = {}): Promise<Run> {
  const run: Run = { code: null, stdout: "", stderr: "" };
  run.code = await runCli(argv, {
    locale: "en",
    stdout: { write: (text) => void (run.stdout += text) },
    stderr: { write: (text) => void (run.stderr += text) },
    ...options,
  });
  return run;
}

/** What a program of ours is started with on the runtime that the test runs on. */
export const runtimeArguments: readonly string[] = "Deno" in globalThis ? ["run", "-A", "--no-check"] : [];

/** The path of a file of the project. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Options for {@linkcode program}. */
export interface ProgramOptions {
  /** Its working directory. */
  cwd?: string;
  /** Variables beside those of this process. */
  env?: Record<string, string>;
  /** Called with all that has been written to standard output so far, whenever more comes. */
  onStdout?: (text: string, child: ChildProcess) => void;
}

/** Runs one of our programs as a process of its own, on the runtime that the test runs on, in English by default. */
export async function program(path: string, argv: readonly string[], options: ProgramOptions = {}): Promise<Run> {
  const { cwd, env = {}, onStdout } = options;
  const child = spawn(process.execPath, [...runtimeArguments, projectFile(path), ...argv], {
    cwd,
    env: { ...process.env, LC_ALL: "en_US.UTF-8", NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const run: Run = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    run.stdout += text;
    onStdout?.(run.stdout, child);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => run.stderr += text);
  run.code = await exitCode(child);
  return run;
}

/** Waits until a process has ended and its output has arrived; a process that a signal killed has no exit code. */
export async function exitCode(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      // Deno reports an exit code of 128 + N as the signal N.
      resolve(code ?? ("Deno" in globalThis && signal !== null ? 128 + constants.signals[signal] : null));
    });
  });
}
