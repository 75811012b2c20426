import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { machineTraces } from "../../scripts/checks/machine_traces.ts";
import { assertTells, problemsOf } from "./checkout.ts";

// Put together here, so that the check does not find them in this file.
const home = ["", "root", "maktaba", "x"].join("/");
const host = ["registry", "example", "org"].join(".");

test("machineTraces() finds where the checkout stands", async () => {
  const check = async (root: string) => {
    await writeFile(join(root, "README.md"), `Run ${root}/run.`);
    return await machineTraces(root);
  };
  const [problem, ...others] = await problemsOf(check, { "README.md": "" });
  assert.match(problem!, /^README\.md:1: has a path or name of this machine: /);
  assert.deepEqual(others, []);
});

test("machineTraces() finds paths of a machine and hosts of registries", async () => {
  await assertTells(
    machineTraces,
    {
      "package-lock.json": '{ "packages": { "node_modules/ws": { "version": "8.0.0", "integrity": "sha512-x" } } }',
      "README.md": "Open https://example.org/work/page, ./work/x or /home/ali/key; ask the registry.",
    },
    {
      "package-lock.json": `{ "packages": { "node_modules/ws": { "${"resolved"}": "https://${host}/ws.tgz" } } }`,
      ".npmrc": `fund=false\n${"registry"}=https://mirror/`,
      "README.md": `It is in\n${home}.`,
    },
    [
      `package-lock.json:1: has the host of a registry: ${host}`,
      `package-lock.json:1: has an address that a package was fetched from: "${"resolved"}":`,
      `.npmrc:2: has a registry: ${"registry"}=`,
      `README.md:2: has a path of one machine: ${home.split("/").slice(0, 3).join("/")}`,
    ],
  );
});
