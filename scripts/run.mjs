// Installs what is missing, then runs one of the project's TypeScript scripts on Node 26:
//   node scripts/run.mjs scripts/test.ts [ARGUMENT…]
// Plain JavaScript, because the machine's own Node may be too old for the sources (20 will do for this file).
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./lib/packages.mjs";
import { runChild } from "./lib/run_child.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);

try {
  if (script === undefined) throw new Error("Usage: node scripts/run.mjs SCRIPT [ARGUMENT…]");
  ensurePackages(root);
  process.exitCode = await runChild(join(root, "node_modules/node26/bin/node"), [resolve(root, script), ...args]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
