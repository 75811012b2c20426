import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { ifInterrupted, interrupted } from "./interrupt.ts";

/** How a process ended. */
export interface Ending {
  /** The exit code; 128 + N where signal N ended it. */
  code: number;
  /** Whether it was stopped because its time was up. */
  isOverTime: boolean;
  /** The last of what it wrote to stdout and stderr. */
  output: string;
}

/**
 * Runs a process to its end, or to the end of its time; then it is stopped with all the processes that it has started.
 *
 * @throws {InterruptedError} If the run is interrupted; the process is then killed.
 */
export async function spawnLimited(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; limitMs: number },
): Promise<Ending> {
  const { cwd, env, limitMs } = options;
  interrupted.throwIfAborted();
  // In a process group of its own it can be stopped with its children.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const add = (chunk: Buffer) => output = (output + chunk.toString("utf8")).slice(-8_000);
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  let isOverTime = false;
  const timer = setTimeout(() => {
    isOverTime = true;
    stopGroup(child);
  }, limitMs);
  using _ = ifInterrupted(() => signalGroup(child, "SIGKILL"));
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
    interrupted.throwIfAborted();
    return { code, isOverTime, output: stripVTControlCharacters(output) };
  } finally {
    clearTimeout(timer);
    // What the file has left running must not disturb the next one.
    signalGroup(child, "SIGKILL");
  }
}

/** Interrupted, a runtime still writes its report; after two seconds it has to go. */
function stopGroup(child: ChildProcess): void {
  signalGroup(child, "SIGINT");
  const kill = setTimeout(() => signalGroup(child, "SIGKILL"), 2_000);
  child.once("exit", () => clearTimeout(kill));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
