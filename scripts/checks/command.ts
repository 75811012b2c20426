import { spawn } from "node:child_process";
import { join } from "node:path";
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

/** How long a command may take before it counts as hung. */
const limitMs = 600_000;

/** Runs a command of the checkout, such as `"node_modules/.bin/deno"`, and collects what it prints. */
export async function run(
  root: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(join(root, program), args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: limitMs,
  });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => output += text);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
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
