import assert from "node:assert/strict";
import test from "node:test";
import { FileError, setLocale } from "@maktaba/std/errors";
import { createLogSink, type LogEntry, type LogRedactOptions, type LogTapeRecord } from "@maktaba/std/log";
import { assertProportional, random } from "../support/mod.ts";

setLocale("en");

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

/** The entry that a log makes of properties and a message. */
function entryOf(
  properties: Record<string, unknown>,
  { message = "x", redact }: { message?: string; redact?: LogRedactOptions } = {},
): LogEntry {
  const entries: LogEntry[] = [];
  const record: LogTapeRecord = {
    category: ["app"],
    level: "info",
    message: [message],
    rawMessage: message,
    timestamp: 0,
    properties,
  };
  createLogSink({ console: false, sinks: [(entry) => entries.push(entry)], redact })(record);
  return entries[0]!;
}

test("a log replaces what names say is a secret, at every depth and in every collection", () => {
  class Account {
    user = "ali";
    password = "s3cret";
    #hidden = "s3cret";
    get hidden(): string {
      return this.#hidden;
    }
  }
  const entry = entryOf({
    password: "s3cret",
    Authorization: ["s3cret"],
    apiKey: { id: "s3cret" },
    كلمة_مرور: "s3cret",
    list: [{ token: "s3cret" }],
    map: new Map<string, unknown>([["secret", "s3cret"], ["city", "مكة"]]),
    headers: new Headers({ cookie: "s3cret", accept: "*/*" }),
    query: new URLSearchParams("token=s3cret&page=2"),
    account: new Account(),
    nested: { a: { b: { c: { passphrase: "s3cret", city: "مكة" } } } },
    emptyPassword: null,
  });
  const text = JSON.stringify(entry);
  assert.ok(!text.includes("s3cret"), text);
  assert.deepEqual(entry.properties["map"], { secret: "[redacted]", city: "مكة" });
  assert.deepEqual(entry.properties["headers"], { accept: "*/*", cookie: "[redacted]" });
  assert.deepEqual(entry.properties["query"], { token: "[redacted]", page: "2" });
  assert.deepEqual(entry.properties["account"], { user: "ali", password: "[redacted]" });
  assert.deepEqual(entry.properties["nested"], { a: { b: { c: { passphrase: "[redacted]", city: "مكة" } } } });
  assert.equal(entry.properties["emptyPassword"], null);
});

