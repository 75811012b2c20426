// Worker pools against two workers without any, and against piscina.
import { resultOf } from "./async.ts";
import { measureGroups } from "./harness/in_process.ts";
import type { RuntimeName } from "./harness/runtimes.ts";
import type { SuiteOptions, SuiteResult } from "./harness/suite.ts";

const runtimes: readonly RuntimeName[] = ["node24", "node26", "deno", "bun"];

const aims = {
  "fib(32): WorkerPool": { least: 0.95, runtimes },
  "tiny tasks: WorkerPool": { least: 0.5, runtimes },
  // At most one and a half times as long.
  "start, two answers: WorkerPool": { least: 0.67, runtimes },
};

/** Measures worker pools. */
export function pool(options: SuiteOptions): Promise<SuiteResult> {
  return Promise.resolve(resultOf("1000/s", measureGroups("bench/pool_groups.ts", options), aims));
}
