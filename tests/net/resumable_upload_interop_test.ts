import { FileStore } from "@tus/file-store";
import { Server, type ServerOptions } from "@tus/server";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import test from "node:test";
import { type NetworkError, setLocale } from "../../errors/mod.ts";
import { type CreatedUpload, type HttpError, upload, type UploadOptions } from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { contentOf, listen, type TempDir, tempDir } from "../support/mod.ts";
import { failureOf, soon } from "./support.ts";

setLocale("en");

/** A request that the protocol's own server has answered. */
interface Answered {
  readonly method: string;
  readonly offset: string | undefined;
  readonly status: number;
}

/** The protocol's own server, which keeps uploads in a directory. */
interface RealTusServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly dir: TempDir;
  /** Those that were answered. */
  readonly answered: Answered[];
  /** Resolves when the nth PATCH has come. */
  chunk(n: number): Promise<void>;
}

async function realServer(options: Partial<ServerOptions> = {}, expirationMs = 0): Promise<RealTusServer> {
  const dir = await tempDir();
  const datastore = new FileStore({ directory: dir.path, expirationPeriodInMilliseconds: expirationMs });
  const tus = new Server({ path: "/files", relativeLocation: true, ...options, datastore });
  const answered: Answered[] = [];
  const chunks: PromiseWithResolvers<void>[] = [];
  const chunk = (n: number) => chunks[n - 1] ??= Promise.withResolvers<void>();
  let seen = 0;
  const server = await listen((request, response) => {
    const { method = "", headers } = request;
    const offset = headers["upload-offset"] as string | undefined;
    response.once("finish", () => answered.push({ method, offset, status: response.statusCode }));
    if (method === "PATCH") chunk(++seen).resolve();
    // What it says of connections that break is no failure of the test.
    tus.handle(request, response).catch(() => response.destroy());
  });
  return {
    port: server.port,
    url: `${server.url}/files`,
    dir,
    answered,
    chunk: (n) => chunk(n).promise,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

const quick: UploadOptions = { retry: { attempts: 5, delayMs: 5 } };

test("upload() fills the protocol's own server, by chunks and at once", async () => {
  await using dir = await tempDir();
  const path = dir.join("كتاب.pdf");
  for (const size of [0, 1, 3_000_000]) {
    const content = contentOf(size);
    await writeFile(path, content);
    for (const chunkBytes of [1_000_000, Infinity]) {
      await using server = await realServer();
      const file = await upload(server.url, path, { chunkBytes, metadata: { filetype: "application/pdf" } });
      const [id] = (await readdir(server.dir.path)).filter((name) => !name.endsWith(".json"));
      assert.equal(file.url, `${server.url}/${id}`);
      assert.ok((await readFile(server.dir.join(id!))).equals(content));
      const { metadata } = JSON.parse(await readFile(server.dir.join(`${id}.json`), "utf8"));
      assert.deepEqual(metadata, { filename: "كتاب.pdf", filetype: "application/pdf" });
    }
  }
});

test("upload() brings a file whole to the protocol's own server over a line that is cut again and again", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  const content = contentOf(6_000_000);
  await writeFile(path, content);
  await using server = await realServer();
  await using proxy = await startTcpProxy({ port: server.port, faults: { toServer: { cutAfterBytes: 1_500_000 } } });
  const url = server.url.replace(`${server.port}`, `${proxy.port}`);
  const file = await upload(url, path, quick);
  const stored = server.dir.join(file.url.split("/").at(-1)!);
  assert.ok((await readFile(stored)).equals(content));
  // Each went on exactly where the server was; it refuses all others.
  assert.ok(server.answered.every(({ status }) => status < 300), JSON.stringify(server.answered));
  assert.equal(server.answered.filter(({ method }) => method === "POST").length, 1);
  const asked = server.answered.filter(({ method }) => method === "HEAD").length;
  assert.ok(asked >= 3, `${asked} cuts`);
});

test("upload() is cancelled in the middle, and the protocol's own server is sent only the rest by a later call", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  const content = contentOf(4_000_000);
  await writeFile(path, content);
  await using server = await realServer();
  const controller = new AbortController();
  const options: UploadOptions = { ...quick, resume: true, chunkBytes: 1_000_000 };
  const first = upload(server.url, path, {
    ...options,
    signal: controller.signal,
    onProgress: ({ bytes }) => bytes > 2_000_000 ? controller.abort(new Error("enough")) : undefined,
  });
  assert.equal((await failureOf(first)).message, "enough");
  const sent = server.answered.length;
  const file = await upload(server.url, path, options);
  assert.equal(file.wasResumed, true);
  const stored = server.dir.join(file.url.split("/").at(-1)!);
  assert.ok((await readFile(stored)).equals(content));
  const [head, chunk] = server.answered.slice(sent).filter(({ method }) => method === "HEAD" || method === "PATCH")
    .filter(({ status }) => status < 300);
  assert.equal(head!.method, "HEAD");
  assert.ok(Number(chunk!.offset) >= 2_000_000, `${chunk!.offset}`);
});

