import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { skip } from "../support/mod.ts";

/** Runs the fixture in a process of this runtime, for at most so long. */
async function run(denoArgs: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = fileURLToPath(new URL("./fixtures/serves_and_ends.ts", import.meta.url));
  const args = runtime === "deno" ? ["run", "--no-check", "--no-prompt", ...denoArgs, file] : [file];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => output.stdout += chunk);
  child.stderr.on("data", (chunk: Buffer) => output.stderr += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  return { code, ...output };
}

test("a process that served and used WebSocket connections ends by itself", async () => {
  const { code, stdout, stderr } = await run(["-A"]);
  assert.deepEqual([code, stdout], [0, "ended\n"], stderr);
});

test("serveWebSocket() needs no permission on Deno but the network's and two of the environment", async (t) => {
  if (runtime !== "deno") return skip(t, "this runtime gives every program the network");
  const denied = ["read", "write", "sys", "run", "ffi"].map((name) => `--deny-${name}`);
  const env = "--allow-env=WS_NO_BUFFER_UTIL,WS_NO_UTF_8_VALIDATE";
  const { code, stderr } = await run(["--allow-net=127.0.0.1", env, ...denied]);
  assert.equal(code, 0, stderr);
});
