import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, truncate, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { tempDir } from "../support/mod.ts";
import { exitCode, program, projectFile, runtimeArguments } from "./command.ts";

const main = "cli/main.ts";

test("main runs as a program of its own", async () => {
  const { code, stdout, stderr } = await program(main, ["--version"]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "maktaba 0.1.0\n", stderr: "" });
});

test("main speaks the language of the environment", async () => {
  const arabic = await program(main, ["--help"], { env: { LC_ALL: "ar_EG.UTF-8" } });
  assert.match(arabic.stdout, /^الاستعمال: مكتبة/m);
  const english = await program(main, ["--help"], { env: { LC_ALL: "C.UTF-8" } });
  assert.match(english.stdout, /^Usage: maktaba/m);
});

test("main_ar speaks Arabic in every environment, unless told otherwise", async () => {
  const run = await program("cli/main_ar.ts", ["--version"], { env: { LC_ALL: "en_US.UTF-8" } });
  assert.deepEqual(run, { code: 0, stdout: "مكتبة 0.1.0\n", stderr: "" });
  const english = await program("cli/main_ar.ts", ["--version", "--lang", "en"]);
  assert.equal(english.stdout, "maktaba 0.1.0\n");
});

test("main exits 2 for a wrong use and 1 for a failure, with nothing on standard output", async () => {
  const wrong = await program(main, ["csv"]);
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  const failed = await program(main, ["csv", "/nowhere.csv"]);
  assert.deepEqual([failed.code, failed.stdout], [1, ""]);
  assert.match(failed.stderr, /^maktaba: [^\n]*\/nowhere\.csv[^\n]*\[FS_\w+\]\n$/);
});

test("main ends quietly when the reader of its output leaves", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("long.csv"), "id,text\n" + "1,abcdefghijklmnopqrstuvwxyz\n".repeat(200_000));
  for (const format of [[], ["--json"]]) {
    const child = spawn(process.execPath, [
      ...runtimeArguments,
      projectFile(main),
      "csv",
      dir.join("long.csv"),
      ...format,
    ]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await exitCode(child);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  }
});

test("main stops at an interrupt while it waits for input, and exits 130", async () => {
  const child = spawn(process.execPath, [...runtimeArguments, projectFile(main), "csv", "-", "--json", "--lang", "en"]);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
  child.stdin.write("id,name\n1,one\n".padEnd(100_000, "2,two\n"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGINT");
  const code = await exitCode(child);
  assert.deepEqual({ code, stderr }, { code: 130, stderr: "maktaba: Interrupted\n" });
});

test("main removes what is half done at an interrupt, and exits 130, or 143 when it is told to terminate", async () => {
  for (const [signal, expected] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    await using dir = await tempDir();
    await writeFile(dir.join("film.bin"), "");
    await truncate(dir.join("film.bin"), 1_500_000_000);
    const child = spawn(process.execPath, [...runtimeArguments, projectFile(main), "split", dir.join("film.bin")]);
    const ended = exitCode(child);
    while ((await readdir(dir.path)).length === 1 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill(signal);
    assert.equal(await ended, expected);
    assert.deepEqual(await readdir(dir.path), ["film.bin"]);
    assert.ok(existsSync(dir.join("film.bin")));
  }
});
