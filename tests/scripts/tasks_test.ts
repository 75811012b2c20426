import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/checks/command.ts";
import { skip } from "../support/mod.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// What each task of deno.json prints. A task that begins with `deno` alone fails where the npm package `deno` is installed:
// Deno takes its program for JavaScript. Hence `env deno`.
const tasks: readonly [name: string, arg: string, code: number, output: RegExp][] = [
  ["start", "--help", 0, /npm start/],
  ["test", "--help", 0, /Usage: .*deno.* test/],
  ["check", "nothing", 2, /No such check: nothing/],
  ["bench", "nothing", 2, /nothing/],
];

for (const [name, arg, code, output] of tasks) {
  test(`deno task ${name} runs`, async (t) => {
    if (process.platform === "win32") return skip(t, "there is no env on Windows");
    const result = await run(root, join(root, "node_modules/.bin/deno"), ["task", name, arg]);
    assert.match(result.output, output);
    assert.equal(result.code, code);
  });
}
