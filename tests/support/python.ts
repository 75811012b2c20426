import { spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { skip, type SkippableTest } from "./skip.ts";

const interpreter = "/usr/bin/python3";

/**
 * Runs a Python script with the system's interpreter, for exchanging data with Python's libraries. The script finds the
 * input in `data` and leaves its answer in `result`; both travel as JSON.
 *
 * @example
 * ```ts ignore
 * const total = await python<number>("result = sum(data)", [1, 2, 3]); // 6
 * ```
 */
export async function python<Result>(script: string, input: unknown = null): Promise<Result> {
  const program = `import json, sys\ndata = json.load(sys.stdin)\n${script}\njson.dump(result, sys.stdout)\n`;
  const child = spawn(interpreter, ["-X", "utf8", "-c", program], { stdio: ["pipe", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A script that ends before it has read its input breaks the pipe; its exit code tells more than that does.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`Python ended with ${code}:\n${Buffer.concat(stderr).toString("utf8")}`);
  return JSON.parse(Buffer.concat(stdout).toString("utf8")) as Result;
}

/**
 * Tells whether Python has these modules, or skips the test; with `CI=true` a missing one is an error.
 *
 * @example
 * ```ts ignore
 * if (!requirePython(t, "cryptography")) return;
 * ```
 */
export function requirePython(t: SkippableTest, ...modules: string[]): boolean {
  const run = spawnSync(interpreter, ["-c", modules.map((name) => `import ${name}`).join("\n")], { encoding: "utf8" });
  if (run.status === 0) return true;
  const reason = `no ${interpreter} with ${modules.join(", ")}: ${run.error?.message ?? lastLine(run.stderr)}`;
  if (process.env["CI"] === "true") throw new Error(`${reason} (required because CI=true)`);
  skip(t, reason);
  return false;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