test("upload() called twice for one upload brings the file whole to the protocol's own server", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  const content = contentOf(3_000_000);
  await writeFile(path, content);
  await using server = await realServer();
  const created = Promise.withResolvers<string>();
  const options: UploadOptions = { chunkBytes: 500_000, retry: { attempts: 20, delayMs: 5 } };
  const first = upload(server.url, path, { ...options, onCreated: ({ url }) => created.resolve(url) });
  const uploadUrl = await created.promise;
  const outcomes = await Promise.allSettled([first, upload(server.url, path, { ...options, uploadUrl })]);
  // Each takes the place of the other, as a client does that comes back while the server still waits for it.
  assert.ok(outcomes.some(({ status }) => status === "fulfilled"), JSON.stringify(outcomes));
  const stored = server.dir.join(uploadUrl.split("/").at(-1)!);
  assert.ok((await readFile(stored)).equals(content));
});

test("upload() tells when the protocol's own server forgets an upload, and that it has", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  await writeFile(path, contentOf(1_000));
  await using server = await realServer({}, 1);
  const created: CreatedUpload[] = [];
  const options: UploadOptions = { onCreated: (it) => void created.push(it), retry: { attempts: 1 } };
  const error = await failureOf<NetworkError>(upload(server.url, path, {
    ...options,
    // Later than it says.
    onCreated(it) {
      created.push(it);
      while (Date.now() <= it.expires!.getTime() + 1_000);
    },
  }));
  assert.equal(error.code, "NET_UPLOAD_GONE");
  assert.equal((error.cause as HttpError).status, 410);
  assert.ok(created[0]!.expires instanceof Date);
  const again = await failureOf<NetworkError>(upload(server.url, path, { uploadUrl: created[0]!.url }));
  assert.equal(again.code, "NET_UPLOAD_GONE");
});

test("upload() has the protocol's own server delete what is cancelled, and keeps to its limit", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  await writeFile(path, contentOf(1_000_000));
  await using server = await realServer();
  const controller = new AbortController();
  const cancelled = upload(server.url, path, {
    terminate: true,
    chunkBytes: 100_000,
    signal: controller.signal,
    onProgress: ({ bytes }) => bytes > 500_000 ? controller.abort(new Error("enough")) : undefined,
  });
  assert.equal((await failureOf(cancelled)).message, "enough");
  assert.deepEqual(await readdir(server.dir.path), []);
  await using small = await realServer({ maxSize: 999_999 });
  const error = await failureOf<NetworkError>(upload(small.url, path));
  assert.equal(error.code, "NET_UPLOAD_TOO_LARGE");
});

test("upload() brings 128 MiB to the protocol's own server, of which a line of faults has lost what it could", async () => {
  await using dir = await tempDir();
  const path = dir.join("large");
  const size = 134_217_728;
  await writeFile(path, contentOf(1_000_003));
  // The rest is a hole, which takes no room on the disk.
  await truncate(path, size);
  await using server = await realServer();
  await using proxy = await startTcpProxy({ port: server.port });
  const url = server.url.replace(`${server.port}`, `${proxy.port}`);
  let cut = 0;
  const onProgress = ({ bytes }: { bytes: number }) => {
    if (bytes <= (cut + 1) * 20_000_000) return;
    cut++;
    proxy.cut();
  };
  const file = await soon(upload(url, path, { ...quick, onProgress }), "the upload", 100_000);
  const stored = server.dir.join(file.url.split("/").at(-1)!);
  assert.equal(await digestOf(stored), await digestOf(path));
  assert.ok(cut >= 5);
  assert.ok(server.answered.every(({ status }) => status < 300), JSON.stringify(server.answered));
});
