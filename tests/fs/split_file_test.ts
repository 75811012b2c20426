import assert from "node:assert/strict";
import { chmod, mkdir, open, readFile, stat, symlink, writeFile } from "node:fs/promises";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, SplitError, ValidationError } from "@maktaba/std/errors";
import { type FileProgress, joinFiles, splitFile, type SplitFileOptions } from "@maktaba/std/fs";
import { skip, tempDir } from "../support/mod.ts";
import { contentsOf, digestOf, failsWith, growthDuring, hasProgram, namesIn, pattern, runProgram } from "./helpers.ts";

const MIB = 1_048_576;

test("splitFile() names the parts STEM.جزءN.EXT beside the file and gives their paths in order", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("book.txt"), "0123456789");
  const parts = await splitFile(dir.join("book.txt"), { partBytes: 4 });
  assert.deepEqual(parts, [dir.join("book.جزء1.txt"), dir.join("book.جزء2.txt"), dir.join("book.جزء3.txt")]);
  assert.deepEqual(await contentsOf(dir.path), {
    "book.txt": "0123456789",
    "book.جزء1.txt": "0123",
    "book.جزء2.txt": "4567",
    "book.جزء3.txt": "89",
  });
});

test("splitFile() takes 1 MiB for a part by default", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(2 * MIB + 5));
  const parts = await splitFile(dir.join("data.bin"));
  const sizes = await Promise.all(parts.map(async (part) => (await stat(part)).size));
  assert.deepEqual(sizes, [MIB, MIB, 5]);
});

test("splitFile() cuts the extension as path.parse does", async () => {
  await using dir = await tempDir();
  const names: Record<string, string> = {
    "archive.tar.gz": "archive.tar.جزء1.gz",
    "README": "README.جزء1",
    ".bashrc": ".bashrc.جزء1",
    "ملف عربي.نص": "ملف عربي.جزء1.نص",
    "end.": "end.جزء1.",
    "a b.c d": "a b.جزء1.c d",
  };
  for (const [name, expected] of Object.entries(names)) {
    await writeFile(dir.join(name), "x");
    assert.deepEqual(await splitFile(dir.join(name)), [dir.join(expected)], name);
  }
});

test("splitFile() gives one empty part for an empty file, which can be joined again", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("empty.txt"), "");
  const parts = await splitFile(dir.join("empty.txt"), { partBytes: 3 });
  assert.deepEqual(parts, [dir.join("empty.جزء1.txt")]);
  assert.equal((await stat(parts[0]!)).size, 0);
  await joinFiles(parts, dir.join("again.txt"));
  assert.equal((await stat(dir.join("again.txt"))).size, 0);
});

test("splitFile() makes no empty part at the end when the size is a multiple", async () => {
  await using dir = await tempDir();
  for (const [size, partBytes, count] of [[8, 4, 2], [8, 8, 1], [8, 9, 1], [8, 7, 2], [3, 1, 3], [1, 1, 1]] as const) {
    const path = dir.join(`f-${size}-${partBytes}`);
    await writeFile(path, pattern(size));
    assert.equal((await splitFile(path, { partBytes })).length, count, `${size} by ${partBytes}`);
  }
});

test("splitFile() and joinFiles() give back the same bytes, around the sizes of buffers", async () => {
  await using dir = await tempDir();
  const sizes: [number, number][] = [
    [MIB - 1, MIB],
    [MIB, MIB],
    [MIB + 1, MIB],
    [3 * MIB, MIB + 1],
    [3 * MIB, 2 * MIB - 1],
    [2 * MIB + 7, 700_000],
    [100_000, 999],
  ];
  for (const [size, partBytes] of sizes) {
    const path = dir.join(`data-${size}-${partBytes}.bin`);
    await writeFile(path, pattern(size, size));
    const parts = await splitFile(path, { partBytes });
    assert.equal(parts.length, Math.ceil(size / partBytes));
    for (const part of parts.slice(0, -1)) assert.equal((await stat(part)).size, partBytes);
    await joinFiles(parts, `${path}.again`);
    assert.equal(await digestOf(`${path}.again`), await digestOf(path), `${size} by ${partBytes}`);
  }
});

test("splitFile() cuts where split(1) does", async (t) => {
  if (!hasProgram("split")) return skip(t, "no split(1)");
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(1_234_567));
  await mkdir(dir.join("theirs"));
  runProgram("split", "-b", "100000", "-d", "-a", "4", dir.join("data.bin"), dir.join("theirs/part"));
  const parts = await splitFile(dir.join("data.bin"), { partBytes: 100_000 });
  const theirs = await namesIn(dir.join("theirs"));
  assert.equal(parts.length, theirs.length);
  for (const [index, part] of parts.entries()) {
    assert.ok((await readFile(part)).equals(await readFile(dir.join("theirs", theirs[index]!))), part);
  }
});

