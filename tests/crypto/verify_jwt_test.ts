import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";
import { inspect } from "node:util";
import { CryptoError, type ErrorCode, setLocale, signJwt, ValidationError, verifyJwt } from "../../mod.ts";

setLocale("en");

const key = "a secret of at least thirty-two bytes, and then some more for sixty-four";
const HS256 = { algorithms: ["HS256"] } as const;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Makes a token out of anything, signed rightly. */
function handmade(header: unknown, claims: unknown, hash = "sha256"): string {
  const signed = `${encode(header)}.${typeof claims === "string" ? claims : encode(claims)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest("base64url")}`;
}

/** Whether an error is a CryptoError of a code that shows neither the token nor the key. */
function hasCode(code: ErrorCode, token = key): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof CryptoError, inspect(error));
    assert.equal(error.code, code);
    const shown = inspect(error, { depth: 10 }) + JSON.stringify(error);
    return !shown.includes(key) && !shown.includes(token);
  };
}

test("verifyJwt() gives the claims as they were signed", async () => {
  const payload = { sub: "علي", roles: ["a", "b"], nested: { deep: [1, null, true] }, "مفتاح": "قيمة" };
  const token = await signJwt(payload, key, { now: 0 });
  const claims = await verifyJwt<typeof payload & { exp: number }>(token, key, { ...HS256, now: 0 });
  assert.deepEqual({ ...claims }, { ...payload, exp: 3_600 });
  assert.equal(claims.nested.deep[0], 1);
});

test("verifyJwt() reads the example of RFC 7515, appendix A.1", async () => {
  const secret = Buffer.from(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "base64url",
  );
  const token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9" +
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const payload = await verifyJwt(token, secret, { algorithms: ["HS256"], now: 1_300_819_379_000 });
  assert.deepEqual({ ...payload }, { iss: "joe", exp: 1_300_819_380, "http://example.com/is_root": true });
});

test("verifyJwt() accepts a token until the second in which it expires", async () => {
  const token = await signJwt({}, key, { expiresInMs: 60_000, now: 0 });
  await verifyJwt(token, key, { ...HS256, now: 59_999 });
  await assert.rejects(verifyJwt(token, key, { ...HS256, now: 60_000 }), hasCode("CRYPTO_JWT_EXPIRED", token));
  await verifyJwt(token, key, { ...HS256, now: 64_000, clockToleranceMs: 5_000 });
  await assert.rejects(verifyJwt(token, key, { ...HS256, now: 65_000, clockToleranceMs: 5_000 }), CryptoError);
});

test("verifyJwt() looks at the real time where none is given", async () => {
  const past = await signJwt({}, key, { expiresInMs: 1_000, now: Date.now() - 60_000 });
  await assert.rejects(verifyJwt(past, key, HS256), hasCode("CRYPTO_JWT_EXPIRED"));
  await verifyJwt(await signJwt({}, key), key, HS256);
});

test("verifyJwt() refuses a token before its time", async () => {
  const token = await signJwt({}, key, { notBefore: new Date(100_000), now: 100_000 });
  await assert.rejects(verifyJwt(token, key, { ...HS256, now: 99_000 }), hasCode("CRYPTO_JWT_NOT_YET_VALID", token));
  await verifyJwt(token, key, { ...HS256, now: 100_000 });
  await verifyJwt(token, key, { ...HS256, now: 99_000, clockToleranceMs: 1_000 });
});

