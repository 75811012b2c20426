import assert from "node:assert/strict";
import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import test from "node:test";
import { AtomicFile } from "../../internal/atomic_file.ts";
import { tempDir } from "../support/mod.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && (error as { code?: string }).code === code;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

test("AtomicFile shows nothing under the target's name before commit()", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  await using file = await AtomicFile.create(path);
  await file.handle.write(bytes("half"));
  const names = await readdir(dir.path);
  assert.equal(names.length, 1);
  assert.match(names[0]!, /^\.target\.txt\.[0-9a-f]{8}\.tmp$/);
  await file.handle.write(bytes(" whole"));
  await file.commit();
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
  assert.equal(await readFile(path, "utf8"), "half whole");
});

test("AtomicFile leaves nothing when it is disposed before commit()", async () => {
  await using dir = await tempDir();
  {
    await using file = await AtomicFile.create(dir.join("target.txt"));
    await file.handle.write(bytes("lost"));
  }
  assert.deepEqual(await readdir(dir.path), []);
});

test("AtomicFile may be disposed again, and after commit()", async () => {
  await using dir = await tempDir();
  const file = await AtomicFile.create(dir.join("target.txt"));
  await file.commit();
  await file[Symbol.asyncDispose]();
  await file[Symbol.asyncDispose]();
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
  const other = await AtomicFile.create(dir.join("other.txt"));
  await other[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
});

test("AtomicFile.create() refuses a target that exists, before anything is written", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  await writeFile(path, "old");
  await assert.rejects(AtomicFile.create(path), hasCode("EEXIST"));
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
  assert.equal(await readFile(path, "utf8"), "old");
});

test("AtomicFile.create() refuses a link that leads nowhere as a target", async () => {
  await using dir = await tempDir();
  await symlink("nowhere", dir.join("link"));
  await assert.rejects(AtomicFile.create(dir.join("link")), hasCode("EEXIST"));
  assert.deepEqual(await readdir(dir.path), ["link"]);
});

test("commit() refuses a target that came up meanwhile", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  {
    await using file = await AtomicFile.create(path);
    await file.handle.write(bytes("new"));
    await writeFile(path, "somebody else's");
    await assert.rejects(file.commit(), hasCode("EEXIST"));
  }
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
  assert.equal(await readFile(path, "utf8"), "somebody else's");
});

test("commit() lets only one of two writers of one target win", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  await using first = await AtomicFile.create(path);
  await using second = await AtomicFile.create(path);
  await first.handle.write(bytes("first"));
  await second.handle.write(bytes("second"));
  const results = await Promise.allSettled([first.commit(), second.commit()]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal(await readFile(path, "utf8"), results[0]!.status === "fulfilled" ? "first" : "second");
});

test("commit() replaces a file when overwrite is set, and keeps its permissions", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  await writeFile(path, "old");
  // More than any umask leaves.
  await chmod(path, 0o666);
  await using file = await AtomicFile.create(path, { overwrite: true, mode: 0o600 });
  await file.handle.write(bytes("new"));
  assert.equal(await readFile(path, "utf8"), "old");
  await file.commit();
  assert.equal(await readFile(path, "utf8"), "new");
  assert.equal(await modeOf(path), 0o666);
});

test("AtomicFile leaves the old file when an overwrite is given up", async () => {
  await using dir = await tempDir();
  const path = dir.join("target.txt");
  await writeFile(path, "old");
  {
    await using file = await AtomicFile.create(path, { overwrite: true });
    await file.handle.write(bytes("new"));
  }
  assert.equal(await readFile(path, "utf8"), "old");
  assert.deepEqual(await readdir(dir.path), ["target.txt"]);
});

test("AtomicFile gives a new file the mode that is asked for, and never shows more of it", async () => {
  await using dir = await tempDir();
  await using file = await AtomicFile.create(dir.join("secret"), { mode: 0o600 });
  const [temporary] = await readdir(dir.path);
  assert.equal(await modeOf(dir.join(temporary!)), 0o600);
  await file.commit();
  assert.equal(await modeOf(dir.join("secret")), 0o600);
});

