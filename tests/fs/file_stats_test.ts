import assert from "node:assert/strict";
import { chmod, mkdir, stat, symlink, utimes, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { fileStats } from "@maktaba/std/fs";
import { skip, tempDir } from "../support/mod.ts";
import { failsWith } from "./helpers.ts";

test("fileStats() tells size, time, extension and readability, and nothing else", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("بيانات.csv"), "رقم\n1\n");
  const modified = new Date("2024-02-29T12:34:56Z");
  await utimes(dir.join("بيانات.csv"), new Date(), modified);
  const stats = await fileStats(dir.join("بيانات.csv"));
  assert.deepEqual(stats, { size: 9, modified, extension: ".csv", readable: true });
});

test("fileStats() takes the extension from the last dot of the name", async () => {
  await using dir = await tempDir();
  const names = { "a.tar.gz": ".gz", "README": "", ".bashrc": "", "end.": ".", "x.نص": ".نص", "UP.TXT": ".TXT" };
  for (const [name, extension] of Object.entries(names)) {
    await writeFile(dir.join(name), "");
    assert.equal((await fileStats(dir.join(name))).extension, extension, name);
  }
  await mkdir(dir.join("v1.2"));
  await writeFile(dir.join("v1.2", "file"), "");
  assert.equal((await fileStats(dir.join("v1.2", "file"))).extension, "");
});

test("fileStats() tells the same as node:fs", async () => {
  const { size, mtime } = await stat(import.meta.filename!);
  const stats = await fileStats(import.meta.filename!);
  assert.equal(stats.size, size);
  assert.deepEqual(stats.modified, mtime);
  assert.equal(stats.extension, ".ts");
});

test("fileStats() follows links and knows directories", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("real.txt"), "12345");
  await symlink("real.txt", dir.join("link"));
  assert.equal((await fileStats(dir.join("link"))).size, 5);
  assert.equal((await fileStats(dir.join("link"))).extension, "");
  assert.equal((await fileStats(dir.path)).readable, true);
});

test("fileStats() counts bytes beyond 4 GiB", async () => {
  await using dir = await tempDir();
  const { open } = await import("node:fs/promises");
  await using file = await open(dir.join("sparse"), "w");
  await file.truncate(5_000_000_001);
  assert.equal((await fileStats(dir.join("sparse"))).size, 5_000_000_001);
});

test("fileStats() says when this process may not read a file", async (t) => {
  if (process.getuid?.() === 0) return skip(t, "root may read everything");
  await using dir = await tempDir();
  await writeFile(dir.join("closed"), "x");
  await chmod(dir.join("closed"), 0o000);
  assert.equal((await fileStats(dir.join("closed"))).readable, false);
});

test("fileStats() names a file that is not there", async () => {
  await using dir = await tempDir();
  const path = dir.join("مفقود");
  await assert.rejects(fileStats(path), failsWith("FS_NOT_FOUND", { path }));
  await symlink("nowhere", dir.join("broken"));
  await assert.rejects(fileStats(dir.join("broken")), failsWith("FS_NOT_FOUND"));
  await writeFile(dir.join("file"), "");
  await assert.rejects(fileStats(dir.join("file", "x")), failsWith("FS_NOT_DIRECTORY"));
});

test("fileStats() heeds its signal and its task", async () => {
  const reason = new Error("before");
  const stopped = fileStats(import.meta.filename!, { signal: AbortSignal.abort(reason) });
  await assert.rejects(stopped, (error) => error === reason);
  const task = createTask(() => fileStats(import.meta.filename!));
  task.cancel();
  await assert.rejects(task, CancelledError);
});

test("fileStats() refuses what is not a path", async () => {
  for (const path of ["", undefined, 1, {}]) {
    await assert.rejects(
      fileStats(path as string),
      (error) => error instanceof ValidationError && error.option === "path",
    );
  }
});
