import assert from "node:assert/strict";
import { chmod, mkdir, open, readdir, truncate, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import process from "node:process";
import test from "node:test";
import { type FileError, type NetworkError, setLocale } from "../../errors/mod.ts";
import { runtime } from "../../internal/runtime.ts";
import { request, type RequestProgress } from "../../net/mod.ts";
import { listen, skip, tempDir } from "../support/mod.ts";
import { answerWith, failureOf, type SeenRequest, serve, serveRaw, soon } from "./support.ts";

setLocale("en");

/** The parts of a form as a server reads them. */
async function readForm(bytes: Uint8Array, type: string): Promise<FormData> {
  return await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "content-type": type } }).formData();
}

test("request() sends a file as the field file of a form", async () => {
  await using dir = await tempDir();
  const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
  await writeFile(dir.join("صورة.bin"), content);
  await using server = await serve(answerWith('"ok"'));
  assert.equal(await request("POST", server.url, { uploadFile: dir.join("صورة.bin") }), "ok");
  const [{ bytes, headers }] = server.seen as [typeof server.seen[number]];
  const form = await readForm(bytes, headers["content-type"]!);
  const file = form.get("file") as File;
  assert.equal(file.name, "صورة.bin");
  assert.equal(file.type, "application/octet-stream");
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), content);
  assert.deepEqual([...form.keys()], ["file"]);
});

test("request() tells the length of a file before it sends it, where the runtime's fetch can", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "abc");
  await using server = await serve(answerWith("1"));
  await request("PUT", server.url, { uploadFile: dir.join("a.txt") });
  const [{ bytes, headers }] = server.seen as [typeof server.seen[number]];
  // Deno's fetch sends every stream in chunks.
  if (runtime === "deno") assert.equal(headers["transfer-encoding"], "chunked");
  else assert.equal(headers["content-length"], String(bytes.length));
});

test("request() sends an empty file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("empty"), "");
  await using server = await serve(answerWith("1"));
  await request("POST", server.url, { uploadFile: dir.join("empty") });
  const [{ bytes, headers }] = server.seen as [typeof server.seen[number]];
  assert.equal(((await readForm(bytes, headers["content-type"]!)).get("file") as File).size, 0);
});

test("request() escapes in a file's name what would end the header", async () => {
  await using dir = await tempDir();
  const name = 'quote" and\nline 😀.txt';
  await writeFile(dir.join(name), "x");
  await using server = await serve(answerWith("1"));
  await request("POST", server.url, { uploadFile: dir.join(name) });
  assert.match(server.seen[0]!.body, /; filename="quote%22 and%0Aline 😀\.txt"\r\n/);
});

test("request() sends a file whose content looks like the form's boundary", async () => {
  await using dir = await tempDir();
  const content = "--maktaba-\r\n--\r\nContent-Disposition: form-data; name=x\r\n\r\n";
  await writeFile(dir.join("tricky"), content);
  await using server = await serve(answerWith("1"));
  await request("POST", server.url, { uploadFile: dir.join("tricky") });
  const [{ bytes, headers }] = server.seen as [typeof server.seen[number]];
  const form = await readForm(bytes, headers["content-type"]!);
  assert.equal(await (form.get("file") as File).text(), content);
});

test("request() sends other fields before the file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "abc");
  const form = new FormData();
  form.append("عنوان", "قيمة");
  form.append("tag", "a");
  form.append("tag", "b");
  const bodies = [
    { عنوان: "قيمة", tag: "a", count: 3, flag: false, data: { x: [1] }, none: null, gone: undefined },
    form,
    new URLSearchParams([["عنوان", "قيمة"], ["tag", "a"], ["tag", "b"]]),
  ];
  await using server = await serve(answerWith("1"));
  for (const body of bodies) await request("POST", server.url, { uploadFile: dir.join("a.txt"), body });
  const entries = await Promise.all(server.seen.map(async ({ bytes, headers }) => {
    const fields = [...await readForm(bytes, headers["content-type"]!)];
    assert.equal(fields.at(-1)![0], "file");
    return fields.slice(0, -1);
  }));
  const record = [["عنوان", "قيمة"], ["tag", "a"], ["count", "3"], ["flag", "false"], ["data", '{"x":[1]}']];
  const pairs = [["عنوان", "قيمة"], ["tag", "a"], ["tag", "b"]];
  assert.deepEqual(entries, [record, pairs, pairs]);
});

