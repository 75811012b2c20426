import { test } from "node:test";
import { exportsInStep } from "../../scripts/checks/exports.ts";
import { assertTells, type Files } from "./checkout.ts";

const manifest = (change: object = {}) =>
  JSON.stringify({
    name: "@maktaba/std",
    version: "0.1.0",
    license: "MIT",
    exports: { ".": "./mod.ts", "./ar": "./ar.ts", "./net": "./net/mod.ts", "./net/ar": "./net/ar.ts" },
    ...change,
  });

const good: Files = {
  "package.json": manifest(),
  "deno.json": manifest(),
  "mod.ts": 'export * from "./net/mod.ts";\nexport * from "./ar.ts";',
  "ar.ts": 'export * from "./net/ar.ts";\nexport * as البرمجة from "./net/ar.ts";',
  "net/mod.ts": '/** @module */\nexport * from "./request.ts";',
  "net/ar.ts": 'export { request as طلب } from "./request.ts";',
  "net/request.ts": "export function request(): void {}",
  "net/scope.ts": "/**\n * Ours alone.\n *\n * @internal\n * @module\n */\n\nexport const x = 1;",
  "net/http/agent.ts": "export const y = 1;",
};

test("exportsInStep() wants the two manifests equal", async () => {
  await assertTells(
    exportsInStep,
    good,
    { ...good, "deno.json": manifest({ version: "0.2.0", exports: { ".": "./mod.ts", "./net": "./net.ts" } }) },
    [
      "package.json, deno.json: version differs: 0.1.0, 0.2.0",
      "package.json, deno.json: the entry point ./ar differs: ./ar.ts, undefined",
      "package.json, deno.json: the entry point ./net differs: ./net/mod.ts, ./net.ts",
      "package.json, deno.json: the entry point ./net/ar differs: ./net/ar.ts, undefined",
    ],
  );
});

test("exportsInStep() wants an entry point for each module, and a file for each entry point", async () => {
  const both = manifest({ exports: { ".": "./mod.ts", "./ar": "./ar.ts", "./net": "./net/mod.ts", "./x": "./x.ts" } });
  await assertTells(exportsInStep, good, { ...good, "package.json": both, "deno.json": both }, [
    "package.json: the entry point ./net/ar must be ./net/ar.ts",
    "package.json: the entry point ./x is ./x.ts, which does not exist",
  ]);
});

test("exportsInStep() wants public files re-exported, and no others", async () => {
  await assertTells(
    exportsInStep,
    good,
    {
      ...good,
      "net/mod.ts":
        '/** @module */\nexport * from "./scope.ts";\nexport * from "./http/agent.ts";\nexport const z = 1;',
      "net/socket.ts": "/** About @internal things. */\nexport const s = 1;",
    },
    [
      'net/mod.ts: may hold nothing but lines of "export *"',
      "net/mod.ts: may not re-export net/http/agent.ts: not public",
      "net/mod.ts: may not re-export net/scope.ts: not public",
      "net/request.ts: net/mod.ts must re-export it (or a module doc with @internal at its top must say that it is not public)",
      "net/socket.ts: net/mod.ts must re-export it (or a module doc with @internal at its top must say that it is not public)",
    ],
  );
});

test("exportsInStep() wants every module but cli at the root, in both languages", async () => {
  const cli = { "cli/mod.ts": "export {};", "cli/ar.ts": "export {};", "cli/print.ts": "export const p = 1;" };
  const both = manifest({
    exports: { ...JSON.parse(manifest()).exports, "./cli": "./cli/mod.ts", "./cli/ar": "./cli/ar.ts" },
  });
  await assertTells(
    exportsInStep,
    { ...good, ...cli, "package.json": both, "deno.json": both },
    { ...good, "mod.ts": 'export * from "./net/request.ts";', "ar.ts": "export {};" },
    [
      "mod.ts: must re-export net/mod.ts",
      "mod.ts: must re-export ar.ts",
      "ar.ts: must re-export net/ar.ts",
    ],
  );
});
