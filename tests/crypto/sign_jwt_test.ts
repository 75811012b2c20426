import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";
import { inspect } from "node:util";
import { type JwtAlgorithm, type JwtPayload, setLocale, signJwt, ValidationError, verifyJwt } from "../../mod.ts";
import { type Report, setReporter } from "../../internal/report.ts";

setLocale("en");

const key = "a secret of at least thirty-two bytes, and then some more for sixty-four";

/** The two readable parts of a token. */
function parts(token: string): { header: Record<string, unknown>; claims: JwtPayload } {
  const [header, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString("utf8"));
  return { header: JSON.parse(header!), claims: JSON.parse(claims!) };
}

test("signJwt() makes a token of three parts whose HMAC anybody with the key can check", async () => {
  const token = await signJwt({ sub: "علي" }, key);
  const [header, claims, signature] = token.split(".");
  const expected = createHmac("sha256", key).update(`${header}.${claims}`).digest("base64url");
  assert.equal(signature, expected);
  assert.deepEqual(parts(token).header, { alg: "HS256", typ: "JWT" });
  assert.equal(parts(token).claims.sub, "علي");
});

test("signJwt() gives a token one hour by default, in whole seconds", async () => {
  const before = Math.floor(Date.now() / 1_000);
  const { exp } = parts(await signJwt({}, key)).claims;
  const after = Math.floor(Date.now() / 1_000);
  assert.ok(Number.isInteger(exp) && exp! >= before + 3_600 && exp! <= after + 3_600, String(exp));
});

test("signJwt() computes exp from expiresInMs and now, rounding a started second up", async () => {
  const cases = [[60_000, 160], [59_001, 160], [1, 101], [500, 101], [1_500, 102]] as const;
  for (const [expiresInMs, exp] of cases) {
    assert.equal(parts(await signJwt({}, key, { expiresInMs, now: 100_900 })).claims.exp, exp);
  }
});

test("signJwt() leaves out exp for a token that does not expire", async () => {
  const { claims } = parts(await signJwt({ exp: 5, a: 1 }, key, { expiresInMs: Infinity }));
  assert.deepEqual(claims, { a: 1 });
});

test("signJwt() keeps the payload's exp unless expiresInMs is given", async () => {
  assert.equal(parts(await signJwt({ exp: 5 }, key)).claims.exp, 5);
  assert.equal(parts(await signJwt({ exp: 5 }, key, { expiresInMs: 1_000, now: 0 })).claims.exp, 1);
  assert.equal(parts(await signJwt({ exp: undefined }, key, { now: 0 })).claims.exp, 3_600);
});

test("signJwt() does not change the payload, and takes a frozen one", async () => {
  const payload = Object.freeze({ sub: "a", roles: Object.freeze(["x"]), nested: Object.freeze({ deep: 1 }) });
  const copy = structuredClone(payload);
  const token = await signJwt(payload, key, { subject: "b", issuer: "c", audience: "d" });
  assert.deepEqual(payload, copy);
  assert.equal(parts(token).claims.sub, "b");
});

test("signJwt() writes its options as the registered claims", async () => {
  const options = { subject: "s", issuer: "i", audience: ["a", "b"], notBefore: new Date(5_999), now: 0 };
  const { claims } = parts(await signJwt({ iss: "payload's", extra: null }, key, options));
  assert.deepEqual(claims, { iss: "i", extra: null, sub: "s", aud: ["a", "b"], nbf: 5, exp: 3_600 });
  assert.equal(parts(await signJwt({}, key, { audience: "one" })).claims.aud, "one");
});

test("signJwt() signs by each algorithm with the hash of its name", async () => {
  for (const algorithm of ["HS256", "HS384", "HS512"] as JwtAlgorithm[]) {
    const token = await signJwt({}, key, { algorithm });
    const [header, claims, signature] = token.split(".");
    const hash = algorithm.replace("HS", "sha");
    assert.equal(signature, createHmac(hash, key).update(`${header}.${claims}`).digest("base64url"));
    assert.equal(parts(token).header["alg"], algorithm);
  }
});

test("signJwt() takes a key as text, bytes or a CryptoKey, to the same effect", async () => {
  const bytes = new TextEncoder().encode(key);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const cryptoKey = await crypto.subtle.importKey("raw", bytes, hmac, false, ["sign", "verify"]);
  const tokens = await Promise.all(
    [key, bytes, Buffer.from(key), cryptoKey].map((one) => signJwt({}, one, { now: 0 })),
  );
  assert.equal(new Set(tokens).size, 1);
});

test("signJwt() uses bytes as they are at the call, and remembers no more than a few keys", async () => {
  const bytes = new Uint8Array(32);
  const first = await signJwt({}, bytes, { now: 0 });
  bytes[0] = 1;
  assert.notEqual(await signJwt({}, bytes, { now: 0 }), first);
  const keys = Array.from({ length: 40 }, (_, index) => `${key} ${index}`);
  const tokens = await Promise.all(keys.map((one) => signJwt({}, one, { now: 0 })));
  assert.equal(new Set(tokens).size, 40);
  for (const [index, one] of keys.entries()) assert.equal(await signJwt({}, one, { now: 0 }), tokens[index]);
});

