import assert from "node:assert/strict";
import test from "node:test";
import { decodeBase64url, encodeBase64url } from "../../crypto/internal/base64url.ts";

test("encodeBase64url() writes the examples of RFC 4648, section 10, with padding", () => {
  const examples = {
    "": "",
    f: "Zg==",
    fo: "Zm8=",
    foo: "Zm9v",
    foob: "Zm9vYg==",
    fooba: "Zm9vYmE=",
    foobar: "Zm9vYmFy",
  };
  for (const [text, encoded] of Object.entries(examples)) {
    const bytes = new TextEncoder().encode(text);
    assert.equal(encodeBase64url(bytes), encoded);
    assert.deepEqual(Uint8Array.from(decodeBase64url(encoded)!), bytes);
    assert.deepEqual(Uint8Array.from(decodeBase64url(encoded.replaceAll("=", ""))!), bytes);
  }
});

test("encodeBase64url() uses the alphabet that is safe in URLs, and views as they are", () => {
  const bytes = new Uint8Array([1, 0xfb, 0xff, 0xfe, 1]);
  assert.equal(encodeBase64url(bytes.subarray(1, 4)), "-__-");
  assert.deepEqual([...decodeBase64url("-__-")!], [0xfb, 0xff, 0xfe]);
});

test("decodeBase64url() gives undefined for anything else", () => {
  const wrong = [
    "A",
    "AAAAA",
    "A=",
    "=",
    "==",
    "===",
    "AA=",
    "AAA==",
    "AA==A",
    "A=AA",
    "AA=A",
    "AAAA=",
    "+AAA",
    "/AAA",
  ];
  for (
    const text of [...wrong, "AA AA", "AAA\n", "AAAA\n", "\tAAAA", "AA%A", "مرحب", "AAAا", "AAAA====", "AA\u0000A"]
  ) {
    assert.equal(decodeBase64url(text), undefined, JSON.stringify(text));
  }
});

test("encodeBase64url() and decodeBase64url() undo each other for every length", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 37 + length);
    assert.deepEqual(Uint8Array.from(decodeBase64url(encodeBase64url(bytes))!), bytes);
  }
});
