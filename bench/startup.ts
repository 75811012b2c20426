// What it costs to start: the main entry, the command line's help, and the drivers that neither of them loads.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { modules } from "../scripts/checks/files.ts";
import { installBuilt } from "../scripts/install_built.ts";
import { interleave } from "./harness/rounds.ts";
import { type ProcessTime, root, type RuntimeName, timeProcess } from "./harness/runtimes.ts";
import { pairwise, summarize } from "./harness/statistics.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "./harness/suite.ts";

/** A program that is started: a file and its arguments. */
type Program = readonly [file: string, ...args: string[]];

const project = join(root, "dist/bench");

/** What a program may cost over an empty one, in milliseconds. */
const limits: Readonly<Record<string, number>> = { "main entry": 10, "maktaba --help": 15 };

/** Measures whole processes: what is built, as it is installed. */
export async function startup(options: SuiteOptions): Promise<SuiteResult> {
  await installBuilt(project, ["--unchecked"]);
  const result: SuiteResult = {
    units: { value: "ms", compared: "over empty", further: "cpu over empty" },
    rows: [],
    aims: [],
    skipped: existsSync(join(root, "cli/main.ts")) ? [] : ["maktaba --help: cli/main.ts does not exist"],
  };
  for (const runtime of options.runtimes) {
    const programs = await programsFor(runtime, options.detail);
    const names = Object.keys(programs);
    const samples = await interleave(names, options.rounds, (name) => {
      const [file, ...args] = programs[name]!;
      return timeProcess(runtime, project, file, args);
    });
    const rows = names.map((name) => rowOf(runtime, name, samples[name]!, samples["empty"]!));
    result.rows.push(...rows);
    result.aims.push(...rows.flatMap(aimOf));
  }
  return result;
}

async function programsFor(runtime: RuntimeName, detail: boolean): Promise<Record<string, Program>> {
  const folder = join(project, runtime);
  await mkdir(folder, { recursive: true });
  const program = async (name: string, ...lines: string[]): Promise<Program> => {
    const file = join(folder, `${name.replaceAll(/\W+/g, "_")}.mjs`);
    await writeFile(file, lines.join("\n"));
    return [file];
  };
  const isDeno = runtime === "deno";
  const tree = join(project, "dist/deno");
  const entry = (name: string) =>
    isDeno ? pathToFileURL(join(tree, name, "mod.js")).href : ["@maktaba/std", name].filter(Boolean).join("/");
  const cli = isDeno ? join(tree, "cli/main.js") : join(project, "node_modules/@maktaba/std/cli/main.js");
  const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const programs: Record<string, Program> = {
    "empty": await program("empty"),
    "main entry": await program("main entry", `import "${entry("")}";`),
    ...(existsSync(join(root, "cli/main.ts")) ? { "maktaba --help": [cli, "--help"] as const } : {}),
    // The time of a program that loads at once what ours loads when it is needed.
    "every driver": await program("drivers", ...Object.keys(dependencies).map((name) => `import "${name}";`)),
  };
  if (!detail) return programs;
  for (const name of modules) programs[name] = await program(name, `import "${entry(name)}";`);
  return programs;
}

function rowOf(
  runtime: RuntimeName,
  name: string,
  samples: readonly ProcessTime[],
  empty: readonly ProcessTime[],
): Row {
  const of = (times: readonly ProcessTime[], clock: keyof ProcessTime) => times.map((time) => time[clock]);
  const over = (clock: keyof ProcessTime) =>
    pairwise(of(samples, clock), of(empty, clock), (one, other) => one - other);
  const value = summarize(of(samples, "wall"));
  if (name === "empty") return { runtime, name, value };
  return { runtime, name, value, compared: over("wall"), further: over("cpu").median };
}

function aimOf({ runtime, name, compared, further }: Row): Aim[] {
  const limit = limits[name];
  if (limit === undefined || compared === undefined || further === undefined) return [];
  return [{
    runtime,
    text: `${name} costs at most ${limit} ms over an empty program`,
    measured: `${digits(compared.median)} ms, of which ${digits(further)} on the processor`,
    holds: compared.median <= limit,
  }];
}
