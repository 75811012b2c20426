import assert from "node:assert/strict";
import test from "node:test";
import { durationOf, readDirectives } from "../../../net/internal/http_cache/directives.ts";
import { ageOf } from "../../../net/internal/http_cache/freshness.ts";
import { isKeptAnswer, type KeptAnswer, readBody, writeBody } from "../../../net/internal/http_cache/kept_answer.ts";
import { KeptAnswers, variantOf } from "../../../net/internal/http_cache/kept_answers.ts";
import { judge, mayReplaceFailure } from "../../../net/internal/http_cache/reuse.ts";
import { freshened } from "../../../net/internal/http_cache/validation.ts";
import { readHttpDate } from "../../../net/internal/http_date.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");

/** An answer that was asked for and came so many seconds ago. */
function kept(headers: Record<string, string>, seconds = 0, more: Partial<KeptAnswer> = {}): KeptAnswer {
  const at = NOW - seconds * 1_000;
  return {
    version: 2,
    method: "GET",
    status: 200,
    statusText: "OK",
    headers: Object.entries(headers),
    requestedAt: at,
    receivedAt: at,
    vary: [],
    variant: "",
    generation: "1",
    text: "body",
    ...more,
  };
}

test("readHttpDate() reads the three forms of a date (RFC 9110, section 5.6.7), and nothing else", () => {
  const expected = Date.parse("1994-11-06T08:49:37Z");
  for (const text of ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]) {
    assert.equal(readHttpDate(text), expected, text);
    assert.equal(readHttpDate(` ${text} `), expected, text);
  }
  for (const text of ["", "0", "-1", "now", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 CET", null, undefined]) {
    assert.equal(readHttpDate(text), undefined, String(text));
  }
});

test("readHttpDate() takes nothing for a date that only looks like one", () => {
  const wrong = [
    "Sun 06 Nov 1994 08:49:37 GMT",
    "Sun, 06  Nov 1994 08:49:37 GMT",
    "Sun, 06-Nov-1994 08:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 06 Non 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT",
    "Son, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06 Nov 1994 08:49:37 GMT",
  ];
  for (const text of wrong) assert.equal(readHttpDate(text), undefined, text);
  // Names in any case, as caches in the wild take them.
  assert.equal(readHttpDate("sun, 06 NOV 1994 08:49:37 gmt"), Date.parse("1994-11-06T08:49:37Z"));
});

test("readHttpDate() takes two digits for a year that is at most 50 years ahead", () => {
  const year = new Date().getUTCFullYear();
  const read = (ahead: number) => {
    const digits = String((year + ahead) % 100).padStart(2, "0");
    return new Date(readHttpDate(`Sunday, 06-Nov-${digits} 08:49:37 GMT`)!).getUTCFullYear();
  };
  assert.equal(read(0), year);
  assert.equal(read(1), year + 1);
  assert.equal(read(60), year - 40);
});

test("readDirectives() reads a list of directives, with arguments as tokens and in quotes", () => {
  const cases: [string, [string, string | undefined][]][] = [
    ["", []],
    ["no-store", [["no-store", undefined]]],
    ["No-Store , MAX-AGE=5", [["no-store", undefined], ["max-age", "5"]]],
    ['private="set-cookie, x", max-age="5"', [["private", "set-cookie, x"], ["max-age", "5"]]],
    ['a="b\\"c, no-store", d', [["a", 'b"c, no-store'], ["d", undefined]]],
    ["max-age = 5", [["max-age", "5"]]],
    ["max-age=", [["max-age", ""]]],
    ["max-age=1, max-age=2", [["max-age", "1"]]],
    [",,, ,no-cache,,", [["no-cache", undefined]]],
  ];
  for (const [value, expected] of cases) {
    assert.deepEqual([...readDirectives(new Headers({ "cache-control": value }))], expected, value);
  }
});

test("readDirectives() takes no longer than its text is long", () => {
  const texts = ['a="'.repeat(20_000), "a=".repeat(30_000), ' ,"'.repeat(20_000), '\\"'.repeat(30_000)];
  for (const text of texts) {
    const start = performance.now();
    readDirectives(new Headers({ "cache-control": text }));
    assert.ok(performance.now() - start < 2_000);
  }
});

test("durationOf() takes what is no whole number for over, and no number for too large", () => {
  const of = (argument: string) => durationOf(readDirectives(new Headers({ "cache-control": argument })), "max-age");
  assert.equal(of("max-age=60"), 60_000);
  assert.equal(of("max-age=99999999999"), 2_147_483_648_000);
  assert.equal(of("other"), undefined);
  for (const argument of ["max-age", "max-age=", "max-age=1.5", "max-age=-1", "max-age=x"]) {
    assert.equal(of(argument), 0);
  }
});

