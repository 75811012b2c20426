// Installs the Debian packages that tests need and that are missing, where there is apt-get and we are root:
//   node scripts/run.mjs scripts/install.ts
// Elsewhere it does nothing, and tests that lack something are skipped with the reason.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serverKinds } from "../tests/servers/kinds.ts";
import { findProgram } from "../tests/servers/programs.ts";
import { aptInstall } from "./lib/apt.ts";
import { findNeeds, type Needs } from "./lib/needs.ts";
import { findTestFiles } from "./lib/test_files.ts";

/**
 * Installs what these tests need.
 *
 * @throws {Error} If apt-get fails.
 */
export async function installForTests(needs: Needs): Promise<void> {
  if (process.getuid?.() !== 0 || findProgram("apt-get") === undefined) return;
  const packages = missingPackages(needs);
  if (packages.length > 0) await aptInstall(packages);
}

function missingPackages({ servers, python }: Needs): string[] {
  const forServers = servers.map((name) => serverKinds[name]).filter((kind) => kind.missing() !== undefined)
    .flatMap((kind) => kind.packages);
  const forPython = python.filter((name) => !hasPythonModule(name)).flatMap((name) => pythonPackages[name] ?? []);
  return [...new Set([...forServers, ...forPython])];
}

/** The Debian packages that bring the Python modules that tests compare us with. */
const pythonPackages: Record<string, string> = {
  aiohttp: "python3-aiohttp",
  aiosqlite: "python3-aiosqlite",
  asyncpg: "python3-asyncpg",
  asyncssh: "python3-asyncssh",
  cryptography: "python3-cryptography",
  json: "python3",
  jwt: "python3-jwt",
  redis: "python3-redis",
  websockets: "python3-websockets",
};

function hasPythonModule(name: string): boolean {
  return spawnSync("/usr/bin/python3", ["-c", `import ${name}`], { stdio: "ignore" }).status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installForTests(findNeeds(findTestFiles([])));
