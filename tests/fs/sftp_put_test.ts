import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { chmod, mkdir, open, writeFile } from "node:fs/promises";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, type FileError, ValidationError } from "@maktaba/std/errors";
import { type FileProgress, sftpGet, type SftpOptions, sftpPut } from "@maktaba/std/fs";
import { fingerprintOf } from "../../fs/internal/host_keys.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { tempDir } from "../support/mod.ts";
import { digestOf, failsWith, growthDuring, pattern } from "./helpers.ts";
import { clientKey, makeKeys, remoteDir, startOddServer } from "./sftp_helpers.ts";

const MIB = 1_048_576;

test("sftpPut() uploads a file and gives the remote path", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("سلام.txt"), "سلام عليكم");
  const path = await sftpPut(dir.join("سلام.txt"), remote.join("تحية عربية.txt"), remote.options);
  assert.equal(path, remote.join("تحية عربية.txt"));
  assert.deepEqual(await remote.names(), ["تحية عربية.txt"]);
  assert.equal((await remote.read("تحية عربية.txt")).toString(), "سلام عليكم");
});

test("sftpPut() uploads files of every size around that of a request", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  for (const size of [0, 1, 32_767, 32_768, 32_769, 16 * 32_768, 16 * 32_768 + 1, 2_500_000]) {
    const bytes = pattern(size, size + 1);
    await writeFile(dir.join("in"), bytes);
    await sftpPut(dir.join("in"), remote.join(`out-${size}`), remote.options);
    assert.ok((await remote.read(`out-${size}`)).equals(bytes), `${size}`);
  }
  assert.equal((await remote.names()).length, 8);
});

test("sftpPut() and sftpGet() give back the same bytes", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(3 * MIB + 5));
  await sftpPut(dir.join("in"), remote.join("there"), remote.options);
  await sftpGet(remote.join("there"), dir.join("back"), remote.options);
  assert.equal(await digestOf(dir.join("back")), await digestOf(dir.join("in")));
});

test("sftpPut() refuses to replace a file unless overwrite is set", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "new");
  await remote.write("out", "old");
  const path = remote.join("out");
  await assert.rejects(sftpPut(dir.join("in"), path, remote.options), failsWith("FS_EXISTS", { path }));
  assert.equal((await remote.read("out")).toString(), "old");
  await sftpPut(dir.join("in"), path, { ...remote.options, overwrite: true });
  assert.equal((await remote.read("out")).toString(), "new");
  assert.deepEqual(await remote.names(), ["out"]);
});

test("sftpPut() refuses to replace a file that came up while it was uploading", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(MIB));
  await using proxy = await startTcpProxy({ port: remote.options.port! });
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  let isFirst = true;
  const onProgress = () => {
    if (isFirst) proxy.set({ toServer: { isStalled: true } });
    isFirst = false;
    resolve();
  };
  const path = remote.join("out");
  const uploading = sftpPut(dir.join("in"), path, { ...remote.options, port: proxy.port, onProgress });
  const refused = assert.rejects(uploading, failsWith("FS_EXISTS", { path }));
  await stalled;
  await remote.write("out", "somebody else's");
  proxy.clear();
  await refused;
  assert.deepEqual(await remote.names(), ["out"]);
  assert.equal((await remote.read("out")).toString(), "somebody else's");
});

test("sftpPut() gives the remote file the local permissions, or those of the file that it replaces", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("secret"), "x");
  await chmod(dir.join("secret"), 0o600);
  await sftpPut(dir.join("secret"), remote.join("new"), remote.options);
  assert.equal(await remote.mode("new"), 0o600);
  await chmod(dir.join("secret"), 0o644);
  await sftpPut(dir.join("secret"), remote.join("new"), { ...remote.options, overwrite: true });
  assert.equal(await remote.mode("new"), 0o600);
});

test("sftpPut() names what cannot be written on the server", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "x");
  await remote.mkdir("folder");
  await remote.mkdir("locked");
  await remote.chmod("locked", 0o555);
  const codes = { "none/out": "FS_NOT_FOUND", folder: "FS_IS_DIRECTORY", "locked/out": "FS_PERMISSION" };
  for (const [name, code] of Object.entries(codes)) {
    for (const overwrite of [false, true]) {
      const uploading = sftpPut(dir.join("in"), remote.join(name), { ...remote.options, overwrite });
      await assert.rejects(uploading, failsWith(code, { path: remote.join(name) }), name);
    }
  }
  assert.deepEqual(await remote.names(), ["folder", "locked"]);
});

