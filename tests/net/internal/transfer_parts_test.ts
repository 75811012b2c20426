import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { useClock } from "../../../internal/clock.ts";
import { BatchWriter } from "../../../net/internal/transfer/batch_writer.ts";
import { announcedDigests, GrowingDigests } from "../../../net/internal/transfer/digests.ts";
import { TransferRate } from "../../../net/internal/transfer/rate.ts";
import {
  readContentRange,
  readUnsatisfied,
  readValidators,
  validatorsOf,
  writeValidators,
} from "../../../net/internal/transfer/validators.ts";

test("TransferRate tells the rate of the last seconds, and what is left at it", () => {
  let time = 1_000;
  using _ = useClock((before) => ({ ...before, now: () => time }));
  const rate = new TransferRate();
  const at = (ms: number, bytes: number, totalBytes?: number) => {
    time = 1_000 + ms;
    const { bytesPerSecond, remainingMs } = rate.progress(bytes, totalBytes);
    return [Math.round(bytesPerSecond), remainingMs === undefined ? undefined : Math.round(remainingMs)];
  };
  assert.deepEqual(at(0, 0, 10_000), [0, undefined]);
  assert.deepEqual(at(500, 500, 10_000), [1_000, 9_500]);
  assert.deepEqual(at(1_000, 1_000), [1_000, undefined]);
  for (let ms = 1_100; ms <= 10_000; ms += 100) at(ms, 1_000 + (ms - 1_000) / 10, 10_000);
  // A tenth as fast for nine seconds: what was before counts no more.
  assert.deepEqual(at(10_000, 1_900, 10_000), [100, 81_000]);
  assert.deepEqual(at(10_100, 10_000, 10_000).at(1), 0);
  // It begins anew.
  assert.deepEqual(at(10_200, 0, 10_000), [0, undefined]);
  assert.deepEqual(at(11_200, 2_000, 10_000), [2_000, 4_000]);
});

test("BatchWriter writes all that it takes, in order, and no more ahead than one batch", async () => {
  const written: Buffer[] = [];
  let writing = 0;
  let most = 0;
  const writer = new BatchWriter(async (batch) => {
    most = Math.max(most, ++writing);
    await new Promise((resolve) => setTimeout(resolve, 1));
    written.push(Buffer.from(batch));
    writing--;
  });
  const expected: Buffer[] = [];
  for (let n = 0; n < 60; n++) {
    const piece = Uint8Array.from({ length: (n * 7_919) % 70_000 }, (_, index) => (index + n) % 256);
    expected.push(Buffer.from(piece));
    await writer.add(piece);
  }
  await writer.end();
  assert.equal(most, 1);
  assert.ok(Buffer.concat(written).equals(Buffer.concat(expected)));
});

test("BatchWriter takes pieces that are larger than a batch", async () => {
  const sizes: number[] = [];
  const writer = new BatchWriter((batch) => Promise.resolve(void sizes.push(batch.byteLength)));
  await writer.add(new Uint8Array(1_200_000));
  await writer.end();
  assert.deepEqual(sizes, [524_288, 524_288, 151_424]);
});

test("BatchWriter tells whoever adds next, or ends, that writing failed", async () => {
  for (const pieces of [1, 3]) {
    const writer = new BatchWriter(() => Promise.reject(new Error("full")));
    const all = async () => {
      for (let n = 0; n < pieces; n++) await writer.add(new Uint8Array(524_288));
      await writer.end();
    };
    await assert.rejects(all(), /full/);
  }
});

test("announcedDigests() takes the strongest digest of the whole file", () => {
  const sum = (name: string) => createHash(name).update("x");
  const [of256, of512] = [sum("sha256").digest("base64"), sum("sha512").digest("base64")];
  const [hex256, hex512] = [sum("sha256").digest("hex"), sum("sha512").digest("hex")];
  const cases: [Record<string, string>, boolean, [string, string][]][] = [
    [{}, true, []],
    [{ "repr-digest": `sha-256=:${of256}:` }, false, [["sha-256", hex256]]],
    [{ "repr-digest": `sha-256=:${of256}:, sha-512=:${of512}:` }, true, [["sha-512", hex512]]],
    [{ "repr-digest": `md5=:AA==:,sha-256=:${of256}:;a=1` }, true, [["sha-256", hex256]]],
    [{ "content-digest": `sha-256=:${of256}:` }, true, [["sha-256", hex256]]],
    [{ "content-digest": `sha-256=:${of256}:` }, false, []],
    [{ "repr-digest": `sha-256=:${of256}:`, "content-encoding": "gzip" }, true, []],
    [{ "repr-digest": `xsha-256=:${of256}:` }, true, []],
    [{ "repr-digest": `sha-256=${of256}` }, true, []],
    [{ "repr-digest": `sha-512=:${of256}:` }, true, []],
    [{ digest: `unixsum=1, SHA-256=${of256},sha-512=${of512}` }, false, [["sha-512", hex512]]],
    [{ digest: `SHA-256=${of256}` }, true, [["sha-256", hex256]]],
    [{ digest: `sha-256=:${of256}:` }, true, []],
    [{ digest: `sha-256=${of256};a=1` }, true, []],
    [{ digest: `sha-512=${of512}`, "repr-digest": `sha-256=:${of256}:` }, true, [["sha-512", hex512]]],
  ];
  for (const [headers, isWhole, expected] of cases) {
    assert.deepEqual([...announcedDigests(new Headers(headers), isWhole)], expected, JSON.stringify(headers));
  }
});

