import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { findProgram } from "./programs.ts";

/** How to start a server's process. */
export interface DaemonOptions {
  /** The program and its arguments; it must stay in the foreground. */
  command: readonly [string, ...string[]];
  /** The server's own directory; it is removed at the end. */
  directory: string;
  /** The system user to run as, where this process is root and the server refuses to be. */
  user?: string | undefined;
  /** Asks the server whether it is ready; rejects when it is not. */
  ready: () => Promise<unknown>;
  /** How long it may take to become ready. */
  readyWithinMs?: number;
  /** What tells it to stop at once. */
  stopSignal?: NodeJS.Signals;
}

/** A server's process. */
export interface Daemon {
  pid: number;
  /** Kills it by its pid, waits for its exit and removes its directory. May be called more than once. */
  stop(): Promise<void>;
}

/** Starts a process and resolves once it answers. One that does not is stopped, and its output is in the error. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { directory, ready, readyWithinMs = 60_000, stopSignal = "SIGTERM" } = options;
  const [command, ...args] = tiedToThisProcess(options);
  const child = spawn(command, args, { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
  const output = lastOutput(child);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    await endProcess(child, exited, stopSignal);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await untilReady(child, ready, readyWithinMs);
  } catch (error) {
    await stop();
    throw new Error(`${options.command[0]} did not start: ${messageOf(error)}\n${output()}`.trimEnd(), {
      cause: error,
    });
  }
  return { pid: child.pid!, stop };
}

/**
 * Where the system has setpriv (Debian always does), the server runs as its user and is killed by the kernel when this
 * process dies, however that happens.
 */
function tiedToThisProcess({ command, user }: DaemonOptions): readonly [string, ...string[]] {
  const setpriv = findProgram("setpriv");
  if (setpriv === undefined) return command;
  const identity = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, "--init-groups"];
  return [setpriv, ...identity, "--pdeathsig=KILL", "--", ...command];
}

async function untilReady(child: ChildProcess, ready: () => Promise<unknown>, withinMs: number): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => failure = error);
  child.once("exit", (code, signal) => failure ??= new Error(`it ended with ${code ?? signal}`));
  for (const end = performance.now() + withinMs;;) {
    try {
      await ready();
      if (failure === undefined) return;
    } catch (error) {
      if (performance.now() > end) {
        throw new Error(`not ready in ${withinMs} ms: ${messageOf(error)}`, { cause: error });
      }
    }
    if (failure !== undefined) throw failure;
    await delay(25);
  }
}

async function endProcess(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.destroy();
  child.kill(signal);
  // Whatever is slow to end is killed: its data is thrown away in any case.
  const kill = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(kill);
}

/** Collects the end of what the process writes; reading it also keeps the process from blocking. */
function lastOutput(child: ChildProcess): () => string {
  let text = "";
  const add = (chunk: Buffer) => text = (text + chunk.toString("utf8")).slice(-4_000);
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
