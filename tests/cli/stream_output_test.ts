import assert from "node:assert/strict";
import { Writable } from "node:stream";
import test from "node:test";
import { ClosedOutput, streamOutput } from "../../cli/stream_output.ts";

function failingWith(code: string | undefined, afterWrites = 0): Writable {
  let writes = 0;
  return new Writable({
    write(_chunk, _encoding, done) {
      if (writes++ < afterWrites) return done();
      done(Object.assign(new Error(`failed with ${code}`), code === undefined ? {} : { code }));
    },
  });
}

test("streamOutput() opens its stream at first use", async () => {
  let opened = 0;
  let written = "";
  const output = streamOutput(() => {
    opened++;
    return new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    });
  });
  assert.equal(opened, 0);
  await output.write("مر");
  await output.write("حبا");
  assert.deepEqual([opened, written], [1, "مرحبا"]);
});

test("streamOutput() tells whether a person is looking", () => {
  const stream = (isTTY?: boolean) => Object.assign(new Writable(), isTTY === undefined ? {} : { isTTY });
  assert.equal(streamOutput(() => stream(true)).isTerminal, true);
  assert.equal(streamOutput(() => stream(false)).isTerminal, false);
  assert.equal(streamOutput(() => stream()).isTerminal, false);
});

test("streamOutput() waits for a slow reader", async () => {
  const pending: (() => void)[] = [];
  const output = streamOutput(() => new Writable({ write: (_chunk, _encoding, done) => void pending.push(done) }));
  let isWritten = false;
  const write = Promise.resolve(output.write("text")).then(() => isWritten = true);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isWritten, false);
  pending[0]!();
  await write;
});

test("streamOutput() says that the reader has left, at once and ever after", async () => {
  for (const code of ["EPIPE", "ECONNRESET"]) {
    const output = streamOutput(() => failingWith(code, 1));
    await output.write("first");
    await assert.rejects(Promise.resolve(output.write("second")), (error: Error) => {
      assert.ok(error instanceof ClosedOutput);
      assert.equal((error.cause as { code?: string }).code, code);
      return true;
    });
    await assert.rejects(Promise.resolve(output.write("third")), ClosedOutput);
  }
});

test("streamOutput() rejects with another failure as it is", async () => {
  const output = streamOutput(() => failingWith("ENOSPC"));
  for (let attempt = 0; attempt < 2; attempt++) {
    await assert.rejects(Promise.resolve(output.write("text")), (error: Error & { code?: string }) => {
      assert.ok(!(error instanceof ClosedOutput));
      assert.equal(error.code, "ENOSPC");
      return true;
    });
  }
});

test("streamOutput() takes a stream that throws at once for one that fails", async () => {
  const output = streamOutput(() =>
    Object.assign(new Writable(), {
      write(): boolean {
        throw Object.assign(new Error("gone"), { code: "EPIPE" });
      },
    })
  );
  await assert.rejects(Promise.resolve(output.write("text")), ClosedOutput);
});

test("streamOutput() survives an error that comes between two writes", async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = streamOutput(() => stream);
  await output.write("text");
  stream.emit("error", Object.assign(new Error("gone"), { code: "EPIPE" }));
  await assert.rejects(Promise.resolve(output.write("more")), ClosedOutput);
});