const secrets: readonly [text: string, secret: string][] = [
  ["postgres://ali:s3cret@db/app", "s3cret"],
  ["https://example.com/?page=2&access_token=s3cret&x=1", "s3cret"],
  [`the token ${JWT} was refused`, JWT.split(".")[2]!],
  ["Authorization: Bearer abcdef0123456789", "abcdef0123456789"],
  ["Authorization: Basic YWxpOnMzY3JldA==", "YWxpOnMzY3JldA"],
  ["Server=db;User=sa;Password=s3cret;Timeout=5", "s3cret"],
  ["DB_PASSWORD='s3cret' npm start", "s3cret"],
  ["api_key = s3cret", "s3cret"],
  ["كلمة_مرور=س3ر", "س3ر"],
  ['{"user": "ali", "password": "s3c\\"ret", "page": 1}', "ret"],
  ['{"client_secret":"s3cret"}', "s3cret"],
  ["ghp_16C7e42F292c6912E7710c838347Ae178B4a pushed", "16C7e42F292c6912E7710c838347Ae178B4a"],
  ["AKIAIOSFODNN7EXAMPLE", "IOSFODNN7EXAMPLE"],
  ["xoxb-123456789012-abcdefghijkl", "123456789012"],
  ["sk_live_4eC39HqLyjWDarjtT1zdp7dc", "4eC39HqLyjWDarjtT1zdp7dc"],
  ["AIzaSyA1234567890abcdefghijklmnopqrstuvw", "SyA1234567890"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA"],
  ["-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA cut short", "MIIEpAIBAAKCAQEA"],
];

test("a log replaces what looks like a secret, in messages, values, names of properties and errors", () => {
  for (const [text, secret] of secrets) {
    const error = new Error(text, { cause: new Error(`because of ${text}`) });
    for (
      const entry of [
        entryOf({}, { message: text }),
        entryOf({ value: text, list: [text], url: URL.canParse(text) ? new URL(text) : text }),
        entryOf({ error }),
        entryOf({ failed: { error } }),
      ]
    ) {
      assert.ok(!JSON.stringify(entry).includes(secret), `${secret} in ${JSON.stringify(entry)}`);
    }
    assert.match(entryOf({}, { message: text }).message, /\[redacted\]/);
  }
});

test("a log leaves alone what is no secret", () => {
  for (
    const text of [
      "Unexpected token } in JSON at position 5",
      "Cannot use password as it must be a non-empty string",
      "https://example.com/users/7?page=2#top",
      "postgres://db/app and mailto:ali@example.com",
      "key: value, token: missing, secret of success",
      "a == b, x = 5, tokenize=true",
      "task-sk-1, bearer of news",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    ]
  ) {
    assert.equal(entryOf({}, { message: text }).message, text);
  }
  const kept = { keyboard: "ar", monkey: 1, passed: true, تاريخ: "2026-11-20" };
  assert.deepEqual(entryOf(kept).properties, kept);
});

test("a log replaces what its own options say is a secret", () => {
  const redact = { keys: ["IBAN", /^card/i, /number$/gy], patterns: [/\b\d{4}-\d{4}\b/, /code \d+/iy] };
  for (let times = 0; times < 3; times++) {
    const entry = entryOf({ iban: "DE02", cardHolder: "x", telephoneNumber: 1, telephonenumber: 1, city: "مكة" }, {
      message: "1234-5678 and 8765-4321, CODE 99",
      redact,
    });
    assert.deepEqual(entry.properties, {
      iban: "[redacted]",
      cardHolder: "[redacted]",
      telephoneNumber: 1,
      telephonenumber: "[redacted]",
      city: "مكة",
    });
    assert.equal(entry.message, "[redacted] and [redacted], [redacted]");
  }
});

test("a log keeps the secrets of errors, of their properties, causes and those that they stand for", () => {
  const cause = Object.assign(new Error("password=s3cret"), { config: { auth: { password: "s3cret" } }, status: 401 });
  const error = new AggregateError(
    [new Error("postgres://a:s3cret@b/c"), { token: "s3cret" }],
    "Bearer s3cret-s3cret",
    {
      cause,
    },
  );
  const entry = entryOf({ error });
  assert.ok(!JSON.stringify(entry).includes("s3cret"), JSON.stringify(entry));
  assert.equal((entry.error?.cause as { status: number }).status, 401);
  assert.equal(entry.error?.errors?.length, 2);
});

test("a log does not change what it is given", () => {
  const account = { password: "s3cret", inner: { token: "s3cret" } };
  entryOf({ account });
  assert.deepEqual(account, { password: "s3cret", inner: { token: "s3cret" } });
});

test("a log shows values of every kind as plain data", () => {
  class Point {
    constructor(public_: number) {
      Object.defineProperty(this, "x", { value: public_, enumerable: true });
    }
  }
  class Empty {}
  const properties = {
    text: "مرحبا",
    number: 1.5,
    notANumber: NaN,
    infinity: -Infinity,
    big: 12345678901234567890n,
    truth: false,
    nothing: null,
    symbol: Symbol("s"),
    call: function named() {},
    date: new Date(0),
    noDate: new Date(NaN),
    url: new URL("https://example.com/"),
    pattern: /x/g,
    bytes: new Uint8Array(3),
    buffer: new ArrayBuffer(4),
    set: new Set([1, "two"]),
    map: new Map([[{}, 1]]),
    json: { toJSON: () => ({ from: "toJSON" }) },
    point: new Point(1),
    empty: new Empty(),
    bare: Object.assign(Object.create(null), { a: 1 }),
    list: [undefined, , 1],
    wrapped: [new Error("inside")],
  };
  const shown = entryOf(properties).properties;
  const { wrapped, ...rest } = shown;
  assert.deepEqual(rest, {
    text: "مرحبا",
    number: 1.5,
    notANumber: "NaN",
    infinity: "-Infinity",
    big: "12345678901234567890",
    truth: false,
    nothing: null,
    symbol: "Symbol(s)",
    call: "[function named]",
    date: "1970-01-01T00:00:00.000Z",
    noDate: "Invalid Date",
    url: "https://example.com/",
    pattern: "/x/g",
    bytes: "[3 bytes]",
    buffer: "[4 bytes]",
    set: [1, "two"],
    map: { "[object Object]": 1 },
    json: { from: "toJSON" },
    point: { x: 1 },
    empty: "[Empty]",
    bare: { a: 1 },
    list: [null, null, 1],
  });
  assert.equal((wrapped as { message: string }[])[0]?.message, "inside");
});

test("a log takes values that are circular, deep, huge or break when they are read", () => {
  const circular: Record<string, unknown> = { name: "x" };
  circular["self"] = circular;
  let deep: unknown = "bottom";
  for (let level = 0; level < 10_000; level++) deep = { deep };
  const error = new Error("x");
  error.cause = error;
  const shown = entryOf({
    circular,
    deep,
    error,
    long: "x".repeat(1_000_000),
    many: Array.from({ length: 100_000 }, () => 1),
    wide: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index])),
    getter: {
      get broken(): never {
        throw new Error("getter");
      },
    },
    json: {
      toJSON() {
        throw new Error("toJSON");
      },
    },
    proxy: new Proxy({}, {
      ownKeys() {
        throw new Error("proxy");
      },
    }),
    // deno-lint-ignore no-explicit-any
    revoked: (({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({} as any, {})),
  });
  assert.deepEqual(shown.properties["circular"], { name: "x", self: "[circular]" });
  assert.equal(shown.error?.cause, "[circular]");
  for (const name of ["getter", "json", "proxy", "revoked"]) assert.equal(shown.properties[name], "[unreadable]", name);
  assert.ok(JSON.stringify(shown).length < 60_000);
  assert.match(String(shown.properties["long"]), /x… \(1000000 characters\)$/);
  assert.equal((shown.properties["many"] as unknown[]).at(-1), "… (100000 items)");
});

