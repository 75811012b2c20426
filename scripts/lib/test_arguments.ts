import { parseArgs } from "node:util";

/** What `npm test` is asked to run. */
export interface TestArguments {
  /** Folders under `tests`, or files in them; all where there are none. */
  modules: string[];
  /** Names of runtimes; all where there are none. */
  runtimes: string[];
  /** Only tests whose name contains this. */
  filter: string | undefined;
}

/**
 * Reads the command line of `npm test`.
 *
 * @throws {Error} If an option is unknown, or a runtime.
 */
export function parseTestArguments(args: readonly string[], knownRuntimes: readonly string[]): TestArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { runtime: { type: "string", multiple: true }, filter: { type: "string" } },
  });
  const runtimes = (values.runtime ?? []).flatMap((names) => names.split(","));
  const unknown = runtimes.filter((name) => !knownRuntimes.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No such runtime: ${unknown.join(", ")}. There are: ${knownRuntimes.join(", ")}`);
  }
  return { modules: positionals, runtimes, filter: values.filter };
}
