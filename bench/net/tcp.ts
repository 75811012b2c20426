// TCP connections against `node:net`, which they stand on.
import { measureGroups } from "../harness/in_process.ts";
import { type Aim, digits, type SuiteOptions, type SuiteResult } from "../harness/suite.ts";

const LEAST = 0.9;

/** Measures echoes over one connection. */
export function tcp(options: SuiteOptions): Promise<SuiteResult> {
  const rows = measureGroups("bench/net/tcp_groups.ts", options);
  const aims = rows.flatMap(({ runtime, name, compared }): Aim[] =>
    // What waiting takes by itself is shown, and is no aim of ours.
    compared === undefined || !name.endsWith("startServer") ? [] : [{
      runtime,
      text: `${name} reaches ${LEAST} of node:net`,
      measured: digits(compared.median),
      holds: compared.median >= LEAST,
    }]
  );
  return Promise.resolve({ units: { value: "1000/s of processor", compared: "of node:net" }, rows, aims, skipped: [] });
}