test("a log finds a secret that lies across the place where a text is cut", () => {
  for (let before = 16_300; before < 16_400; before += 7) {
    const text = `${" ".repeat(before)}${JWT}`;
    assert.ok(!entryOf({}, { message: text }).message.includes("eyJ"), String(before));
  }
});

test("a log takes time in proportion to texts that are made to make it slow", async () => {
  const hostile = [
    "a.",
    "eyJ-",
    "password=",
    '"password":"',
    "-----BEGIN PRIVATE KEY-----",
    "https://",
    "\\",
    '"password',
    "{",
    "Bearer ",
  ];
  for (const part of hostile) {
    await assertProportional(16_000, (size) => {
      const text = part.repeat(size / part.length);
      entryOf({ text, error: new Error(text) }, { message: text });
    }, part);
  }
});

test("a log gives the data of the library's errors, with codes, context and the stack", () => {
  const cause = Object.assign(new Error("EACCES"), { code: "EACCES", errno: -13, path: "/x" });
  const error = new FileError({
    code: "FS_NOT_FOUND" as never,
    params: { path: "/x" } as never,
    cause,
    context: { path: "/x", password: "s3cret" },
    retryable: true,
  });
  const { error: data } = entryOf({ error });
  assert.equal(data?.name, "FileError");
  assert.equal(data?.message, error.message);
  assert.equal(data?.code, "FS_NOT_FOUND");
  assert.deepEqual(data?.["context"], { path: "/x", password: "[redacted]" });
  assert.deepEqual([data?.["retryable"], typeof data?.["time"]], [true, "string"]);
  assert.match(data?.stack ?? "", /redaction_test/);
  const { stack, ...inner } = data?.cause as Record<string, unknown>;
  assert.deepEqual(inner, { name: "Error", message: "EACCES", code: "EACCES", errno: -13, path: "/x" });
  assert.equal(typeof stack, "string");
});

test("a log takes a property named error that is none", () => {
  const entry = entryOf({ error: "just text" });
  assert.deepEqual([entry.error, entry.properties], [undefined, { error: "just text" }]);
});

test("a log never throws and always writes JSON, whatever random values it is given", () => {
  const next = random(11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const value = (depth: number): unknown => {
    const leaf = pick([1, "نص", null, undefined, 1n, NaN, Symbol("x"), () => 1, new Date(), /x/, "\ud800", "{a}"]);
    if (depth === 0 || next() < 0.4) return leaf;
    const children = Array.from({ length: Math.floor(next() * 4) }, () => value(depth - 1));
    return pick<() => unknown>([
      () => children,
      () => new Set(children),
      () => new Map(children.map((child, index) => [index, child])),
      () =>
        Object.fromEntries(children.map((child, index) => [pick(["a", "password", "__proto__", "ب"]) + index, child])),
      () => Object.assign(new Error(String(index(children))), { children }),
    ])();
  };
  for (let times = 0; times < 300; times++) {
    const entry = entryOf({ value: value(4), [pick(["error", "__proto__", "toJSON", "then"])]: value(2) });
    assert.deepEqual(JSON.parse(JSON.stringify(entry.properties)), entry.properties);
  }
});

function index(children: readonly unknown[]): number {
  return children.length;
}