test("splitFile() numbers without padding, so that part 10 is joined after part 9", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abcdefghijkl");
  const parts = await splitFile(dir.join("t.txt"), { partBytes: 1 });
  assert.equal(parts[8], dir.join("t.جزء9.txt"));
  assert.equal(parts[9], dir.join("t.جزء10.txt"));
  await joinFiles(parts, dir.join("u.txt"));
  assert.equal(await readFile(dir.join("u.txt"), "utf8"), "abcdefghijkl");
});

test("splitFile() keeps few files open, however many parts there are", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("many"), pattern(1_200));
  const parts = await splitFile(dir.join("many"), { partBytes: 1 });
  assert.equal(parts.length, 1_200);
  assert.equal((await namesIn(dir.path)).length, 1_201);
});

test("splitFile() writes into outputDirectory, which must be there", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("أجزاء"));
  await writeFile(dir.join("t.txt"), "abc");
  const parts = await splitFile(dir.join("t.txt"), { partBytes: 2, outputDirectory: dir.join("أجزاء") });
  assert.deepEqual(parts, [dir.join("أجزاء", "t.جزء1.txt"), dir.join("أجزاء", "t.جزء2.txt")]);
  assert.deepEqual(await namesIn(dir.path), ["t.txt", "أجزاء"]);
  const missing = splitFile(dir.join("t.txt"), { outputDirectory: dir.join("none") });
  await assert.rejects(missing, failsWith("FS_NO_DIRECTORY", {}, SplitError));
  assert.deepEqual(await namesIn(dir.path), ["t.txt", "أجزاء"]);
});

test("splitFile() gives the parts of a private file its permissions", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("secret"), "abc");
  await chmod(dir.join("secret"), 0o600);
  for (const part of await splitFile(dir.join("secret"), { partBytes: 2 })) {
    assert.equal((await stat(part)).mode & 0o777, 0o600);
  }
});

test("splitFile() refuses to replace a part that exists, and leaves everything as it was", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abcdef");
  await writeFile(dir.join("t.جزء3.txt"), "old");
  const before = await contentsOf(dir.path);
  const path = dir.join("t.جزء3.txt");
  await assert.rejects(splitFile(dir.join("t.txt"), { partBytes: 2 }), failsWith("FS_EXISTS", { path }, SplitError));
  assert.deepEqual(await contentsOf(dir.path), before);
});

test("splitFile() replaces parts when overwrite is set", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abcdef");
  await writeFile(dir.join("t.جزء1.txt"), "old");
  await splitFile(dir.join("t.txt"), { partBytes: 3, overwrite: true });
  assert.deepEqual(await contentsOf(dir.path), { "t.txt": "abcdef", "t.جزء1.txt": "abc", "t.جزء2.txt": "def" });
});

test("splitFile() removes the parts that it has shown when a later one cannot be", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abcdef");
  // A part's name is taken after it was looked at: when the last chunk has been copied.
  const onProgress = async ({ bytes }: FileProgress) => {
    if (bytes === 6) await writeFile(dir.join("t.جزء3.txt"), "somebody else's");
  };
  const options: SplitFileOptions = { partBytes: 2, onProgress: (progress) => void (taken = onProgress(progress)) };
  let taken: Promise<void> | undefined;
  await assert.rejects(splitFile(dir.join("t.txt"), options), failsWith("FS_EXISTS", {}, SplitError));
  await taken;
  assert.deepEqual(await contentsOf(dir.path), { "t.txt": "abcdef", "t.جزء3.txt": "somebody else's" });
});

test("splitFile() leaves nothing and rejects with the reason when its signal fires in the middle", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(4 * MIB));
  for (const partBytes of [300_000, MIB, 10 * MIB]) {
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: number[] = [];
    const splitting = splitFile(dir.join("data.bin"), {
      partBytes,
      signal: controller.signal,
      onProgress: ({ bytes }) => {
        seen.push(bytes);
        if (bytes >= 2 * MIB) controller.abort(reason);
      },
    });
    await assert.rejects(splitting, (error) => error === reason);
    assert.ok(seen.at(-1)! < 4 * MIB);
    assert.deepEqual(await namesIn(dir.path), ["data.bin"]);
  }
});

test("splitFile() does not begin when its signal has fired", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abc");
  const reason = new Error("before");
  await assert.rejects(
    splitFile(dir.join("t.txt"), { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
  assert.deepEqual(await namesIn(dir.path), ["t.txt"]);
});

test("splitFile() is cancelled with the task that it runs in", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(3 * MIB));
  const task = createTask(() =>
    splitFile(dir.join("data.bin"), { onProgress: ({ bytes }) => void (bytes >= MIB && task.cancel()) })
  );
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await namesIn(dir.path), ["data.bin"]);
});

