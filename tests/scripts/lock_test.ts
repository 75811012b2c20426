import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type LockedPackages, missingFromLock } from "../../scripts/lib/lock.ts";
import { root } from "../../scripts/lib/runtimes.ts";

test("missingFromLock() finds optional packages that stand neither beside their dependent nor above it", () => {
  const optionalDependencies = { a: "1.0.0", b: "1.0.0", c: "2.0.0" };
  const packages = {
    "node_modules/x": { optionalDependencies },
    "node_modules/x/node_modules/a": {},
    "node_modules/y/node_modules/@scope/z": { optionalDependencies: { a: "1.0.0", b: "1.0.0" } },
    "node_modules/y/node_modules/a": {},
    "node_modules/b": {},
  };
  assert.deepEqual(missingFromLock(packages), [{ name: "c", version: "2.0.0", dependent: "node_modules/x" }]);
});

test("package-lock.json holds the packages for all systems, so that npm ci takes it", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: LockedPackages;
  };
  const names = missingFromLock(packages).map(({ name, version }) => `${name}@${version}`);
  assert.deepEqual(names, [], "run: node scripts/run.mjs scripts/complete_lock.ts");
});
