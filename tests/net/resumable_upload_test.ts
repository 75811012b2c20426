import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { CancelledError, createTask } from "../../async/mod.ts";
import { type FileError, type NetworkError, setLocale, type ValidationError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import {
  type CreatedUpload,
  type HttpError,
  type TransferProgress,
  upload,
  type UploadOptions,
} from "../../net/mod.ts";
import { startTcpProxy } from "../faults/tcp_proxy.ts";
import { contentOf, listen, random, skip, tempDir, testOptions, watchedSignal } from "../support/mod.ts";
import { failureOf, soon, unusedPort } from "./support.ts";
import { serveTus } from "./tus_server.ts";

setLocale("en");

/** A file in a directory of its own. */
async function sourceFile(content: Buffer | string) {
  const dir = await tempDir();
  const path = dir.join("كتاب.bin");
  await writeFile(path, content);
  return { path, dir, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

const quick: UploadOptions = { retry: { attempts: 3, delayMs: 1 } };

test("upload() creates an upload and sends the file in chunks", async () => {
  const content = contentOf(250_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({ created: { "upload-expires": "Sun, 06 Nov 1994 08:49:37 GMT" } });
  const created: CreatedUpload[] = [];
  const file = await upload(`${server.url}?a=b`, source.path, {
    chunkBytes: 100_000,
    query: { c: 1 },
    headers: { "x-mine": "yes" },
    metadata: { عنوان: undefined, filetype: "image/png", empty: "" },
    onCreated: (it) => void created.push(it),
  });
  const url = `${server.origin}/files/upload1`;
  assert.deepEqual(file, { path: source.path, bytes: 250_000, url, wasResumed: false });
  assert.deepEqual(created, [{ url, expires: new Date("1994-11-06T08:49:37Z") }]);
  assert.ok(server.only.content.equals(content));
  assert.deepEqual(server.seen.map(({ method, url }) => [method, url]), [
    ["OPTIONS", "/files?a=b&c=1"],
    ["POST", "/files?a=b&c=1"],
    ["PATCH", "/files/upload1"],
    ["PATCH", "/files/upload1"],
    ["PATCH", "/files/upload1"],
  ]);
  assert.deepEqual(server.of("PATCH").map(({ headers }) => headers["upload-offset"]), ["0", "100000", "200000"]);
  const [options, ...others] = server.seen;
  assert.equal(options!.headers["tus-resumable"], undefined);
  assert.ok(others.every(({ headers }) => headers["tus-resumable"] === "1.0.0" && headers["x-mine"] === "yes"));
  const filename = Buffer.from("كتاب.bin").toString("base64");
  assert.equal(
    server.only.metadata,
    `filename ${filename},filetype ${Buffer.from("image/png").toString("base64")},empty`,
  );
});

test("upload() sends files of every size, by chunks of every size", async () => {
  for (const size of [0, 1, 99, 100, 101, 200, 300_001]) {
    const content = contentOf(size);
    await using source = await sourceFile(content);
    for (const chunkBytes of size > 1_000 ? [Infinity, 262_144, undefined] : [100, Infinity]) {
      await using server = await serveTus();
      const file = await upload(server.url, source.path, { chunkBytes });
      assert.equal(file.bytes, size);
      assert.ok(server.only.content.equals(content), `${size} by ${chunkBytes}`);
      const most = chunkBytes ?? size + 1;
      assert.equal(server.of("PATCH").length, size === 0 ? 0 : most > size ? 1 : Math.ceil(size / most));
    }
  }
});

test("upload() may tell the server nothing of the file", async () => {
  await using source = await sourceFile("1");
  await using server = await serveTus();
  await upload(server.url, source.path, { metadata: { filename: undefined } });
  assert.equal(server.only.metadata, undefined);
});

test("upload() goes on where a connection broke, as often as it breaks, and sends nothing twice that was stored", async () => {
  const content = contentOf(1_000_000);
  await using source = await sourceFile(content);
  // Nine times, though there are three attempts: each time more has been stored.
  await using server = await serveTus({ breaksAfter: () => 111_112 });
  const file = await upload(server.url, source.path, quick);
  assert.equal(file.wasResumed, false);
  assert.ok(server.only.content.equals(content));
  const offsets = server.of("PATCH").map(({ headers }) => Number(headers["upload-offset"]));
  assert.deepEqual(offsets, Array.from({ length: 9 }, (_, index) => index * 111_112));
  assert.equal(server.of("PATCH").reduce((sum, { received }) => sum + received, 0), content.length);
  assert.equal(server.of("POST").length, 1);
});

test("upload() gives up after as many attempts as brought nothing", async () => {
  await using source = await sourceFile(contentOf(1_000));
  await using server = await serveTus({ breaksAfter: (n) => n === 1 ? 300 : 0 });
  const error = await failureOf<NetworkError>(upload(server.url, source.path, quick));
  assert.deepEqual([error.reason, error.retryable], ["reset", true]);
  // The first one and two more, then three anew as 300 had been stored.
  assert.equal(error.attempts.length, 6);
  assert.equal(server.only.offset, 300);
});

test("upload() asks where the server is after a status that passes", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  for (const status of [408, 429, 500, 503]) {
    await using server = await serveTus({
      instead: ({ method }, n) => method !== "HEAD" && n === (method === "PATCH" ? 2 : 1) ? { status } : undefined,
    });
    await upload(server.url, source.path, { retry: { attempts: 4, delayMs: 1 }, chunkBytes: 400 });
    assert.ok(server.only.content.equals(content));
    assert.deepEqual(server.seen.map(({ method }) => method), [
      ...["OPTIONS", "OPTIONS", "POST", "POST"],
      ...["PATCH", "PATCH", "HEAD", "PATCH", "PATCH"],
    ]);
  }
});

test("upload() is tried again where the protocol says so, and tells what each status means", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  const cases = [
    { status: 409, code: "NET_UPLOAD_CONFLICT", reason: "status", retryable: true },
    { status: 423, code: "NET_UPLOAD_LOCKED", reason: "status", retryable: true },
    { status: 460, code: "NET_UPLOAD_CHECKSUM", reason: "decode", retryable: true },
    { status: 404, code: "NET_UPLOAD_GONE", reason: "status", retryable: false },
    { status: 410, code: "NET_UPLOAD_GONE", reason: "status", retryable: false },
    { status: 412, code: "NET_UPLOAD_NOT_TUS", reason: "protocol", retryable: false },
    { status: 403, code: "NET_HTTP_STATUS", reason: "status", retryable: false },
    { status: 413, code: "NET_HTTP_STATUS", reason: "status", retryable: false },
    { status: 503, code: "NET_HTTP_STATUS", reason: "status", retryable: true },
  ];
  for (const { status, ...expected } of cases) {
    let isWell = false;
    await using server = await serveTus({
      instead: ({ method }, n) => method === "PATCH" && n > 1 && !isWell ? { status } : undefined,
    });
    const options: UploadOptions = { ...quick, chunkBytes: 400 };
    const error = await failureOf<NetworkError>(upload(server.url, source.path, options));
    const { code, reason, retryable } = error;
    assert.deepEqual({ code, reason, retryable }, expected, `${status}`);
    assert.ok(error.message.includes(`${server.origin}/files/upload1`));
    assert.equal((code === "NET_HTTP_STATUS" ? error as HttpError : error.cause as HttpError).status, status);
    // The first attempt stored the first chunk, so that there were three more after it and the next two.
    assert.equal(error.attempts.length, retryable ? 6 : 1, `${status}`);
    isWell = true;
    const file = await upload(server.url, source.path, { ...options, uploadUrl: "/files/upload1" });
    assert.equal(file.wasResumed, true);
    assert.ok(server.only.content.equals(content), `${status}`);
  }
});

test("upload() has each chunk verified by the best checksum that the server offers", async () => {
  const content = contentOf(2_500_000);
  await using source = await sourceFile(content);
  for (
    const [offered, algorithm] of [["md5,sha1", "sha1"], ["sha1, sha-256 ,crc32", "sha256"], ["sha512,sha1", "sha512"]]
  ) {
    await using server = await serveTus({
      offer: { "tus-version": "1.0.0", "tus-extension": "creation,checksum", "tus-checksum-algorithm": offered! },
    });
    await upload(server.url, source.path, { chunkBytes: 1_500_000 });
    const digests = [[0, 1_500_000], [1_500_000, 2_500_000]].map(([start, end]) =>
      createHash(algorithm!).update(content.subarray(start, end)).digest("base64")
    );
    const sent = server.of("PATCH").map(({ headers }) => headers["upload-checksum"] as string);
    assert.deepEqual(sent.map((value) => value.split(" ")[1]), digests);
    assert.ok(sent.every((value) => offered!.includes(value.split(" ")[0]!)));
    assert.ok(server.only.content.equals(content));
  }
});

test("upload() sends no checksum that is not asked for, not offered or not known", async () => {
  await using source = await sourceFile("content");
  const offer = { "tus-version": "1.0.0", "tus-extension": "creation,checksum", "tus-checksum-algorithm": "sha1" };
  const cases: [Record<string, string>, UploadOptions][] = [
    [offer, { checksum: false }],
    [{ ...offer, "tus-checksum-algorithm": "crc32" }, {}],
    [{ ...offer, "tus-extension": "creation" }, {}],
    [{}, {}],
  ];
  for (const [offer, options] of cases) {
    await using server = await serveTus({ offer });
    await upload(server.url, source.path, options);
    assert.equal(server.of("PATCH")[0]!.headers["upload-checksum"], undefined);
  }
});

test("upload() sends a chunk again whose checksum the server refused", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({
    offer: { "tus-version": "1.0.0", "tus-extension": "checksum", "tus-checksum-algorithm": "sha1" },
    instead: ({ method }, n) => method === "PATCH" && n === 2 ? { status: 460 } : undefined,
  });
  await upload(server.url, source.path, { ...quick, chunkBytes: 400 });
  assert.ok(server.only.content.equals(content));
  assert.deepEqual(server.of("PATCH").map(({ headers }) => headers["upload-offset"]), ["0", "400", "400", "800"]);
});

test("upload() brings a file whole over a line that changes what goes over it, if the server verifies chunks", async () => {
  const content = contentOf(1_000_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({
    offer: { "tus-version": "1.0.0", "tus-extension": "checksum", "tus-checksum-algorithm": "sha1" },
  });
  const faults = { toServer: { corrupt: { offset: 500_000 } } };
  await using proxy = await startTcpProxy({ port: Number(new URL(server.url).port), faults });
  const codes: string[] = [];
  const onRetry = (error: unknown) => {
    codes.push((error as NetworkError).code);
    proxy.clear();
  };
  await upload(`http://127.0.0.1:${proxy.port}/files`, source.path, { retry: { delayMs: 1, onRetry } });
  assert.deepEqual(codes, ["NET_UPLOAD_CHECKSUM"]);
  assert.ok(server.only.content.equals(content));
});

test("upload() goes without what a server does not tell", async () => {
  await using source = await sourceFile("content");
  for (const status of [401, 404, 405, 501]) {
    await using server = await serveTus({ instead: ({ method }) => method === "OPTIONS" ? { status } : undefined });
    await upload(server.url, source.path);
    assert.equal(server.only.content.toString(), "content");
  }
});

test("upload() sends nothing to a server that takes less", async () => {
  await using source = await sourceFile(contentOf(1_001));
  await using server = await serveTus({ offer: { "tus-version": "1.0.0", "tus-max-size": "1000" } });
  const error = await failureOf<NetworkError>(upload(server.url, source.path));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_UPLOAD_TOO_LARGE", "too-large", false]);
  assert.match(error.message, /1001 bytes and the server takes at most 1000$/);
  assert.deepEqual(server.seen.map(({ method }) => method), ["OPTIONS"]);
});

test("upload() tells of a server that does not follow the protocol", async () => {
  await using source = await sourceFile("content");
  const cases: [Parameters<typeof serveTus>[0], RegExp][] = [
    [{ offer: { "tus-version": "2.0.0,0.2.2" } }, /it speaks 2\.0\.0, 0\.2\.2$/],
    [{ instead: ({ method }) => method === "POST" ? { status: 200 } : undefined }, /has no Location$/],
    [{ location: () => "ftp://elsewhere.example/1" }, /Location ftp:\/\/elsewhere\.example\/1$/],
    [{ location: () => "http://[" }, /Location http:\/\/\[$/],
    [{ instead: ({ method }) => method === "PATCH" ? { status: 204 } : undefined }, /Upload-Offset is missing$/],
    ...["0", "8", "-1", "x", "1e1", "99999999999999999999"].map((offset) =>
      [{
        instead: ({ method }: { method: string }) =>
          method === "PATCH" ? { status: 204, headers: { "upload-offset": offset } } : undefined,
      }, new RegExp(`Upload-Offset ${offset}`)] as [Parameters<typeof serveTus>[0], RegExp]
    ),
  ];
  for (const [options, message] of cases) {
    await using server = await serveTus(options);
    const error = await failureOf<NetworkError>(upload(server.url, source.path, quick));
    assert.deepEqual(
      [error.code, error.reason, error.retryable],
      ["NET_UPLOAD_NOT_TUS", "protocol", false],
      `${message}`,
    );
    assert.match(error.message, message);
  }
});

test("upload() goes on with the upload of a URL that the caller kept", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({ breaksAfter: (n) => n === 1 ? 600 : undefined });
  let url = "";
  const failed = upload(server.url, source.path, { retry: { attempts: 1 }, onCreated: (it) => url = it.url });
  assert.equal((await failureOf<NetworkError>(failed)).reason, "reset");
  for (const uploadUrl of [url, new URL(url), "/files/upload1"]) {
    const file = await upload(server.url, source.path, { uploadUrl });
    assert.deepEqual(file, { path: source.path, bytes: 1_000, url, wasResumed: true });
  }
  assert.ok(server.only.content.equals(content));
  assert.deepEqual(server.of("PATCH").map(({ received }) => received), [600, 400]);
  assert.equal(server.of("POST").length, 1);
});

test("upload() does not go on with the upload of another file", async () => {
  await using source = await sourceFile("content");
  await using server = await serveTus();
  await upload(server.url, source.path);
  await appendFile(source.path, "!");
  const error = await failureOf<NetworkError>(upload(server.url, source.path, { uploadUrl: "/files/upload1" }));
  assert.deepEqual([error.code, error.reason], ["NET_UPLOAD_MISMATCH", "aborted"]);
  assert.match(error.message, /is of 7 bytes and .* has 8$/);
  const gone = await failureOf<NetworkError>(upload(server.url, source.path, { uploadUrl: "/files/none" }));
  assert.equal(gone.code, "NET_UPLOAD_GONE");
});

test("upload() is cancelled in the middle, and a later call with resume sends the rest only", async () => {
  const content = contentOf(1_000_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({
    // The third chunk is taken and never answered.
    instead: ({ method }, n) => method === "PATCH" && n === 3 ? "silence" : undefined,
  });
  const controller = new AbortController();
  const options: UploadOptions = { resume: true, chunkBytes: 200_000, signal: controller.signal };
  const first = upload(server.url, source.path, options);
  const { closed } = await soon(server.asked("PATCH", 3), "the third chunk", 60_000);
  controller.abort(new Error("enough"));
  assert.equal((await failureOf(first)).message, "enough");
  await soon(closed, "the connection", 60_000);
  const record = `${source.path}.upload.json`;
  if (process.platform !== "win32") assert.equal((await stat(record)).mode & 0o777, 0o600);
  assert.deepEqual((await readdir(source.dir.path)).sort(), ["كتاب.bin", "كتاب.bin.upload.json"]);
  const reports: TransferProgress[] = [];
  const file = await upload(server.url, source.path, {
    ...options,
    signal: undefined,
    onProgress: (progress) => void reports.push(progress),
  });
  assert.deepEqual([file.wasResumed, file.url], [true, `${server.origin}/files/upload1`]);
  assert.ok(server.only.content.equals(content));
  assert.equal(reports[0]!.bytes, 400_000);
  assert.deepEqual(server.of("PATCH").map(({ headers }) => headers["upload-offset"]), [
    ...["0", "200000", "400000"],
    ...["400000", "600000", "800000"],
  ]);
  assert.equal(server.of("POST").length, 1);
  assert.deepEqual(await readdir(source.dir.path), ["كتاب.bin"]);
});

test("upload() goes on where a process that was killed had come", async () => {
  const content = contentOf(5_000_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({
    instead: ({ method }, n) => method === "PATCH" && n === 3 ? "silence" : undefined,
  });
  const file = fileURLToPath(new URL("./fixtures/uploads.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "-A", "--no-check", file] : [file];
  const child = spawn(process.execPath, [...own, server.url, source.path], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = once(child, "close");
  const { closed } = await soon(server.asked("PATCH", 3), "the third chunk", 60_000);
  child.kill("SIGKILL");
  await soon(ended, "the end of the process", 60_000);
  await soon(closed, "the connection", 60_000);
  assert.deepEqual((await readdir(source.dir.path)).sort(), ["كتاب.bin", "كتاب.bin.upload.json"]);
  assert.equal((await upload(server.url, source.path, { resume: true })).wasResumed, true);
  assert.ok(server.only.content.equals(content));
  assert.deepEqual(server.of("PATCH").slice(3).map(({ received }) => received), [3_000_000]);
});

test("upload() is complete once, though the answer to its last chunk is lost", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({ breaksAfter: (n) => n === 2 ? 500 : undefined });
  await upload(server.url, source.path, { ...quick, chunkBytes: 500 });
  assert.ok(server.only.content.equals(content));
  assert.deepEqual(server.seen.map(({ method }) => method), ["OPTIONS", "POST", "PATCH", "PATCH", "HEAD"]);
});

test("upload() creates an empty file once only, unless the server can tell attempts from each other", async () => {
  await using source = await sourceFile("");
  const instead = ({ method }: { method: string }, n: number) =>
    method === "POST" && n === 1 ? { status: 503 } : undefined;
  await using server = await serveTus({ instead });
  const error = await failureOf<HttpError>(upload(server.url, source.path, quick));
  assert.deepEqual([error.status, error.retryable, server.of("POST").length], [503, false, 1]);
  await using keyed = await serveTus({ instead });
  await upload(keyed.url, source.path, { retry: { delayMs: 1, idempotencyKey: true } });
  const [first, second] = keyed.of("POST").map(({ headers }) => headers["idempotency-key"]);
  assert.equal(typeof first, "string");
  assert.equal(second, first);
});

test("upload() tells what a server said that did not read what was sent", async () => {
  await using source = await sourceFile(contentOf(30_000_000));
  await using server = await listen((request, response) => {
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (request.method === "POST") return void response.writeHead(201, { location: "/1" }).end();
    response.writeHead(413, { connection: "close" }).end("too large for me");
  });
  const error = await failureOf<NetworkError>(soon(upload(server.url, source.path, quick), "the end", 60_000));
  // Where the connection is closed while it is written to, a runtime may see no more than that.
  assert.ok(["status", "reset"].includes(error.reason), error.reason);
});

test("upload() brings the file whole, whatever happens on the way", async () => {
  const next = random(7);
  const below = (n: number) => Math.floor(next() * n);
  for (let round = 0; round < 12; round++) {
    const content = contentOf(1 + below(300_000), round);
    await using source = await sourceFile(content);
    const statuses = [409, 423, 460, 500, 503];
    let fails = 0;
    await using server = await serveTus({
      offer: round % 2 === 0
        ? { "tus-version": "1.0.0" }
        : { "tus-version": "1.0.0", "tus-extension": "checksum", "tus-checksum-algorithm": "sha1" },
      // As long as it may, something goes wrong half of the time: before anything is stored, or after some of it is.
      instead: ({ method }) =>
        fails < 20 && below(2) === 0 && ++fails > 0
          ? { status: method === "PATCH" ? statuses[below(5)]! : statuses[3 + below(2)]! }
          : undefined,
      breaksAfter: () => fails < 20 && below(2) === 0 && ++fails > 0 ? below(100_000) : undefined,
    });
    const options: UploadOptions = { chunkBytes: 1 + below(100_000), resume: true, retry: { delayMs: 1 } };
    let calls = 1;
    const again = (): Promise<unknown> =>
      upload(server.url, source.path, options).catch((error: NetworkError) => {
        assert.ok(error.retryable && calls++ < 30, `${error.stack}`);
        return again();
      });
    await again();
    assert.equal(server.uploads.size, 1);
    assert.ok(server.only.content.equals(content), `round ${round}`);
    assert.deepEqual(await readdir(source.dir.path), ["كتاب.bin"]);
  }
});

test("upload() leaves no listener on its signal", async () => {
  await using source = await sourceFile(contentOf(1_000));
  await using server = await serveTus({ breaksAfter: (n) => n === 2 ? 100 : undefined });
  const watched = watchedSignal();
  await upload(server.url, source.path, { ...quick, chunkBytes: 300, signal: watched.signal });
  await failureOf(upload(`${server.origin}/files/none/`, `${source.path}.none`, { signal: watched.signal }));
  assert.equal(watched.listeners(), 0);
});

test("upload() keeps what resume needs where it is told to", async () => {
  await using source = await sourceFile(contentOf(1_000));
  const resume = source.dir.join("elsewhere.json");
  await using server = await serveTus({ breaksAfter: (n) => n === 1 ? 600 : undefined });
  await failureOf(upload(server.url, source.path, { resume, retry: { attempts: 1 } }));
  assert.deepEqual((await readdir(source.dir.path)).sort(), ["elsewhere.json", "كتاب.bin"]);
  const text = await readFile(resume, "utf8");
  assert.ok(text.includes(`${server.origin}/files/upload1`));
  const file = await upload(`${server.url}?token=other`, source.path, { resume });
  assert.equal(file.wasResumed, true);
  assert.deepEqual(await readdir(source.dir.path), ["كتاب.bin"]);
  const error = await failureOf<FileError>(upload(server.url, source.path, { resume: source.dir.join("no", "where") }));
  assert.equal(error.code, "FS_NOT_FOUND");
  assert.equal(server.of("PATCH").length, 2);
});

test("upload() begins anew where the file has changed, or what was left is of no use", async () => {
  const content = contentOf(1_000);
  const changes: Record<string, (path: string, record: string) => Promise<unknown>> = {
    "another size": (path) => appendFile(path, "!"),
    "another time": (path) => utimes(path, 1_000, 1_000),
    "not JSON": (_path, record) => truncate(record, 20),
    "no object": (_path, record) => writeFile(record, "null"),
    "another version": (_path, record) => replaceIn(record, '"version": 1', '"version": 2'),
    "another place": (_path, record) => replaceIn(record, '"place": "', '"place": "0'),
    "no URL": (_path, record) => replaceIn(record, '"url": "http', '"url": "file'),
  };
  for (const [what, change] of Object.entries(changes)) {
    await using source = await sourceFile(content);
    await using server = await serveTus({ breaksAfter: (n) => n === 1 ? 600 : undefined });
    await failureOf(upload(server.url, source.path, { resume: true, retry: { attempts: 1 } }));
    await change(source.path, `${source.path}.upload.json`);
    const file = await upload(server.url, source.path, { resume: true });
    assert.deepEqual([file.wasResumed, file.url], [false, `${server.origin}/files/upload2`], what);
    assert.ok(server.uploads.get("upload2")!.content.equals(await readFile(source.path)), what);
    assert.deepEqual(await readdir(source.dir.path), ["كتاب.bin"], what);
  }
});

async function replaceIn(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  assert.ok(text.includes(from));
  await writeFile(path, text.replace(from, to));
}

test("upload() begins anew where the server has forgotten what was left", async () => {
  const content = contentOf(1_000);
  for (const status of [404, 410, 403, 400]) {
    await using source = await sourceFile(content);
    await using server = await serveTus({
      breaksAfter: (n) => n === 1 ? 600 : undefined,
      instead: ({ url, method }) => method === "HEAD" && url.endsWith("upload1") ? { status } : undefined,
    });
    await failureOf(upload(server.url, source.path, { resume: true, retry: { attempts: 1 } }));
    const file = await upload(server.url, source.path, { resume: true });
    assert.deepEqual([file.wasResumed, file.url], [false, `${server.origin}/files/upload2`], `${status}`);
    assert.ok(server.uploads.get("upload2")!.content.equals(content));
    assert.deepEqual(await readdir(source.dir.path), ["كتاب.bin"]);
  }
});

test("upload() keeps what was left while the server is not well", async () => {
  await using source = await sourceFile(contentOf(1_000));
  let isWell = false;
  await using server = await serveTus({
    breaksAfter: (n) => n === 1 ? 600 : undefined,
    instead: ({ method }) => method === "HEAD" && !isWell ? { status: 503 } : undefined,
  });
  const options: UploadOptions = { ...quick, resume: true };
  assert.equal((await failureOf<HttpError>(upload(server.url, source.path, options))).status, 503);
  assert.equal((await failureOf<HttpError>(upload(server.url, source.path, options))).status, 503);
  isWell = true;
  const file = await upload(server.url, source.path, options);
  assert.equal(file.wasResumed, true);
  assert.equal(server.of("POST").length, 1);
});

test("upload() tells how far it has come, how fast, and how long the rest takes", async () => {
  const content = contentOf(1_000_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({ breaksAfter: (n) => n === 2 ? 50_000 : undefined });
  const reports: TransferProgress[] = [];
  await upload(server.url, source.path, {
    ...quick,
    chunkBytes: 300_000,
    onProgress: (progress) => void reports.push(progress),
  });
  assert.deepEqual(reports[0], { bytes: 0, totalBytes: 1_000_000, bytesPerSecond: 0, remainingMs: undefined });
  assert.ok(reports.every(({ totalBytes }) => totalBytes === 1_000_000));
  assert.ok(reports.some(({ bytes, bytesPerSecond }) => bytes < 1_000_000 && bytesPerSecond > 0));
  assert.ok(reports.some(({ bytes, remainingMs }) => bytes < 1_000_000 && remainingMs! > 0));
  // Back to what the server has.
  const back = reports.findIndex(({ bytes }, index) => index > 0 && bytes < reports[index - 1]!.bytes);
  assert.equal(reports[back]!.bytes, 350_000);
  const { bytes, remainingMs } = reports.at(-1)!;
  assert.deepEqual([bytes, remainingMs], [1_000_000, 0]);
});

test("upload() ends with what a function of the caller's throws, and leaves the upload to be gone on with", async () => {
  const content = contentOf(100_000);
  await using source = await sourceFile(content);
  await using server = await serveTus();
  const thrown = new RangeError("of the caller");
  const fail = () => {
    throw thrown;
  };
  assert.equal(await failureOf(upload(server.url, source.path, { ...quick, onCreated: fail })), thrown);
  let calls = 0;
  const later = () => ++calls > 2 ? fail() : undefined;
  const options: UploadOptions = { ...quick, chunkBytes: 30_000, resume: true };
  assert.equal(await failureOf(upload(server.url, source.path, { ...options, onProgress: later })), thrown);
  const file = await upload(server.url, source.path, options);
  assert.equal(file.url, `${server.origin}/files/upload2`);
  assert.ok(server.uploads.get("upload2")!.content.equals(content));
});

test("upload() ends at every stage with its signal and its task, and closes the connection", async () => {
  const content = contentOf(1_000);
  for (const method of ["OPTIONS", "POST", "HEAD", "PATCH"]) {
    for (const byTask of [true, false]) {
      await using source = await sourceFile(content);
      await using server = await serveTus({
        instead: (request, n) => {
          if (request.method === method && (method !== "PATCH" || n === 2)) return "silence";
          return request.method === "PATCH" && n === 2 && method === "HEAD" ? { status: 503 } : undefined;
        },
      });
      const controller = new AbortController();
      const options: UploadOptions = { ...quick, chunkBytes: 400, signal: controller.signal };
      const task = createTask(() => upload(server.url, source.path, options));
      const { closed } = await soon(server.asked(method, method === "PATCH" ? 2 : 1), method, 60_000);
      if (byTask) task.cancel();
      else controller.abort(new Error("enough"));
      const error = await failureOf(Promise.resolve(task));
      assert.ok(byTask ? error instanceof CancelledError : error.message === "enough", `${method} ${error}`);
      await soon(closed, "the connection", 60_000);
    }
  }
});

test("upload() sends nothing when its signal has fired before, and ends while it waits for another attempt", async () => {
  await using source = await sourceFile("content");
  await using server = await serveTus({ instead: () => ({ status: 503 }) });
  const reason = new Error("enough");
  assert.equal(await failureOf(upload(server.url, source.path, { signal: AbortSignal.abort(reason) })), reason);
  assert.equal(server.seen.length, 0);
  const controller = new AbortController();
  const retry = { delayMs: 3_600_000, maxDelayMs: 3_600_000, jitter: false, onRetry: () => controller.abort(reason) };
  const waiting = upload(server.url, source.path, { retry, signal: controller.signal });
  assert.equal(await soon(failureOf(waiting), "the end of the wait", 60_000), reason);
  assert.equal(server.seen.length, 1);
});

test("upload() has what failed or was cancelled deleted, if asked", async () => {
  const content = contentOf(1_000);
  await using source = await sourceFile(content);
  await using server = await serveTus({
    instead: ({ method }, n) => method === "PATCH" && n === 2 ? { status: 403 } : undefined,
  });
  const options: UploadOptions = { terminate: true, chunkBytes: 400 };
  assert.equal((await failureOf<HttpError>(upload(server.url, source.path, options))).status, 403);
  assert.deepEqual([server.uploads.size, server.of("DELETE").length], [0, 1]);
  await upload(server.url, source.path, options);
  assert.deepEqual([server.uploads.size, server.of("DELETE").length], [1, 1]);
  await using silent = await serveTus({ instead: ({ method }) => method === "PATCH" ? "silence" : undefined });
  const task = createTask(() => upload(silent.url, source.path, options));
  await soon(silent.asked("PATCH"), "the first chunk", 60_000);
  task.cancel();
  await assert.rejects(Promise.resolve(task), CancelledError);
  assert.equal(silent.uploads.size, 0);
});

test("upload() fails with what it failed with, where nothing can be deleted", async () => {
  await using source = await sourceFile(contentOf(1_000));
  await using server = await serveTus({
    instead: ({ method }) => method === "PATCH" ? { status: 403 } : method === "DELETE" ? { status: 405 } : undefined,
  });
  assert.equal((await failureOf<HttpError>(upload(server.url, source.path, { terminate: true }))).status, 403);
  await using refusing = await serveTus({ instead: ({ method }) => method === "POST" ? { status: 403 } : undefined });
  assert.equal((await failureOf<HttpError>(upload(refusing.url, source.path, { terminate: true }))).status, 403);
  assert.equal(refusing.of("DELETE").length, 0);
});

test("upload() keeps to its time limits", async () => {
  await using source = await sourceFile(contentOf(1_000));
  await using server = await serveTus({ instead: ({ method }) => method === "PATCH" ? "silence" : undefined });
  const cases: [UploadOptions, string][] = [
    [{ totalTimeoutMs: 300 }, "total"],
    [{ connectTimeoutMs: 300, retry: { attempts: 1 } }, "headers"],
  ];
  for (const [options, phase] of cases) {
    const error = await failureOf<NetworkError>(upload(server.url, source.path, options));
    assert.deepEqual([error.reason, error.phase], ["timeout", phase]);
  }
});

test("upload() does not send a file that changes meanwhile", async () => {
  const changes: ((path: string) => Promise<unknown>)[] = [
    (path) => appendFile(path, "!"),
    (path) => truncate(path, 500),
    (path) => utimes(path, 1_000, 1_000),
  ];
  for (const change of changes) {
    for (const status of [503, undefined]) {
      await using source = await sourceFile(contentOf(1_000));
      await using server = await serveTus({
        async instead({ method }, n) {
          if (method !== "PATCH" || n !== 2) return undefined;
          await change(source.path);
          return status === undefined ? undefined : { status };
        },
      });
      const error = await failureOf<NetworkError>(upload(server.url, source.path, { ...quick, chunkBytes: 400 }));
      assert.deepEqual([error.code, error.reason, error.retryable], ["NET_FILE_CHANGED", "aborted", false]);
      assert.ok(error.message.includes(source.path));
      assert.equal(server.of("PATCH").length, 2);
    }
  }
});

test("upload() tells of a file that cannot be read before it sends anything", async () => {
  await using dir = await tempDir();
  await using server = await serveTus();
  await mkdir(dir.join("directory"));
  for (const [name, code] of [["none", "FS_NOT_FOUND"], ["directory", "FS_IS_DIRECTORY"]]) {
    const error = await failureOf<FileError>(upload(server.url, dir.join(name!), { resume: true }));
    assert.deepEqual([error.code, error.path], [code, dir.join(name!)]);
  }
  assert.equal(server.seen.length, 0);
});

test("upload() tells of a server that is not there", async () => {
  await using source = await sourceFile("content");
  const error = await failureOf<NetworkError>(upload(`http://127.0.0.1:${await unusedPort()}/`, source.path, quick));
  assert.deepEqual([error.reason, error.attempts.length], ["refused", 3]);
});

test("upload() refuses wrong arguments before it sends anything", async () => {
  await using source = await sourceFile("content");
  await using server = await serveTus();
  const cases: [UploadOptions, string][] = [
    [{ chunkBytes: 0 }, "ARGUMENT_NOT_INTEGER"],
    [{ chunkBytes: 1.5 }, "ARGUMENT_NOT_INTEGER"],
    [{ checksum: "sha1" as never }, "ARGUMENT_NOT_ONE_OF"],
    [{ resume: 1 as never }, "ARGUMENT_NOT_TEXT"],
    [{ terminate: "yes" as never }, "ARGUMENT_NOT_ONE_OF"],
    [{ terminate: true, resume: true }, "ARGUMENT_WITH_RESUME"],
    [{ uploadUrl: "/files/1", resume: "x" }, "ARGUMENT_WITH_RESUME"],
    [{ uploadUrl: "ftp://elsewhere.example/" }, "ARGUMENT_NOT_URL"],
    [{ uploadUrl: 5 as never }, "ARGUMENT_NOT_URL"],
    [{ metadata: { "a b": "" } }, "ARGUMENT_NOT_METADATA"],
    [{ metadata: { "a,b": "" } }, "ARGUMENT_NOT_METADATA"],
    [{ metadata: { عنوان: "" } }, "ARGUMENT_NOT_METADATA"],
    [{ metadata: { "": "" } }, "ARGUMENT_NOT_METADATA"],
    [{ metadata: { a: 1 as never } }, "ARGUMENT_NOT_METADATA"],
    [{ metadata: "a" as never }, "ARGUMENT_NOT_OBJECT"],
    [{ onProgress: {} as never }, "ARGUMENT_NOT_FUNCTION"],
    [{ onCreated: {} as never }, "ARGUMENT_NOT_FUNCTION"],
    [{ retry: { attempts: 0 } }, "ARGUMENT_NOT_INTEGER"],
    [{ totalTimeoutMs: -1 }, "ARGUMENT_NOT_IN_RANGE"],
    [{ client: {} as never }, "ARGUMENT_NOT_CLIENT"],
  ];
  for (const [options, code] of cases) {
    const error = await failureOf<ValidationError>(upload(server.url, source.path, options));
    assert.equal(error.code, code, JSON.stringify(options));
  }
  assert.equal((await failureOf<ValidationError>(upload("files", source.path))).code, "ARGUMENT_NOT_URL");
  assert.equal((await failureOf<ValidationError>(upload(server.url, ""))).code, "ARGUMENT_NOT_TEXT");
  assert.equal(server.seen.length, 0);
});

testOptions({ "upload()": (options) => upload("http://127.0.0.1:1/", "file", options) });

test("upload() keeps little of a large file in memory, however often its connection breaks", async (t) => {
  if (process.memoryUsage().rss > 2_000_000_000) return skip(t, "the process is large already");
  await using dir = await tempDir();
  const path = dir.join("large");
  const size = 300 * 1_048_576;
  await writeFile(path, "");
  // A file with holes takes no room on the disk.
  await truncate(path, size);
  await using server = await serveTus({
    keepsContent: false,
    breaksAfter: (n) => n % 5 === 0 ? 8_000_000 : undefined,
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  const onProgress = () => void (peak = Math.max(peak, process.memoryUsage().rss));
  await upload(server.url, path, { ...quick, onProgress });
  const zeros = createHash("sha256");
  for (let sent = 0; sent < 300; sent++) zeros.update(Buffer.alloc(1_048_576));
  assert.equal(server.only.sha256(), zeros.digest("hex"));
  assert.equal(server.of("PATCH").reduce((sum, { received }) => sum + received, 0), size);
  assert.ok(peak - before < 150_000_000, `${Math.round((peak - before) / 1e6)} MB more`);
});
