import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { skip } from "../support/mod.ts";
import { serve, serveSockets } from "./support.ts";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

/** Runs a fixture in a process of this runtime, for at most so long. */
async function run(name: string, args: readonly string[], denoArgs: readonly string[]): Promise<Ended> {
  const file = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
  const own = runtime === "deno" ? ["run", "--no-check", ...denoArgs, file] : [file];
  const start = performance.now();
  const child = spawn(process.execPath, [...own, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => output.stdout += chunk);
  child.stderr.on("data", (chunk: Buffer) => output.stderr += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  return { code, ...output, ms: performance.now() - start };
}

test("a process that used the network ends by itself", async () => {
  await using http = await serve(({ url }, response) => {
    if (url === "/never") return;
    response.writeHead(url === "/404" ? 404 : 200, { "content-type": "application/json" }).end('{"data":{}}');
  });
  await using sockets = await serveSockets((socket) => socket.send("x"));
  const { code, stdout, stderr, ms } = await run("ends_by_itself.ts", [http.url, sockets.url], ["-A"]);
  assert.deepEqual([code, stdout], [0, "ended\n"], stderr);
  assert.ok(ms < 20_000, `${ms} ms`);
});

test("request() and connectWebSocket() say that the program has no permission, and do not try again", async (t) => {
  if (runtime !== "deno") return skip(t, "this runtime gives every program the network");
  const { stdout, stderr } = await run("without_permission.ts", [], ["-A", "--deny-net"]);
  assert.deepEqual(stdout.trim().split("\n"), ["NET_NOT_PERMITTED refused 1", "NET_WEBSOCKET_OPEN refused 1"], stderr);
});

test("request() needs no permission but the network's", async (t) => {
  if (runtime !== "deno") return skip(t, "this runtime gives every program the network");
  await using http = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{}}');
  });
  await using sockets = await serveSockets((socket) => socket.send("x"));
  // Denied one by one: Deno gives every permission to a Deno that it starts itself, unless it is denied.
  const denied = ["read", "write", "env", "sys", "run", "ffi"].map((name) => `--deny-${name}`);
  const { code, stderr } = await run("ends_by_itself.ts", [http.url, sockets.url], ["-A", ...denied]);
  assert.equal(code, 0, stderr);
});
