// Installs the npm packages, and with them the runtimes. Plain JavaScript: it runs on Node 20 before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import process from "node:process";

/**
 * Makes sure that the packages of `package-lock.json` are installed and that every runtime runs. Says what it does on
 * stderr, and nothing when there is nothing to do.
 */
export function ensurePackages(root) {
  const runtimes = Object.values(readJson(join(root, "scripts/lib/runtimes.json")));
  if (packagesAreCurrent(root)) {
    const broken = runtimes.filter((runtime) => whyNotRunning(root, runtime) !== undefined);
    broken.forEach((runtime) => installRuntime(root, runtime));
    if (broken.every((runtime) => whyNotRunning(root, runtime) === undefined)) return;
  }
  installPackages(root);
  // All of them: freshly unpacked, Deno's command is a slow JavaScript stand-in until its installer has run.
  runtimes.forEach((runtime) => installRuntime(root, runtime));
  for (const runtime of runtimes) {
    const reason = whyNotRunning(root, runtime);
    if (reason !== undefined) {
      throw new Error(`The runtime "${runtime.package}" was installed but does not run: ${reason}`);
    }
  }
}

/**
 * npm records what it has installed in `node_modules/.package-lock.json`, at the end. It is compared with the lock itself
 * and not by date, so that neither a checkout nor an `npm install` leads to a needless installation.
 */
export function packagesAreCurrent(root) {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readJson(join(root, "package-lock.json")).packages;
  const installed = readJson(record).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === "") return true;
    const found = installed[path];
    // Packages for other systems are optional and absent.
    return found === undefined ? Boolean(optional || peer) : found.version === version;
  });
}

function installPackages(root) {
  say("installing the npm packages (npm ci)");
  // No package's install script runs here: the four that we need are run below, whatever npm's settings allow, and the
  // others only build native add-ons that their packages do without.
  const result = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    env: environment(root),
    stdio: ["ignore", 2, 2],
  });
  if (result.error) throw new Error(`Cannot run npm: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`"npm ci" failed with ${result.status ?? result.signal}; see above`);
}

/** Runs a runtime package's own installer, which puts the binary for this system in its place. */
function installRuntime(root, runtime) {
  say(`installing the runtime "${runtime.package}"`);
  const cwd = join(root, "node_modules", runtime.package);
  const options = { cwd, env: environment(root), encoding: "utf8" };
  const { status, stdout, stderr, error } = spawnSync("node", [runtime.installer], options);
  if (status !== 0) {
    process.stderr.write(`"node ${runtime.installer}" in ${cwd} failed:\n${error ?? stdout + stderr}\n`);
  }
}

/** Why a runtime does not run, or undefined when it does. */
function whyNotRunning(root, runtime) {
  const command = join(root, runtime.command);
  if (!existsSync(command)) return `${command} is missing`;
  const { status, signal, stderr, error } = spawnSync(command, ["--version"], { encoding: "utf8" });
  if (error) return error.message;
  return status === 0 ? undefined : `"${command} --version" ended with ${status ?? signal}: ${stderr.trim()}`;
}

/**
 * The environment without this checkout's own commands: npm puts `node_modules/.bin` first, and the `node` in there is
 * one of the runtimes that an installation replaces.
 */
function environment(root) {
  const own = join(root, "node_modules") + sep;
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.startsWith(own));
  return { ...process.env, PATH: path.join(delimiter) };
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function say(text) {
  process.stderr.write(`${text}…\n`);
}
