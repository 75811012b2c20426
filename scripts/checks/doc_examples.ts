import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run, withoutNoise } from "./command.ts";
import { listFiles, modules } from "./files.ts";
import type { Outcome } from "./outcome.ts";

const places = [...modules, "mod.ts", "ar.ts", "README.md", "README.ar.md", "CONTRIBUTING.md", "docs"];

/** Runs the examples of the documentation, and tells which are marked as not to be run. */
export async function docExamples(root: string): Promise<Outcome> {
  const present = places.filter((place) => existsSync(join(root, place)));
  const { code, output } = await run(root, "node_modules/.bin/deno", ["test", "--doc", "-A", ...present]);
  const text = withoutNoise(output);
  const ignored = await ignoredExamples(root);
  return {
    seen: Number(/(\d+) passed/.exec(text)?.[1] ?? 0),
    what: `examples, and ${ignored.length} not run`,
    problems: code === 0 ? [] : [`deno test --doc ended with ${code}:\n${text}`],
    notes: ignored.map((place) => `${place}: marked "ignore", not run`),
  };
}

/** Where an example stands that is marked as not to be run. */
export async function ignoredExamples(root: string): Promise<string[]> {
  const files = await listFiles(
    root,
    (path) => /\.(ts|md)$/.test(path) && places.some((place) => path === place || path.startsWith(`${place}/`)),
  );
  const found: string[] = [];
  for (const file of files) {
    (await readFile(join(root, file), "utf8")).split("\n").forEach((line, index) => {
      if (/^[\s*]*```\w+.*\bignore\b/.test(line)) found.push(`${file}:${index + 1}`);
    });
  }
  return found;
}
