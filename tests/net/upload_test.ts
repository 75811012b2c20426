import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { stat, truncate, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setLocale, type ValidationError } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { createClient, FileUpload, request, type RequestProgress } from "../../net/mod.ts";
import { طلب_شبكة, ملف_للرفع } from "../../net/ar.ts";
import { listen, skip, tempDir } from "../support/mod.ts";
import { answerWith, failureOf, type SeenRequest, serve } from "./support.ts";

setLocale("en");

/** A form's parts: names, and of files their names, types and contents. By hand, as Bun's parser makes up types. */
function readForm({ body, headers }: SeenRequest): [string, ...string[]][] {
  const boundary = /; boundary=(.+)$/.exec(headers["content-type"]!)![1]!;
  assert.ok(body.endsWith(`--${boundary}--\r\n`));
  const parts = body.split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const [, head, content] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part)!;
    const [, name, file] = /name="([^"]*)"(?:; filename="([^"]*)")?/.exec(head!)!;
    return file === undefined ? [name!, content!] : [name!, file, /^Content-Type: (.*)$/m.exec(head!)![1]!, content!];
  });
}

test("request() sends several files and fields, in their order", async () => {
  await using dir = await tempDir();
  for (const name of ["a", "b", "c"]) await writeFile(dir.join(`${name}.txt`), `content of ${name}`);
  await using server = await serve(answerWith("1"));
  const memory = new File(["in memory"], "m.txt", { type: "text/plain" });
  await request("POST", server.url, {
    body: { عنوان: "قيمة", count: 2 },
    uploadFile: {
      غلاف: new FileUpload(dir.join("a.txt"), { name: "صورة.png", type: "image/png" }),
      pages: [dir.join("b.txt"), new FileUpload(dir.join("c.txt"))],
      memory,
      none: undefined,
    },
  });
  assert.deepEqual(readForm(server.seen[0]!), [
    ["عنوان", "قيمة"],
    ["count", "2"],
    ["غلاف", "صورة.png", "image/png", "content of a"],
    ["pages", "b.txt", "application/octet-stream", "content of b"],
    ["pages", "c.txt", "application/octet-stream", "content of c"],
    // Bun adds a charset to it.
    ["memory", "m.txt", memory.type, "in memory"],
  ]);
});

test("request() sends one file with what is said of it, on the disk or in memory", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "content");
  await using server = await serve(answerWith("1"));
  const files = [
    new FileUpload(dir.join("a.txt"), { type: "text/plain" }),
    new Blob(["content"], { type: "text/plain" }),
  ];
  for (const uploadFile of files) await request("POST", server.url, { uploadFile });
  const forms = server.seen.map(readForm);
  assert.deepEqual(forms, [[["file", "a.txt", "text/plain", "content"]], [[
    "file",
    "blob",
    files[1]!.type,
    "content",
  ]]]);
});

test("request() sends a file as the body itself, with its type and length", async () => {
  await using dir = await tempDir();
  const content = Buffer.from(Array.from({ length: 1_000_003 }, (_, index) => index % 251));
  await writeFile(dir.join("a.bin"), content);
  await using server = await serve(answerWith("1"));
  const body = new FileUpload(dir.join("a.bin"), { type: "image/png" });
  const headers = { "content-type": "application/x-mine" };
  await request("PUT", server.url, { body });
  await request("PUT", server.url, { body, headers });
  await request("PUT", server.url, { body: new FileUpload(dir.join("a.bin")) });
  const types = server.seen.map(({ headers }) => headers["content-type"]);
  assert.deepEqual(types, ["image/png", "application/x-mine", "application/octet-stream"]);
  for (const { bytes, headers } of server.seen) {
    assert.ok(bytes.equals(content));
    if (runtime === "deno") assert.equal(headers["transfer-encoding"], "chunked");
    else assert.equal(headers["content-length"], "1000003");
  }
});

test("request() sends an empty file as the body", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("empty"), "");
  await using server = await serve(answerWith("1"));
  await request("PUT", server.url, { body: new FileUpload(dir.join("empty")) });
  assert.deepEqual([server.seen[0]!.bytes.length, server.seen[0]!.method], [0, "PUT"]);
});

test("request() sends a file as the body again for each attempt and redirect", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "again");
  await using server = await serve(({ url }, response, n) => {
    if (url === "/first") return void response.writeHead(307, { location: "/second" }).end();
    response.writeHead(n < 4 ? 503 : 200, { "content-type": "text/plain" }).end("stored");
  });
  const body = new FileUpload(dir.join("a.txt"));
  assert.equal(await request("PUT", `${server.url}/first`, { body, retry: { delayMs: 1 } }), "stored");
  assert.deepEqual(server.seen.map((it) => [it.url, it.body]).slice(1), [
    ["/second", "again"],
    ["/first", "again"],
    ["/second", "again"],
  ]);
});

test("request() tells the progress of several files by their total", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a"), Buffer.alloc(300_000));
  await writeFile(dir.join("b"), Buffer.alloc(200_000));
  await using server = await serve(answerWith("1"));
  const reports: RequestProgress[] = [];
  const onProgress = (progress: RequestProgress) => void (progress.direction === "upload" && reports.push(progress));
  await request("POST", server.url, { uploadFile: { files: [dir.join("a"), dir.join("b")] }, onProgress });
  const total = server.seen[0]!.bytes.length;
  assert.ok(total > 500_000 && total < 501_000);
  assert.ok(reports.every(({ totalBytes }) => totalBytes === total));
  assert.ok(reports.every(({ bytes }, n) => n === 0 || bytes > reports[n - 1]!.bytes));
  assert.equal(reports.at(-1)!.bytes, total);
});

