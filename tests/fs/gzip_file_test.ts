import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { chmod, mkdir, open, readFile, stat, writeFile } from "node:fs/promises";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { createTask } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { type FileProgress, gzipFile, type GzipFileOptions } from "@maktaba/std/fs";
import { python, requirePython, skip, tempDir } from "../support/mod.ts";
import { failsWith, growthDuring, hasProgram, namesIn, pattern, runProgram } from "./helpers.ts";

const MIB = 1_048_576;

/** Sizes around those of the chunks that are read and written. */
const sizes = [0, 1, 262_143, 262_144, 262_145, 524_288, 3 * MIB + 17];

test("gzipFile() adds .gz, gives the path, and keeps the file", async () => {
  await using dir = await tempDir();
  const text = "كتاب ".repeat(10_000);
  await writeFile(dir.join("كتاب.txt"), text);
  assert.equal(await gzipFile(dir.join("كتاب.txt")), dir.join("كتاب.txt.gz"));
  assert.deepEqual(await namesIn(dir.path), ["كتاب.txt", "كتاب.txt.gz"]);
  assert.equal(gunzipSync(await readFile(dir.join("كتاب.txt.gz"))).toString(), text);
  assert.equal(await readFile(dir.join("كتاب.txt"), "utf8"), text);
  assert.ok((await stat(dir.join("كتاب.txt.gz"))).size < Buffer.byteLength(text) / 50);
});

test("gzipFile() writes what node:zlib reads, around the sizes of chunks", async () => {
  await using dir = await tempDir();
  for (const size of sizes) {
    const bytes = pattern(size, size + 1);
    await writeFile(dir.join("in"), bytes);
    const path = await gzipFile(dir.join("in"), { output: dir.join(`out-${size}`) });
    assert.ok(gunzipSync(await readFile(path)).equals(bytes), `${size}`);
  }
});

test("gzipFile() writes what gzip(1) reads", async (t) => {
  if (!hasProgram("gzip")) return skip(t, "no gzip(1)");
  await using dir = await tempDir();
  for (const [level, size] of [[0, 1_000_000], [1, 1_000_000], [6, 0], [9, 300_000]] as const) {
    const bytes = Buffer.concat([pattern(size), Buffer.alloc(size, "مرحبا ")]);
    await writeFile(dir.join("in"), bytes);
    const path = await gzipFile(dir.join("in"), { level, overwrite: true });
    runProgram("gzip", "-t", path);
    assert.ok(runProgram("gzip", "-dc", path).equals(bytes), `level ${level}`);
  }
});

test("gzipFile() writes what Python reads", async (t) => {
  if (!requirePython(t, "gzip")) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "قفا نبك\n".repeat(1_000));
  const path = await gzipFile(dir.join("in"));
  const text = await python<string>("import gzip\nresult = gzip.open(data).read().decode('utf-8')", path);
  assert.equal(text, "قفا نبك\n".repeat(1_000));
});

test("gzipFile() gives equal results for equal files: no name and no time in the header", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a"), "same");
  await writeFile(dir.join("b"), "same");
  const [a, b] = [await readFile(await gzipFile(dir.join("a"))), await readFile(await gzipFile(dir.join("b")))];
  assert.ok(a.equals(b));
  assert.deepEqual([...a.subarray(0, 8)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
});

test("gzipFile() compresses harder at a higher level", async () => {
  await using dir = await tempDir();
  const words = Array.from(pattern(200_000), (byte) => ["سلام", "على", "العالم", "من", "مكتبة"][byte % 5]);
  await writeFile(dir.join("in"), words.join(" "));
  const sizeAt = async (level: number) => (await stat(await gzipFile(dir.join("in"), { level, overwrite: true }))).size;
  const [none, fast, small] = [await sizeAt(0), await sizeAt(1), await sizeAt(9)];
  assert.ok(none > (await stat(dir.join("in"))).size);
  assert.ok(fast < none / 4);
  assert.ok(small < fast);
});

test("gzipFile() gives the result the permissions of the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("secret"), "x");
  await chmod(dir.join("secret"), 0o600);
  assert.equal((await stat(await gzipFile(dir.join("secret")))).mode & 0o777, 0o600);
});

