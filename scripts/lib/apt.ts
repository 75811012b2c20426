import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { ifInterrupted } from "./interrupt.ts";

/** Installs Debian packages without asking anything and without starting any of their services. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  process.stderr.write(`installing ${packages.join(", ")} (apt-get)…\n`);
  using _ = keepServicesOff();
  // A machine without a network may still have lists and packages from before.
  await aptGet(["update"]).catch((error: Error) => process.stderr.write(`${error.message}\n`));
  await aptGet(["install", "-y", "--no-install-recommends", ...packages]);
}

const policy = "/usr/sbin/policy-rc.d";

/** Debian's packages start their services unless this script says no. One that the machine already has is left alone. */
function keepServicesOff(): Disposable {
  if (existsSync(policy)) return { [Symbol.dispose]: () => undefined };
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return { [Symbol.dispose]: () => rmSync(policy, { force: true }) };
}

/** Runs apt-get; what it says is shown only when it fails. */
async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  using _ = ifInterrupted(() => child.kill("SIGINT"));
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => output += chunk.toString("utf8"));
  child.stderr.on("data", (chunk: Buffer) => output += chunk.toString("utf8"));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`"apt-get ${args.join(" ")}" failed with ${code}:\n${output}`);
}