test("ageOf() counts the age by the formula of RFC 9111, section 4.2.3", () => {
  const date = (seconds: number) => new Date(NOW - seconds * 1_000).toUTCString();
  const cases: [Record<string, string>, number, Partial<KeptAnswer>, number][] = [
    [{}, 10, {}, 10],
    [{ age: "30" }, 10, {}, 40],
    // The time that the answer took counts to the age that it was sent with.
    [{ age: "30" }, 10, { requestedAt: NOW - 15_000 }, 45],
    // What the clocks say counts where it is more.
    [{ age: "30", date: date(110) }, 10, {}, 110],
    [{ age: "30", date: date(15) }, 10, {}, 40],
    [{ date: date(-500) }, 10, {}, 10],
    [{ age: "30, 90" }, 10, {}, 40],
    [{ age: "-5" }, 10, {}, 10],
    // A clock that was set back makes nothing younger than it was.
    [{ age: "30" }, -100, {}, 30],
  ];
  for (const [headers, seconds, more, expected] of cases) {
    const { ageMs } = ageOf(kept(headers, seconds, more), undefined, NOW);
    assert.equal(ageMs, expected * 1_000, JSON.stringify([headers, seconds]));
  }
});

test("ageOf() guesses a lifetime of a day at most", () => {
  const headers = { "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT", date: new Date(NOW).toUTCString() };
  assert.equal(ageOf(kept(headers), undefined, NOW).lifetimeMs, 86_400_000);
});

test("judge() tells what may be done with an answer as it gets older", () => {
  const server = { "cache-control": "max-age=60, stale-while-revalidate=30" };
  const at = (seconds: number, request: Record<string, string> = {}, options = {}) =>
    judge(ageOf(kept(server, seconds), undefined, NOW), new Headers(request), options);
  assert.deepEqual([0, 59, 60, 89, 90].map((seconds) => at(seconds)), [
    "fresh",
    "fresh",
    "refresh",
    "refresh",
    "validate",
  ]);
  const cases: [number, string, string][] = [
    [50, "max-age=50", "fresh"],
    [51, "max-age=50", "validate"],
    [50, "min-fresh=10", "fresh"],
    [51, "min-fresh=10", "validate"],
    [100, "max-stale=40", "stale"],
    [101, "max-stale=40", "validate"],
    [10, "no-cache, max-stale", "validate"],
    [100, "max-age=200, max-stale=60", "stale"],
    [70, "max-age=200", "validate"],
  ];
  for (const [seconds, request, verdict] of cases) {
    assert.equal(at(seconds, { "cache-control": request }), verdict, `${seconds} ${request}`);
  }
});

test("judge() lets the caller say what the server does not", () => {
  const at = (headers: Record<string, string>, seconds: number, options: Record<string, number>) =>
    judge(ageOf(kept(headers, seconds), options["ttlMs"], NOW), new Headers(), options);
  assert.equal(at({ "cache-control": "max-age=60" }, 70, { staleWhileRevalidateMs: 20_000 }), "refresh");
  assert.equal(at({ "cache-control": "max-age=60" }, 81, { staleWhileRevalidateMs: 20_000 }), "validate");
  const said = { "cache-control": "max-age=60, stale-while-revalidate=5" };
  assert.equal(at(said, 70, { staleWhileRevalidateMs: 20_000 }), "validate");
  assert.equal(at({ "cache-control": "no-cache" }, 9, { ttlMs: 10_000 }), "fresh");
  assert.equal(at({}, 10, { ttlMs: 10_000 }), "validate");
  assert.equal(at({}, 1_000_000, { ttlMs: Infinity }), "fresh");
});

test("mayReplaceFailure() takes the widest window that anybody gives", () => {
  const at = (server: string, request: string, staleIfErrorMs: number | undefined, seconds: number) => {
    const aged = ageOf(kept({ "cache-control": `max-age=10${server}` }, seconds), undefined, NOW);
    return mayReplaceFailure(aged, new Headers({ "cache-control": request }), { staleIfErrorMs });
  };
  assert.equal(at("", "", undefined, 11), false);
  assert.equal(at(", stale-if-error=5", "", undefined, 15), true);
  assert.equal(at(", stale-if-error=5", "", undefined, 16), false);
  assert.equal(at(", stale-if-error=5", "stale-if-error=20", undefined, 30), true);
  assert.equal(at(", stale-if-error=5", "", 20_000, 30), true);
  assert.equal(at("", "", Infinity, 1_000_000), true);
  for (const server of [", no-cache", ", must-revalidate"]) assert.equal(at(server, "", Infinity, 11), false);
  assert.equal(at("", "no-cache", Infinity, 11), false);
});

