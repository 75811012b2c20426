import { test } from "node:test";
import { machineTraces } from "../../scripts/checks/machine_traces.ts";
import { assertTells } from "./checkout.ts";

// Put together here, so that the check does not find them in this file.
const home = ["", "home", "ali", "maktaba"].join("/");
const host = ["registry", "example", "org"].join(".");

test("machineTraces() finds paths of a machine and hosts of registries", async () => {
  await assertTells(
    machineTraces,
    {
      "package-lock.json": '{ "packages": { "node_modules/ws": { "version": "8.0.0", "integrity": "sha512-x" } } }',
      "README.md": "Open https://example.org/home/page, ./work/x or ~/home/ali; ask the registry.",
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
