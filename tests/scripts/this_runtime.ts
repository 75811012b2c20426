import process from "node:process";
import { type Runtime, runtimes } from "../../scripts/lib/runtimes.ts";

/** The runtime that runs this test: each of them tries the runner on itself. */
export function thisRuntime(): Runtime {
  const { deno, bun, node } = process.versions;
  const name = deno ? "deno" : bun ? "bun" : `node${node.split(".")[0]}`;
  const runtime = runtimes.find((runtime) => runtime.name === name);
  if (runtime === undefined) throw new Error(`${name} is not one of the project's runtimes`);
  return runtime;
}
