import assert from "node:assert/strict";
import test from "node:test";
import { isSecretKey, redactText, redactValue } from "@maktaba/std/errors";
import { assertProportional } from "../support/mod.ts";

test("redactText() hides passwords in URLs and keeps the rest", () => {
  const cases: [string, string][] = [
    ["postgres://ali:s3cret@db:5432/app", "postgres://ali:[redacted]@db:5432/app"],
    ["redis://:pw@h/0", "redis://:[redacted]@h/0"],
    ["mongodb+srv://u:p%40ss@c.example/x", "mongodb+srv://u:[redacted]@c.example/x"],
    ["two http://a:b@c and ftp://d:e@f", "two http://a:[redacted]@c and ftp://d:[redacted]@f"],
    ["https://example.com/a:b@c", "https://example.com/a:b@c"],
    ["http://localhost:8080/path", "http://localhost:8080/path"],
    ["سر postgres://علي:كلمة@db/x", "سر postgres://علي:[redacted]@db/x"],
    ["user@example.com", "user@example.com"],
    ["postgres://ali:p/a?s@db/app", "postgres://ali:[redacted]@db/app"],
    ["http://localhost:8080/@ali", "http://localhost:8080/@ali"],
  ];
  for (const [text, expected] of cases) assert.equal(redactText(text), expected);
});

test("redactText() hides a password that holds an @ sign", () => {
  const text = redactText("postgres://ali:p@ss@db/app");
  assert.ok(!text.includes("p@ss") && !text.includes(":p@"), text);
});

test("redactText() hides secret query parameters, tokens and credentials", () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
  const fernet = `gAAAAA${"Bk".repeat(40)}==`;
  const cases: [string, string][] = [
    ["/x?access_token=abc&b=1", "/x?access_token=[redacted]&b=1"],
    ["/x?a=1&api_key=abc#top", "/x?a=1&api_key=[redacted]#top"],
    [`token ${jwt} end`, "token [redacted] end"],
    [`token ${fernet} end`, "token [redacted] end"],
    ["Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer [redacted]"],
    ["Basic YWxpOnMzY3JldA==", "Basic [redacted]"],
    ["/x?monkey=1&page=2", "/x?monkey=1&page=2"],
  ];
  for (const [text, expected] of cases) assert.equal(redactText(text), expected);
});

test("isSecretKey() knows secrets by name, in both languages", () => {
  for (const key of ["password", "DB_PASSWORD", "passphrase", "token", "accessToken", "Authorization", "cookie"]) {
    assert.ok(isSecretKey(key), key);
  }
  for (const key of ["apiKey", "api_key", "private-key", "secret", "key", "كلمة_مرور", "مفتاح_سري", "رمز_الدخول"]) {
    assert.ok(isSecretKey(key), key);
  }
  for (const key of ["city", "path", "monkey", "keyboard", "passenger", "مدينة"]) assert.ok(!isSecretKey(key), key);
});

test("redactValue() copies plain data and leaves the original and class instances alone", () => {
  const date = new Date();
  const original = { a: { password: "x", list: ["redis://:p@h"] }, date, none: null, token: undefined };
  const copy = redactValue(original);
  assert.deepEqual(copy, {
    a: { password: "[redacted]", list: ["redis://:[redacted]@h"] },
    date,
    none: null,
    token: undefined,
  });
  assert.equal(original.a.password, "x");
  assert.equal(copy.date, date);
});

test("redactValue() ends on cycles, and shows twice what stands twice", () => {
  const cycle: Record<string, unknown> = { name: "x" };
  cycle["self"] = cycle;
  assert.deepEqual(redactValue(cycle), { name: "x", self: "[circular]" });
  const shared = { a: 1 };
  assert.deepEqual(redactValue({ first: shared, second: shared }), { first: { a: 1 }, second: { a: 1 } });
});

