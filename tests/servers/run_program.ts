import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program to its end and gives what it wrote to stdout; a failure's message holds what it wrote to stderr. */
export async function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  options: {
    cwd?: string;
    env?: Record<string, string | undefined>;
    timeoutMs?: number;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<string> {
  const { cwd, env, signal, timeoutMs = 60_000 } = options;
  const { stdout } = await execute(command, args, {
    cwd,
    env,
    timeout: timeoutMs,
    signal,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
