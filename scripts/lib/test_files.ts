import { globSync } from "node:fs";
import { join } from "node:path";
import { root } from "./runtimes.ts";

/**
 * Finds the test files of some modules, or of all where none is named. A module is a folder under `tests`; `net/request`
 * is one file of it.
 *
 * @throws {Error} If there are no test files of that name.
 */
export function findTestFiles(modules: readonly string[], directory: string = root): string[] {
  const all = globSync("tests/**/*_test.ts", { cwd: directory }).map((path) => path.replaceAll("\\", "/")).sort();
  if (modules.length === 0) return all;
  const unknown = modules.filter((name) => !all.some((file) => belongsTo(file, name)));
  if (unknown.length > 0) throw new Error(`No test files for ${unknown.map((name) => join("tests", name)).join(", ")}`);
  return all.filter((file) => modules.some((name) => belongsTo(file, name)));
}

function belongsTo(file: string, name: string): boolean {
  const path = `tests/${name.replace(/^(\.\/)?tests\//, "").replace(/\/$/, "")}`;
  return file.startsWith(`${path}/`) || file === path || file === `${path}_test.ts`;
}