test("redactText() takes time in proportion to the text", async () => {
  const hostile: ((length: number) => string)[] = [
    (length) => "a".repeat(length) + "://" + ":".repeat(length),
    (length) => "a.".repeat(length / 2),
    (length) => "a://b:".repeat(length / 6),
    (length) => "?" + "token".repeat(length / 5),
    (length) => "eyJ" + "a".repeat(length),
    (length) => "eyJaaaaaaaa.".repeat(length / 12),
    (length) => "Bearer ".repeat(length / 7),
    (length) => "authorization:Basic " + "a".repeat(length),
    (length) => "Basic " + "a-".repeat(length / 2) + "!",
    (length) => "authorization ".repeat(length / 14),
  ];
  for (const make of hostile) await assertProportional(8_000, (size) => redactText(make(size)), make(24));
});

test("redactText() leaves ordinary sentences as they are", () => {
  const sentences = [
    "The basic training begins on Monday",
    "Basic authentication is required",
    "BASIC AUTHENTICATION REQUIRED",
    "basic understanding, basic principles. Basic requirements: none",
    "Basic long-term planning/scheduling.",
    "the bearer certificates were signed; a bearer instrument",
    "Bearer authentication. Bearer shareholders",
    "Bearer authentication/authorization failed",
    "a basic internationalization of the standard_library",
    'WWW-Authenticate: Basic realm="library"',
    "The token was refused, and the password is wrong",
    "كلمة المرور خاطئة والرمز البريدي 11564",
    "at 10:30 mail ali@example.com about http://localhost:8080/x",
  ];
  for (const sentence of sentences) assert.equal(redactText(sentence), sentence);
});

test("redactText() hides credentials in sentences and in headers of any form", () => {
  const login = btoa("ali:kalima");
  const cases: [string, string][] = [
    [`sent Basic ${login} to the server`, "sent Basic [redacted] to the server"],
    ["basic YWxpOnBh", "basic [redacted]"],
    [`sent Basic ${btoa("ali:")}`, "sent Basic [redacted]"],
    ["Bearer 4f6d2c1a9b8e7d6c", "Bearer [redacted]"],
    ["bearer aGVsbG8gd29ybGQ", "bearer [redacted]"],
    ["Bearer abcdefgh-ijkl0", "Bearer [redacted]"],
    ["Bearer mF_9.B5f-4.1JqM", "Bearer [redacted]"],
    ["Authorization: Basic training", "Authorization: Basic [redacted]"],
    ['{"authorization":"Bearer short"}', '{"authorization":"Bearer [redacted]"}'],
    ["proxy-authorization=bearer abc", "proxy-authorization=bearer [redacted]"],
  ];
  for (const [text, expected] of cases) assert.equal(redactText(text), expected);
});

test("redactText() hides every token that programs make, and no word of a list", () => {
  const words = "international authentication authorization configuration requirements administrators Certificates";
  for (const word of words.split(" ")) {
    for (const scheme of ["basic", "Bearer"]) assert.equal(redactText(`${scheme} ${word}`), `${scheme} ${word}`);
  }
  for (let count = 0; count < 200; count++) {
    const token = crypto.randomUUID().replaceAll("-", "");
    assert.equal(redactText(`Bearer ${token}`), "Bearer [redacted]");
    const login = btoa(`user${count}:${token.slice(0, 12)}`);
    assert.equal(redactText(`Basic ${login}`), "Basic [redacted]");
  }
});

test("isSecretKey() knows words that only begin like a secret", () => {
  for (const key of ["secretary", "secretariat", "رمز_بريدي", "رمز_الدولة", "رمز_الخطأ", "رمز_الحالة", "رمز_العملة"]) {
    assert.ok(!isSecretKey(key), key);
  }
  for (const key of ["client_secret", "secrets", "secretKey", "رمز", "رمز_jwt", "كلمة_المرور"]) {
    assert.ok(isSecretKey(key), key);
  }
});