test("request() does not let a caller's content type break the form", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "abc");
  await using server = await serve(answerWith("1"));
  const headers = { "content-type": "application/json" };
  await request("POST", server.url, { uploadFile: dir.join("a.txt"), headers });
  assert.match(server.seen[0]!.headers["content-type"]!, /^multipart\/form-data; boundary=/);
});

test("request() holds little of a large file in memory, and tells the progress", async (t) => {
  if (process.memoryUsage().rss > 2_000_000_000) return skip(t, "the process is large already");
  await using dir = await tempDir();
  const size = 600_000_000;
  const path = dir.join("large.bin");
  await writeFile(path, "");
  // A file with holes takes no room on the disk.
  await truncate(path, size);
  let received = 0;
  await using server = await listen(async (incoming, response) => {
    for await (const chunk of incoming) received += chunk.length;
    response.writeHead(200, { "content-type": "application/json" }).end(String(received));
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  let last: RequestProgress | undefined;
  const answer = await request<number>("POST", server.url, {
    uploadFile: path,
    onProgress(progress) {
      if (progress.direction === "upload") last = progress;
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  });
  assert.ok(answer > size);
  assert.deepEqual(last, { direction: "upload", bytes: answer, totalBytes: answer });
  assert.ok(peak - before < size / 2, `${Math.round((peak - before) / 1e6)} MB more for a file of ${size / 1e6} MB`);
});

test("request() sends every byte of a stream once and in order, however its pieces are cut and however slow the reader", async () => {
  const sent = createHash("sha256");
  let state = 1;
  let size = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      // From nothing to three times the pieces that are handed over.
      const length = (state * 7_919) % 200_003;
      const chunk = new Uint8Array(length);
      for (let at = 0; at < length; at++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        chunk[at] = state >>> 24;
      }
      state++;
      sent.update(chunk);
      size += length;
      controller.enqueue(chunk);
      if (size > 20_000_000) controller.close();
    },
  });
  await using server = await listen(async (incoming, response) => {
    const received = createHash("sha256");
    let bytes = 0;
    let pauses = 0;
    for await (const chunk of incoming) {
      received.update(chunk);
      bytes += chunk.length;
      if (bytes > (pauses + 1) * 2_000_000) await new Promise((resolve) => setTimeout(resolve, 10 * ++pauses));
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ bytes, hash: received.digest("hex") }));
  });
  const answer = await request<{ bytes: number; hash: string }>("POST", server.url, { body });
  assert.deepEqual(answer, { bytes: size, hash: sent.digest("hex") });
});

test("request() holds little of a large stream in memory", async (t) => {
  if (process.memoryUsage().rss > 2_000_000_000) return skip(t, "the process is large already");
  const pieces = 4_000;
  let pulls = 0;
  const before = process.memoryUsage().rss;
  let peak = before;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulls % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
      if (++pulls > pieces) controller.close();
      else controller.enqueue(new Uint8Array(65_536).fill(pulls));
    },
  });
  await using server = await listen(async (incoming, response) => {
    for await (const _ of incoming);
    response.end();
  });
  await request("POST", server.url, { body });
  assert.ok(peak - before < pieces * 65_536 / 2, `${Math.round((peak - before) / 1e6)} MB more`);
});

