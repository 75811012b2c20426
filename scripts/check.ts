// Checks everything about the project but its tests:  npm run check [-- NAME…]
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { arabicNames } from "./checks/arabic_names.ts";
import { catalogue } from "./checks/catalogue.ts";
import { command } from "./checks/command.ts";
import { docExamples } from "./checks/doc_examples.ts";
import { docsAreWhole } from "./checks/docs.ts";
import { exportsInStep } from "./checks/exports.ts";
import { freeImport } from "./checks/free_import.ts";
import { identifiers } from "./checks/identifiers.ts";
import { layers } from "./checks/layers.ts";
import { listFiles, modules } from "./checks/files.ts";
import { machineTraces } from "./checks/machine_traces.ts";
import type { Check, Outcome } from "./checks/outcome.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const deno = "node_modules/.bin/deno";
const entryPoints = ["mod.ts", "ar.ts", ...modules.flatMap((name) => [`${name}/mod.ts`, `${name}/ar.ts`])];
const typeScript = await listFiles(root, (path) => path.endsWith(".ts"));

const checks: Readonly<Record<string, Check>> = {
  "format": command(deno, ["fmt", "--check"], /Checked (\d+) file/),
  "lint": command(deno, ["lint"], /Checked (\d+) file/),
  "types-deno": command(deno, ["check", ...typeScript], /^Check /gm),
  "types-tsc": command("node_modules/.bin/tsc", ["--noEmit", "--listFiles", "-p", "."], /^(?!.*node_modules).+\.ts$/gm),
  "docs": command(deno, ["doc", "--lint", ...entryPoints], /Checked (\d+) file/),
  "docs-whole": docsAreWhole,
  "doc-examples": docExamples,
  "publish": command(deno, ["publish", "--dry-run", "--allow-dirty"], /file:\/\/.*\.ts \(/g),
  "layers": layers,
  "exports": exportsInStep,
  "identifiers": identifiers,
  "catalogue": catalogue,
  "arabic-names": arabicNames,
  "traces": machineTraces,
  "free-import": freeImport,
};

process.exitCode = await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => checks[name] === undefined);
  if (unknown.length > 0) {
    process.stderr.write(`No such check: ${unknown.join(", ")}. There are: ${Object.keys(checks).join(", ")}\n`);
    return 2;
  }
  const chosen = names.length > 0 ? names : Object.keys(checks);
  let failed = 0;
  for (const name of chosen) if (!await holds(name)) failed++;
  print(`${chosen.length - failed} checks passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs one check and prints its row, followed by what is wrong. */
async function holds(name: string): Promise<boolean> {
  const start = performance.now();
  const { seen, what, problems, notes = [] } = await outcome(name);
  const hasSeen = seen > 0;
  const isGood = hasSeen && problems.length === 0;
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  print(`${isGood ? "ok    " : "FAILED"}  ${name.padEnd(14)} ${seconds.padStart(6)} s  ${seen} ${what}`);
  for (const line of [...problems, ...notes]) print(line.replace(/^/gm, "        "));
  if (!hasSeen) print("        It looked at nothing, so it shows nothing");
  return isGood;
}

async function outcome(name: string): Promise<Outcome> {
  try {
    return await checks[name]!(root);
  } catch (error) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    return { seen: 0, what: "things", problems: [`The check itself failed: ${text}`] };
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
