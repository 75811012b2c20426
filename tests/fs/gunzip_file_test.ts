import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { chmod, open, readFile, stat, writeFile } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { createTask } from "@maktaba/std/async";
import { CancelledError, FileError, ValidationError } from "@maktaba/std/errors";
import { type FileProgress, gunzipFile, type GunzipFileOptions, gzipFile } from "@maktaba/std/fs";
import { python, requirePython, skip, tempDir } from "../support/mod.ts";
import { failsWith, growthDuring, hasProgram, namesIn, pattern, runProgram } from "./helpers.ts";

const MIB = 1_048_576;
const CHUNK = 262_144;

/** Writes these bytes as a gzip file, decompresses it, and gives what came out. */
async function gunzip(bytes: Uint8Array, options: GunzipFileOptions = {}): Promise<Buffer> {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), bytes);
  return await readFile(await gunzipFile(dir.join("in.gz"), options));
}

/** Decompresses bytes that are wrong, sees that nothing is left, and gives the error. */
async function failureOf(bytes: Uint8Array, options: GunzipFileOptions = {}): Promise<FileError> {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), bytes);
  const error = await gunzipFile(dir.join("in.gz"), options).then(() => undefined, (error) => error);
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
  assert.ok(error instanceof FileError, String(error));
  assert.equal(error.path, dir.join("in.gz"));
  return error;
}

test("gunzipFile() removes .gz, gives the path, and keeps the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("كتاب.txt.gz"), gzipSync("سلام"));
  assert.equal(await gunzipFile(dir.join("كتاب.txt.gz")), dir.join("كتاب.txt"));
  assert.equal(await readFile(dir.join("كتاب.txt"), "utf8"), "سلام");
  await writeFile(dir.join("B.GZ"), gzipSync("b"));
  assert.equal(await gunzipFile(dir.join("B.GZ")), dir.join("B"));
  assert.deepEqual(await namesIn(dir.path), ["B", "B.GZ", "كتاب.txt", "كتاب.txt.gz"]);
});

test("gunzipFile() asks for the output where the name does not end in .gz", async () => {
  await using dir = await tempDir();
  for (const name of ["data", "data.zip", "gz", ".gz", "data.gzip"]) {
    await writeFile(dir.join(name), gzipSync("x"));
    await assert.rejects(gunzipFile(dir.join(name)), failsWith("FS_GZIP_NAME", { path: dir.join(name) }), name);
    assert.equal(await gunzipFile(dir.join(name), { output: dir.join("out"), overwrite: true }), dir.join("out"));
  }
});

test("gunzipFile() reads what node:zlib wrote, around the sizes of chunks", async () => {
  for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * MIB + 17]) {
    const bytes = pattern(size, size + 1);
    assert.ok((await gunzip(gzipSync(bytes, { level: size % 3 }))).equals(bytes), `${size}`);
  }
});

test("gunzipFile() reads what gzip(1) wrote, with a name and a time in the header", async (t) => {
  if (!hasProgram("gzip")) return skip(t, "no gzip(1)");
  await using dir = await tempDir();
  const bytes = Buffer.concat([pattern(700_000), Buffer.alloc(700_000, "نص ")]);
  await writeFile(dir.join("original"), bytes);
  for (const level of ["-1", "-6", "-9"]) {
    await writeFile(dir.join("theirs.gz"), runProgram("gzip", "-c", level, dir.join("original")));
    assert.ok((await readFile(await gunzipFile(dir.join("theirs.gz"), { overwrite: true }))).equals(bytes));
  }
});

test("gunzipFile() reads what Python wrote", async (t) => {
  if (!requirePython(t, "gzip")) return;
  await using dir = await tempDir();
  const script = "import gzip\nwith gzip.open(data, 'wb') as f: f.write('مرحبا\\n'.encode() * 5000)\nresult = True";
  await python(script, dir.join("theirs.gz"));
  assert.equal(await readFile(await gunzipFile(dir.join("theirs.gz")), "utf8"), "مرحبا\n".repeat(5_000));
});

