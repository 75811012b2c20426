import { constants } from "node:os";
import process from "node:process";

const jobs = new Set<() => unknown>();

/** Has something done when the run is interrupted; gives a function that takes it back. */
export function whenInterrupted(job: () => unknown): () => void {
  jobs.add(job);
  return () => void jobs.delete(job);
}

/** On SIGINT, SIGTERM and SIGHUP: does what {@linkcode whenInterrupted} was given, then ends with 128 + the signal. */
export function handleInterrupts(): void {
  let isEnding = false;
  const end = async (signal: NodeJS.Signals) => {
    // A second signal means that waiting is too long.
    if (!isEnding) {
      isEnding = true;
      process.stderr.write("\ninterrupted: stopping the tests and the servers…\n");
      await Promise.allSettled([...jobs].map((job) => job()));
    }
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
}
