import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { CryptoError, Fernet, setLocale, ValidationError } from "../../mod.ts";
import { decodeBase64url, encodeBase64url } from "../../crypto/internal/base64url.ts";
import { invalidVectors, validVector, vectorKey, vectorMaxAgeMs } from "./fernet_vectors.ts";

setLocale("en");

const isInvalid = (error: unknown) => error instanceof CryptoError && error.code === "CRYPTO_TOKEN_INVALID";
const isExpired = (error: unknown) => error instanceof CryptoError && error.code === "CRYPTO_TOKEN_EXPIRED";
const isKeyError = (error: unknown) => error instanceof ValidationError && error.code === "ARGUMENT_NOT_FERNET_KEY";

test("Fernet.decrypt() reads the specification's valid token", async () => {
  const fernet = new Fernet(vectorKey);
  const options = { maxAgeMs: vectorMaxAgeMs, now: validVector.verifiedAtMs };
  assert.equal(await fernet.decryptText(validVector.token, options), validVector.message);
  assert.deepEqual(await fernet.decrypt(validVector.token), new TextEncoder().encode(validVector.message));
});

for (const { what, token, nowMs } of invalidVectors) {
  test(`Fernet.decrypt() refuses the specification's invalid token: ${what}`, async () => {
    const isRight = what === "expired TTL" ? isExpired : isInvalid;
    await assert.rejects(new Fernet(vectorKey).decrypt(token, { maxAgeMs: vectorMaxAgeMs, now: nowMs }), isRight);
  });
}

test("Fernet.encrypt() makes a token of version 0x80 with the time given and an IV of its own", async () => {
  const fernet = new Fernet(vectorKey);
  const tokens = await Promise.all([1, 2].map(() => fernet.encrypt("hello", { now: validVector.madeAtMs + 999 })));
  const [first, second] = tokens.map((token) => decodeBase64url(token)!);
  const expected = decodeBase64url(validVector.token)!;
  assert.deepEqual(first!.subarray(0, 9), expected.subarray(0, 9));
  assert.equal(first!.length, expected.length);
  assert.notDeepEqual(first!.subarray(9, 25), second!.subarray(9, 25));
});

test("Fernet.encrypt() records the current time where none is given", async () => {
  const before = Math.floor(Date.now() / 1_000);
  const token = decodeBase64url(await new Fernet().encrypt("x"))!;
  const seconds = Number(new DataView(token.buffer, token.byteOffset).getBigUint64(1));
  assert.ok(seconds >= before && seconds <= Date.now() / 1_000, String(seconds));
});

test("Fernet.decryptText() gives back what encrypt() took, in any script", async () => {
  const fernet = new Fernet();
  for (
    const text of ["", "مرحبا بالعالم", "שלום", "a\u0000b", "👩‍👩‍👧", "\ufeffwith a mark at its start", "x".repeat(15)]
  ) {
    assert.equal(await fernet.decryptText(await fernet.encrypt(text)), text);
  }
});

test("Fernet.decrypt() gives back bytes of every length around blocks and the borders between ciphers", async () => {
  const fernet = new Fernet();
  for (const length of [0, 1, 15, 16, 17, 255, 32_752, 32_767, 32_768, 32_769, 100_000, 1_000_003]) {
    const data = Uint8Array.from({ length }, (_, index) => index * 31);
    const bytes = await fernet.decrypt(await fernet.encrypt(data));
    assert.equal(Buffer.compare(bytes, data), 0, `${length} bytes`);
  }
});

test("Fernet.encrypt() takes a view into a larger buffer, a Buffer and shared memory as they are", async () => {
  const fernet = new Fernet();
  const large = new Uint8Array([9, 9, 1, 2, 3, 9]);
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  shared.set([1, 2, 3]);
  for (const data of [large.subarray(2, 5), Buffer.from([1, 2, 3]), shared]) {
    const bytes = await fernet.decrypt(await fernet.encrypt(data));
    assert.deepEqual([...bytes], [1, 2, 3]);
  }
});

