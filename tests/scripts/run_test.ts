import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { join } from "node:path";
import { root } from "../../scripts/lib/runtimes.ts";
import { tempDir } from "../support/mod.ts";

const node = join(root, "node_modules/node26/bin/node");

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the project's commands; `meanwhile` gets the process when it has written its first line. */
async function run(args: readonly string[], meanwhile?: (pid: number) => void): Promise<Ended> {
  const child = spawn(node, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.once("data", () => meanwhile?.(child.pid!));
  child.stdout.on("data", (chunk: Buffer) => output.stdout += chunk.toString("utf8"));
  child.stderr.on("data", (chunk: Buffer) => output.stderr += chunk.toString("utf8"));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, ...output };
}

async function runScript(source: string, args: string[] = [], meanwhile?: (pid: number) => void): Promise<Ended> {
  await using directory = await tempDir();
  const script = directory.join("script.ts");
  await writeFile(script, source);
  return await run(["scripts/run.mjs", script, ...args], meanwhile);
}

test("run.mjs runs a TypeScript script on Node 26 with its arguments, exit code and streams", async () => {
  const { code, stdout, stderr } = await runScript(
    `const version: string = process.version; console.log(version, process.argv.slice(2)); process.exitCode = 3;`,
    ["one", "two words"],
  );
  assert.equal(code, 3);
  assert.match(stdout, /^v26\..* \[ 'one', 'two words' \]\n$/);
  assert.equal(stderr, "");
});

test("run.mjs passes an interrupt on once, however often it comes, and gives back 130", async () => {
  const source =
    `process.on("SIGINT", () => { console.log("interrupted"); setTimeout(() => process.exit(130), 1_000); });
    setInterval(() => undefined, 1_000); console.log("ready");`;
  const { code, stdout } = await runScript(source, [], (pid) => {
    process.kill(pid, "SIGINT");
    setTimeout(() => process.kill(pid, "SIGINT"), 100);
  });
  assert.equal(stdout, "ready\ninterrupted\n");
  assert.equal(code, 130);
});

test("run.mjs gives back 128 + N where a signal ends the script", async () => {
  const source = `setInterval(() => undefined, 1_000); console.log("ready");`;
  const { code } = await runScript(source, [], (pid) => process.kill(pid, "SIGTERM"));
  assert.equal(code, 143);
});

test("test.ts closes with the totals, and fails when nothing ran", async () => {
  const one = await run(["scripts/test.ts", "scripts/pool", "--runtime", "node26"]);
  assert.equal(one.code, 0, one.stderr);
  assert.equal(one.stdout.trimEnd().split("\n").at(-1), "2 passed, 0 failed, 0 skipped");
  const none = await run(["scripts/test.ts", "scripts/pool", "--runtime", "node26", "--filter", "no such test"]);
  assert.equal(none.code, 1);
  assert.equal(none.stdout.trimEnd().split("\n").at(-1), "0 passed, 0 failed, 0 skipped");
});

test("test.ts refuses modules, runtimes and options that do not exist", async () => {
  for (const args of [["no_such_module"], ["scripts", "--runtime", "node1"], ["--no-such-option"]]) {
    const { code, stderr } = await run(["scripts/test.ts", ...args]);
    assert.equal(code, 1);
    assert.match(stderr, /no_such_module|node1|no-such-option/);
  }
});

test("packagesAreCurrent() compares what is installed with the lock, and lets other systems' packages be absent", async () => {
  const { packagesAreCurrent } = await import(new URL("scripts/lib/packages.mjs", `file://${root}`).href) as {
    packagesAreCurrent(root: string): boolean;
  };
  await using directory = await tempDir();
  const lock = (packages: Record<string, unknown>) => JSON.stringify({ packages: { "": {}, ...packages } });
  const write = (path: string, packages: Record<string, unknown>) => writeFile(directory.join(path), lock(packages));
  await write("package-lock.json", {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "1.0.0", optional: true },
  });
  assert.equal(packagesAreCurrent(directory.path), false);
  await mkdir(directory.join("node_modules"));
  const installed = "node_modules/.package-lock.json";
  await write(installed, { "node_modules/a": { version: "1.0.0" } });
  assert.equal(packagesAreCurrent(directory.path), true);
  await write(installed, { "node_modules/a": { version: "1.0.1" } });
  assert.equal(packagesAreCurrent(directory.path), false);
  await write(installed, { "node_modules/b": { version: "1.0.0" } });
  assert.equal(packagesAreCurrent(directory.path), false);
});
