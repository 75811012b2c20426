import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { whenInterrupted } from "./interrupt.ts";

/** Installs Debian packages without asking anything and without starting any of their services. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  process.stderr.write(`installing ${packages.join(", ")} (apt-get)…\n`);
  await using _services = keepServicesOff();
  // A machine without a network may still have lists and packages from before.
  await aptGet(["update"]).catch((error: Error) => process.stderr.write(`${error.message}\n`));
  await aptGet(["install", "-y", "--no-install-recommends", ...packages]);
}

const policy = "/usr/sbin/policy-rc.d";

/** Debian's packages start their services unless this script says no. One that the machine already has is left alone. */
function keepServicesOff(): AsyncDisposable {
  if (existsSync(policy)) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const remove = () => rmSync(policy, { force: true });
  const release = whenInterrupted(remove);
  return {
    [Symbol.asyncDispose]: () => {
      remove();
      release();
      return Promise.resolve();
    },
  };
}

/** Runs apt-get; what it says is shown only when it fails. */
async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => output += chunk.toString("utf8"));
  child.stderr.on("data", (chunk: Buffer) => output += chunk.toString("utf8"));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`"apt-get ${args.join(" ")}" failed with ${code}:\n${output}`);
}