test("signJwt() refuses a key that cannot be one, without showing it", async () => {
  const other = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  const aes = await crypto.subtle.generateKey({ name: "AES-CBC", length: 128 }, false, ["encrypt"]);
  for (const wrong of ["", new Uint8Array(), undefined, null, 7, {}, other, aes]) {
    await assert.rejects(signJwt({}, wrong as string), (error) => {
      return error instanceof ValidationError && error.code === "ARGUMENT_NOT_JWT_KEY" && error.option === "key";
    });
  }
});

test("signJwt() refuses what JSON cannot hold as claims", async () => {
  const circular: JwtPayload = {};
  circular["self"] = circular;
  for (const payload of [{ big: 1n }, circular]) {
    await assert.rejects(signJwt(payload, key), (error) => {
      return error instanceof ValidationError && error.code === "ARGUMENT_NOT_CLAIMS" && error.option === "payload";
    });
  }
  for (const payload of [undefined, null, [], "text", 7]) {
    await assert.rejects(signJwt(payload as never, key), ValidationError);
  }
  for (const time of ["exp", "nbf", "iat"]) {
    for (const value of ["5", NaN, Infinity, null, new Date()]) {
      await assert.rejects(signJwt({ [time]: value }, key), (error) => {
        return error instanceof ValidationError && error.option === `payload.${time}`;
      });
    }
  }
});

test("signJwt() refuses options out of range, and the algorithm none", async () => {
  const wrong = [
    { expiresInMs: 0 },
    { expiresInMs: -1 },
    { expiresInMs: NaN },
    { expiresInMs: "1h" },
    { algorithm: "none" },
    { algorithm: "RS256" },
    { subject: "" },
    { issuer: 7 },
    { audience: [""] },
    { notBefore: new Date(NaN) },
    { notBefore: 5 },
    { now: NaN },
  ];
  for (const options of wrong) {
    await assert.rejects(signJwt({}, key, options as never), ValidationError, inspect(options));
  }
});

const shortest = { HS256: 32, HS384: 48, HS512: 64 } as const;

for (const [algorithm, bytes] of Object.entries(shortest) as [JwtAlgorithm, number][]) {
  test(`signJwt() and verifyJwt() refuse keys of less than ${bytes} bytes for ${algorithm}`, async () => {
    const importKey = (secret: Uint8Array<ArrayBuffer>) => {
      const hash = `SHA-${algorithm.slice(2)}`;
      return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash }, false, ["sign", "verify"]);
    };
    const tooShort = new Uint8Array(bytes - 1).fill(65);
    const keys = ["k", "A".repeat(bytes - 1), "م".repeat(bytes / 2 - 1), tooShort, await importKey(tooShort)];
    for (const key of keys) {
      const refused = (error: unknown) => {
        assert.ok(error instanceof ValidationError && error.code === "ARGUMENT_JWT_KEY_SHORT", inspect(error));
        assert.match(error.message, new RegExp(`at least ${bytes} bytes for ${algorithm}`));
        return true;
      };
      await assert.rejects(signJwt({}, key, { algorithm }), refused);
      await assert.rejects(signJwt({}, key, { algorithm, allowShortKey: false }), refused);
      const token = await signJwt({ a: 1 }, key, { algorithm, allowShortKey: true });
      await assert.rejects(verifyJwt(token, key, { algorithms: [algorithm] }), refused);
      assert.equal((await verifyJwt(token, key, { algorithms: [algorithm], allowShortKey: true }))["a"], 1);
    }
    const enough = new Uint8Array(bytes).fill(65);
    for (const key of ["A".repeat(bytes), "م".repeat(bytes / 2), enough, await importKey(enough)]) {
      await verifyJwt(await signJwt({}, key, { algorithm }), key, { algorithms: [algorithm] });
    }
  });
}

test("verifyJwt() refuses a key that is too short for any algorithm that it accepts", async () => {
  const secret = "A".repeat(32);
  const token = await signJwt({}, secret);
  await assert.rejects(verifyJwt(token, secret, { algorithms: ["HS256", "HS512"] }), ValidationError);
});

test("signJwt() warns once of a short key that it is told to accept, without showing it", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  const options = { allowShortKey: true };
  try {
    for (let time = 0; time < 3; time++) await signJwt({ a: 1 }, "seven77", options);
    await signJwt({}, new TextEncoder().encode("seven78"), options);
    await verifyJwt(await signJwt({}, "seven79", options), "seven79", { ...options, algorithms: ["HS256"] });
    await signJwt({}, "thirteen-byte", options);
  } finally {
    setReporter(undefined);
  }
  assert.deepEqual(reports.map(({ level, module, properties }) => [level, module, properties]), [
    ["warning", "crypto", { algorithm: "HS256", bytes: 7, required: 32 }],
    ["warning", "crypto", { algorithm: "HS256", bytes: 13, required: 32 }],
  ]);
  assert.ok(!/seven7|thirteen/.test(JSON.stringify(reports)));
});
