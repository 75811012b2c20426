// The tasks of async/ against bare promises, which have none of their features, and against other libraries and Python's
// asyncio, which have some.
import { measureGroups } from "./harness/in_process.ts";
import type { RuntimeName } from "./harness/runtimes.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "./harness/suite.ts";

const everywhere: readonly RuntimeName[] = ["node24", "node26", "deno", "bun"];

/** The least part of the baseline's rate that a contender is to reach, and where that is promised. */
const aims: Readonly<Record<string, { least: number; runtimes: readonly RuntimeName[] }>> = {
  "gather: gather": { least: 0.9, runtimes: ["node24", "node26", "deno"] },
  "100 at a time: gather": { least: 1, runtimes: everywhere },
  "100 at a time, one by one out: mapConcurrent": { least: 1, runtimes: everywhere },
  "task: createTask": { least: 5, runtimes: everywhere },
  "semaphore, free: Semaphore": { least: 1, runtimes: everywhere },
  "semaphore of 10 for 100: Semaphore": { least: 1, runtimes: everywhere },
  "queue: Queue": { least: 1, runtimes: everywhere },
  // 2.5 million where asyncio does 2.
  "queue of 100: Queue": { least: 1.25, runtimes: everywhere },
  // Of closures in contexts: what every task needs takes them two to three times as long as bare ones.
  "cancel sleepers: tasks, each": { least: 0.6, runtimes: everywhere },
};

/**
 * The least part of the rate at 2,000 tasks in a group that is to be left at 32,000, measured by what is left of that of
 * bare closures: 2,000 of either are gone before the engine collects garbage for the first time, and those that live
 * through it cost several times as much. What is quadratic would reach 0.1.
 */
const leastLeft = 0.6;

/** Measures tasks, gathering, coordination and cancelling. */
export function async(options: SuiteOptions): Promise<SuiteResult> {
  const comparedIn = ["task", "queue", "queue of 100"];
  const rows = measureGroups("bench/async_groups.ts", options, { python: "bench/async_peer.py", comparedIn });
  const result = resultOf("1000/s of processor", rows, aims);
  const left = options.runtimes.flatMap((runtime) => leftAim(rows.filter((row) => row.runtime === runtime), runtime));
  return Promise.resolve({ ...result, aims: [...result.aims, ...left] });
}

function leftAim(rows: readonly Row[], runtime: RuntimeName): Aim {
  const rate = (name: string) => rows.find((row) => row.name === `cancel a group: ${name}`)?.value.median ?? NaN;
  const ours = rate("of 32,000") / rate("of 2,000");
  const theirs = rate("32,000 closures") / rate("2,000 closures");
  return {
    runtime,
    text: `cancel a group: the rate of 32,000 by that of 2,000 reaches ${leastLeft} of what it is for closures`,
    measured: `${digits(ours / theirs)} (${digits(ours)} by ${digits(theirs)})`,
    holds: ours / theirs >= leastLeft,
  };
}

/** A suite's result, whose aims are parts of the rate of each group's first contender. */
export function resultOf(
  unit: string,
  rows: Row[],
  aims: Readonly<Record<string, { least: number; runtimes: readonly RuntimeName[] }>>,
): SuiteResult {
  return {
    units: { value: unit, compared: "of the first" },
    rows,
    aims: rows.flatMap(({ runtime, name, compared }): Aim[] => {
      const aim = aims[name];
      if (aim === undefined || compared === undefined || !aim.runtimes.includes(runtime)) return [];
      return [{
        runtime,
        text: `${name} reaches ${aim.least} of its baseline`,
        measured: digits(compared.median),
        holds: compared.median >= aim.least,
      }];
    }),
    skipped: [],
  };
}
