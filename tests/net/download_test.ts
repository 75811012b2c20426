import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createTask } from "../../async/mod.ts";
import { type FileError, NetworkError, setLocale, type ValidationError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import {
  createClient,
  createCookieJar,
  download,
  type DownloadOptions,
  type HttpError,
  type TransferProgress,
} from "../../net/mod.ts";
import { contentOf, listen, skip, tempDir, type TestHttpServer } from "../support/mod.ts";
import { failureOf, soon, unusedPort } from "./support.ts";

setLocale("en");

/** How a server gives a file. */
interface FileServerOptions {
  /** The file; may be another one at each request. */
  content: Buffer | ((n: number) => Buffer);
  /** Its headers; may differ by request. */
  headers?: (n: number) => Record<string, string | undefined>;
  /** After how many bytes of an answer its connection breaks; undefined for never. */
  breaksAfter?: (n: number) => number | undefined;
  /** Whether parts are given. */
  knowsRanges?: boolean;
}

interface FileServer extends TestHttpServer {
  /** The headers of each request. */
  readonly seen: IncomingMessage["headers"][];
}

/** Gives a file as servers do (RFC 9110, section 14), or breaks off. */
async function serveFile(options: FileServerOptions): Promise<FileServer> {
  const seen: IncomingMessage["headers"][] = [];
  const server = await listen((request, response) => {
    const n = seen.push(request.headers);
    const content = typeof options.content === "function" ? options.content(n) : options.content;
    const all = { etag: `"${createHash("sha1").update(content).digest("hex")}"`, ...options.headers?.(n) };
    const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Headed;
    answerFile(request, response, content, headers, options.knowsRanges ?? true, options.breaksAfter?.(n));
  });
  return { ...server, seen, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

type Headed = Record<string, string>;

function answerFile(
  { headers: { range, "if-range": condition } }: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  headers: Headed,
  knowsRanges: boolean,
  breaksAfter: number | undefined,
): void {
  const isSame = condition === undefined || condition === headers["etag"] || condition === headers["last-modified"];
  const start = knowsRanges && range !== undefined && isSame ? Number(/^bytes=(\d+)-$/.exec(range)![1]) : 0;
  const size = content.length;
  if (start > 0 && start >= size) {
    return void response.writeHead(416, { ...headers, "content-range": `bytes */${size}` }).end();
  }
  const part = content.subarray(start);
  const about = start > 0 ? { "content-range": `bytes ${start}-${size - 1}/${size}` } : {};
  const length = headers["transfer-encoding"] === undefined ? { "content-length": String(part.length) } : {};
  response.writeHead(start > 0 ? 206 : 200, { ...length, ...headers, ...about });
  if (breaksAfter === undefined) return void response.end(part);
  // Flushed first: what is written may be lost with the connection otherwise.
  response.write(part.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 30));
}

const quick: DownloadOptions = { retry: { attempts: 3, delayMs: 1 } };

/** Which files are in a directory. */
async function listed(path: string): Promise<string[]> {
  return (await readdir(path)).sort();
}

test("download() writes a file and tells what is known of it", async () => {
  await using dir = await tempDir();
  const content = contentOf(3_000_000);
  const headers = { "content-type": "image/png", "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT", etag: '"v1"' };
  await using server = await serveFile({ content, headers: () => headers });
  const path = dir.join("صورة.png");
  const file = await download(`${server.url}/a?b=c`, path, { query: { d: 1 }, headers: { "x-mine": "yes" } });
  assert.deepEqual(file, {
    path,
    bytes: content.length,
    url: `${server.url}/a?b=c&d=1`,
    contentType: "image/png",
    etag: '"v1"',
    lastModified: new Date("1994-11-06T08:49:37Z"),
    wasResumed: false,
  });
  assert.ok((await readFile(path)).equals(content));
  assert.deepEqual(await listed(dir.path), ["صورة.png"]);
  const [seen] = server.seen;
  assert.deepEqual([seen!["x-mine"], seen!["accept-encoding"], seen!.range], ["yes", "identity", undefined]);
});

test("download() writes files of every size, announced or not", async () => {
  await using dir = await tempDir();
  for (const size of [0, 1, 65_536, 524_287, 524_288, 524_289, 1_500_000]) {
    const content = contentOf(size);
    for (const chunked of [false, true]) {
      const headers = chunked ? { "transfer-encoding": "chunked" } : {};
      await using server = await serveFile({ content, headers: () => headers });
      const path = dir.join(`${size}-${chunked}`);
      const file = await download(server.url, path, quick);
      assert.equal(file.bytes, size);
      assert.ok((await readFile(path)).equals(content), `${size} ${chunked}`);
    }
  }
});

test("download() goes on where a connection broke, as often as it breaks", async () => {
  await using dir = await tempDir();
  const content = contentOf(1_000_000);
  // Nine times, though there are three attempts: each time more has come.
  await using server = await serveFile({ content, breaksAfter: () => 111_112 });
  const path = dir.join("file");
  const file = await download(server.url, path, quick);
  assert.ok((await readFile(path)).equals(content));
  assert.equal(file.wasResumed, false);
  assert.equal(server.seen.length, 9);
  const etag = file.etag!;
  const asked = server.seen.slice(1).map((headers) => [headers["range"], headers["if-range"]]);
  assert.deepEqual(asked, Array.from({ length: 8 }, (_, n) => [`bytes=${(n + 1) * 111_112}-`, etag]));
});

test("download() gives up when no more comes than before, and leaves nothing", async () => {
  await using dir = await tempDir();
  const content = contentOf(500_000);
  await using server = await serveFile({ content, breaksAfter: (n) => n === 1 ? 1_000 : 0 });
  const error = await failureOf<NetworkError>(download(server.url, dir.join("file"), quick));
  assert.deepEqual([error.name, error.reason, error.code], ["NetworkError", "reset", "NET_RESET"]);
  // Three that brought something among them, and three that did not.
  assert.equal(server.seen.length, 6);
  assert.equal(error.attempts.length, 6);
  assert.deepEqual(await listed(dir.path), []);
});

test("download() makes no second attempt where one is asked for", async () => {
  await using dir = await tempDir();
  await using server = await serveFile({ content: contentOf(500_000), breaksAfter: () => 100_000 });
  const error = await failureOf<NetworkError>(download(server.url, dir.join("file"), { retry: { attempts: 1 } }));
  assert.equal(error.reason, "reset");
  assert.equal(server.seen.length, 1);
});

test("download() begins anew with a server that gives no parts", async () => {
  await using dir = await tempDir();
  const content = contentOf(400_000);
  const breaksAfter = (n: number) => n < 3 ? 100_000 * n : undefined;
  await using server = await serveFile({ content, breaksAfter, knowsRanges: false });
  await download(server.url, dir.join("file"), quick);
  assert.ok((await readFile(dir.join("file"))).equals(content));
});

test("download() begins anew when the file has changed in between", async () => {
  await using dir = await tempDir();
  const [before, after] = [contentOf(400_000, 1), contentOf(300_000, 2)];
  await using server = await serveFile({
    content: (n) => n === 1 ? before : after,
    breaksAfter: (n) => n === 1 ? 350_000 : undefined,
  });
  const file = await download(server.url, dir.join("file"), quick);
  assert.ok((await readFile(dir.join("file"))).equals(after));
  assert.equal(file.bytes, 300_000);
});

test("download() does not believe a server that passes over If-Range", async () => {
  await using dir = await tempDir();
  const [before, after] = [contentOf(400_000, 1), contentOf(400_000, 2)];
  let n = 0;
  await using server = await listen(({ headers: { range } }, response) => {
    n++;
    const content = n === 1 ? before : after;
    const start = range === undefined ? 0 : Number(/\d+/.exec(range)![0]);
    const about = start > 0 ? { "content-range": `bytes ${start}-399999/400000` } : {};
    const part = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": part.length,
      etag: `"${n === 1 ? 1 : 2}"`,
      ...about,
    });
    if (n > 1) return void response.end(part);
    response.write(part.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 30));
  });
  await download(server.url, dir.join("file"), quick);
  assert.ok((await readFile(dir.join("file"))).equals(after));
  assert.equal(n, 3);
});

