import assert from "node:assert/strict";
import * as nodeCrypto from "node:crypto";
import process from "node:process";
import test from "node:test";
import { decodeBase64url } from "../../crypto/internal/base64url.ts";
import { type FernetCipher, FernetCiphers, nodeCipher, webCipher } from "../../crypto/internal/fernet_cipher.ts";
import { openToken, sealToken } from "../../crypto/internal/fernet_token.ts";
import { validVector, vectorKey } from "./fernet_vectors.ts";

const key = decodeBase64url(vectorKey)!;
const ciphers: Record<string, FernetCipher> = { webCipher: webCipher(key), nodeCipher: nodeCipher(key, nodeCrypto) };
const anyAge = { maxAgeMs: undefined, maxClockSkewMs: 0, nowMs: 0 };

/** Makes every message go through one cipher. */
function only(cipher: FernetCipher): FernetCiphers {
  return { forLength: () => cipher } as unknown as FernetCiphers;
}

for (const [name, cipher] of Object.entries(ciphers)) {
  test(`${name}() makes the specification's token from its parts, and reads it`, async () => {
    const message = new TextEncoder().encode(validVector.message);
    const token = await sealToken(only(cipher), message, validVector.iv, validVector.madeAtMs / 1_000);
    assert.equal(token, validVector.token);
    assert.deepEqual(await openToken(only(cipher), token, anyAge), message);
  });

  test(`${name}() verifies the right HMAC only`, async () => {
    const data = new TextEncoder().encode("data");
    const mac = new Uint8Array(await cipher.sign(data));
    assert.equal(mac.length, 32);
    assert.equal(await cipher.verify(data, mac), true);
    assert.equal(await cipher.verify(data.subarray(1), mac), false);
    assert.equal(await cipher.verify(data, mac.subarray(1)), false);
    assert.equal(await cipher.verify(data, mac.map((byte, index) => index === 31 ? byte ^ 1 : byte)), false);
  });

  test(`${name}() throws where the padding is wrong`, async () => {
    await assert.rejects(async () => await cipher.decrypt(new Uint8Array(16), new Uint8Array(16)));
  });
}

test("FernetCiphers: what one cipher made the other reads, for every length of padding", async () => {
  const { webCipher: web, nodeCipher: node } = ciphers as { webCipher: FernetCipher; nodeCipher: FernetCipher };
  for (let length = 0; length <= 33; length++) {
    const message = Uint8Array.from({ length }, (_, index) => index + length);
    for (const [writer, reader] of [[web, node], [node, web]] as const) {
      const token = await sealToken(only(writer), message, validVector.iv, 1);
      assert.deepEqual(await openToken(only(reader), token, anyAge), message);
    }
  }
});

test("FernetCiphers.forLength() takes node:crypto for short messages and Web Crypto for long ones", () => {
  const both = new FernetCiphers(key);
  assert.ok(both.forLength(0).sign(new Uint8Array(1)) instanceof Uint8Array);
  assert.ok(both.forLength(1_000_000).sign(new Uint8Array(1)) instanceof Promise);
});

test("FernetCiphers does with Web Crypto where there is no node:crypto, as in a browser", async () => {
  const real = process.getBuiltinModule;
  Reflect.set(process, "getBuiltinModule", undefined);
  let alone: FernetCiphers;
  try {
    alone = new FernetCiphers(key);
  } finally {
    Reflect.set(process, "getBuiltinModule", real);
  }
  assert.ok(alone.forLength(0).sign(new Uint8Array(1)) instanceof Promise);
  assert.deepEqual(await openToken(alone, validVector.token, anyAge), new TextEncoder().encode(validVector.message));
});

test("sealToken() writes times beyond 32 bits", async () => {
  const seconds = 2 ** 33 + 5;
  const both = new FernetCiphers(key);
  const token = await sealToken(both, new Uint8Array(), validVector.iv, seconds);
  assert.equal(new DataView(Uint8Array.from(decodeBase64url(token)!).buffer).getBigUint64(1), BigInt(seconds));
  const age = { maxAgeMs: 1_000, maxClockSkewMs: 0, nowMs: seconds * 1_000 };
  assert.equal((await openToken(both, token, age)).length, 0);
});

test("openToken() does not decrypt before the HMAC has been found right", async () => {
  let decryptions = 0;
  const real = ciphers["webCipher"]!;
  const watched = only({ ...real, decrypt: (...args) => (decryptions++, real.decrypt(...args)) });
  const changed = validVector.token.replace("ODy021", "ODy022");
  await assert.rejects(openToken(watched, changed, anyAge), { code: "CRYPTO_TOKEN_INVALID" });
  assert.equal(decryptions, 0);
  await openToken(watched, validVector.token, anyAge);
  assert.equal(decryptions, 1);
});
