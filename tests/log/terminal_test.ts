import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a terminal is sent by a program; `script` gives it one. */
async function onTerminal(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const path = fileURLToPath(new URL("programs/console.ts", import.meta.url));
  const run = "Deno" in globalThis ? ["run", "-A", "--no-check", path] : [path];
  const command = [process.execPath, ...run, ...args].map((word) => `'${word}'`).join(" ");
  const { NO_COLOR: _n, FORCE_COLOR: _f, ...inherited } = process.env;
  const options = { env: { ...inherited, LC_ALL: "en_US.UTF-8", TERM: "xterm", ...env } };
  const { stdout } = await promisify(execFile)("script", ["-qec", command, "/dev/null"], options);
  return stdout.replaceAll("\r\n", "\n");
}

test("the console is pretty and coloured on a terminal, without being asked", async () => {
  const text = await onTerminal(["auto"]);
  // deno-lint-ignore no-control-regex
  assert.match(text, /\u001b\[2m\d\d:\d\d:\d\d\.\d\d\d\u001b\[0m \u001b\[32mINFO \u001b\[0m .*Loaded 250 rows\n/);
  assert.ok(text.includes("\u001b[31mERROR\u001b[0m"));
  assert.ok(text.includes("\u2068تعذر الحفظ\u2069"));
  assert.match(text, /TypeError: disk full\n/);
  assert.match(text, /caused by: Error: ENOSPC\n/);
});

test("the console has no colours on a terminal that does not want them", async () => {
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
    const text = await onTerminal(["auto"], env);
    assert.ok(text.includes("INFO  app.orders Loaded 250 rows\n"), text);
    assert.ok(!text.includes("\u001b["), text);
  }
});

test("the console writes JSON on a terminal where that is asked for", async () => {
  const text = await onTerminal(["json"]);
  const line = text.split("\n").find((one) => one.includes("Loaded"));
  assert.equal(JSON.parse(line!).message, "Loaded 250 rows");
});