test("download() goes on by Last-Modified only where that tells enough", async () => {
  const cases: [Record<string, string | undefined>, boolean][] = [
    [{ etag: undefined, "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT" }, true],
    [{ etag: 'W/"1"', "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT" }, true],
    [{ etag: undefined, "last-modified": new Date(Date.now() + 5_000).toUTCString() }, false],
    [{ etag: 'W/"1"' }, false],
    [{ etag: undefined }, false],
    [{ etag: '"1"', "accept-ranges": "none" }, false],
  ];
  for (const [headers, goesOn] of cases) {
    await using dir = await tempDir();
    const content = contentOf(300_000);
    const breaksAfter = (n: number) => n === 1 ? 100_000 : undefined;
    await using server = await serveFile({ content, headers: () => headers, breaksAfter });
    await download(server.url, dir.join("file"), quick);
    assert.ok((await readFile(dir.join("file"))).equals(content));
    assert.equal(server.seen[1]!.range !== undefined, goesOn, JSON.stringify(headers));
  }
});

test("download() leaves with resume what a later call goes on with", async () => {
  await using dir = await tempDir();
  const content = contentOf(1_000_000);
  const breaksAfter = (n: number) => n <= 3 ? 250_000 / n ** 9 : undefined;
  await using server = await serveFile({ content, breaksAfter });
  const path = dir.join("file");
  const error = await failureOf<NetworkError>(download(server.url, path, { resume: true, retry: { attempts: 1 } }));
  assert.equal(error.reason, "reset");
  assert.deepEqual(await listed(dir.path), ["file.part", "file.part.json"]);
  const left = (await stat(dir.join("file.part"))).size;
  assert.equal(left, 250_000);
  const reports: TransferProgress[] = [];
  const onProgress = (progress: TransferProgress) => void reports.push(progress);
  const file = await download(server.url, path, { resume: true, onProgress, retry: { attempts: 5, delayMs: 1 } });
  assert.deepEqual([file.bytes, file.wasResumed], [1_000_000, true]);
  assert.ok((await readFile(path)).equals(content));
  assert.deepEqual(await listed(dir.path), ["file"]);
  assert.equal(server.seen[1]!.range, "bytes=250000-");
  assert.equal(reports[0]!.bytes, 250_000);
});