test("request() sends every byte of a large file in its place, however slow the reader", async () => {
  await using dir = await tempDir();
  const size = 30_000_001;
  const content = Buffer.alloc(size);
  for (let at = 0, state = 1; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[at] = state >>> 24;
  }
  await writeFile(dir.join("large"), content);
  await using server = await listen(async (incoming, response) => {
    const received = createHash("sha256");
    let bytes = 0;
    let pauses = 0;
    for await (const chunk of incoming) {
      received.update(chunk);
      bytes += chunk.length;
      if (bytes > (pauses + 1) * 3_000_000) await new Promise((resolve) => setTimeout(resolve, 5 * ++pauses));
    }
    response.writeHead(200, { "content-type": "text/plain" }).end(received.digest("hex"));
  });
  const body = new FileUpload(dir.join("large"));
  const expected = createHash("sha256").update(content).digest("hex");
  assert.equal(await request("PUT", server.url, { body }), expected);
  // By the transport that clients have for proxies and certificates, too.
  const client = createClient({ tls: {} });
  assert.equal(await client.put(server.url, { body }).text(), expected);
});

test("request() holds little of a large body file in memory", async (t) => {
  if (process.memoryUsage().rss > 2_000_000_000) return skip(t, "the process is large already");
  await using dir = await tempDir();
  const path = dir.join("large");
  await writeFile(path, "");
  // A file with holes takes no room on the disk.
  await truncate(path, 300_000_000);
  await using server = await listen(async (incoming, response) => {
    let bytes = 0;
    for await (const chunk of incoming) bytes += chunk.length;
    response.writeHead(200, { "content-type": "application/json" }).end(String(bytes));
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  const onProgress = () => void (peak = Math.max(peak, process.memoryUsage().rss));
  assert.equal(await request("PUT", server.url, { body: new FileUpload(path), onProgress }), 300_000_000);
  assert.ok(peak - before < 150_000_000, `${Math.round((peak - before) / 1e6)} MB more`);
});

test("request() closes all files when one cannot be opened, and sends nothing", async (t) => {
  await using dir = await tempDir();
  await writeFile(dir.join("a"), "x");
  await using server = await serve(answerWith("1"));
  const uploadFile = { a: dir.join("a"), b: dir.join("missing") };
  const error = await failureOf<Error & { code: string }>(request("POST", server.url, { uploadFile }));
  assert.deepEqual([error.code, server.seen.length], ["FS_NOT_FOUND", 0]);
  const body = new FileUpload(dir.join("missing"));
  const other = await failureOf<Error & { code: string }>(request("PUT", server.url, { body, fallback: 1 }));
  assert.equal(other.code, "FS_NOT_FOUND");
  const names = await import("node:fs/promises").then(({ readdir }) => readdir("/proc/self/fd")).catch(() => []);
  if (names.length === 0) return skip(t, "this system has no /proc/self/fd");
  const targets = await Promise.all(names.map((name) => stat(`/proc/self/fd/${name}`).catch(() => undefined)));
  const { ino } = await stat(dir.join("a"));
  assert.ok(targets.every((target) => target?.ino !== ino));
});

test("request() refuses what is no file, and a file beside fields that are none", async () => {
  const url = "http://127.0.0.1:1/";
  const file = new FileUpload("a");
  const wrong: [string, unknown, string, string][] = [
    ["POST", { uploadFile: "" }, "ARGUMENT_NOT_TEXT", "uploadFile"],
    ["POST", { uploadFile: 5 }, "ARGUMENT_NOT_TEXT", "uploadFile"],
    ["POST", { uploadFile: { a: 5 } }, "ARGUMENT_NOT_TEXT", "uploadFile"],
    ["POST", { uploadFile: { a: ["b", null] } }, "ARGUMENT_NOT_TEXT", "uploadFile"],
    ["POST", { uploadFile: "a", body: file }, "ARGUMENT_NOT_FIELDS", "body"],
    ["GET", { body: file }, "ARGUMENT_BODY_NOT_ALLOWED", "body"],
  ];
  for (const [method, options, code, option] of wrong) {
    const error = await failureOf<ValidationError>(request(method, url, options as never));
    assert.deepEqual([error.code, error.option], [code, option]);
  }
});

test("طلب_شبكة() sends files as تحميل_ملف and as بيانات", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "سلام");
  await using server = await serve(answerWith("1"));
  const غلاف = new ملف_للرفع(dir.join("a.txt"), { اسم: "غلاف.txt", نوع: "text/plain" });
  await طلب_شبكة("POST", server.url, { تحميل_ملف: { غلاف, صفحات: [dir.join("a.txt")] }, بيانات: { عنوان: "كتاب" } });
  await طلب_شبكة("PUT", server.url, { بيانات: غلاف });
  assert.deepEqual(readForm(server.seen[0]!), [
    ["عنوان", "كتاب"],
    ["غلاف", "غلاف.txt", "text/plain", "سلام"],
    ["صفحات", "a.txt", "application/octet-stream", "سلام"],
  ]);
  assert.deepEqual([server.seen[1]!.body, server.seen[1]!.headers["content-type"]], ["سلام", "text/plain"]);
});