test("Fernet.decrypt() hands out memory that nothing else uses", async () => {
  const fernet = new Fernet();
  const bytes = await fernet.decrypt(await fernet.encrypt("abc"));
  assert.equal(bytes.constructor, Uint8Array);
  assert.equal(bytes.buffer.byteLength, 3);
});

test("Fernet.decrypt() takes the token as bytes too", async () => {
  const fernet = new Fernet();
  const token = new TextEncoder().encode(await fernet.encrypt("text"));
  assert.equal(await fernet.decryptText(token), "text");
  await assert.rejects(fernet.decrypt(new Uint8Array([0xff, 0xfe, 0xfd, 0xfc])), isInvalid);
});

test("Fernet.decrypt() takes a token without its padding", async () => {
  const fernet = new Fernet(vectorKey);
  assert.equal(await fernet.decryptText(validVector.token.replaceAll("=", "")), validVector.message);
});

test("Fernet.decrypt() refuses a token with any one byte changed, always in the same way", async () => {
  const fernet = new Fernet();
  const token = decodeBase64url(await fernet.encrypt("a message"))!;
  const messages = new Set<string>();
  for (let index = 0; index < token.length; index++) {
    const changed = Uint8Array.from(token);
    changed[index]! ^= 1;
    await assert.rejects(fernet.decrypt(encodeBase64url(changed)), (error) => {
      messages.add(`${(error as Error).message} ${JSON.stringify((error as CryptoError).context)}`);
      return isInvalid(error) && (error as Error).cause === undefined;
    });
  }
  assert.equal(messages.size, 1);
});

test("Fernet.decrypt() refuses a token cut at any length, and what is no token", async () => {
  const fernet = new Fernet();
  const token = await fernet.encrypt("a message");
  for (let length = 0; length < token.length - 2; length++) {
    await assert.rejects(fernet.decrypt(token.slice(0, length)), isInvalid);
  }
  for (const text of ["", "=", "====", "رمز", token + "A", token + "\n", ` ${token}`, token.replace("g", "+")]) {
    await assert.rejects(fernet.decrypt(text), isInvalid, JSON.stringify(text));
  }
});

test("Fernet.decrypt() refuses another key's token, and does not say whether it has expired", async () => {
  const token = await new Fernet().encrypt("x", { now: 0 });
  await assert.rejects(new Fernet().decrypt(token, { maxAgeMs: 1 }), isInvalid);
});

test("Fernet.decrypt() accepts a token up to its greatest age and not a moment longer", async () => {
  const fernet = new Fernet();
  const token = await fernet.encrypt("x", { now: 100_000 });
  await fernet.decrypt(token, { maxAgeMs: 5_000, now: 105_000 });
  await assert.rejects(fernet.decrypt(token, { maxAgeMs: 5_000, now: 105_001 }), isExpired);
  await fernet.decrypt(token, { maxAgeMs: Infinity, now: 1e15 });
  await fernet.decrypt(token, { now: 1e15 });
});

test("Fernet.decrypt() accepts a token from the future within the clock skew, where age matters", async () => {
  const fernet = new Fernet();
  const token = await fernet.encrypt("x", { now: 160_000 });
  await fernet.decrypt(token, { maxAgeMs: 1_000, now: 100_000 });
  await assert.rejects(fernet.decrypt(token, { maxAgeMs: 1_000, now: 99_999 }), isInvalid);
  await fernet.decrypt(token, { maxAgeMs: 1_000, now: 159_000, maxClockSkewMs: 1_000 });
  await assert.rejects(fernet.decrypt(token, { maxAgeMs: 1_000, now: 158_999, maxClockSkewMs: 1_000 }), isInvalid);
  await fernet.decrypt(token, { now: 0 });
});