test("request() does not wait for a stream that takes its time, or fails, when it is cancelled", async () => {
  await using server = await serveRaw((socket) => socket.pause());
  for (const cancel of [() => new Promise<void>(() => {}), () => Promise.reject(new Error("It cannot be cancelled"))]) {
    for (const pull of [() => new Promise<void>(() => {}), undefined]) {
      const controller = new AbortController();
      const { promise: isCancelled, resolve: tellCancelled } = Promise.withResolvers<unknown>();
      const body = new ReadableStream<Uint8Array>({
        pull(stream) {
          stream.enqueue(new Uint8Array(1_000));
          setTimeout(() => controller.abort("stop"), 1);
          return pull?.();
        },
        cancel(reason) {
          tellCancelled(reason);
          return cancel();
        },
      });
      const failed = failureOf(request("POST", server.url, { body, signal: controller.signal }));
      assert.equal(await soon(failed, "the rejection"), "stop");
      await soon(isCancelled, "the end of the stream");
    }
  }
});

test("request() refuses a stream of anything but bytes", async () => {
  await using server = await serve(answerWith("1"));
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue("text");
      controller.close();
    },
  });
  const error = await failureOf<Error & { code: string }>(request("POST", server.url, { body }));
  assert.equal(error.code, "ARGUMENT_NOT_BYTES");
});

test("request() sends a file again for each attempt and redirect", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("a.txt"), "again");
  await using server = await serve(({ url }, response, n) => {
    if (url === "/first") return void response.writeHead(308, { location: "/second" }).end();
    response.writeHead(n < 4 ? 503 : 200, { "content-type": "text/plain" }).end("stored");
  });
  const retry = { delayMs: 1 };
  assert.equal(await request("PUT", `${server.url}/first`, { uploadFile: dir.join("a.txt"), retry }), "stored");
  assert.deepEqual(server.seen.map((it) => it.url), ["/first", "/second", "/first", "/second"]);
  assert.ok(server.seen.filter((it) => it.url === "/second").every((it) => it.body.includes("again")));
});

test("request() says which file it cannot read, and sends nothing", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("directory"));
  await using server = await serve(answerWith("1"));
  const cases: [string, string][] = [
    [dir.join("missing.bin"), "FS_NOT_FOUND"],
    [dir.join("directory"), "FS_IS_DIRECTORY"],
    [dir.join("missing", "deep.bin"), "FS_NOT_FOUND"],
  ];
  for (const [uploadFile, code] of cases) {
    const error = await failureOf<FileError>(request("POST", server.url, { uploadFile, fallback: 1 }));
    assert.deepEqual([error.name, error.code, error.path], ["FileError", code, uploadFile]);
  }
  assert.equal(server.seen.length, 0);
});

test("request() says that it may not read a file", async (t) => {
  if (process.getuid?.() === 0) return skip(t, "root may read every file");
  await using dir = await tempDir();
  await writeFile(dir.join("secret"), "x");
  await chmod(dir.join("secret"), 0);
  await using server = await serve(answerWith("1"));
  const error = await failureOf<FileError>(request("POST", server.url, { uploadFile: dir.join("secret") }));
  assert.equal(error.code, "FS_PERMISSION");
});

test("request() fails when a file becomes shorter while it is sent", async () => {
  await using dir = await tempDir();
  const path = dir.join("shrinks.bin");
  await writeFile(path, Buffer.alloc(5_000_000));
  await using server = await serve(answerWith("1"));
  let isShort = false;
  const error = await failureOf<NetworkError>(request("POST", server.url, {
    uploadFile: path,
    onProgress() {
      if (isShort) return;
      isShort = true;
      truncateNow(path);
    },
  }));
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_FILE_SHRANK", "aborted", false]);
});

// At once and not at the next turn, by when much of the file may have been sent.
function truncateNow(path: string): void {
  const fs = process.getBuiltinModule("node:fs");
  fs.truncateSync(path, 100_000);
}

test("request() ends an upload when its signal fires, and closes the file", async () => {
  await using dir = await tempDir();
  const path = dir.join("large.bin");
  await writeFile(path, Buffer.alloc(20_000_000));
  await using server = await serveRaw((socket) => socket.pause());
  const controller = new AbortController();
  const failed = failureOf(request("POST", server.url, {
    uploadFile: path,
    signal: controller.signal,
    onProgress: ({ bytes }) => void (bytes > 100_000 && controller.abort("stop")),
  }));
  assert.equal(await soon(failed, "the rejection"), "stop");
  assert.deepEqual(await openPaths(path), []);
});