test("gzipFile() refuses to replace a file unless overwrite is set", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "new");
  await writeFile(dir.join("in.gz"), "old");
  const path = dir.join("in.gz");
  await assert.rejects(gzipFile(dir.join("in")), failsWith("FS_EXISTS", { path }));
  assert.equal(await readFile(path, "utf8"), "old");
  await gzipFile(dir.join("in"), { overwrite: true });
  assert.equal(gunzipSync(await readFile(path)).toString(), "new");
  assert.deepEqual(await namesIn(dir.path), ["in", "in.gz"]);
});

test("gzipFile() names the file that cannot be read or written", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "x");
  await mkdir(dir.join("folder"));
  const missing = dir.join("none");
  await assert.rejects(gzipFile(missing), failsWith("FS_NOT_FOUND", { path: missing }));
  await assert.rejects(gzipFile(dir.join("folder")), failsWith("FS_IS_DIRECTORY", { path: dir.join("folder") }));
  const output = dir.join("none", "out.gz");
  await assert.rejects(gzipFile(dir.join("in"), { output }), failsWith("FS_NO_DIRECTORY", { path: output }));
  await assert.rejects(
    gzipFile(dir.join("in"), { output: dir.join("folder"), overwrite: true }),
    failsWith("FS_IS_DIRECTORY", { path: dir.join("folder") }),
  );
  assert.deepEqual(await namesIn(dir.path), ["folder", "in"]);
});

test("gzipFile() leaves nothing when its signal fires in the middle", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(4 * MIB));
  const controller = new AbortController();
  const reason = new Error("enough");
  let last = 0;
  const zipping = gzipFile(dir.join("in"), {
    signal: controller.signal,
    onProgress: ({ bytes }) => {
      last = bytes;
      if (bytes >= MIB) controller.abort(reason);
    },
  });
  await assert.rejects(zipping, (error) => error === reason);
  assert.ok(last < 4 * MIB);
  assert.deepEqual(await namesIn(dir.path), ["in"]);
});

test("gzipFile() is cancelled with the task that it runs in", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(2 * MIB));
  const task = createTask(() => gzipFile(dir.join("in"), { onProgress: () => void task.cancel() }));
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await namesIn(dir.path), ["in"]);
});

test("gzipFile() leaves nothing when onProgress throws, and rejects with that", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(MIB));
  const mistake = new TypeError("a mistake in the callback");
  const zipping = gzipFile(dir.join("in"), {
    onProgress: () => {
      throw mistake;
    },
  });
  await assert.rejects(zipping, (error) => error === mistake);
  assert.deepEqual(await namesIn(dir.path), ["in"]);
});

test("gzipFile() tells its progress through the input", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(600_000));
  const seen: FileProgress[] = [];
  await gzipFile(dir.join("in"), { onProgress: (progress) => void seen.push(progress) });
  const totalBytes = 600_000;
  assert.deepEqual(seen.map(({ bytes }) => bytes), [262_144, 524_288, 600_000]);
  assert.ok(seen.every((progress) => progress.totalBytes === totalBytes));
});

test("gzipFile() refuses wrong arguments at once", async () => {
  const wrong: [unknown, unknown, string][] = [
    ["", {}, "path"],
    [null, {}, "path"],
    ["x", { output: "" }, "output"],
    ["x", { level: 10 }, "level"],
    ["x", { level: -1 }, "level"],
    ["x", { level: 1.5 }, "level"],
    ["x", { onProgress: {} }, "onProgress"],
  ];
  for (const [path, options, option] of wrong) {
    const zipping = gzipFile(path as string, options as GzipFileOptions);
    await assert.rejects(zipping, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

test("gzipFile() needs little memory for a large file", async () => {
  await using dir = await tempDir();
  const size = 256 * MIB;
  {
    await using file = await open(dir.join("large"), "w");
    await file.truncate(size);
  }
  const growth = await growthDuring((look) => gzipFile(dir.join("large"), { level: 1, onProgress: look }));
  assert.ok(growth < size / 2, `grew by ${growth}`);
});
