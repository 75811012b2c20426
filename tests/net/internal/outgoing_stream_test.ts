import assert from "node:assert/strict";
import test from "node:test";
import { streamOf } from "../../../net/internal/outgoing_stream.ts";

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