test("request() closes the file when nobody accepts the connection", async () => {
  await using dir = await tempDir();
  const path = dir.join("a.bin");
  await writeFile(path, Buffer.alloc(1_000));
  const error = await failureOf<NetworkError>(request("POST", "http://nowhere.invalid/", { uploadFile: path }));
  assert.equal(error.reason, "dns");
  assert.deepEqual(await openPaths(path), []);
});

/** Which of the process's open files are this one, where the system tells. */
async function openPaths(path: string): Promise<string[]> {
  const { readlink } = await import("node:fs/promises");
  const names = await readdir("/proc/self/fd").catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")));
  return targets.filter((target) => target === path);
}

test("openPaths() sees a file that is open, so that the tests that use it can fail", async (t) => {
  await using dir = await tempDir();
  await using _ = await open(dir.join("open.bin"), "w");
  const found = await openPaths(dir.join("open.bin"));
  if (found.length === 0) return skip(t, "this system has no /proc/self/fd");
  assert.equal(found.length, 1);
});

test("request() tells how much of a body in memory it has sent, whatever the body is", async () => {
  await using server = await serve(answerWith("1"));
  const form = new FormData();
  form.set("field", "قيمة");
  form.set("file", new File([new Uint8Array(150_000)], "a.bin"));
  form.set("last", "1");
  const bodies = {
    bytes: new Uint8Array(200_000),
    text: "نص".repeat(50_000),
    json: { text: "x".repeat(200_000) },
    blob: new Blob([new Uint8Array(200_000)], { type: "text/x" }),
    parameters: new URLSearchParams({ a: "x".repeat(200_000) }),
    form,
    small: "x",
  };
  const plain: SeenRequest[] = [];
  for (const body of Object.values(bodies)) {
    await request("PUT", server.url, { body });
    plain.push(server.seen.at(-1)!);
  }
  for (const [at, [name, body]] of Object.entries(bodies).entries()) {
    const seen: RequestProgress[] = [];
    await request("PUT", server.url, { body, onProgress: (progress) => void seen.push(progress) });
    const { bytes, headers } = server.seen.at(-1)!;
    const up = seen.filter(({ direction }) => direction === "upload");
    assert.deepEqual(up.at(-1), { direction: "upload", bytes: bytes.length, totalBytes: bytes.length }, name);
    assert.ok(name === "small" || up.length > 1, `${name}: ${up.length}`);
    assert.deepEqual(up.map((one) => one.bytes), up.map((one) => one.bytes).sort((a, b) => a - b));
    if (runtime !== "deno") assert.equal(headers["content-length"], String(bytes.length), name);
    if (name === "form") {
      const entries = [...await readForm(bytes, headers["content-type"]!)];
      assert.deepEqual(entries.map(([key]) => key), ["field", "file", "last"]);
      assert.deepEqual([entries[0]![1], (entries[1]![1] as File).name], ["قيمة", "a.bin"]);
    } else {
      assert.ok(Buffer.compare(bytes, plain[at]!.bytes) === 0, name);
      assert.equal(headers["content-type"], plain[at]!.headers["content-type"], name);
    }
  }
});

test("request() tells anew how much it has sent of a body in memory when it tries again", async () => {
  await using server = await serve((_request, response, n) => void response.writeHead(n === 1 ? 503 : 200).end());
  const sent: number[] = [];
  await request("PUT", server.url, {
    body: new Uint8Array(100_000),
    retry: { attempts: 2, delayMs: 1 },
    onProgress: ({ direction, bytes }) => void (direction === "upload" && sent.push(bytes)),
  });
  assert.deepEqual(sent.filter((bytes) => bytes === 100_000).length, 2);
  assert.deepEqual(server.seen.map(({ bytes }) => bytes.length), [100_000, 100_000]);
});
