import assert from "node:assert/strict";
import { chmod, link, mkdir, open, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import process from "node:process";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, SplitError, ValidationError } from "@maktaba/std/errors";
import { type FileProgress, joinFiles, type JoinFilesOptions } from "@maktaba/std/fs";
import { skip, type TempDir, tempDir } from "../support/mod.ts";
import { contentsOf, failsWith, growthDuring, hasProgram, namesIn, pattern, runProgram } from "./helpers.ts";

const MIB = 1_048_576;

/** Writes files named by letters with these contents, and gives their paths. */
async function write(dir: TempDir, ...contents: (string | Uint8Array)[]): Promise<string[]> {
  const paths = contents.map((_, index) => dir.join(String.fromCharCode(97 + index)));
  for (const [index, path] of paths.entries()) await writeFile(path, contents[index]!);
  return paths;
}

test("joinFiles() joins in the order given, gives the path, and leaves the parts", async () => {
  await using dir = await tempDir();
  const [a, b, c] = await write(dir, "1", "22", "333") as [string, string, string];
  assert.equal(await joinFiles([c, a, b], dir.join("out")), dir.join("out"));
  assert.deepEqual(await contentsOf(dir.path), { a: "1", b: "22", c: "333", out: "333122" });
});

test("joinFiles() takes one part, the same part twice, and empty parts", async () => {
  await using dir = await tempDir();
  const [a, b] = await write(dir, "one", "") as [string, string];
  assert.equal(await readFile(await joinFiles([a], dir.join("x")), "utf8"), "one");
  assert.equal(await readFile(await joinFiles([a, b, a], dir.join("y")), "utf8"), "oneone");
  assert.equal(await readFile(await joinFiles([b], dir.join("z")), "utf8"), "");
});

test("joinFiles() joins what cat(1) joins", async (t) => {
  if (!hasProgram("cat")) return skip(t, "no cat(1)");
  await using dir = await tempDir();
  const parts = await write(dir, pattern(MIB, 2), pattern(3 * MIB + 1, 3), pattern(1, 4), pattern(MIB - 1, 5));
  const joined = await readFile(await joinFiles(parts, dir.join("out")));
  assert.ok(joined.equals(runProgram("cat", ...parts)));
});

test("joinFiles() names a missing part, and writes nothing", async () => {
  await using dir = await tempDir();
  const [a, b] = await write(dir, "1", "2") as [string, string];
  const missing = dir.join("جزء ناقص");
  const joining = joinFiles([a, missing, b], dir.join("out"));
  await assert.rejects(joining, failsWith("FS_PART_MISSING", { path: missing }, SplitError));
  await assert.rejects(joining, (error: SplitError) => error.message.includes(missing));
  assert.deepEqual(await namesIn(dir.path), ["a", "b"]);
});

test("joinFiles() refuses a directory among the parts", async () => {
  await using dir = await tempDir();
  const [a] = await write(dir, "1") as [string];
  await mkdir(dir.join("folder"));
  const path = dir.join("folder");
  await assert.rejects(joinFiles([a, path], dir.join("out")), failsWith("FS_IS_DIRECTORY", { path }, SplitError));
  assert.deepEqual(await namesIn(dir.path), ["a", "folder"]);
});

test("joinFiles() refuses to join nothing", async () => {
  await using dir = await tempDir();
  await assert.rejects(joinFiles([], dir.join("out")), failsWith("FS_NO_PARTS", { path: dir.join("out") }, SplitError));
  assert.deepEqual(await namesIn(dir.path), []);
});

test("joinFiles() refuses to join onto a part, by whatever name", async () => {
  await using dir = await tempDir();
  const [a, b] = await write(dir, "1", "2") as [string, string];
  await symlink(a, dir.join("soft"));
  await link(b, dir.join("hard"));
  const outputs = [a, b, dir.join("soft"), dir.join("hard"), dir.join(".", "x", "..", "a"), relative(process.cwd(), a)];
  for (const output of outputs) {
    const joining = joinFiles([a, b], output, { overwrite: true });
    await assert.rejects(joining, failsWith("FS_JOIN_ONTO_PART", { path: output }, SplitError), output);
  }
  assert.deepEqual(await contentsOf(dir.path), { a: "1", b: "2", hard: "2", soft: "1" });
});

test("joinFiles() refuses to replace a file unless overwrite is set", async () => {
  await using dir = await tempDir();
  const [a, b] = await write(dir, "1", "2") as [string, string];
  const path = dir.join("out");
  await writeFile(path, "old");
  await assert.rejects(joinFiles([a, b], path), failsWith("FS_EXISTS", { path }, SplitError));
  assert.equal(await readFile(path, "utf8"), "old");
  await joinFiles([a, b], path, { overwrite: true });
  assert.equal(await readFile(path, "utf8"), "12");
  assert.deepEqual(await namesIn(dir.path), ["a", "b", "out"]);
});