test("gunzipFile() reads every member", async () => {
  const members = Array.from({ length: 50 }, (_, index) => pattern(index * 1_000, index + 1));
  const all = await gunzip(Buffer.concat(members.map((member) => gzipSync(member))));
  assert.ok(all.equals(Buffer.concat(members)));
});

test("gunzipFile() reads members that begin at every place around the border of a chunk", async () => {
  for (let shift = -20; shift <= 20; shift += 1) {
    const filler = pattern(CHUNK, 7);
    // Stored, not compressed, so that the length of the first member can be chosen.
    const overhead = gzipSync(filler, { level: 0 }).length - filler.length;
    const first = filler.subarray(0, CHUNK - overhead + shift);
    const bytes = Buffer.concat([gzipSync(first, { level: 0 }), gzipSync("second"), gzipSync("")]);
    assert.ok((await gunzip(bytes)).equals(Buffer.concat([first, Buffer.from("second")])), `${shift}`);
  }
});

test("gunzipFile() passes over zero bytes at the end, however many", async () => {
  for (const count of [1, 10, CHUNK - 23, CHUNK, 3 * CHUNK]) {
    const bytes = Buffer.concat([gzipSync("data"), gzipSync("more"), Buffer.alloc(count)]);
    assert.equal((await gunzip(bytes)).toString(), "datamore", `${count}`);
  }
});

test("gunzipFile() refuses what is not gzip", async () => {
  const inputs = ["hello world, this is text", "\x1f", "PK\x03\x04 a zip", "\x1f\x8b\x07 another method, long gone"];
  for (const text of inputs.map((input) => Buffer.from(input, "latin1"))) {
    const { code } = await failureOf(text);
    assert.ok(code === "FS_GZIP_NOT_GZIP" || (text.length < 10 && code === "FS_GZIP_TRUNCATED"), `${text} ${code}`);
  }
});

test("gunzipFile() refuses a file that is cut short, wherever it is", async () => {
  const whole = gzipSync("سطر من نص عربي يتكرر قليلًا، سطر من نص عربي");
  for (let length = 0; length < whole.length; length++) {
    const error = await failureOf(whole.subarray(0, length));
    assert.equal(error.code, "FS_GZIP_TRUNCATED", `${length}`);
    assert.equal(error.position, length);
  }
});

test("gunzipFile() refuses a second member that is cut short", async () => {
  const first = gzipSync("first");
  const second = gzipSync("second");
  for (let length = 1; length < second.length; length++) {
    const error = await failureOf(Buffer.concat([first, second.subarray(0, length)]));
    assert.equal(error.code, "FS_GZIP_TRUNCATED", `${length}`);
    assert.equal(error.position, first.length + length);
  }
});

test("gunzipFile() refuses a wrong checksum and a wrong length", async () => {
  const whole = gzipSync(pattern(100_000));
  for (const fromEnd of [1, 4, 5, 8]) {
    const damaged = Buffer.from(whole);
    damaged[whole.length - fromEnd]! ^= 1;
    const error = await failureOf(damaged);
    assert.equal(error.code, "FS_GZIP_CORRUPT");
    assert.match(error.message, fromEnd > 4 ? /incorrect data check/ : /incorrect length check/);
  }
});

test("gunzipFile() never takes damaged bytes for good ones", async () => {
  const whole = gzipSync(pattern(2_000), { level: 9 });
  // The fields of the header that say nothing about the data: time, flags of the compressor, system.
  const meaningless = [4, 5, 6, 7, 8, 9];
  for (let index = 0; index < whole.length; index += 7) {
    if (meaningless.includes(index)) continue;
    const damaged = Buffer.from(whole);
    damaged[index]! ^= 0xff;
    const { code } = await failureOf(damaged);
    assert.match(code, /^FS_GZIP_(?:CORRUPT|TRUNCATED|NOT_GZIP|TRAILING)$/, `${index}`);
  }
});

test("gunzipFile() tells after which byte a large file is damaged", async () => {
  const whole = gzipSync(pattern(2 * MIB), { level: 0 });
  const damaged = Buffer.from(whole);
  damaged[3 * CHUNK + 1_000]! ^= 0xff;
  const error = await failureOf(damaged);
  assert.equal(error.code, "FS_GZIP_CORRUPT");
  assert.ok(error.position! > 0 && error.position! <= whole.length);
});

