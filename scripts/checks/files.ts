import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The folders that hold a module each. */
export const modules: readonly string[] = [
  "async",
  "cache",
  "cli",
  "crypto",
  "db",
  "errors",
  "fs",
  "log",
  "net",
  "openapi",
];

/** The folders of which nothing is published. */
const unpublished = ["tests", "bench", "examples", "scripts", "docs"];

/** Whether a file is part of the library: at the root, in a module, or in a folder that modules share. */
export function isSource(path: string): boolean {
  return path.endsWith(".ts") && !unpublished.includes(path.split("/")[0]!);
}

/** What a checkout holds that is not part of the project, as in .gitignore. */
const foreign = new Set(["node_modules", "dist", ".cache", ".git", "results", "quickstart-output"]);

/**
 * Lists the project's files, as paths from its root with `/` between names, sorted.
 *
 * @param root The checkout.
 * @param isWanted Chooses files by their path; all of them by default.
 */
export async function listFiles(root: string, isWanted: (path: string) => boolean = () => true): Promise<string[]> {
  const found: string[] = [];
  await walk(root, "", found);
  return found.filter(isWanted).sort();
}

async function walk(root: string, folder: string, found: string[]): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (foreign.has(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, path, found);
    else if (entry.isFile() && !entry.name.endsWith(".log")) found.push(path);
  }
}
