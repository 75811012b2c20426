import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteBuffer } from "../../../net/internal/tcp/byte_buffer.ts";
import { random } from "../../support/mod.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

test("ByteBuffer gives pieces as they came, and several as one", () => {
  const buffer = new ByteBuffer();
  assert.equal(buffer.takeSome(10), undefined);
  assert.equal(buffer.take(0).byteLength, 0);
  const piece = bytes("a".repeat(2_000));
  buffer.append(piece);
  buffer.append(bytes("b".repeat(3_000)));
  assert.equal(buffer.takeSome(Infinity), piece);
  assert.equal(text(buffer.takeSome(2)), "bb");
  buffer.append(bytes("c"));
  assert.equal(buffer.length, 2_999);
  assert.equal(text(buffer.take(2_999)), "b".repeat(2_998) + "c");
  assert.equal(buffer.length, 0);
});

test("ByteBuffer never changes what it has handed out", () => {
  const buffer = new ByteBuffer();
  buffer.append(bytes("first "));
  buffer.append(bytes("second "));
  const early = [buffer.take(6), buffer.take(3)];
  for (let index = 0; index < 5_000; index++) buffer.append(bytes("x"));
  const late = buffer.take(buffer.length);
  buffer.append(bytes("y"));
  buffer.append(bytes("z"));
  assert.deepEqual(early.map(text), ["first ", "sec"]);
  assert.equal(text(late), "ond " + "x".repeat(5_000));
});

test("ByteBuffer finds a separator wherever pieces end, as searching a string does", () => {
  const next = random(11);
  for (let round = 0; round < 300; round++) {
    const separator = ["\n", "ab", "aab", "--\r\n"][round % 4]!;
    const buffer = new ByteBuffer();
    let whole = "";
    let found: number | undefined;
    for (let piece = 0; piece < 30; piece++) {
      const length = next() < 0.1 ? 1_500 : Math.floor(next() * 4);
      const letters = Array.from({ length }, () => "ab-\r\n"[Math.floor(next() * 5)]).join("");
      whole += letters;
      buffer.append(bytes(letters));
      found = buffer.find(bytes(separator));
      const index = whole.indexOf(separator);
      assert.equal(found, index < 0 ? undefined : index + separator.length, JSON.stringify([separator, whole]));
      if (found === undefined) continue;
      assert.equal(text(buffer.take(found)), whole.slice(0, found));
      whole = whole.slice(found);
      assert.equal(buffer.length, whole.length);
    }
  }
});
