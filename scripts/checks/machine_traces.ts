import { readFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { listFiles } from "./files.ts";
import type { Outcome } from "./outcome.ts";

type Trace = readonly [pattern: RegExp, what: string];

// Each pattern is written so that it does not find itself.
const traces: readonly Trace[] = [
  [/(?<![\w.~-])\/(?:root|work)\/[\w.-]+/, "a path of one machine"],
  [/\bregistry\.[\w-]+\.[\w.-]+|\bnpm\.pkg\.|\bartifactory\b/i, "the host of a registry"],
  [/^\s*registry\s*=/m, "a registry"],
  [/"resolved"\s*:/, "an address that a package was fetched from"],
];

/** Nothing in the project tells on which machine, or behind which registry, it was made. */
export async function machineTraces(root: string): Promise<Outcome> {
  const files = await listFiles(root);
  const all = [...traces, ...tracesOfThisMachine(root)];
  const problems: string[] = [];
  for (const path of files) problems.push(...tracesIn(path, await readFile(join(root, path), "utf8"), all));
  return { seen: files.length, what: "files", problems };
}

/** Where this checkout stands, whose it is, and the machine's name if it is one that cannot be a word. */
function tracesOfThisMachine(root: string): Trace[] {
  const names = [root, homedir(), ...(/[\d.-]/.test(hostname()) ? [hostname()] : [])].filter((name) => name.length > 5);
  return names.map((name) => [new RegExp(name.replaceAll(/[^\w/-]/g, "\\$&")), "a path or name of this machine"]);
}

function tracesIn(path: string, text: string, all: readonly Trace[]): string[] {
  return all.flatMap(([pattern, what]) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    const line = text.slice(0, found.index).split("\n").length;
    return [`${path}:${line}: has ${what}: ${found[0].trim().slice(0, 80)}`];
  });
}
