// Runs benchmarks:  npm run bench [-- NAME…] [--runtime NAME]… [--rounds N] [--size MIB] [--detail] [--gate]
// An aim that is missed is printed, and makes the command fail with --gate alone: a busy machine misses aims too.
import { availableParallelism, loadavg } from "node:os";
import { relative } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { type RuntimeName, runtimes } from "./harness/runtimes.ts";
import { type Suite, type SuiteOptions, tableOf, writeResult } from "./harness/suite.ts";

const suites: Readonly<Record<string, () => Promise<Suite>>> = {
  startup: async () => (await import("./startup.ts")).startup,
  async: async () => (await import("./async.ts")).async,
  pool: async () => (await import("./pool.ts")).pool,
  arabic: async () => (await import("./arabic.ts")).arabic,
  net: async () => (await import("./net/http.ts")).http,
  sql: async () => (await import("./db/sql.ts")).sql,
  "net-transfer": async () => (await import("./net/transfer.ts")).transfer,
  tcp: async () => (await import("./net/tcp.ts")).tcp,
  webSocket: async () => (await import("./net/web_socket.ts")).webSocket,
};

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runtime: { type: "string", multiple: true },
      rounds: { type: "string", default: "15" },
      size: { type: "string" },
      detail: { type: "boolean", default: false },
      gate: { type: "boolean", default: false },
    },
  });
  const chosen = (values.runtime ?? Object.keys(runtimes)) as RuntimeName[];
  const rounds = Number(values.rounds);
  const sizeMib = values.size === undefined ? undefined : Number(values.size);
  const unknown = [
    ...positionals.filter((name) => suites[name] === undefined),
    ...chosen.filter((name) => runtimes[name] === undefined),
    ...(Number.isInteger(rounds) && rounds > 0 ? [] : [`--rounds ${values.rounds}`]),
    ...(sizeMib === undefined || (Number.isInteger(sizeMib) && sizeMib > 0) ? [] : [`--size ${values.size}`]),
  ];
  if (unknown.length > 0) {
    const known = `suites: ${Object.keys(suites).join(", ")}; runtimes: ${Object.keys(runtimes).join(", ")}`;
    process.stderr.write(`Cannot run ${unknown.join(", ")} (${known})\n`);
    return 2;
  }
  const options = { runtimes: chosen, rounds, sizeMib, detail: values.detail };
  let missed = 0;
  for (const name of positionals.length > 0 ? positionals : Object.keys(suites)) missed += await run(name, options);
  return values.gate && missed > 0 ? 1 : 0;
}

/** Runs one suite, prints and keeps its result, and gives the number of aims that were missed. */
async function run(name: string, options: SuiteOptions): Promise<number> {
  process.stdout.write(`${name}: medians of ${options.rounds} rounds\n`);
  const load = loadavg()[0]!;
  if (load > availableParallelism() / 2) {
    process.stdout.write(`The machine is busy (load ${load.toFixed(1)}): times mean little, their ratios a bit more\n`);
  }
  const suite = await suites[name]!();
  const result = await suite(options);
  const path = await writeResult(name, options, result);
  process.stdout.write(`${tableOf(result)}\nEvery number is in ${relative(process.cwd(), path)}\n`);
  return result.aims.filter((aim) => !aim.holds).length;
}