test("verifyJwt() refuses a wrong key, and any change", async () => {
  const token = await signJwt({ admin: false, sub: "a" }, key);
  const [header, claims, signature] = token.split(".") as [string, string, string];
  const forged = encode({ ...JSON.parse(Buffer.from(claims, "base64url").toString()), admin: true });
  const wrong = hasCode("CRYPTO_JWT_SIGNATURE", token);
  await assert.rejects(verifyJwt(token, `${key}x`, HS256), wrong);
  await assert.rejects(verifyJwt(`${header}.${forged}.${signature}`, key, HS256), wrong);
  await assert.rejects(verifyJwt(`${header}.${claims}.${signature.slice(0, -4)}`, key, HS256), wrong);
  await assert.rejects(verifyJwt(`${header}.${claims}.`, key, HS256), wrong);
  for (let index = 0; index < signature.length - 1; index++) {
    const other = signature[index] === "A" ? "B" : "A";
    const changed = signature.slice(0, index) + other + signature.slice(index + 1);
    await assert.rejects(verifyJwt(`${header}.${claims}.${changed}`, key, HS256), wrong);
  }
});

test("verifyJwt() does not tell whether a forged token has expired", async () => {
  const token = await signJwt({}, "another secret of thirty-two bytes or more", { now: 0 });
  await assert.rejects(verifyJwt(token, key, HS256), hasCode("CRYPTO_JWT_SIGNATURE"));
});

test("verifyJwt() refuses alg none, however it is written", async () => {
  for (const alg of ["none", "None", "NONE", "nOnE", "", "hs256"]) {
    for (const signature of ["", "AAAA"]) {
      const token = `${encode({ alg, typ: "JWT" })}.${encode({ admin: true })}.${signature}`;
      const code = alg === "" ? "CRYPTO_JWT_MALFORMED" : "CRYPTO_JWT_ALGORITHM";
      await assert.rejects(verifyJwt(token, key, HS256), hasCode(code), `${alg} ${signature}`);
    }
  }
});

test("verifyJwt() accepts no algorithm but those listed, however well the token is signed", async () => {
  const token = await signJwt({}, key, { algorithm: "HS512" });
  await assert.rejects(verifyJwt(token, key, { algorithms: ["HS256", "HS384"] }), (error) => {
    assert.match((error as Error).message, /HS256, HS384/);
    return hasCode("CRYPTO_JWT_ALGORITHM", token)(error);
  });
  await verifyJwt(token, key, { algorithms: ["HS256", "HS512"] });
  await assert.rejects(verifyJwt(handmade({ alg: "RS256" }, {}), key, HS256), hasCode("CRYPTO_JWT_ALGORITHM"));
});