test("freshened() replaces headers but those that describe the body, and takes off the age of before", () => {
  const before = kept({
    "content-type": "text/plain",
    "content-length": "4",
    age: "5",
    date: "x",
    etag: '"1"',
    a: "1",
  });
  const after = freshened(
    before,
    new Headers({ "content-type": "text/html", "content-length": "0", a: "2", b: "3", "set-cookie": "c=1" }),
    { requestedAt: 1, receivedAt: 2 },
  );
  const headers = Object.fromEntries(after.headers);
  assert.deepEqual(headers, { "content-type": "text/plain", "content-length": "4", etag: '"1"', a: "2", b: "3" });
  assert.deepEqual([after.requestedAt, after.receivedAt, after.method, after.text], [1, 2, "GET", "body"]);
});

test("writeBody() and readBody() give back every byte", () => {
  const all = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
  const cases: [Uint8Array, string, "text" | "base64"][] = [
    [new Uint8Array(), "", "base64"],
    [all, "application/octet-stream", "base64"],
    [all, "text/plain", "base64"],
    [new TextEncoder().encode("\ufeffسلام"), "text/plain; charset=utf-8", "text"],
    [new TextEncoder().encode('{"a":1}'), "application/problem+json", "text"],
    [Uint8Array.of(0xe3, 0xd1), "text/plain; charset=windows-1256", "base64"],
  ];
  for (const [bytes, type, form] of cases) {
    const written = JSON.parse(JSON.stringify(writeBody(bytes, type)));
    assert.deepEqual(Object.keys(written), [form], type);
    assert.deepEqual([...readBody(written)], [...bytes], type);
  }
});

test("isKeptAnswer() knows its own records from everything else", () => {
  const own = JSON.parse(JSON.stringify(kept({ a: "b" })));
  assert.equal(isKeptAnswer(own), true);
  for (const name of Object.keys(own)) {
    assert.equal(isKeptAnswer({ ...own, [name]: undefined }), false, name);
    assert.equal(isKeptAnswer({ ...own, [name]: {} }), false, name);
  }
  assert.equal(isKeptAnswer({ ...own, text: undefined, base64: "YQ==" }), true);
  for (const other of [undefined, null, 5, "x", [], {}, { ...own, status: 600 }, { ...own, receivedAt: Infinity }]) {
    assert.equal(isKeptAnswer(other), false);
  }
});

test("KeptAnswers keeps variants apart, and forgets them together", async () => {
  const map = new Map<string, unknown>();
  const store = {
    get: (key: string) => map.get(key),
    set: (key: string, value: unknown) => void map.set(key, value),
    delete: (key: string) => map.delete(key),
  };
  const answers = new KeptAnswers(store, undefined);
  const url = new URL("http://a.example/x?y=1#part");
  const asked = (a: string) => ({ url, headers: new Headers({ a }) });
  for (const a of ["1", "2", "3"]) {
    const variant = await variantOf(["a"], new Headers({ a }));
    await answers.keep(await answers.find(asked(a)), kept({}, 0, { vary: ["a"], variant, text: a }), asked(a), 1_000);
  }
  const texts = async () =>
    await Promise.all(["1", "2", "3"].map(async (a) => (await answers.find(asked(a))).kept?.text));
  assert.deepEqual(await texts(), ["1", "2", "3"]);
  assert.equal(map.size, 3);
  // A part of a page is on the same page.
  assert.ok([...map.keys()].every((key) => key.endsWith("http://a.example/x?y=1")));
  await answers.forget(asked("2"));
  assert.deepEqual(await texts(), [undefined, undefined, undefined]);
});

test("KeptAnswers shows no credentials in its keys, and keeps those who have them apart", async () => {
  const map = new Map<string, unknown>();
  const store = { get: (key: string) => map.get(key), set: (key: string, value: unknown) => void map.set(key, value) };
  const answers = new KeptAnswers(store, undefined);
  const url = new URL("http://a.example/");
  const names = ["authorization", "cookie", "x-api-key", "proxy-authorization"];
  for (const name of names) {
    const asked = { url, headers: new Headers({ [name]: "sesame" }) };
    assert.equal((await answers.find(asked)).kept, undefined, name);
    await answers.keep(await answers.find(asked), kept({}), asked, 1_000);
    assert.ok((await answers.find(asked)).kept);
  }
  assert.equal(map.size, names.length);
  assert.doesNotMatch([...map.keys()].join(), /sesame/);
  assert.equal((await answers.find({ url, headers: new Headers({ accept: "x" }) })).kept, undefined);
});
