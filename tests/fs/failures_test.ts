import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { CancelledError, FileError, setLocale, SplitError } from "@maktaba/std/errors";
import { gunzipFile, gzipFile, joinFiles, readCsv, readText, splitFile } from "@maktaba/std/fs";
import { fileFailure, onFile } from "../../internal/file_failure.ts";
import { skip, type SkippableTest, type TempDir, tempDir } from "../support/mod.ts";
import { failsWith, namesIn, pattern } from "./helpers.ts";

const MIB = 1_048_576;

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something, open 'x'`), { code, errno: -1, syscall: "open" });
}

test("fileFailure() tells the errors of the file system apart", () => {
  const codes: Record<string, string> = {
    ENOENT: "FS_NOT_FOUND",
    EACCES: "FS_PERMISSION",
    EPERM: "FS_PERMISSION",
    EEXIST: "FS_EXISTS",
    EISDIR: "FS_IS_DIRECTORY",
    ENOTDIR: "FS_NOT_DIRECTORY",
    ENOSPC: "FS_NO_SPACE",
    EDQUOT: "FS_NO_SPACE",
    EROFS: "FS_READ_ONLY",
    ENAMETOOLONG: "FS_NAME_TOO_LONG",
    EMFILE: "FS_TOO_MANY_OPEN",
    ENFILE: "FS_TOO_MANY_OPEN",
    EIO: "FS_FAILED",
    ELOOP: "FS_FAILED",
    E2BIG: "FS_FAILED",
  };
  for (const [system, ours] of Object.entries(codes)) {
    const cause = systemError(system);
    const error = fileFailure(cause, "some/path");
    assert.ok(error instanceof FileError);
    assert.equal(error.code, ours, system);
    assert.equal(error.path, "some/path");
    assert.equal(error.cause, cause);
    assert.ok(error.message.includes("some/path"));
    assert.equal(error.retryable, ours === "FS_TOO_MANY_OPEN", system);
  }
});

test("fileFailure() makes the class that is asked for", () => {
  const error = fileFailure(systemError("ENOENT"), "x", SplitError);
  assert.ok(error instanceof SplitError && error.constructor === SplitError);
});

test("fileFailure() leaves alone what did not come from the file system", () => {
  const others = [
    new CancelledError("left"),
    new TypeError("a mistake"),
    new FileError({ code: "FS_NOT_FOUND", params: { path: "y" }, path: "y" }),
    Object.assign(new Error("zlib"), { code: "Z_DATA_ERROR" }),
    Object.assign(new Error("numbers are codes too"), { code: 2 }),
    "text",
    undefined,
  ];
  for (const other of others) assert.equal(fileFailure(other, "x"), other);
});

test("fileFailure() names the flag for what Deno does not allow: of what is read, or of where is written", () => {
  const messages = {
    "--allow-read=/data/x": 'Requires read access to "/data/x", run again with the --allow-read flag',
    "--allow-write=/data": 'Requires write access to "/data/.x.tmp", run again with the --allow-write flag',
  };
  for (const [flags, message] of Object.entries(messages)) {
    const error = fileFailure(Object.assign(new Error(message), { name: "NotCapable" }), "/data/x");
    assert.ok(error instanceof FileError && error.code === "FS_NOT_ALLOWED");
    assert.ok(error.message.endsWith(`run it with ${flags}`), error.message);
  }
  const refused = Object.assign(new Error("Access to this API has been restricted"), { code: "ERR_ACCESS_DENIED" });
  assert.equal((fileFailure(refused, "x") as FileError).code, "FS_PERMISSION", "Node's permission model");
});

test("onFile() passes results through and names the file in failures", async () => {
  assert.equal(await onFile("x", Promise.resolve(7)), 7);
  await assert.rejects(onFile("x", Promise.reject(systemError("ENOSPC"))), failsWith("FS_NO_SPACE", { path: "x" }));
});

test("errors of files are written in Arabic where that is set", async () => {
  setLocale("ar");
  try {
    const error = await readText("/لا/يوجد").catch((error: FileError) => error) as FileError;
    assert.equal(error.message, "لا يمكن العثور على /لا/يوجد إذ لا يوجد ملف أو مجلد بهذا المسار");
  } finally {
    setLocale("en");
  }
});

test("errors of files are plain data with their place", async () => {
  const error = await readCsv(["a,b\n1\n"]).catch((error: FileError) => error) as FileError;
  const json = JSON.parse(JSON.stringify(error));
  assert.equal(json.name, "FileError");
  assert.equal(json.code, "FS_CSV_TOO_FEW_FIELDS");
  assert.deepEqual(Object.keys(error).sort(), ["code", "column", "line"]);
});

/** Does work as a user who is not root. Files are looked at with the effective user, so the process stays what it is. */
async function asNobody(t: SkippableTest, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return await work();
  if (process.seteuid === undefined) return skip(t, "root may do everything, and this runtime cannot change its user");
  process.seteuid(65_534);
  try {
    await work();
  } finally {
    process.seteuid(0);
  }
}

test("files that may not be read or written are named", async (t) => {
  await using dir = await tempDir();
  await writeFile(dir.join("closed.gz"), gzipSync("x"));
  await writeFile(dir.join("open.gz"), gzipSync("x"));
  await mkdir(dir.join("locked"));
  await chmod(dir.join("closed.gz"), 0o000);
  await chmod(dir.join("open.gz"), 0o644);
  await chmod(dir.join("locked"), 0o555);
  await chmod(dir.path, 0o755);
  const path = dir.join("closed.gz");
  const output = dir.join("locked", "out");
  await asNobody(t, async () => {
    await assert.rejects(readText(path), failsWith("FS_PERMISSION", { path }));
    await assert.rejects(readCsv(path), failsWith("FS_PERMISSION", { path }));
    await assert.rejects(gunzipFile(path, { output }), failsWith("FS_PERMISSION", { path }));
    await assert.rejects(splitFile(path), failsWith("FS_PERMISSION", { path }, SplitError));
    const readable = dir.join("open.gz");
    await assert.rejects(gunzipFile(readable, { output }), failsWith("FS_PERMISSION", { path: output }));
    await assert.rejects(gzipFile(readable, { output }), failsWith("FS_PERMISSION", { path: output }));
    await assert.rejects(joinFiles([readable], output), failsWith("FS_PERMISSION", { path: output }, SplitError));
    await assert.rejects(
      splitFile(readable, { outputDirectory: dir.join("locked") }),
      failsWith("FS_PERMISSION", { path: dir.join("locked", "open.جزء1.gz") }, SplitError),
    );
  });
  assert.deepEqual(await namesIn(dir.path), ["closed.gz", "locked", "open.gz"]);
  assert.deepEqual(await namesIn(dir.join("locked")), []);
});

/** A file system of 2 MiB at `small` in a directory, or the reason why there is none. */
function mountSmall(dir: TempDir): Disposable | string {
  if (process.getuid?.() !== 0) return "only root can mount a small file system";
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", dir.join("small")]);
  if (mounted.status !== 0) return `no small file system can be mounted: ${mounted.stderr ?? mounted.error}`;
  return { [Symbol.dispose]: () => void spawnSync("umount", [dir.join("small")]) };
}

test("a disk that is full leaves nothing behind, wherever it fills up", async (t) => {
  await using dir = await tempDir();
  await mkdir(dir.join("small"));
  const mounted = mountSmall(dir);
  if (typeof mounted === "string") return skip(t, mounted);
  using _ = mounted;
  const source = dir.join("data");
  await writeFile(source, pattern(4 * MIB));
  await writeFile(dir.join("data.gz"), gzipSync(pattern(4 * MIB), { level: 0 }));
  const small = (name: string) => dir.join("small", name);
  await writeFile(small("old"), "old");

  const splitting = splitFile(source, { outputDirectory: dir.join("small"), partBytes: 300_000 });
  await assert.rejects(splitting, failsWith("FS_NO_SPACE", {}, SplitError));
  assert.deepEqual(await namesIn(dir.join("small")), ["old"]);

  const joining = joinFiles([source, source], small("old"), { overwrite: true });
  await assert.rejects(joining, failsWith("FS_NO_SPACE", { path: small("old") }, SplitError));
  await assert.rejects(gzipFile(source, { output: small("out") }), failsWith("FS_NO_SPACE", { path: small("out") }));
  await assert.rejects(
    gunzipFile(dir.join("data.gz"), { output: small("out") }),
    failsWith("FS_NO_SPACE", { path: small("out") }),
  );
  assert.deepEqual(await namesIn(dir.join("small")), ["old"]);
  assert.equal(await readText(small("old")), "old");
});
