import assert from "node:assert/strict";
import test from "node:test";
import { CryptoError, type JwtAlgorithm, signJwt, verifyJwt } from "../../mod.ts";
import { python, requirePython } from "../support/mod.ts";

const key = "a secret of at least thirty-two bytes, and then some more for sixty-four";
const algorithms: JwtAlgorithm[] = ["HS256", "HS384", "HS512"];

test("verifyJwt() reads what PyJWT signed", async (t) => {
  if (!requirePython(t, "jwt")) return;
  const tokens = await python<string[]>(
    `
import jwt, time
claims = {"sub": "علي", "exp": int(time.time()) + 60, "roles": ["a"], "n": 1.5}
result = [jwt.encode(claims, data["key"], algorithm=algorithm) for algorithm in data["algorithms"]]`,
    { key, algorithms },
  );
  for (const [index, token] of tokens.entries()) {
    const payload = await verifyJwt(token, key, { algorithms: [algorithms[index]!] });
    assert.deepEqual([payload.sub, payload["roles"], payload["n"]], ["علي", ["a"], 1.5]);
    await assert.rejects(verifyJwt(token, `${key}x`, { algorithms }), CryptoError);
  }
});

test("signJwt() makes what PyJWT reads, with the same time of expiry", async (t) => {
  if (!requirePython(t, "jwt")) return;
  const options = { issuer: "i", audience: ["a"], subject: "s", now: Date.now() };
  const tokens = await Promise.all(algorithms.map((algorithm) => {
    return signJwt({ "اسم": "علي" }, key, { ...options, algorithm });
  }));
  const payloads = await python<Record<string, unknown>[]>(
    `
import jwt
result = [
  jwt.decode(token, data["key"], algorithms=[algorithm], issuer="i", audience="a")
  for token, algorithm in zip(data["tokens"], data["algorithms"])
]`,
    { key, tokens, algorithms },
  );
  const exp = Math.floor(options.now / 1_000) + 3_600;
  for (const payload of payloads) assert.deepEqual(payload, { "اسم": "علي", iss: "i", aud: ["a"], sub: "s", exp });
});

test("verifyJwt() and PyJWT exchange tokens of a key shorter than its hash", async (t) => {
  if (!requirePython(t, "jwt")) return;
  const token = await signJwt({ a: 1 }, "سر", { allowShortKey: true });
  const other = await python<string>(
    `
import jwt
payload = jwt.decode(data, "سر", algorithms=["HS256"])
result = jwt.encode(payload, "سر", algorithm="HS256")`,
    token,
  );
  assert.equal((await verifyJwt(other, "سر", { algorithms: ["HS256"], allowShortKey: true }))["a"], 1);
});

test("verifyJwt() refuses the tokens that PyJWT refuses", async (t) => {
  if (!requirePython(t, "jwt")) return;
  const now = Date.now();
  const tokens = await Promise.all([
    signJwt({}, key, { now: now - 7_200_000 }),
    signJwt({}, key, { notBefore: new Date(now + 60_000) }),
    signJwt({}, `${key}x`),
    signJwt({ aud: "x" }, key),
    signJwt({}, key),
  ]);
  const accepted = await python<boolean[]>(
    `
import jwt
def accepts(token):
  try:
    jwt.decode(token, data["key"], algorithms=["HS256"])
    return True
  except jwt.InvalidTokenError:
    return False
result = [accepts(token) for token in data["tokens"]]`,
    { key, tokens },
  );
  const ours = await Promise.all(tokens.map((token) => {
    return verifyJwt(token, key, { algorithms: ["HS256"] }).then(() => true, () => false);
  }));
  assert.deepEqual(ours, accepted);
  assert.deepEqual(ours, [false, false, false, false, true]);
});
