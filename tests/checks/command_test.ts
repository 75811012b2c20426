import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { command, run, withoutNoise } from "../../scripts/checks/command.ts";
import { ignoredExamples } from "../../scripts/checks/doc_examples.ts";
import { tempDir } from "../support/mod.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const node = "node_modules/node26/bin/node";

test("command() counts what a program looked at, and holds when it exits with 0", async () => {
  const good = command(node, ["-e", 'console.log("Checked 3 files")'], /Checked (\d+) file/);
  assert.deepEqual(await good(root), { seen: 3, what: "files", problems: [] });
  const lines = command(node, ["-e", 'console.log("Check a\\nCheck b")'], /^Check /gm);
  assert.equal((await lines(root)).seen, 2);
});

test("command() shows what a failing program printed, and how it ended", async () => {
  const bad = command(node, ["-e", 'console.error("broken"); process.exit(3)'], /(\d+)/);
  const { seen, problems } = await bad(root);
  assert.equal(seen, 0);
  assert.deepEqual(problems, [`${node} -e ended with 3:\nbroken`]);
  await assert.rejects(command("no/such/program", [], /x/)(root));
});

test("run() ends a program that takes too long", async () => {
  const { code } = await run(root, node, ["-e", "setInterval(() => {}, 1000)"], { limitMs: 200 });
  assert.equal(code, undefined);
});

test("withoutNoise() keeps what went wrong", () => {
  const output = "Check a.ts\n\u001b[31merror\u001b[0m: bad\nStack backtrace:\n   0: <unknown>\n";
  assert.equal(withoutNoise(output), "error: bad");
});

test("ignoredExamples() tells which examples are not run", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("net"));
  const doc = ["/**", " * ```ts", " * a;", " * ```", " * ```ts ignore", " * b;", " * ```", " */"].join("\n");
  await writeFile(dir.join("net/request.ts"), doc);
  await writeFile(dir.join("README.md"), "```sh\nnpm i # ignore\n```\n```ts ignore\n```\n");
  await writeFile(dir.join("other.md"), "```ts ignore\n```\n");
  assert.deepEqual(await ignoredExamples(dir.path), ["README.md:4", "net/request.ts:5"]);
});