test("download() goes on with what another process left when it was killed", async () => {
  await using dir = await tempDir();
  const content = contentOf(1_000_000);
  await using server = await serveFile({ content });
  const place = (text: string) => createHash("sha256").update(text).digest("hex");
  const etag = `"${createHash("sha1").update(content).digest("hex")}"`;
  const record = { version: 1, place: place(`${server.url}/x`), url: place(`${server.url}/x?sig=1`), etag };
  await writeFile(dir.join("file.part"), content.subarray(0, 400_000));
  await writeFile(dir.join("file.part.json"), JSON.stringify({ ...record, totalBytes: 1_000_000 }));
  const digest = { "sha-256": createHash("sha256").update(content).digest("hex") };
  // The signature in the query is another by now.
  const file = await download(`${server.url}/x?sig=2`, dir.join("file"), { resume: true, digest });
  assert.equal(file.wasResumed, true);
  assert.equal(server.seen[0]!.range, "bytes=400000-");
  assert.ok((await readFile(dir.join("file"))).equals(content));
});

test("download() goes on with what a process left that was killed in the middle", async () => {
  await using dir = await tempDir();
  const content = contentOf(4_000_000);
  let isFirst = true;
  await using server = await listen(async ({ headers: { range } }, response) => {
    const start = range === undefined ? 0 : Number(/\d+/.exec(range)![0]);
    const about = start === 0 ? {} : { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    const headers = { "content-length": content.length - start, etag: '"1"', ...about };
    response.writeHead(start === 0 ? 200 : 206, headers);
    // The first one gets half, and then nothing more, until its process is gone.
    if (!isFirst) return void response.end(content.subarray(start));
    isFirst = false;
    response.write(content.subarray(0, 2_000_000));
    await once(response, "close");
  });
  const file = fileURLToPath(new URL("./fixtures/downloads.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "-A", "--no-check", file] : [file];
  const child = spawn(process.execPath, [...own, server.url, dir.join("file")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  child.stdout.on("data", (data: Buffer) => {
    told += data.toString("utf8");
    // What has been told is on the disk.
    if (/^1\d{6}$/m.test(told)) child.kill("SIGKILL");
  });
  await soon(once(child, "close"), "the end of the process", 60_000);
  assert.deepEqual(await listed(dir.path), ["file.part", "file.part.json"]);
  const left = (await stat(dir.join("file.part"))).size;
  assert.ok(left >= 1_000_000 && left <= 2_000_000, String(left));
  const digest = { "sha-256": createHash("sha256").update(content).digest("hex") };
  const { wasResumed } = await download(server.url, dir.join("file"), { resume: true, digest });
  assert.equal(wasResumed, true);
  assert.deepEqual(await listed(dir.path), ["file"]);
});

test("download() writes the file that the server has in the end, whatever happens on the way", async () => {
  const random = numbers(5);
  const below = (n: number) => random.next().value % n;
  for (let round = 0; round < 12; round++) {
    await using dir = await tempDir();
    const versions = [contentOf(1 + below(300_000), round), contentOf(1 + below(300_000), round + 1_000)];
    let version = 0;
    let knowsRanges = true;
    let fails = 0;
    await using server = await listen((request, response) => {
      // Nine times in ten something goes wrong, as long as it may.
      const fate = fails++ < 12 ? below(10) : 9;
      if (fate === 0) version = 1 - version;
      if (fate === 1) knowsRanges = !knowsRanges;
      if (fate === 2) return void response.writeHead(503).end();
      if (fate === 3) return void request.socket.destroy();
      const content = versions[version]!;
      const headers = { etag: `"${version}"`, ...(below(2) === 0 ? { "transfer-encoding": "chunked" } : {}) };
      const breaksAfter = fate < 9 ? below(content.length) : undefined;
      answerFile(request, response, content, headers, knowsRanges, breaksAfter);
    });
    const retry = { attempts: 20, delayMs: 1, maxDelayMs: 2 };
    const resume = round % 2 === 0;
    let file = await download(server.url, dir.join("file"), { resume, retry: { attempts: 1 } }).catch(() => undefined);
    file ??= await download(server.url, dir.join("file"), { resume, retry });
    const content = await readFile(dir.join("file"));
    const [expected] = versions.filter((_, n) => file.etag === `"${n}"`);
    assert.ok(content.equals(expected!), `round ${round}`);
    assert.deepEqual(await listed(dir.path), ["file"], `round ${round}`);
  }
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

test("download() writes no URL and no secret beside what it leaves", async () => {
  await using dir = await tempDir();
  await using server = await serveFile({ content: contentOf(300_000), breaksAfter: () => 100_000 });
  const url = `http://ali:sesame@127.0.0.1:${server.port}/x?token=sesame`;
  await failureOf(download(url, dir.join("file"), { resume: true, retry: { attempts: 1 } }));
  const text = await readFile(dir.join("file.part.json"), "utf8");
  assert.doesNotMatch(text, /sesame|127\.0\.0\.1/);
});

test("download() takes what is left for nothing where it is not of the same file", async () => {
  const content = contentOf(300_000);
  const place = (text: string) => createHash("sha256").update(text).digest("hex");
  const lefts: [string, string | undefined][] = [
    ["of another URL", JSON.stringify({ version: 1, place: place("http://elsewhere/"), url: "", etag: '"1"' })],
    ["of another version", JSON.stringify({ version: 2 })],
    ["half written", '{"version": 1, "pla'],
    ["no JSON object", "null"],
    ["without a record", undefined],
  ];
  for (const [what, record] of lefts) {
    await using dir = await tempDir();
    await using server = await serveFile({ content });
    await writeFile(dir.join("file.part"), Buffer.alloc(100_000));
    if (record !== undefined) await writeFile(dir.join("file.part.json"), record);
    const file = await download(server.url, dir.join("file"), { resume: true });
    assert.equal(file.wasResumed, false, what);
    assert.equal(server.seen[0]!.range, undefined, what);
    assert.ok((await readFile(dir.join("file"))).equals(content), what);
    assert.deepEqual(await listed(dir.path), ["file"], what);
  }
});

/** Leaves the beginning of a file as an interrupted call does. */
async function leave(server: FileServer, dir: string, content: Buffer, left: Buffer): Promise<void> {
  const place = createHash("sha256").update(`${server.url}/`).digest("hex");
  const etag = `"${createHash("sha1").update(content).digest("hex")}"`;
  const record = { version: 1, place, url: place, etag, totalBytes: content.length };
  await writeFile(`${dir}/file.part`, left);
  await writeFile(`${dir}/file.part.json`, JSON.stringify(record));
}

test("download() needs nothing but the end of a file that has come completely", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  await using server = await serveFile({ content });
  await leave(server, dir.path, content, content);
  const file = await download(server.url, dir.join("file"), { resume: true });
  assert.deepEqual([file.bytes, file.wasResumed], [300_000, true]);
  assert.ok((await readFile(dir.join("file"))).equals(content));
  assert.deepEqual(await listed(dir.path), ["file"]);
});

test("download() begins anew where what was left is longer than the file", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  await using server = await serveFile({ content });
  await leave(server, dir.path, content, Buffer.alloc(300_001));
  const file = await download(server.url, dir.join("file"), { resume: true });
  assert.deepEqual([file.bytes, file.wasResumed], [300_000, false]);
  assert.ok((await readFile(dir.join("file"))).equals(content));
});

test("download() begins anew by itself where what was left turns out to be broken", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  await using server = await serveFile({ content });
  await leave(server, dir.path, content, Buffer.alloc(100_000));
  const digest = { "sha-256": createHash("sha256").update(content).digest("hex") };
  const file = await download(server.url, dir.join("file"), { resume: true, digest });
  assert.equal(file.wasResumed, false);
  assert.ok((await readFile(dir.join("file"))).equals(content));
  assert.deepEqual(server.seen.map(({ range }) => range), ["bytes=100000-", undefined]);
});

test("download() does not follow a link in the place of what was left", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  await using server = await serveFile({ content });
  await leave(server, dir.path, content, Buffer.alloc(0));
  await rm(dir.join("file.part"));
  await writeFile(dir.join("other"), "mine");
  await symlink(dir.join("other"), dir.join("file.part"));
  await download(server.url, dir.join("file"), { resume: true });
  assert.equal(await readFile(dir.join("other"), "utf8"), "mine");
  assert.ok((await readFile(dir.join("file"))).equals(content));
});

test("download() leaves nothing with resume where a server gives nothing to go on by", async () => {
  await using dir = await tempDir();
  const headers = () => ({ etag: undefined });
  await using server = await serveFile({ content: contentOf(300_000), headers, breaksAfter: () => 100_000 });
  await failureOf(download(server.url, dir.join("file"), { resume: true, retry: { attempts: 1 } }));
  assert.deepEqual(await listed(dir.path), []);
});

test("download() ends when its signal fires, and closes the connection", async () => {
  for (const resume of [false, true]) {
    await using dir = await tempDir();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using server = await listen((_request, response) => {
      response.on("close", resolve);
      response.writeHead(200, { "content-length": "1000000", etag: '"1"' }).write(Buffer.alloc(600_000));
    });
    const controller = new AbortController();
    const onProgress = ({ bytes }: TransferProgress) => void (bytes > 0 && controller.abort("stop"));
    const options = { resume, onProgress, signal: controller.signal };
    const failed = failureOf(download(server.url, dir.join("file"), options));
    assert.equal(await soon(failed, "the rejection"), "stop");
    await soon(closed, "the end of the connection");
    assert.deepEqual(await listed(dir.path), resume ? ["file.part", "file.part.json"] : []);
  }
});

test("download() ends with the task that it is in", async () => {
  await using dir = await tempDir();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using server = await listen(() => ask());
  const task = createTask(() => download(server.url, dir.join("file")));
  await soon(asked, "the request");
  task.cancel();
  assert.equal((await soon(failureOf(task), "the rejection")).name, "CancelledError");
  assert.deepEqual(await listed(dir.path), []);
});

test("download() verifies digests, those of the caller and those of the server", async () => {
  const content = contentOf(200_000);
  const sum = (name: string, encoding: "hex" | "base64", bytes: Buffer = content) =>
    createHash(name).update(bytes).digest(encoding);
  const other = contentOf(10);
  const cases: [Record<string, string>, DownloadOptions["digest"], boolean][] = [
    [{}, { "sha-256": sum("sha256", "hex") }, true],
    [{}, { "sha-256": sum("sha256", "hex").toUpperCase(), "sha-512": sum("sha512", "hex") }, true],
    [{}, { "sha-256": sum("sha256", "hex"), "sha-512": sum("sha512", "hex", other) }, false],
    [{}, { "sha-256": sum("sha256", "hex", other) }, false],
    [{ "repr-digest": `sha-256=:${sum("sha256", "base64")}:` }, undefined, true],
    [{ "repr-digest": `sha-256=:${sum("sha256", "base64", other)}:` }, undefined, false],
    [{ "content-digest": `md5=:AAAA:, sha-512=:${sum("sha512", "base64")}:` }, undefined, true],
    [{ "content-digest": `sha-512=:${sum("sha512", "base64", other)}:` }, undefined, false],
    // By RFC 3230, as older servers do: names in any case, no colons.
    [{ digest: `unixsum=30637, SHA-256=${sum("sha256", "base64")}` }, undefined, true],
    [{ digest: `unixsum=30637,SHA-256=${sum("sha256", "base64", other)}` }, undefined, false],
    [{ digest: `sha-512=${sum("sha512", "base64", other)},md5=AAAA` }, undefined, false],
    [{ digest: `sha-512=${sum("sha512", "base64", other)};q=1` }, undefined, true],
    [{ digest: "sha-256=" }, undefined, true],
    // The strongest, wherever it is told.
    [
      { digest: `sha-512=${sum("sha512", "base64", other)}`, "repr-digest": `sha-256=:${sum("sha256", "base64")}:` },
      undefined,
      false,
    ],
    // What is no digest, or of an algorithm that proves nothing, is passed over.
    [{ "repr-digest": "sha-256=:%%%:" }, undefined, true],
    [{ "repr-digest": "sha-256=:AAAA:" }, undefined, true],
    [{ "repr-digest": `md5=:${sum("md5", "base64", other)}:` }, undefined, true],
    [{ "repr-digest": `sha-256=:${sum("sha256", "base64")}:` }, { "sha-256": sum("sha256", "hex", other) }, false],
  ];
  for (const [headers, digest, isSound] of cases) {
    await using dir = await tempDir();
    await using server = await serveFile({ content, headers: () => headers });
    const outcome = await download(server.url, dir.join("file"), { digest, resume: true }).catch((error) => error);
    const what = JSON.stringify([headers, digest]);
    if (isSound) assert.equal(outcome.bytes, 200_000, what);
    else assert.deepEqual([outcome.code, outcome.reason, outcome.retryable], ["NET_DIGEST", "decode", false], what);
    assert.deepEqual(await listed(dir.path), isSound ? ["file"] : []);
    assert.equal(server.seen.length, 1);
  }
});

test("download() verifies a digest of a file that came in pieces", async () => {
  await using dir = await tempDir();
  const content = contentOf(500_000);
  const headers = () => ({ "repr-digest": `sha-256=:${createHash("sha256").update(content).digest("base64")}:` });
  await using server = await serveFile({ content, headers, breaksAfter: () => 130_000 });
  const digest = { "sha-512": createHash("sha512").update(content).digest("hex") };
  await download(server.url, dir.join("file"), { ...quick, digest });
  assert.equal(server.seen.length, 4);
});

test("download() does not take the digest of a part for that of the file", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  const part = content.subarray(100_000);
  await using server = await serveFile({
    content,
    breaksAfter: (n) => n === 1 ? 100_000 : undefined,
    headers: (n) =>
      n === 1 ? {} : { "content-digest": `sha-256=:${createHash("sha256").update(part).digest("base64")}:` },
  });
  await download(server.url, dir.join("file"), quick);
  assert.equal(server.seen.length, 2);
});

test("download() verifies the digest of a part, and by the digest that came with the beginning", async () => {
  const content = contentOf(300_000);
  const sum = (bytes: Buffer) => `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
  const breaksAfter = (n: number) => n === 1 ? 100_000 : undefined;
  const cases: [Record<string, string>, Record<string, string>][] = [
    [{}, { "content-digest": sum(content) }],
    [{ "repr-digest": sum(Buffer.alloc(1)) }, {}],
    [{ "content-digest": sum(Buffer.alloc(1)) }, { "content-digest": sum(content.subarray(100_000)) }],
  ];
  for (const [first, second] of cases) {
    await using dir = await tempDir();
    await using server = await serveFile({ content, breaksAfter, headers: (n) => n === 1 ? first : second });
    const error = await failureOf<NetworkError>(download(server.url, dir.join("file"), quick));
    assert.deepEqual([error.code, server.seen.length], ["NET_DIGEST", 2], JSON.stringify([first, second]));
    assert.deepEqual(await listed(dir.path), []);
  }
  await using dir = await tempDir();
  const headers = (n: number) => n === 1 ? { "content-digest": sum(content) } : {};
  await using server = await serveFile({ content, breaksAfter, headers });
  await download(server.url, dir.join("file"), quick);
});

test("download() forgets the digest of what has changed on the server meanwhile", async () => {
  await using dir = await tempDir();
  const [before, after] = [contentOf(300_000), contentOf(300_000, 2)];
  await using server = await serveFile({
    content: (n) => n === 1 ? before : after,
    breaksAfter: (n) => n === 1 ? 100_000 : undefined,
    headers: (n) => n > 1 ? {} : { "repr-digest": `sha-256=:${createHash("sha256").update(before).digest("base64")}:` },
  });
  await download(server.url, dir.join("file"), quick);
  assert.ok((await readFile(dir.join("file"))).equals(after));
});

test("download() asks for the file's digest, unless the caller says for which", async () => {
  await using dir = await tempDir();
  await using server = await serveFile({ content: contentOf(10) });
  await download(server.url, dir.join("a"));
  await download(server.url, dir.join("b"), { headers: { "want-repr-digest": "sha-512=1" } });
  const wanted = server.seen.map((headers) => headers["want-repr-digest"]);
  assert.deepEqual(wanted, ["sha-256=10, sha-512=9", "sha-512=1"]);
});

test("download() says what is wrong with the target, and asks for nothing", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("directory"));
  await writeFile(dir.join("there"), "mine");
  await using server = await serveFile({ content: contentOf(10) });
  const cases: [string, DownloadOptions, string][] = [
    [dir.join("there"), {}, "FS_EXISTS"],
    [dir.join("there"), { resume: true }, "FS_EXISTS"],
    [dir.join("directory"), { overwrite: true }, "FS_IS_DIRECTORY"],
    [dir.join("missing", "file"), {}, "FS_NO_DIRECTORY"],
    [dir.join("missing", "file"), { resume: true, overwrite: true }, "FS_NO_DIRECTORY"],
    [dir.join("there", "file"), {}, "FS_NOT_DIRECTORY"],
    [dir.join("x".repeat(300)), {}, "FS_NAME_TOO_LONG"],
  ];
  for (const [path, options, code] of cases) {
    const error = await failureOf<FileError>(download(server.url, path, options));
    assert.deepEqual([error.name, error.code, error.path], ["FileError", code, path]);
  }
  assert.equal(server.seen.length, 0);
  assert.equal(await readFile(dir.join("there"), "utf8"), "mine");
});

test("download() says that the disk is full", async (t) => {
  if (!await access("/dev/full").then(() => true, () => false)) return skip(t, "this system has no /dev/full");
  await using dir = await tempDir();
  await using server = await serveFile({ content: contentOf(2_000_000) });
  // What is opened here takes nothing, as a disk does that is full.
  const error = await onFullDisk(() => failureOf<FileError>(download(server.url, dir.join("file"), quick)));
  assert.deepEqual([error.name, error.code, error.path], ["FileError", "FS_NO_SPACE", dir.join("file")]);
  assert.equal(server.seen.length, 1);
  await rm(dir.join("file"), { force: true });
});

/** Runs something while every file that is opened for writing is a disk without room. */
async function onFullDisk<T>(work: () => Promise<T>): Promise<T> {
  const files = process.getBuiltinModule("node:fs/promises");
  const { open } = files;
  const mutable = files as { open: typeof open };
  mutable.open = async (path, flags, mode) =>
    await open(flags === "wx+" ? "/dev/full" : path, flags === "wx+" ? "w" : flags, mode);
  try {
    return await work();
  } finally {
    mutable.open = open;
  }
}

test("download() replaces a file only when it is asked to and all has come", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  await writeFile(path, "mine");
  await chmod(path, 0o640);
  await using broken = await serveFile({ content: contentOf(300_000), breaksAfter: () => 100 });
  await failureOf(download(broken.url, path, { overwrite: true, retry: { attempts: 1 } }));
  assert.equal(await readFile(path, "utf8"), "mine");
  await using server = await serveFile({ content: Buffer.from("theirs") });
  await download(server.url, path, { overwrite: true });
  assert.equal(await readFile(path, "utf8"), "theirs");
  assert.equal((await stat(path)).mode & 0o777, 0o640);
  assert.deepEqual(await listed(dir.path), ["file"]);
});

test("download() does not overwrite a file that came while it was under way", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  await using server = await listen(async (_request, response) => {
    await writeFile(path, "mine");
    response.end("theirs");
  });
  assert.equal((await failureOf<FileError>(download(server.url, path))).code, "FS_EXISTS");
  assert.equal(await readFile(path, "utf8"), "mine");
  assert.deepEqual(await listed(dir.path), ["file"]);
});

test("download() notices that another one has begun the same anew", async () => {
  await using dir = await tempDir();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using server = await listen(async (_request, response) => {
    response.writeHead(200, { "content-length": "5", etag: '"1"' }).write("theirs".slice(0, 2));
    ask();
    await released;
    response.end("eir");
  });
  const failed = failureOf<FileError>(download(server.url, dir.join("file"), { resume: true }));
  await soon(asked, "the request");
  while (!(await listed(dir.path)).includes("file.part.json")) await new Promise((resolve) => setTimeout(resolve, 5));
  await rename(dir.join("file.part"), dir.join("moved"));
  await writeFile(dir.join("file.part"), "mine");
  release();
  assert.equal((await soon(failed, "the rejection")).code, "FS_PARTIAL_TAKEN");
  assert.equal((await listed(dir.path)).includes("file"), false);
});

test("download() tells statuses, and nothing is left", async () => {
  await using dir = await tempDir();
  let n = 0;
  await using server = await listen(({ url }, response) => {
    n++;
    if (url === "/404") return void response.writeHead(404).end("no such file");
    response.writeHead(n < 4 ? 503 : 200).end("here");
  });
  const error = await failureOf<HttpError>(download(`${server.url}/404`, dir.join("file"), quick));
  assert.deepEqual([error.status, error.body, n], [404, "no such file", 1]);
  await download(`${server.url}/503`, dir.join("file"), quick);
  assert.equal(n, 4);
  assert.deepEqual(await listed(dir.path), ["file"]);
});

test("download() refuses a part, and the end of one, that was not asked for", async () => {
  await using dir = await tempDir();
  await using server = await listen(({ url }, response) => {
    const status = Number(url!.slice(1));
    response.writeHead(status, { "content-range": "bytes 5-9/10" }).end(status === 206 ? "12345" : "");
  });
  for (const status of [206, 416]) {
    const error = await failureOf<NetworkError>(download(`${server.url}/${status}`, dir.join("file"), quick));
    assert.deepEqual([error.code, error.reason], ["NET_PROTOCOL", "protocol"]);
  }
  assert.deepEqual(await listed(dir.path), []);
});

test("download() stops at maxBytes", async () => {
  await using dir = await tempDir();
  for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
    await using server = await serveFile({ content: contentOf(200_000), headers: () => headers });
    const error = await failureOf<NetworkError>(download(server.url, dir.join("a"), { maxBytes: 199_999 }));
    assert.deepEqual([error.code, error.reason], ["NET_TOO_LARGE", "too-large"]);
    assert.deepEqual(await listed(dir.path), []);
    await download(server.url, dir.join("b"), { maxBytes: 200_000, overwrite: true });
    await rm(dir.join("b"));
  }
});

test("download() tells progress with the total that is known, the rate and what is left", async () => {
  await using dir = await tempDir();
  const content = contentOf(3_000_000);
  for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
    const isKnown = Object.keys(headers).length === 0;
    await using server = await serveFile({ content, headers: () => headers });
    const reports: TransferProgress[] = [];
    await download(server.url, dir.join(`file-${isKnown}`), { onProgress: (progress) => void reports.push(progress) });
    const [first, last] = [reports[0]!, reports.at(-1)!];
    assert.deepEqual([first.bytes, first.bytesPerSecond], [0, 0]);
    assert.deepEqual([last.bytes, last.totalBytes], [3_000_000, isKnown ? 3_000_000 : undefined]);
    assert.equal(last.remainingMs, isKnown ? 0 : undefined);
    assert.ok(last.bytesPerSecond > 0);
    assert.ok(reports.every(({ bytes }, n) => n === 0 || bytes >= reports[n - 1]!.bytes));
  }
});

test("download() passes on an error of onProgress, and leaves nothing", async () => {
  await using dir = await tempDir();
  await using server = await serveFile({ content: contentOf(2_000_000) });
  const onProgress = ({ bytes }: TransferProgress) => {
    if (bytes > 0) throw new RangeError("mine");
  };
  const error = await failureOf(download(server.url, dir.join("file"), { onProgress, retry: { attempts: 3 } }));
  assert.deepEqual([error.name, error.message, server.seen.length], ["RangeError", "mine", 1]);
  assert.deepEqual(await listed(dir.path), []);
});

test("download() undoes a compression that it did not ask for", async () => {
  await using dir = await tempDir();
  const content = contentOf(200_000);
  const packed = gzipSync(content);
  await using server = await listen((_request, response) => {
    const digest = createHash("sha256").update(packed).digest("base64");
    const headers = {
      "content-encoding": "gzip",
      "content-length": packed.length,
      "repr-digest": `sha-256=:${digest}:`,
    };
    response.writeHead(200, { ...headers, etag: '"1"' }).end(packed);
  });
  const file = await download(server.url, dir.join("file"));
  assert.equal(file.bytes, 200_000);
  assert.ok((await readFile(dir.join("file"))).equals(content));
});

test("download() fails on what cannot be decompressed, and stops a bomb at maxBytes; nothing is left", async () => {
  await using dir = await tempDir();
  const packed = gzipSync(contentOf(300_000));
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const corrupt = Buffer.from(packed);
  corrupt.fill(0xff, 1_000, 2_000);
  const cases: [string, Buffer, DownloadOptions, string[]][] = [
    ["corrupt", corrupt, {}, ["decode"]],
    ["no gzip at all", Buffer.from("not packed at all"), {}, ["decode"]],
    // Not every runtime tells a stream that ends too early from a connection that does.
    ["cut short", packed.subarray(0, 100_000), {}, ["decode", "reset"]],
    ["a bomb", bomb, { maxBytes: 1_000_000 }, ["too-large"]],
  ];
  for (const [what, body, options, reasons] of cases) {
    await using server = await listen((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length, etag: '"1"' }).end(body);
    });
    const all = { ...options, resume: true, retry: { attempts: 1 } };
    const error = await soon(failureOf<NetworkError>(download(server.url, dir.join("file"), all)), what);
    assert.ok(
      error instanceof NetworkError && reasons.includes(error.reason),
      `${what}: ${error.reason} ${error.message}`,
    );
    assert.deepEqual(await listed(dir.path), [], what);
  }
});

test("download() says why it cannot connect", async () => {
  await using dir = await tempDir();
  const url = `http://127.0.0.1:${await unusedPort()}/`;
  const error = await failureOf<NetworkError>(download(url, dir.join("file"), quick));
  assert.ok(error instanceof NetworkError);
  assert.deepEqual([error.reason, error.attempts.length], ["refused", 3]);
  assert.deepEqual(await listed(dir.path), []);
});

test("download() ends when the server is silent, and when all takes too long", async () => {
  await using dir = await tempDir();
  await using server = await listen((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("begin");
  });
  const cases: [DownloadOptions, string][] = [
    [{ readTimeoutMs: 100, retry: { attempts: 1 } }, "idle"],
    [{ totalTimeoutMs: 100 }, "total"],
  ];
  for (const [options, phase] of cases) {
    const error = await soon(failureOf<NetworkError>(download(server.url, dir.join("file"), options)), "the end");
    assert.deepEqual([error.reason, error.phase], ["timeout", phase]);
  }
  assert.deepEqual(await listed(dir.path), []);
});

test("download() keeps little of a large file in memory", async (t) => {
  if (process.memoryUsage().rss > 2_000_000_000) return skip(t, "the process is large already");
  await using dir = await tempDir();
  const piece = Buffer.alloc(1_000_000, 7);
  await using server = await listen(async (_request, response) => {
    for (let n = 0; n < 300; n++) {
      if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  const onProgress = () => void (peak = Math.max(peak, process.memoryUsage().rss));
  const file = await download(server.url, dir.join("file"), { onProgress });
  assert.equal(file.bytes, 300_000_000);
  assert.ok(peak - before < 150_000_000, `${Math.round((peak - before) / 1e6)} MB more`);
});

test("download() goes by a client: its URL, credentials, cookies, headers and hooks, anew for each attempt", async () => {
  await using dir = await tempDir();
  const content = contentOf(300_000);
  await using server = await serveFile({ content, breaksAfter: (n) => n < 3 ? 100_000 : undefined });
  const jar = createCookieJar();
  await jar.setCookie("id=7", server.url);
  let tokens = 0;
  let asked = 0;
  const client = createClient({
    baseUrl: `${server.url}/files`,
    auth: { bearer: () => `token-${++tokens}` },
    headers: { "x-client": "yes", "x-both": "client" },
    cookies: jar,
    // Of answers, not of files.
    maxBytes: 10,
    retry: { attempts: 5, delayMs: 1 },
    hooks: { beforeRequest: [() => void asked++] },
  });
  const file = await download("a.bin", dir.join("file"), { client, headers: { "x-both": "download" } });
  assert.ok((await readFile(dir.join("file"))).equals(content));
  assert.deepEqual([file.url, asked, server.seen.length], [`${server.url}/files/a.bin`, 3, 3]);
  assert.deepEqual(server.seen.map(({ authorization }) => authorization), [
    "Bearer token-1",
    "Bearer token-2",
    "Bearer token-3",
  ]);
  for (const seen of server.seen) {
    const { cookie, accept, "x-client": ofClient, "x-both": both, "accept-encoding": encoding } = seen;
    assert.deepEqual([cookie, accept, ofClient, both], ["id=7", "*/*", "yes", "download"]);
    // Node's fetch adds its own to requests for a part.
    assert.match(encoding as string, /^identity(?:, identity)?$/);
  }
});

test("download() takes a client's transport", async () => {
  await using dir = await tempDir();
  const client = createClient({ transport: () => new Response("from a test", { headers: { etag: '"1"' } }) });
  const file = await download("https://files.example/x", dir.join("file"), { client });
  assert.deepEqual([await readFile(dir.join("file"), "utf8"), file.etag], ["from a test", '"1"']);
});

test("download() refuses wrong arguments, and asks for nothing", async () => {
  const url = "http://127.0.0.1:1/";
  const wrong: [unknown, unknown, unknown, string, string][] = [
    ["ftp://a/", "file", {}, "ARGUMENT_NOT_URL", "url"],
    [url, "", {}, "ARGUMENT_NOT_TEXT", "path"],
    [url, 5, {}, "ARGUMENT_NOT_TEXT", "path"],
    [url, "file", null, "ARGUMENT_NOT_OBJECT", "options"],
    [url, "file", { overwrit: true }, "ARGUMENT_UNKNOWN", "overwrit"],
    ["relative", "file", {}, "ARGUMENT_NOT_URL", "url"],
    [url, "file", { client: {} }, "ARGUMENT_NOT_CLIENT", "client"],
    [url, "file", { overwrite: 1 }, "ARGUMENT_NOT_ONE_OF", "overwrite"],
    [url, "file", { resume: "yes" }, "ARGUMENT_NOT_ONE_OF", "resume"],
    [url, "file", { digest: "abc" }, "ARGUMENT_NOT_OBJECT", "digest"],
    [url, "file", { digest: { md5: "abc" } }, "ARGUMENT_UNKNOWN", "md5"],
    [url, "file", { digest: { "sha-256": "abc" } }, "ARGUMENT_NOT_DIGEST", "sha-256"],
    [url, "file", { digest: { "sha-512": "x".repeat(128) } }, "ARGUMENT_NOT_DIGEST", "sha-512"],
    [url, "file", { maxBytes: -1 }, "ARGUMENT_NOT_INTEGER", "maxBytes"],
    [url, "file", { onProgress: true }, "ARGUMENT_NOT_FUNCTION", "onProgress"],
    [url, "file", { signal: {} }, "ARGUMENT_NOT_SIGNAL", "signal"],
    [url, "file", { retry: { attempts: 0 } }, "ARGUMENT_NOT_INTEGER", "attempts"],
  ];
  for (const [where, path, options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(download(where as string, path as string, options as never));
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});