test("splitFile() leaves old parts as they were when an overwrite is cancelled", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(2 * MIB));
  await writeFile(dir.join("data.جزء1.bin"), "old");
  const controller = new AbortController();
  const splitting = splitFile(dir.join("data.bin"), {
    overwrite: true,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await assert.rejects(splitting, { name: "AbortError" });
  assert.deepEqual(await namesIn(dir.path), ["data.bin", "data.جزء1.bin"]);
  assert.equal(await readFile(dir.join("data.جزء1.bin"), "utf8"), "old");
});

test("splitFile() leaves nothing when onProgress throws, and rejects with that", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abc");
  const mistake = new TypeError("a mistake in the callback");
  const splitting = splitFile(dir.join("t.txt"), {
    onProgress: () => {
      throw mistake;
    },
  });
  await assert.rejects(splitting, (error) => error === mistake);
  assert.deepEqual(await namesIn(dir.path), ["t.txt"]);
});

test("splitFile() tells its progress up to the size of the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("data.bin"), pattern(2_500_000));
  const seen: FileProgress[] = [];
  await splitFile(dir.join("data.bin"), { partBytes: MIB, onProgress: (progress) => void seen.push(progress) });
  assert.ok(seen.length >= 3);
  assert.deepEqual(seen.at(-1), { bytes: 2_500_000, totalBytes: 2_500_000 });
  for (const [index, { bytes }] of seen.entries()) assert.ok(bytes > (seen[index - 1]?.bytes ?? 0));
});

test("splitFile() throws a SplitError that names what is wrong with the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("plain"), "x");
  const missing = dir.join("مفقود.txt");
  await assert.rejects(splitFile(missing), failsWith("FS_NOT_FOUND", { path: missing }, SplitError));
  await assert.rejects(splitFile(dir.path), failsWith("FS_IS_DIRECTORY", { path: dir.path }, SplitError));
  await assert.rejects(splitFile(dir.join("plain", "x")), failsWith("FS_NOT_DIRECTORY", {}, SplitError));
  await symlink("itself", dir.join("itself"));
  await assert.rejects(splitFile(dir.join("itself")), failsWith("FS_FAILED", {}, SplitError));
  const error = await splitFile(missing).catch((error: SplitError) => error) as SplitError;
  assert.equal((error.cause as { code?: string }).code, "ENOENT");
  assert.ok(error.message.includes(missing));
  assert.equal(error.retryable, false);
});

test("splitFile() says which part's name is too long", async () => {
  await using dir = await tempDir();
  const path = dir.join("x".repeat(250));
  await writeFile(path, "abc");
  await assert.rejects(splitFile(path), failsWith("FS_NAME_TOO_LONG", { path: `${path}.جزء1` }, SplitError));
  assert.equal((await namesIn(dir.path)).length, 1);
});

test("splitFile() refuses wrong arguments at once", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abc");
  const wrong: [unknown, unknown, string][] = [
    ["", {}, "path"],
    [undefined, {}, "path"],
    [dir.join("t.txt"), { partBytes: 0 }, "partBytes"],
    [dir.join("t.txt"), { partBytes: 1.5 }, "partBytes"],
    [dir.join("t.txt"), { partBytes: -1 }, "partBytes"],
    [dir.join("t.txt"), { partBytes: "10" }, "partBytes"],
    [dir.join("t.txt"), { partBytes: Infinity }, "partBytes"],
    [dir.join("t.txt"), { outputDirectory: "" }, "outputDirectory"],
    [dir.join("t.txt"), { onProgress: 1 }, "onProgress"],
  ];
  for (const [path, options, option] of wrong) {
    const splitting = splitFile(path as string, options as SplitFileOptions);
    await assert.rejects(splitting, (error) => error instanceof ValidationError && error.option === option, option);
  }
  assert.deepEqual(await namesIn(dir.path), ["t.txt"]);
});

test("splitFile() takes options that are undefined for those that are not given", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("t.txt"), "abc");
  const options = { partBytes: undefined, outputDirectory: undefined, overwrite: undefined, signal: undefined };
  assert.equal((await splitFile(dir.join("t.txt"), options)).length, 1);
});

test("splitFile() needs little memory for a large file", async () => {
  await using dir = await tempDir();
  const size = 192 * MIB;
  await using file = await open(dir.join("large.bin"), "w");
  await file.truncate(size);
  const growth = await growthDuring(async (look) => {
    const parts = await splitFile(dir.join("large.bin"), { partBytes: 64 * MIB, onProgress: look });
    assert.equal(parts.length, 3);
  });
  assert.ok(growth < size / 3, `grew by ${growth}`);
});