test("AtomicFile writes through a link, which stays one", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("far"));
  await writeFile(dir.join("far", "real.txt"), "old");
  await symlink(dir.join("far", "real.txt"), dir.join("link.txt"));
  await using file = await AtomicFile.create(dir.join("link.txt"), { overwrite: true });
  await file.handle.write(bytes("new"));
  await file.commit();
  assert.ok((await lstat(dir.join("link.txt"))).isSymbolicLink());
  assert.equal(await readlink(dir.join("link.txt")), dir.join("far", "real.txt"));
  assert.equal(await readFile(dir.join("far", "real.txt"), "utf8"), "new");
  assert.deepEqual((await readdir(dir.path)).sort(), ["far", "link.txt"]);
});

test("AtomicFile replaces a link that leads nowhere when overwrite is set", async () => {
  await using dir = await tempDir();
  await symlink("nowhere", dir.join("link"));
  await using file = await AtomicFile.create(dir.join("link"), { overwrite: true });
  await file.handle.write(bytes("new"));
  await file.commit();
  assert.equal(await readFile(dir.join("link"), "utf8"), "new");
  assert.deepEqual(await readdir(dir.path), ["link"]);
});

test("AtomicFile cuts a hard link, so that the other name keeps the old content", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("one"), "old");
  await link(dir.join("one"), dir.join("two"));
  await using file = await AtomicFile.create(dir.join("one"), { overwrite: true });
  await file.handle.write(bytes("new"));
  await file.commit();
  assert.equal(await readFile(dir.join("one"), "utf8"), "new");
  assert.equal(await readFile(dir.join("two"), "utf8"), "old");
});

test("AtomicFile.create() refuses a directory, with overwrite and without", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("folder"));
  await assert.rejects(AtomicFile.create(dir.join("folder"), { overwrite: true }), hasCode("EISDIR"));
  await assert.rejects(AtomicFile.create(dir.join("folder")), hasCode("EEXIST"));
  assert.deepEqual(await readdir(dir.path), ["folder"]);
});

test("AtomicFile.create() refuses to put a file in the place of a device", async () => {
  await assert.rejects(AtomicFile.create("/dev/null", { overwrite: true }), hasCode("EINVAL"));
  assert.ok((await stat("/dev/null")).isCharacterDevice());
});

test("AtomicFile.create() fails where the directory is missing or is none", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("file"), "");
  for (const overwrite of [false, true]) {
    await assert.rejects(AtomicFile.create(dir.join("missing", "x"), { overwrite }), hasCode("ENOENT"));
    await assert.rejects(AtomicFile.create(dir.join("file", "x"), { overwrite }), hasCode("ENOTDIR"));
  }
  assert.deepEqual(await readdir(dir.path), ["file"]);
});

test("finish() closes the file and leaves its name for commit()", async () => {
  await using dir = await tempDir();
  await using first = await AtomicFile.create(dir.join("first"));
  await using second = await AtomicFile.create(dir.join("second"));
  await first.handle.write(bytes("1"));
  await first.finish();
  await first.finish();
  await second.finish();
  assert.ok((await readdir(dir.path)).every((name) => name.endsWith(".tmp")));
  await assert.rejects(first.handle.write(bytes("more")));
  await first.commit();
  await second.commit();
  assert.deepEqual((await readdir(dir.path)).sort(), ["first", "second"]);
  assert.equal(await readFile(dir.join("first"), "utf8"), "1");
});

test("finish() and dispose leave nothing", async () => {
  await using dir = await tempDir();
  {
    await using file = await AtomicFile.create(dir.join("target"));
    await file.finish();
  }
  assert.deepEqual(await readdir(dir.path), []);
});

test("AtomicFile takes long and Arabic names", async () => {
  await using dir = await tempDir();
  // 255 bytes is the most that common file systems take for a name; the temporary one must not need more.
  for (const name of ["قصيدة طويلة.txt", "ن".repeat(127), "x".repeat(255), "💠".repeat(60)]) {
    await using file = await AtomicFile.create(dir.join(name));
    await file.handle.write(bytes(name));
    await file.commit();
    assert.equal(await readFile(dir.join(name), "utf8"), name);
  }
  assert.equal((await readdir(dir.path)).length, 4);
});

test("AtomicFile says so when its temporary file was taken away", async () => {
  await using dir = await tempDir();
  for (const overwrite of [false, true]) {
    const file = await AtomicFile.create(dir.join("target"), { overwrite });
    const [temporary] = await readdir(dir.path);
    await rename(dir.join(temporary!), dir.join("elsewhere"));
    await assert.rejects(file.commit(), hasCode("ENOENT"));
    await file[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(dir.path), ["elsewhere"]);
    await rm(dir.join("elsewhere"));
  }
});