test("GrowingDigests reads a file's beginning again only where it has to", async () => {
  const digests = new GrowingDigests();
  let reads = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    reads++;
    yield await Promise.resolve(new TextEncoder().encode("abc"));
  }
  await digests.catchUp(["sha-256"], 3, read);
  await digests.catchUp(["sha-256"], 3, read);
  digests.add(new TextEncoder().encode("def"));
  assert.equal(reads, 1);
  const sum = createHash("sha256").update("abcdef").digest("hex");
  assert.equal(digests.mismatch([["sha-256", sum]]), undefined);
  assert.deepEqual(digests.mismatch([["sha-256", "0"]]), { algorithm: "sha-256", expected: "0", actual: sum });
  // Another algorithm, or another length, needs all of it.
  await digests.catchUp(["sha-512"], 3, read);
  await digests.catchUp(["sha-512"], 0, read);
  assert.equal(reads, 2);
  assert.equal(digests.mismatch([["sha-512", createHash("sha512").digest("hex")]]), undefined);
});

test("validatorsOf() takes a strong tag, or a date that is old enough", () => {
  const date = { date: "Sun, 06 Nov 1994 08:49:38 GMT" };
  const lastModified = "Sun, 06 Nov 1994 08:49:37 GMT";
  const cases: [Record<string, string>, object | undefined][] = [
    [{ etag: '"1"' }, { etag: '"1"', totalBytes: 5 }],
    [{ etag: '"1"', "last-modified": lastModified, ...date }, { etag: '"1"', totalBytes: 5 }],
    [{ etag: 'W/"1"', "last-modified": lastModified, ...date }, { lastModified, totalBytes: 5 }],
    [{ "last-modified": lastModified, ...date }, { lastModified, totalBytes: 5 }],
    [{ "last-modified": date.date, ...date }, undefined],
    [{ "last-modified": lastModified }, undefined],
    [{ "last-modified": "yesterday", ...date }, undefined],
    [{ etag: "1" }, undefined],
    [{ etag: '"1"', "content-encoding": "gzip" }, undefined],
    [{ etag: '"1"', "accept-ranges": "none" }, undefined],
    [{ etag: '"1"', "accept-ranges": "bytes" }, { etag: '"1"', totalBytes: 5 }],
  ];
  for (const [headers, expected] of cases) {
    assert.deepEqual(validatorsOf(new Headers(headers), 5), expected, JSON.stringify(headers));
  }
});

test("readValidators() reads what writeValidators() wrote, for the same file only", () => {
  const url = new URL("https://a.example/file?sig=1");
  const [elsewhere, other] = [new URL("https://b.example/file?sig=1"), new URL("https://a.example/file?sig=2")];
  const byTag = { etag: '"1"', totalBytes: 5 };
  const byDate = { lastModified: "Sun, 06 Nov 1994 08:49:37 GMT", totalBytes: undefined };
  assert.deepEqual(readValidators(writeValidators(byTag, url), url), byTag);
  assert.deepEqual(readValidators(writeValidators(byTag, url), other), byTag);
  assert.equal(readValidators(writeValidators(byTag, url), elsewhere), undefined);
  assert.deepEqual(readValidators(writeValidators(byDate, url), url), byDate);
  assert.equal(readValidators(writeValidators(byDate, url), other), undefined);
  for (const text of ["", "{", "[]", "null", "5", '{"version":1}']) assert.equal(readValidators(text, url), undefined);
  const odd = JSON.parse(writeValidators(byTag, url));
  assert.equal(readValidators(JSON.stringify({ ...odd, totalBytes: 1.5 }), url), undefined);
  assert.equal(readValidators(JSON.stringify({ ...odd, etag: undefined }), url), undefined);
});

test("readContentRange() and readUnsatisfied() read ranges of bytes that make sense", () => {
  const range = (value: string) => readContentRange(new Headers({ "content-range": value }));
  assert.deepEqual(range("bytes 5-9/10"), { start: 5, totalBytes: 10 });
  assert.deepEqual(range("BYTES 0-0/*"), { start: 0, totalBytes: undefined });
  for (const value of ["bytes 5-4/10", "bytes 5-10/10", "bytes */10", "lines 5-9/10", "bytes 5-9", "bytes -5/10", ""]) {
    assert.equal(range(value), undefined, value);
  }
  assert.equal(readContentRange(new Headers()), undefined);
  assert.equal(readUnsatisfied(new Headers({ "content-range": "bytes */10" })), 10);
  for (const value of ["bytes 5-9/10", "bytes */*", ""]) {
    assert.equal(readUnsatisfied(new Headers({ "content-range": value })), undefined, value);
  }
});
