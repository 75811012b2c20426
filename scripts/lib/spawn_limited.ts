import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
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
  const add = (text: string) => output = (output + text).slice(-8_000);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", add);
  const closed = once(child, "close").catch(() => undefined);
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
    // What the file has left running must not disturb the next one, nor hold the pipes open.
    signalGroup(child, "SIGKILL");
    await Promise.race([closed, delay(1_000, undefined, { ref: false })]);
    interrupted.throwIfAborted();
    return { code, isOverTime, output: stripVTControlCharacters(output) };
  } finally {
    clearTimeout(timer);
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
    // The group is gone; macOS says EPERM while its last process has ended and has not been asked for its exit code.
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
