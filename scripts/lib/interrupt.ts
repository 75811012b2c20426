import { constants } from "node:os";
import process from "node:process";

const controller = new AbortController();

/** Fires when the run is interrupted; its reason is an {@linkcode InterruptedError}. */
export const interrupted: AbortSignal = controller.signal;

/** A signal came from outside that asks the run to end. */
export class InterruptedError extends Error {
  /** The exit code that says so. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super("interrupted");
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Has {@linkcode interrupted} fire on SIGINT, SIGTERM and SIGHUP. A second signal ends the process where it stands. */
export function handleInterrupts(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const error = new InterruptedError(signal);
      if (interrupted.aborted) process.exit(error.exitCode);
      process.stderr.write("\ninterrupted: stopping the tests and the servers…\n");
      controller.abort(error);
    });
  }
}

/** Does something if the run is interrupted, until the end of the block. */
export function ifInterrupted(job: () => void): Disposable {
  interrupted.addEventListener("abort", job, { once: true });
  return { [Symbol.dispose]: () => interrupted.removeEventListener("abort", job) };
}
