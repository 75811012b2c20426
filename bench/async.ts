// The tasks of async/ against bare promises, which have none of their features.
import { measureGroups } from "./harness/in_process.ts";
import { type Aim, digits, type SuiteOptions, type SuiteResult } from "./harness/suite.ts";

/** The least part of the baseline's rate that a contender is to reach, and where that is promised. */
const aims: Readonly<Record<string, { least: number; runtimes: readonly string[] }>> = {
  "gather: gather": { least: 0.9, runtimes: ["node24", "node26", "deno"] },
  "cancel sleepers: createTask, sleep": { least: 0.6, runtimes: ["node24", "node26", "deno", "bun"] },
};

/** Measures tasks, gathering and cancelling. */
export function async(options: SuiteOptions): Promise<SuiteResult> {
  const rows = measureGroups("bench/async_groups.ts", options);
  return Promise.resolve({
    units: { value: "1000/s", compared: "of the first" },
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
  });
}
