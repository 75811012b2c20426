import assert from "node:assert/strict";
import test from "node:test";
import { writeFile } from "node:fs/promises";
import { streamOf } from "../../../net/internal/outgoing_stream.ts";
import { filePart } from "../../../net/internal/upload/file_part.ts";
import { tempDir } from "../../support/mod.ts";

test("streamOf() waits until its source is closed, also where the runtime has begun to close it", async () => {
  const { promise: mayClose, resolve: letClose } = Promise.withResolvers<void>();
  let closings = 0;
  let isClosed = false;
  const source = {
    next: () => Promise.resolve(new Uint8Array(1)),
    async close() {
      closings++;
      await mayClose;
      isClosed = true;
    },
  };
  const body = streamOf(source, () => {});
  const cancelled = (body.init as ReadableStream).cancel("stop");
  const disposed = body[Symbol.asyncDispose]().then(() => isClosed);
  letClose();
  assert.ok(await disposed, "the body was disposed before its source was closed");
  await cancelled;
  assert.equal(closings, 1);
});

test("streamOf() takes nothing for a failure of its source that comes of letting it go", async () => {
  const { promise: isRead, reject: fail } = Promise.withResolvers<Uint8Array>();
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
  const body = streamOf({
    next() {
      ask();
      return isRead;
    },
    close() {
      fail(new Error("read after it was closed"));
      return Promise.reject(new Error("closed twice"));
    },
  }, () => {});
  const reader = (body.init as ReadableStream<Uint8Array>).getReader();
  const reading = reader.read();
  await isAsked;
  await reader.cancel("nobody wants it");
  await reading.catch(() => {});
  await body[Symbol.asyncDispose]();
  assert.equal(body.failure, undefined);
});

test("streamOf() keeps what its source failed with by itself", async () => {
  const error = new Error("the disk is gone");
  const body = streamOf({ next: () => Promise.reject(error), close: () => Promise.resolve() }, () => {});
  await assert.rejects((body.init as ReadableStream<Uint8Array>).getReader().read(), error);
  assert.equal(body.failure?.error, error);
});

test("filePart() closes its file after the read that is under way", async () => {
  await using dir = await tempDir();
  const path = dir.join("file");
  await writeFile(path, "content");
  const part = await filePart(path)();
  const [piece] = await Promise.all([part.next(), part.close()]);
  assert.equal(new TextDecoder().decode(piece), "content");
});
