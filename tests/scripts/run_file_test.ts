import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { runFile, type RunFileOptions } from "../../scripts/lib/run_file.ts";
import { type TestResult, wholeFile } from "../../scripts/lib/test_result.ts";
import { skip, tempDir } from "../support/mod.ts";
import { thisRuntime } from "./this_runtime.ts";

async function run(fixture: string, options: Partial<RunFileOptions> = {}): Promise<TestResult[]> {
  const file = `tests/scripts/fixtures/${fixture}.ts`;
  const result = await runFile(thisRuntime(), file, { limitMs: 60_000, ...options });
  assert.equal(result.file, file);
  return result.results;
}

function statuses(results: readonly TestResult[]): [string, string][] {
  return results.map(({ name, status }) => [name, status]);
}

function messageOf(results: readonly TestResult[], name: string): string {
  return results.find((result) => result.name === name)?.message ?? "";
}

test("runFile() counts top-level tests alike on every runtime", async () => {
  const results = await run("mixed");
  assert.deepEqual(statuses(results), [
    ["passes", "passed"],
    ["fails <&\"'> عربي", "failed"],
    ["skips while it runs", "skipped"],
    ["skips by the helper", "skipped"],
    ["skips by option", "skipped"],
    ["is still to do", "skipped"],
    ["passes with subtests", "passed"],
    ["fails in a subtest", "failed"],
    ["fails after a good subtest", "failed"],
    ["fails at its time limit", "failed"],
  ]);
  assert.match(messageOf(results, "fails <&\"'> عربي"), /1 !== 2/);
  assert.match(messageOf(results, "fails in a subtest"), /broken deep down/);
  assert.match(messageOf(results, "fails after a good subtest"), /broken afterwards/);
  assert.match(messageOf(results, "fails at its time limit"), /timed out/);
  assert.equal(messageOf(results, "skips by the helper"), "a reason given to skip()");
});

test("runFile() gives the reasons of skips that the runtime tells", async () => {
  const results = await run("mixed");
  const { name } = thisRuntime();
  assert.equal(messageOf(results, "skips while it runs"), name === "bun" ? "" : "a reason given to t.skip()");
  assert.equal(messageOf(results, "skips by option"), name.startsWith("node") ? "a reason given as an option" : "");
});

test("runFile() runs the tests whose names contain the filter, and none is no failure", async () => {
  assert.deepEqual(statuses(await run("mixed", { filter: "with subtests" })), [["passes with subtests", "passed"]]);
  assert.deepEqual(statuses(await run("mixed", { filter: "<&\"'>" })), [["fails <&\"'> عربي", "failed"]]);
  assert.deepEqual(await run("mixed", { filter: "there is no such test" }), []);
});

test("runFile() fails a file that cannot be imported, with what the runtime says", async () => {
  const results = await run("crashes_at_once");
  assert.deepEqual(statuses(results), [[wholeFile, "failed"]]);
  assert.match(messageOf(results, wholeFile), /does_not_exist\.ts/);
});

test("runFile() fails a file that crashes after its tests were registered", async () => {
  const results = await run("crashes_after_registering");
  assert.ok(results.some(({ name, status }) => name === wholeFile && status === "failed"));
  assert.match(messageOf(results, wholeFile), /crashed at import/);
});

test("runFile() fails where a promise is rejected and nobody waits for it", async () => {
  const results = await run("stray_rejection");
  const failed = results.filter(({ status }) => status === "failed");
  assert.equal(failed.length, 1);
  assert.match(failed[0]?.message ?? "", /nobody waits for this/);
});

test("runFile() stops a file at its limit, names what was running and removes its temporary files", async () => {
  const start = performance.now();
  await using directory = await tempDir();
  const pathFile = directory.join("path");
  const results = await run("hangs", { limitMs: 3_000, env: { MAKTABA_FIXTURE_DIRECTORY: pathFile } });
  assert.ok(performance.now() - start < 30_000);
  assert.deepEqual(results.filter(({ status }) => status === "failed").map(({ name }) => name), [wholeFile]);
  assert.match(messageOf(results, wholeFile), /did not end within 3 s/);
  if (thisRuntime().name !== "bun") assert.match(messageOf(results, wholeFile), /unfinished: never ends/);
  assert.ok(!existsSync(await readFile(pathFile, "utf8")));
});

test("runFile() fails a file without tests", async () => {
  const results = await run("no_tests");
  assert.deepEqual(statuses(results), [[wholeFile, "failed"]]);
  assert.match(messageOf(results, wholeFile), /ran no tests/);
});

test("runFile() fails a file that ends the process with success before its tests have run", async () => {
  const results = await run("exits");
  assert.ok(results.some(({ name, status }) => name === wholeFile && status === "failed"));
  assert.ok(!results.some(({ name, status }) => name === "is never reached" && status === "passed"));
});

test("runFile() ends the processes that a file leaves behind", async (t) => {
  if (process.platform !== "linux") return skip(t, "it looks into /proc");
  await using directory = await tempDir();
  const pidFile = directory.join("pid");
  assert.deepEqual(statuses(await run("leaves_a_process", { env: { MAKTABA_FIXTURE_PID: pidFile } })), [
    ["starts a process and forgets it", "passed"],
  ]);
  const pid = await readFile(pidFile, "utf8");
  for (let attempt = 0; await isRunning(pid); attempt++) {
    assert.ok(attempt < 200, `process ${pid} still runs`);
    await delay(25);
  }
});

/** A process that has ended may stay in the list until its new parent asks for its exit code. */
async function isRunning(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "State:\tX");
  return !/^State:\s+[XZ]/m.test(status);
}