test("joinFiles() says that the output's directory is missing", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, "1");
  const path = dir.join("none", "out");
  await assert.rejects(joinFiles(parts, path), failsWith("FS_NO_DIRECTORY", { path }, SplitError));
  await assert.rejects(joinFiles(parts, dir.path, { overwrite: true }), failsWith("FS_IS_DIRECTORY", {}, SplitError));
});

test("joinFiles() gives the result the permissions of the first part", async () => {
  await using dir = await tempDir();
  const [a, b] = await write(dir, "1", "2") as [string, string];
  await chmod(a, 0o600);
  assert.equal((await stat(await joinFiles([a, b], dir.join("out")))).mode & 0o777, 0o600);
});

test("joinFiles() leaves nothing when its signal fires in the middle", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, pattern(2 * MIB), pattern(2 * MIB));
  const controller = new AbortController();
  const reason = new Error("enough");
  const joining = joinFiles(parts, dir.join("out"), {
    signal: controller.signal,
    onProgress: ({ bytes }) => void (bytes === 3 * MIB && controller.abort(reason)),
  });
  await assert.rejects(joining, (error) => error === reason);
  assert.deepEqual(await namesIn(dir.path), ["a", "b"]);
});

test("joinFiles() leaves the old file when an overwrite is cancelled", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, pattern(2 * MIB));
  await writeFile(dir.join("out"), "old");
  const controller = new AbortController();
  const { signal } = controller;
  const joining = joinFiles(parts, dir.join("out"), { overwrite: true, signal, onProgress: () => controller.abort() });
  await assert.rejects(joining, { name: "AbortError" });
  assert.equal(await readFile(dir.join("out"), "utf8"), "old");
  assert.deepEqual(await namesIn(dir.path), ["a", "out"]);
});

test("joinFiles() is cancelled with the task that it runs in", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, pattern(3 * MIB));
  const task = createTask(() => joinFiles(parts, dir.join("out"), { onProgress: () => void task.cancel() }));
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await namesIn(dir.path), ["a"]);
});

test("joinFiles() leaves nothing when a part goes away in the middle", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, pattern(MIB), "2") as [string, string];
  let removing: Promise<void> | undefined;
  // The removal is begun when the first part is copied, and done before the second is opened or soon after: either
  // way the result is whole or is not there.
  const joining = joinFiles(parts, dir.join("out"), { onProgress: () => void (removing ??= rm(parts[1])) });
  const outcome = await joining.then(() => "joined", (error: SplitError) => error.code);
  await removing;
  assert.ok(outcome === "joined" || outcome === "FS_NOT_FOUND", outcome);
  assert.deepEqual(await namesIn(dir.path), outcome === "joined" ? ["a", "out"] : ["a"]);
});

test("joinFiles() tells its progress over all parts", async () => {
  await using dir = await tempDir();
  const parts = await write(dir, pattern(MIB + 1), "22");
  const seen: FileProgress[] = [];
  await joinFiles(parts, dir.join("out"), { onProgress: (progress) => void seen.push(progress) });
  const totalBytes = MIB + 3;
  assert.deepEqual(seen, [{ bytes: MIB, totalBytes }, { bytes: MIB + 1, totalBytes }, {
    bytes: totalBytes,
    totalBytes,
  }]);
});

test("joinFiles() refuses wrong arguments at once", async () => {
  const wrong: [unknown, unknown, unknown, string][] = [
    ["a", "out", {}, "parts"],
    [undefined, "out", {}, "parts"],
    [["a", ""], "out", {}, "parts[1]"],
    [[1], "out", {}, "parts[0]"],
    [["a"], "", {}, "output"],
    [["a"], undefined, {}, "output"],
    [["a"], "out", { onProgress: "no" }, "onProgress"],
  ];
  for (const [parts, output, options, option] of wrong) {
    const joining = joinFiles(parts as string[], output as string, options as JoinFilesOptions);
    await assert.rejects(joining, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

test("joinFiles() needs little memory for large parts", async () => {
  await using dir = await tempDir();
  const size = 96 * MIB;
  for (const name of ["x", "y"]) {
    await using file = await open(dir.join(name), "w");
    await file.truncate(size);
  }
  const growth = await growthDuring((look) =>
    joinFiles([dir.join("x"), dir.join("y")], dir.join("out"), { onProgress: look })
  );
  assert.equal((await stat(dir.join("out"))).size, 2 * size);
  assert.ok(growth < size / 2, `grew by ${growth}`);
});