test("gunzipFile() refuses something else after the data, at once or after zeros", async () => {
  const data = gzipSync("data");
  const tails: [string, Uint8Array][] = [
    ["text", Buffer.from("garbage that is long enough")],
    ["text after a zero", Buffer.from("\0garbage")],
    ["a member after zeros", Buffer.concat([Buffer.alloc(10), gzipSync("hidden")])],
    ["text after many zeros", Buffer.concat([Buffer.alloc(2 * CHUNK), Buffer.from("x")])],
    ["what looks like a header", Buffer.from([0x1f, 0x8b, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0])],
  ];
  for (const [name, tail] of tails) {
    const error = await failureOf(Buffer.concat([data, tail]));
    assert.equal(error.code, "FS_GZIP_TRAILING", name);
  }
  const error = await failureOf(Buffer.concat([data, Buffer.alloc(5), Buffer.from("x")]));
  assert.equal(error.position, data.length + 5);
});

test("gunzipFile() refuses short garbage after the data", async () => {
  for (const tail of [[0x50], [0x1f], [0x1f, 0x8b], [0x1f, 0x8b, 8]]) {
    const { code } = await failureOf(Buffer.concat([gzipSync("data"), Buffer.from(tail)]));
    assert.match(code, /^FS_GZIP_(?:TRUNCATED|TRAILING)$/);
  }
});

test("gunzipFile() refuses more than maxBytes, and allows just that", async () => {
  const bytes = gzipSync(pattern(1_000_000));
  assert.equal((await gunzip(bytes, { maxBytes: 1_000_000 })).length, 1_000_000);
  const error = await failureOf(bytes, { maxBytes: 999_999 });
  assert.equal(error.code, "FS_GZIP_TOO_LARGE");
  assert.match(error.message, /999999/);
  assert.equal((await failureOf(bytes, { maxBytes: 1 })).code, "FS_GZIP_TOO_LARGE");
});

test("gunzipFile() refuses a decompression bomb by default, long before it is unpacked", async () => {
  await using dir = await tempDir();
  // 1 GiB of zeros in 1 MB, as gzip bombs are.
  const bomb = Buffer.concat(new Array<Buffer>(16).fill(gzipSync(Buffer.alloc(64 * MIB), { level: 9 })));
  await writeFile(dir.join("bomb.gz"), bomb);
  const growth = await growthDuring(async () => {
    await assert.rejects(gunzipFile(dir.join("bomb.gz")), failsWith("FS_GZIP_RATIO", { path: dir.join("bomb.gz") }));
  });
  assert.ok(growth < 256 * MIB, `grew by ${growth}`);
  assert.deepEqual(await namesIn(dir.path), ["bomb.gz"]);
});

test("gunzipFile() leaves alone what shrinks well but is small", async () => {
  assert.equal((await gunzip(gzipSync(Buffer.alloc(16 * MIB), { level: 9 }))).length, 16 * MIB);
});

test("gunzipFile() takes another maxRatio, or none", async () => {
  const zeros = gzipSync(Buffer.alloc(32 * MIB), { level: 9 });
  assert.equal((await failureOf(zeros)).code, "FS_GZIP_RATIO");
  assert.equal((await gunzip(zeros, { maxRatio: 1_100 })).length, 32 * MIB);
  assert.equal((await gunzip(zeros, { maxRatio: Infinity, maxBytes: Infinity })).length, 32 * MIB);
  assert.equal((await failureOf(zeros, { maxRatio: 2 })).code, "FS_GZIP_RATIO");
});

test("gunzipFile() gives the result the permissions of the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("secret.gz"), gzipSync("x"));
  await chmod(dir.join("secret.gz"), 0o600);
  assert.equal((await stat(await gunzipFile(dir.join("secret.gz")))).mode & 0o777, 0o600);
});

test("gunzipFile() refuses to replace a file unless overwrite is set", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync("new"));
  await writeFile(dir.join("in"), "old");
  await assert.rejects(gunzipFile(dir.join("in.gz")), failsWith("FS_EXISTS", { path: dir.join("in") }));
  assert.equal(await readFile(dir.join("in"), "utf8"), "old");
  await gunzipFile(dir.join("in.gz"), { overwrite: true });
  assert.equal(await readFile(dir.join("in"), "utf8"), "new");
});

