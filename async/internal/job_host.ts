/**
 * What this library does in the worker of a pool.
 *
 * @internal
 * @module
 */

import { makeCancelledError } from "../../internal/cancellation.ts";
import type { JobWorker } from "./worker_main.ts";

/** What a job and all that it starts are bound to. */
interface JobScope {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  run<R>(callback: () => R): R;
}

let scope: JobScope | undefined;

/** The scope of the job that this worker runs, where it is one that is told of its cancellation. */
export function jobScope(): JobScope | undefined {
  return scope;
}

/**
 * Has the jobs of this worker bound to scopes. Outside of a worker it does nothing.
 *
 * @param open Opens a scope.
 */
export function joinWorker(open: () => JobScope): void {
  const worker: JobWorker | undefined = Reflect.get(globalThis, Symbol.for("@maktaba/std/async/worker"));
  worker?.join({
    begin: (run) => {
      scope = open();
      return scope.run(run);
    },
    cancel: (reason) => scope?.abort(makeCancelledError(reason)),
    end: () => void (scope = undefined),
  });
}