test("sftpPut() names a local file that cannot be read, before it connects", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("folder"));
  const options = { host: "127.0.0.1", port: 1, username: "x", password: "x", hostKey: `SHA256:${"A".repeat(43)}` };
  const missing = dir.join("none");
  await assert.rejects(sftpPut(missing, "out", options), failsWith("FS_NOT_FOUND", { path: missing }));
  await assert.rejects(sftpPut(dir.join("folder"), "out", options), failsWith("FS_IS_DIRECTORY"));
});

test("sftpPut() tells its progress as the server confirms it", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(100_000));
  const seen: FileProgress[] = [];
  const onProgress = (progress: FileProgress) => void seen.push(progress);
  await sftpPut(dir.join("in"), remote.join("out"), { ...remote.options, onProgress });
  assert.equal(seen.length, 4);
  assert.deepEqual(seen.at(-1), { bytes: 100_000, totalBytes: 100_000 });
});

test("sftpPut() leaves nothing on the server when its signal fires in the middle", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(4 * MIB));
  await remote.write("out", "old");
  const controller = new AbortController();
  const reason = new Error("enough");
  const uploading = sftpPut(dir.join("in"), remote.join("out"), {
    ...remote.options,
    overwrite: true,
    signal: controller.signal,
    onProgress: ({ bytes }) => void (bytes > MIB && controller.abort(reason)),
  });
  await assert.rejects(uploading, (error) => error === reason);
  assert.deepEqual(await remote.names(), ["out"]);
  assert.equal((await remote.read("out")).toString(), "old");
});

test("sftpPut() leaves nothing when it is cancelled at any other time", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(MIB));
  await using proxy = await startTcpProxy({ port: remote.options.port! });
  let [uploaded, cancelled] = [0, 0];
  for (let ms = 0; ms < 400; ms += 40) {
    const signal = AbortSignal.timeout(ms + 1);
    const path = remote.join(`out-${ms}`);
    await sftpPut(dir.join("in"), path, { ...remote.options, port: proxy.port, signal }).then(
      () => uploaded++,
      (error) => {
        assert.equal(error, signal.reason);
        cancelled++;
      },
    );
  }
  assert.ok(cancelled > 0);
  // Whatever was cancelled when the last request, that for the name, was under way may be there, but then it is whole.
  for (const name of await remote.names()) {
    assert.match(name, /^out-\d+$/);
    assert.equal((await remote.read(name)).length, MIB);
  }
  assert.ok((await remote.names()).length >= uploaded);
});

test("sftpPut() leaves nothing when onProgress throws, and rejects with that", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(MIB));
  const mistake = new TypeError("a mistake in the callback");
  const onProgress = () => {
    throw mistake;
  };
  const uploading = sftpPut(dir.join("in"), remote.join("out"), { ...remote.options, onProgress });
  await assert.rejects(uploading, (error) => error === mistake);
  assert.deepEqual(await remote.names(), []);
});

test("sftpPut() is cancelled with the task that it runs in", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(2 * MIB));
  const task = createTask(() =>
    sftpPut(dir.join("in"), remote.join("out"), { ...remote.options, onProgress: () => void task.cancel() })
  );
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await remote.names(), []);
});

test("sftpPut() says that the connection was lost, and shows nothing under the target's name", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), pattern(4 * MIB));
  const faults = { toServer: { cutAfterBytes: 2 * MIB } };
  await using proxy = await startTcpProxy({ port: remote.options.port!, faults });
  const uploading = sftpPut(dir.join("in"), remote.join("out"), { ...remote.options, port: proxy.port });
  await assert.rejects(uploading, failsWith("FS_SFTP_DISCONNECTED"));
  assert.ok((await remote.names()).every((name) => name.startsWith(".out.") && name.endsWith(".tmp")));
});

test("sftpPut() closes its connection when it ends and when it fails", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "x");
  await using proxy = await startTcpProxy({ port: remote.options.port! });
  const options = { ...remote.options, port: proxy.port };
  for (const target of [remote.join("out"), remote.join("out"), remote.join("none/out")]) {
    const connected = proxy.nextConnection();
    await Promise.allSettled([sftpPut(dir.join("in"), target, options)]);
    await (await connected).closed;
  }
  assert.deepEqual(await remote.names(), ["out"]);
});

