import { spawn } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";
import type { Check } from "./outcome.ts";

/** What a command did. */
export interface Ended {
  /** The exit code; undefined if a signal ended it. */
  code: number | undefined;
  /** Its standard output. */
  stdout: string;
  /** Both outputs, in the order in which they came. */
  output: string;
}

/** Options for {@linkcode run}. */
export interface RunOptions {
  /** What the command reads on its standard input; nothing by default. */
  input?: string;
  /**
   * How long it may take before it is ended.
   *
   * @default 600000
   */
  limitMs?: number;
}

/** Runs a command and collects what it prints; a relative path to it begins at the root of the checkout. */
export async function run(
  root: string,
  program: string,
  args: readonly string[],
  { input, limitMs = 600_000 }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(resolve(root, program), args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: "pipe",
  });
  // Not spawn's own timeout: on Node 24 that keeps the process alive when the command does not exist.
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  // A command that ends without reading everything is judged by how it ended.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => output += text);
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  }).finally(() => clearTimeout(timer));
  return { code: code ?? undefined, stdout, output };
}

/**
 * A check that is another program's: it holds when the program exits with 0 and its output shows that it looked.
 *
 * @param program The program, from the root of the checkout.
 * @param args Its arguments.
 * @param seen Finds the number of files it looked at in its output; a global one matches once for each.
 */
export function command(program: string, args: readonly string[], seen: RegExp): Check {
  return async (root) => {
    const { code, output } = await run(root, program, args);
    const problems = code === 0
      ? []
      : [`${program} ${args[0]} ended with ${code ?? "a signal"}:\n${withoutNoise(output)}`];
    const count = seen.global ? output.match(seen)?.length : seen.exec(output)?.[1];
    return { seen: Number(count ?? 0), what: "files", problems };
  };
}

const noise = [
  // Deno prints these for @types/node under a node_modules of npm's making, and stack traces that say "<unknown>".
  /^Warning Failed resolving types\. .*\n +at .*\n/gm,
  /^Stack backtrace:\n(?: +\d+: .*\n?)+/gm,
  // What was looked at, by which it is counted.
  /^Check .*\n/gm,
  /^\/.*\.ts\n/gm,
  // deno-lint-ignore no-control-regex
  /\u001b\[[\d;]*m/g,
];

/** Leaves out what a reader of an output has no use for. */
export function withoutNoise(output: string): string {
  return noise.reduce((text, pattern) => text.replace(pattern, ""), output).trim();
}