test("gunzipFile() leaves the old file when what should replace it is damaged", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync(pattern(MIB)).subarray(0, 500_000));
  await writeFile(dir.join("in"), "old");
  await assert.rejects(gunzipFile(dir.join("in.gz"), { overwrite: true }), failsWith("FS_GZIP_TRUNCATED"));
  assert.equal(await readFile(dir.join("in"), "utf8"), "old");
  assert.deepEqual(await namesIn(dir.path), ["in", "in.gz"]);
});

test("gunzipFile() names the file that cannot be read or written", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync("x"));
  const missing = dir.join("none.gz");
  await assert.rejects(gunzipFile(missing), failsWith("FS_NOT_FOUND", { path: missing }));
  const output = dir.join("none", "out");
  await assert.rejects(gunzipFile(dir.join("in.gz"), { output }), failsWith("FS_NO_DIRECTORY", { path: output }));
  await assert.rejects(gunzipFile(dir.path, { output: dir.join("x") }), failsWith("FS_IS_DIRECTORY", {}));
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
});

test("gunzipFile() leaves nothing when its signal fires in the middle", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync(pattern(4 * MIB), { level: 0 }));
  const controller = new AbortController();
  const reason = new Error("enough");
  const unzipping = gunzipFile(dir.join("in.gz"), {
    signal: controller.signal,
    onProgress: ({ bytes }) => void (bytes >= MIB && controller.abort(reason)),
  });
  await assert.rejects(unzipping, (error) => error === reason);
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
});

test("gunzipFile() rejects when its signal fires with the last chunk", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync("short"));
  const controller = new AbortController();
  const { signal } = controller;
  const unzipping = gunzipFile(dir.join("in.gz"), { signal, onProgress: () => controller.abort() });
  await assert.rejects(unzipping, { name: "AbortError" });
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
});

test("gunzipFile() is cancelled with the task that it runs in", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync(pattern(2 * MIB), { level: 0 }));
  const task = createTask(() => gunzipFile(dir.join("in.gz"), { onProgress: () => void task.cancel() }));
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
});

test("gunzipFile() tells its progress through the compressed file", async () => {
  await using dir = await tempDir();
  const bytes = gzipSync(pattern(600_000), { level: 0 });
  await writeFile(dir.join("in.gz"), bytes);
  const seen: FileProgress[] = [];
  await gunzipFile(dir.join("in.gz"), { onProgress: (progress) => void seen.push(progress) });
  assert.deepEqual(seen.at(-1), { bytes: bytes.length, totalBytes: bytes.length });
  assert.equal(seen.length, 3);
});

test("gunzipFile() refuses wrong arguments at once", async () => {
  const wrong: [unknown, unknown, string][] = [
    ["", {}, "path"],
    ["x.gz", { output: "" }, "output"],
    ["x.gz", { maxBytes: 0 }, "maxBytes"],
    ["x.gz", { maxBytes: 1.5 }, "maxBytes"],
    ["x.gz", { maxRatio: 0 }, "maxRatio"],
    ["x.gz", { maxRatio: NaN }, "maxRatio"],
    ["x.gz", { onProgress: true }, "onProgress"],
  ];
  for (const [path, options, option] of wrong) {
    const unzipping = gunzipFile(path as string, options as GunzipFileOptions);
    await assert.rejects(unzipping, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

test("gunzipFile() needs little memory for a large file", async () => {
  await using dir = await tempDir();
  const size = 256 * MIB;
  {
    await using file = await open(dir.join("large"), "w");
    await file.truncate(size);
  }
  await gzipFile(dir.join("large"), { level: 1 });
  // A slow writer is what memory would fill up behind: the engine is faster than any disk.
  const growth = await growthDuring((look) =>
    gunzipFile(dir.join("large.gz"), { output: dir.join("again"), onProgress: look })
  );
  assert.equal((await stat(dir.join("again"))).size, size);
  assert.ok(growth < size / 2, `grew by ${growth}`);
});