test("verifyJwt() refuses what is no token", async () => {
  const good = await signJwt({}, key);
  const [header, claims, signature] = good.split(".");
  const malformed = [
    "",
    "x",
    "a.b",
    "a.b.c",
    "....",
    "رمز.عربي.هنا",
    `${good}=`,
    `${good}\n`,
    ` ${good}`,
    `${good}.x`,
    `${header}.${claims}.${signature}+`,
    `${encode("text")}.${claims}.${signature}`,
    `${encode({ typ: "JWT" })}.${claims}.${signature}`,
    handmade({ alg: "HS256", crit: ["exp"], exp: 1 }, {}),
    handmade({ alg: "HS256" }, [1]),
    handmade({ alg: "HS256" }, null),
    handmade({ alg: "HS256" }, Buffer.from("not json").toString("base64url")),
    handmade({ alg: "HS256" }, Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")),
  ];
  for (const token of malformed) {
    await assert.rejects(verifyJwt(token, key, HS256), hasCode("CRYPTO_JWT_MALFORMED"), JSON.stringify(token));
  }
  for (const token of [undefined, null, 7, {}]) {
    await assert.rejects(verifyJwt(token as never, key, HS256), hasCode("CRYPTO_JWT_MALFORMED"));
  }
});

test("verifyJwt() names the claim that is not as required", async () => {
  const token = await signJwt({ iss: "i", sub: "s", aud: ["a", "b"] }, key);
  const good = { ...HS256, issuer: "i", subject: "s", audience: "b", requiredClaims: ["exp"] };
  await verifyJwt(token, key, good);
  await verifyJwt(token, key, { ...good, issuer: ["x", "i"], audience: ["y", "a"] });
  const cases = {
    iss: { issuer: "x" },
    sub: { subject: "x" },
    aud: { audience: "x" },
    jti: { requiredClaims: ["jti"] },
  };
  for (const [claim, change] of Object.entries(cases)) {
    await assert.rejects(verifyJwt(token, key, { ...good, ...change }), (error) => {
      assert.deepEqual((error as CryptoError).context, { claim });
      assert.match((error as Error).message, new RegExp(`"${claim}"`));
      return hasCode("CRYPTO_JWT_CLAIM", token)(error);
    });
  }
  for (const missing of [{ issuer: "i" }, { subject: "s" }, { audience: "a" }]) {
    const bare = await signJwt({}, key);
    await assert.rejects(verifyJwt(bare, key, { ...HS256, ...missing }), hasCode("CRYPTO_JWT_CLAIM"));
  }
});

test("verifyJwt() refuses a token for an audience where none is given", async () => {
  const token = await signJwt({ aud: "somebody else" }, key);
  await assert.rejects(verifyJwt(token, key, HS256), hasCode("CRYPTO_JWT_CLAIM", token));
});

test("verifyJwt() refuses times that are no numbers", async () => {
  for (const claims of [{ exp: "99999999999" }, { nbf: "0" }, { exp: null }, { iat: "now" }]) {
    const token = handmade({ alg: "HS256" }, claims);
    await assert.rejects(verifyJwt(token, key, HS256), hasCode("CRYPTO_JWT_CLAIM", token), JSON.stringify(claims));
  }
});

test("verifyJwt() does not show claims in its errors", async () => {
  const token = await signJwt({ sub: "private-name" }, key, { now: 0, expiresInMs: 1_000 });
  for (const options of [HS256, { ...HS256, now: 0, issuer: "x" }]) {
    await assert.rejects(verifyJwt(token, key, options), (error) => {
      return !(inspect(error, { depth: 10 }) + JSON.stringify(error)).includes("private-name");
    });
  }
});

test("verifyJwt() needs a list of algorithms", async () => {
  const token = await signJwt({}, key);
  for (const options of [undefined, null, {}, { algorithms: [] }, { algorithms: "HS256" }, { algorithms: ["none"] }]) {
    await assert.rejects(verifyJwt(token, key, options as never), ValidationError, inspect(options));
  }
  await assert.rejects(verifyJwt(token, key, { algorithms: ["HS256", "RS256"] as never }), ValidationError);
});

test("verifyJwt() refuses options that would check nothing", async () => {
  const token = await signJwt({}, key);
  const wrong = [
    { issuer: "" },
    { issuer: [] },
    { audience: [] },
    { audience: ["a", ""] },
    { subject: "" },
    { requiredClaims: "exp" },
    { clockToleranceMs: -1 },
    { clockToleranceMs: "5s" },
    { now: NaN },
  ];
  for (const options of wrong) {
    await assert.rejects(verifyJwt(token, key, { ...HS256, ...options } as never), ValidationError, inspect(options));
  }
});

test("verifyJwt() refuses a key that does not fit every listed algorithm", async () => {
  const cryptoKey = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const token = await signJwt({}, cryptoKey);
  await verifyJwt(token, cryptoKey, HS256);
  await assert.rejects(verifyJwt(token, cryptoKey, { algorithms: ["HS256", "HS512"] }), ValidationError);
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  await assert.rejects(verifyJwt(token, pair.publicKey, HS256), ValidationError);
  await assert.rejects(verifyJwt(token, "", HS256), ValidationError);
});

test("verifyJwt() and signJwt() say in Arabic what is wrong when Arabic is set", async () => {
  setLocale("ar");
  try {
    await assert.rejects(verifyJwt("x", key, HS256), /لا يمكن قبول رمز JWT لأن صيغته غير صحيحة/);
    await assert.rejects(signJwt({}, ""), /لا يمكن استخدام/);
  } finally {
    setLocale("en");
  }
});
