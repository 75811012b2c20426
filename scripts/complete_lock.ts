// Adds to package-lock.json the optional packages for other systems that npm left out:
//   node scripts/run.mjs scripts/complete_lock.ts
// Needed after adding a dependency where the registry does not deliver all of them; without them `npm ci` refuses the lock.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type LockedPackage, type LockedPackages, missingFromLock, type MissingPackage } from "./lib/lock.ts";
import { root } from "./lib/runtimes.ts";

const path = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: LockedPackages };
const missing = missingFromLock(lock.packages);
for (const item of missing) lock.packages[`node_modules/${item.name}`] = entryFor(item);
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
if (missing.length > 0) {
  writeFileSync(path, JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2) + "\n");
}
process.stdout.write(`${missing.length} packages added to package-lock.json\n`);

/** The entry without a checksum, which only the registry could tell; the version is exact all the same. */
function entryFor({ name, version, dependent }: MissingPackage): LockedPackage {
  const { os, cpu, libc, license } = published(name);
  const { dev } = lock.packages[dependent]!;
  return {
    version,
    ...(cpu && { cpu }),
    ...(dev && { dev }),
    ...(libc && { libc }),
    ...(license && { license }),
    optional: true,
    ...(os && { os }),
  };
}

/** What the newest version that the registry does deliver says about its systems. */
function published(name: string): LockedPackage {
  const { stdout } = spawnSync("npm", ["view", name, "os", "cpu", "libc", "license", "--json"], { encoding: "utf8" });
  const found = JSON.parse(stdout || "{}") as LockedPackage | LockedPackage[];
  return Array.isArray(found) ? found.at(-1) ?? {} : found;
}
