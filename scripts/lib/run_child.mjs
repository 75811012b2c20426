// Runs a command in place of this process: its streams, signals and exit code. Plain JavaScript, for Node 20.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";

// One Ctrl-C reaches this process twice when npm started it: from the terminal, and passed on by npm.
const sameSignalMs = 500;

/** Runs the command until it ends and resolves to its exit code, which is 128 + N where signal N ended it. */
export async function runChild(command, args, options = {}) {
  // In a session of its own the child does not hear the terminal's signals, but exactly those that are passed on below.
  const child = spawn(command, args, { stdio: "inherit", detached: true, ...options });
  const stop = passSignals(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    stop();
  }
}

function passSignals(child) {
  const last = new Map();
  const pass = (signal) => {
    const now = performance.now();
    if (now - (last.get(signal) ?? -Infinity) < sameSignalMs) return;
    last.set(signal, now);
    child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  return () => signals.forEach((signal) => process.off(signal, pass));
}
