import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** How a program ended and what it said. */
export interface Ending {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program of `programs/` as a process of its own, on the runtime that the test runs on.
 *
 * @param name The file's name without its ending.
 * @param args What it is given.
 * @param env Variables beside those of this process; undefined removes one.
 * @param isDeaf Whether to close its standard error output as soon as something has been read from it.
 */
export async function runProgram(
  name: string,
  args: readonly string[] = [],
  env: Record<string, string | undefined> = {},
  isDeaf = false,
): Promise<Ending> {
  const path = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const run = "Deno" in globalThis ? ["run", "-A", "--no-check", path] : [path];
  const variables = { ...process.env, LC_ALL: "en_US.UTF-8", NO_COLOR: undefined, FORCE_COLOR: undefined, ...env };
  const child = spawn(process.execPath, [...run, ...args], {
    env: defined(variables),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ending: Ending = { code: null, signal: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (ending.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    ending.stderr += text;
    if (isDeaf) child.stderr.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      Object.assign(ending, { code, signal });
      resolve();
    });
  });
  return ending;
}

function defined(variables: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