test("Fernet.decryptText() tells apart what is genuine but no text", async () => {
  const fernet = new Fernet();
  const token = await fernet.encrypt(new Uint8Array([0xff, 0xfe]));
  await assert.rejects(fernet.decryptText(token), (error) => (error as CryptoError).code === "CRYPTO_NOT_TEXT");
  assert.deepEqual(await fernet.decrypt(token), new Uint8Array([0xff, 0xfe]));
});

test("new Fernet() makes a new random key where none is given", async () => {
  const [first, second] = [new Fernet(), new Fernet()];
  assert.notEqual(first.key, second.key);
  assert.match(first.key, /^[\w-]{43}=$/);
  assert.equal(await new Fernet(first.key).decryptText(await first.encrypt("x")), "x");
});

test("Fernet.generateKey() gives 32 bytes, different each time", () => {
  const keys = new Set(Array.from({ length: 50 }, () => Fernet.generateKey()));
  assert.equal(keys.size, 50);
  for (const key of keys) assert.equal(decodeBase64url(key)!.length, 32);
});

test("new Fernet() takes a key without padding, in the other alphabet, or with a line's end", () => {
  const key = "-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_8=";
  for (const text of [key, key.slice(0, 43), key.replaceAll("-", "+").replaceAll("_", "/"), `${key}\n`]) {
    assert.equal(new Fernet(text).key, key);
  }
});

test("new Fernet() refuses what is no key, without showing it", () => {
  const wrong = [
    "",
    "secret-that-is-no-key",
    "%%%",
    "A".repeat(42),
    "A".repeat(44),
    Fernet.generateKey() + "A",
    7,
    null,
  ];
  for (const key of wrong) {
    assert.throws(() => new Fernet(key as string), (error) => {
      const shown = inspect(error) + JSON.stringify(error);
      return isKeyError(error) && (typeof key !== "string" || key === "" || !shown.includes(key));
    });
  }
});

test("Fernet does not show its key when it is printed or serialised", () => {
  const fernet = new Fernet();
  const shown = [inspect(fernet, { showHidden: true, depth: 10 }), String(fernet), JSON.stringify({ fernet })];
  shown.push(inspect({ ...fernet }), JSON.stringify(Object.entries(fernet)), inspect(structuredClone({ ...fernet })));
  for (const text of shown) assert.ok(!text.includes(fernet.key.slice(0, 20)), text);
});

test("Fernet.encrypt() refuses what is neither text nor bytes, and text that UTF-8 cannot hold", async () => {
  const fernet = new Fernet();
  for (const data of [undefined, null, 7, {}, [1], new ArrayBuffer(2)]) {
    await assert.rejects(fernet.encrypt(data as string), (error) => (error as Error).name === "ValidationError");
  }
  await assert.rejects(fernet.encrypt("ab\ud800"), (error) => {
    return error instanceof ValidationError && error.code === "ARGUMENT_NOT_UNICODE" && /index 2/.test(error.message);
  });
});

test("Fernet.decrypt() refuses wrong arguments before it looks at the token", async () => {
  const fernet = new Fernet();
  for (const token of [undefined, null, 7, {}]) {
    await assert.rejects(fernet.decrypt(token as never), ValidationError);
  }
  for (const options of [{ maxAgeMs: -1 }, { maxAgeMs: NaN }, { maxClockSkewMs: -1 }, { now: NaN }, { now: "0" }]) {
    await assert.rejects(fernet.decrypt("x", options as never), ValidationError, JSON.stringify(options));
  }
  await assert.rejects(fernet.encrypt("x", { now: -1 }), ValidationError);
});

test("Fernet works on many messages at once", async () => {
  const fernet = new Fernet();
  const texts = Array.from({ length: 200 }, (_, index) => `رسالة ${index} `.repeat(index));
  const tokens = await Promise.all(texts.map((text) => fernet.encrypt(text)));
  assert.deepEqual(await Promise.all(tokens.map((token) => fernet.decryptText(token))), texts);
});
