// What the Arabic names cost over the English ones, which do the work.
import { measureGroups } from "./harness/in_process.ts";
import { type Aim, digits, type SuiteOptions, type SuiteResult } from "./harness/suite.ts";

/**
 * What does some work, however little, must not be slower by an Arabic name. Calls of some tens of nanoseconds are
 * measured without an aim: a forwarded call and a table of options cost them about as much again.
 */
const withWork = /gather of ten|JWT/;
const LEAST = 0.9;

/** Measures members, and functions with options, under both names. */
export function arabic(options: SuiteOptions): Promise<SuiteResult> {
  const rows = measureGroups("bench/arabic_groups.ts", options);
  return Promise.resolve({
    units: { value: "1000/s", compared: "of English" },
    rows,
    aims: rows.flatMap(({ runtime, name, compared }): Aim[] =>
      compared === undefined || !withWork.test(name) ? [] : [{
        runtime,
        text: `${name} reaches ${LEAST} of English`,
        measured: digits(compared.median),
        holds: compared.median >= LEAST,
      }]
    ),
    skipped: [],
  });
}
