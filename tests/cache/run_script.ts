import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { tempDir } from "../support/mod.ts";

/** How a program ended. */
export interface ScriptResult {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

/** Runs a program in a process of its own, on the same runtime; `#mod` in it stands for the library. */
export async function runScript(program: string): Promise<ScriptResult> {
  await using dir = await tempDir();
  const path = dir.join("script.ts");
  const root = new URL("../../", import.meta.url);
  await writeFile(path, program.replaceAll("#mod", new URL("mod.ts", root).href));
  const start = performance.now();
  const config = fileURLToPath(new URL("deno.json", root));
  const args = runtime === "deno" ? ["run", "-A", "--no-check", "--config", config, path] : [path];
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(root), stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => output.stdout += chunk);
  child.stderr.on("data", (chunk) => output.stderr += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  return { code, ...output, ms: performance.now() - start };
}