test("sftpPut() logs in with a private key", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "x");
  const { password: _, ...options } = remote.options;
  await sftpPut(dir.join("in"), remote.join("out"), { ...options, privateKey: await clientKey() });
  assert.deepEqual(await remote.names(), ["out"]);
});

test("sftpPut() replaces in two steps on a server that knows no other way", async () => {
  await using dir = await tempDir();
  const keys = makeKeys("ed25519");
  await using server = await startOddServer({ hostKeys: [keys.private], content: Buffer.from("old") });
  const hostKey = fingerprintOf(Buffer.from(keys.public.split(" ")[1]!, "base64"));
  const options = { host: "127.0.0.1", port: server.port, username: "ali", password: "سر", hostKey };
  await writeFile(dir.join("in"), "new");
  await sftpPut(dir.join("in"), "/file", { ...options, overwrite: true });
  await sftpGet("/file", dir.join("back"), options);
  assert.equal(await digestOf(dir.join("back")), await digestOf(dir.join("in")));
  await assert.rejects(sftpPut(dir.join("in"), "/file", options), failsWith("FS_EXISTS", { path: "/file" }));
  await sftpPut(dir.join("in"), "/other", options);
  assert.deepEqual(server.renames, ["/file", "/other"]);
});

test("sftpPut() never sends its data to a server that it does not trust", async () => {
  await using dir = await tempDir();
  const keys = makeKeys("ed25519");
  await using server = await startOddServer({ hostKeys: [keys.private] });
  await writeFile(dir.join("in"), "x");
  const options = { host: "127.0.0.1", port: server.port, username: "ali", password: "سر" };
  const hostKey = `SHA256:${"D".repeat(43)}`;
  const uploading = sftpPut(dir.join("in"), "/out", { ...options, hostKey });
  await assert.rejects(uploading, failsWith("FS_SFTP_HOST_KEY_MISMATCH"));
  assert.deepEqual([server.methods, server.renames], [[], []]);
});

test("sftpPut() uploads many files at a time", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  const names = ["a", "b", "c", "d"];
  for (const [index, name] of names.entries()) await writeFile(dir.join(name), pattern(200_000, index + 1));
  await Promise.all(names.map((name) => sftpPut(dir.join(name), remote.join(name), remote.options)));
  assert.deepEqual(await remote.names(), names);
  for (const [index, name] of names.entries()) {
    assert.ok((await remote.read(name)).equals(pattern(200_000, index + 1)));
  }
});

test("sftpPut() needs little memory for a large file", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  // Well above what a runtime's heap takes by itself before it collects: Bun's grows by 100 MiB at its ease.
  const size = 384 * MIB;
  {
    await using file = await open(dir.join("large"), "w");
    await file.truncate(size);
  }
  const growth = await growthDuring((onProgress) =>
    sftpPut(dir.join("large"), remote.join("out"), { ...remote.options, onProgress })
  );
  assert.ok(growth < size / 2, `grew by ${growth}`);
});

test("sftpPut() refuses wrong arguments at once", async () => {
  const good = { host: "127.0.0.1", username: "ali", password: "kalima" };
  const wrong: [unknown, unknown, unknown, string][] = [
    ["", "b", good, "localPath"],
    ["a", "", good, "remotePath"],
    ["a", "b", null, "options"],
    ["a", "b", { ...good, host: 1 }, "host"],
    ["a", "b", { ...good, hostKey: "AAAA" }, "hostKey"],
    ["a", "b", { ...good, onProgress: "x" }, "onProgress"],
  ];
  for (const [localPath, remotePath, options, option] of wrong) {
    const uploading = sftpPut(localPath as string, remotePath as string, options as SftpOptions);
    await assert.rejects(uploading, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

test("errors of SFTP name the server and the file, and no password", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "x");
  const error = await sftpPut(dir.join("in"), remote.join("none/out"), remote.options)
    .catch((error: FileError) => error) as FileError;
  const { host, port, password } = remote.options;
  assert.ok(error.message.includes(`${host}:${port}:${remote.join("none/out")}`), error.message);
  assert.ok(!JSON.stringify(error).includes(password!));
});
