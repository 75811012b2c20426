import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "./command.ts";
import type { Outcome } from "./outcome.ts";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../node_modules");

/** How each runtime runs a program given on its standard input, with as few permissions as it can be given. */
const runtimes: Readonly<Record<string, (root: string) => [program: string, ...args: string[]]>> = {
  deno: () => [".bin/deno", "run", "--no-prompt", "--no-check", "-"],
  node24: (root) => ["node24/bin/node", ...nodeArguments(root)],
  node26: (root) => ["node26/bin/node", ...nodeArguments(root)],
  bun: () => [".bin/bun", "run", "-"],
};

function nodeArguments(root: string): string[] {
  return ["--permission", `--allow-fs-read=${root}`, "--input-type=module", "-"];
}

/** What the probe prints. */
interface Probe {
  started: string[];
  handles: string[];
  listeners: string[];
  loaded: string[];
}

/** Importing an entry point asks for no permission, starts nothing, loads no driver, and lets the process end. */
export async function freeImport(root: string): Promise<Outcome> {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  const cases = Object.values(exports).flatMap((path) => Object.keys(runtimes).map((runtime) => ({ path, runtime })));
  const waiting = [...cases];
  const problems: string[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { path, runtime } = next;
      problems.push(...(await importProblems(root, path, runtime)).map((text) => `${path} on ${runtime}: ${text}`));
    }
  };
  await Promise.all([lane(), lane()]);
  return { seen: cases.length, what: "imports", problems: problems.sort() };
}

/**
 * Imports one file on one runtime and says what is wrong with it.
 *
 * @param limitMs How long it may keep a process that does nothing but import it.
 */
export async function importProblems(
  root: string,
  path: string,
  runtime: string,
  limitMs: number = 20_000,
): Promise<string[]> {
  const [program, ...args] = runtimes[runtime]!(root);
  const probe = await readFile(join(here, "import_probe.js"), "utf8");
  const input = probe.replaceAll("ENTRY", pathToFileURL(join(root, path)).href);
  const { code, stdout, output } = await run(root, join(packages, program), args, { input, limitMs });
  if (stdout === "" && code !== 0) return [`cannot be imported: ${output.trim()}`];
  const { started, handles, listeners, loaded } = JSON.parse(stdout) as Probe;
  const drivers = new Set(loaded.flatMap(driverIn));
  return [
    ...started.map((name) => `calls ${name}`),
    ...handles.map((name) => `leaves a ${name} open`),
    ...listeners.map((name) => `leaves a listener for ${name} to the process`),
    ...[...drivers].map((name) => `loads ${name}`),
    ...(code === 0 ? [] : ["the process does not end by itself"]),
  ];
}

/** The package or driver that a loaded file belongs to, if any. */
function driverIn(url: string): string[] {
  if (url === "node:sqlite") return [url];
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  return name === undefined ? [] : [name];
}
