import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { startHttpProxy } from "../faults/http_proxy.ts";
import { serve } from "./support.ts";

test("a process that used a client ends by itself, and needs no permission but the network's", async () => {
  await using server = await serve(({ url }, response) => {
    if (url === "/never") return;
    if (url === "/slow") return void response.write("begun");
    response.setHeader("set-cookie", "a=1; Path=/; Max-Age=1000");
    response.writeHead(url === "/404" ? 404 : 200, { "content-type": "application/json" }).end("{}");
  });
  await using proxy = await startHttpProxy();
  const file = fileURLToPath(new URL("./fixtures/client_ends_by_itself.ts", import.meta.url));
  // Denied one by one: Deno gives every permission to a Deno that it starts itself, unless it is denied.
  const denied = ["read", "write", "env", "sys", "run", "ffi"].map((name) => `--deny-${name}`);
  const own = runtime === "deno" ? ["run", "--no-check", "-A", ...denied, file] : [file];
  const child = spawn(process.execPath, [...own, server.url, proxy.url], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => output.stdout += chunk);
  child.stderr.on("data", (chunk: Buffer) => output.stderr += chunk);
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  assert.deepEqual([code, output.stdout], [0, "200\n{}\n1 true\n"], output.stderr);
});
