import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { freeImport, importProblems } from "../../scripts/checks/free_import.ts";
import { tempDir } from "../support/mod.ts";
import { assertTells, type Files } from "./checkout.ts";

const on = (problems: Record<string, string[]>) =>
  Object.entries(problems).flatMap(([runtime, texts]) => texts.map((text) => `./net/mod.ts on ${runtime}: ${text}`));
const everywhere = (text: string) => on({ deno: [text], node24: [text], node26: [text], bun: [text] });

const project: Files = {
  "package.json": JSON.stringify({
    type: "module",
    exports: { "./net": "./net/mod.ts" },
    dependencies: { postgres: "*" },
  }),
  "node_modules/postgres/package.json": JSON.stringify({ name: "postgres", version: "1.0.0", main: "index.js" }),
  "node_modules/postgres/index.js": "module.exports = 1;",
  "net/mod.ts": 'export const load = () => import("postgres");\nexport * from "./request.ts";',
  "net/request.ts": "export const request = (): unknown => setTimeout(() => {}, 1);",
};

test("freeImport() sees a timer that is started", async () => {
  const bad = { ...project, "net/request.ts": "clearTimeout(setTimeout(() => {}, 1_000));" };
  await assertTells(freeImport, project, bad, everywhere("calls setTimeout"));
});

test("freeImport() sees a listener that is left to the process", async () => {
  const bad = { ...project, "net/request.ts": 'process.once("SIGINT", () => {});' };
  await assertTells(freeImport, project, bad, everywhere("leaves a listener for SIGINT to the process"));
});

test("freeImport() sees a driver that is loaded, even by import()", async () => {
  const bad = { ...project, "net/request.ts": 'export const lazy = await import("postgres");' };
  await assertTells(freeImport, project, bad, everywhere("loads postgres"));
});

test("importProblems() sees a permission that is asked for", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("mod.ts"), 'export const home = process.env["HOME"];');
  assert.match(
    (await importProblems(dir.path, "mod.ts", "deno")).join(),
    /cannot be imported: [^]*Requires env access/,
  );
  await writeFile(dir.join("mod.ts"), 'import { spawn } from "node:child_process";\nspawn("true");');
  assert.match(
    (await importProblems(dir.path, "mod.ts", "node26")).join(),
    /cannot be imported: [^]*ERR_ACCESS_DENIED/,
  );
});

test("importProblems() sees a handle that is left, and a process that does not end", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("net"));
  await writeFile(dir.join("net/mod.ts"), "setInterval(() => {}, 1_000);");
  assert.deepEqual(await importProblems(dir.path, "net/mod.ts", "node26", 3_000), [
    "calls setInterval",
    "leaves a Timeout open",
    "the process does not end by itself",
  ]);
});
