import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "./files.ts";
import type { Outcome } from "./outcome.ts";

// Each pattern is written so that it does not find itself.
const traces: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(?<![\w.~-])\/(?:root|home|Users|work)\/[\w.-]+/, "a path of one machine"],
  [/\b[A-Z]:\\Users\\/, "a path of one machine"],
  [/\bregistry\.[\w-]+\.[\w.-]+|\bnpm\.pkg\.|\bartifactory\b/i, "the host of a registry"],
  [/^\s*registry\s*=/m, "a registry"],
  [/"resolved"\s*:/, "an address that a package was fetched from"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{100}/, "a private key"],
];

/** Nothing in the project tells on which machine, or behind which registry, it was made. */
export async function machineTraces(root: string): Promise<Outcome> {
  const files = await listFiles(root);
  const problems: string[] = [];
  for (const path of files) problems.push(...tracesIn(path, await readFile(join(root, path), "utf8")));
  return { seen: files.length, what: "files", problems };
}

function tracesIn(path: string, text: string): string[] {
  return traces.flatMap(([pattern, what]) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    const line = text.slice(0, found.index).split("\n").length;
    return [`${path}:${line}: has ${what}: ${found[0].trim().slice(0, 80)}`];
  });
}
