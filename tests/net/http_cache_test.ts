import assert from "node:assert/strict";
import test from "node:test";
import { MemoryCache, RedisCache } from "../../cache/mod.ts";
import { setLocale } from "../../errors/mod.ts";
import { type AnswerCache, type AnswerOrigin, type AnswerSource, createClient, request } from "../../net/mod.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import { collectReports, failureOf, type SeenRequest, serve, soon, type TestServer } from "./support.ts";

setLocale("en");

/** What a server answers: headers, and what else than a status of 200 and its count as a body. */
type ServerAnswer = Record<string, string> & { status?: string; body?: string };

/** What is asked, one after another. */
interface Asking {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  cache?: Partial<AnswerCache>;
}

/** A rule of HTTP: what a server answers, what is asked, and where each answer comes from. */
interface Rule {
  /** The section and what it says. */
  name: string;
  /** What the server answers; the last one also to all that follow. */
  answers: ServerAnswer[];
  /** What is asked; twice the same if nothing is said. */
  asks?: Asking[];
  /** Where the answers come from; `504` for none. */
  sources: (AnswerSource | 504)[];
  /** What the bodies are; the server's are 1, 2 and so on. */
  values?: unknown[];
  /** Headers that the last request has when the server sees it; null for none. */
  sent?: Record<string, string | null>;
}

/** A date of HTTP that is some seconds from now: the clock of a server is its headers. */
function at(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toUTCString();
}

const twice: Asking[] = [{}, {}];
const validated = { etag: '"1"' };

const rules: Rule[] = [
  // RFC 9111, section 3: what may be kept.
  { name: "3 an answer without a word on its age is not given again", answers: [{}], sources: ["network", "network"] },
  {
    name: "3 an answer with max-age is given again",
    answers: [{ "cache-control": "max-age=60" }],
    sources: ["network", "fresh"],
    values: [1, 1],
  },
  {
    name: "3 no-store in an answer keeps it out",
    answers: [{ "cache-control": "max-age=60, no-store" }],
    sources: ["network", "network"],
  },
  {
    name: "3 no-store in a request keeps its answer out",
    answers: [{ "cache-control": "max-age=60" }],
    asks: [{ headers: { "cache-control": "no-store" } }, {}],
    sources: ["network", "network"],
  },
  {
    name: "3 private is kept in a private cache",
    answers: [{ "cache-control": "private, max-age=60" }],
    sources: ["network", "fresh"],
  },
  {
    name: "3 an answer to a request with Authorization is kept for the same one",
    answers: [{ "cache-control": "max-age=60" }],
    asks: [{ headers: { authorization: "Bearer a" } }, { headers: { authorization: "Bearer a" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "3.5 an answer to a request with Authorization is for no other",
    answers: [{ "cache-control": "public, max-age=60" }],
    asks: [{ headers: { authorization: "Bearer a" } }, { headers: { authorization: "Bearer b" } }, {}],
    sources: ["network", "network", "network"],
  },
  {
    name: "3.5 an answer to a request with a cookie is for no other",
    answers: [{ "cache-control": "public, max-age=60" }],
    asks: [{ headers: { cookie: "id=1" } }, { headers: { cookie: "id=2" } }, { headers: { cookie: "id=1" } }],
    sources: ["network", "network", "fresh"],
  },
  {
    name: "3.3 a part (206) is not kept",
    answers: [{ status: "206", "content-range": "bytes 0-0/9", "cache-control": "max-age=60" }],
    sources: ["network", "network"],
  },
  {
    name: "3.3 a request for a part passes by the cache",
    answers: [{ "cache-control": "max-age=60" }],
    asks: [{}, { headers: { range: "bytes=0-0" } }],
    sources: ["network", "network"],
    sent: { range: "bytes=0-0" },
  },
  {
    name: "3 a request with a condition of its own passes by the cache",
    answers: [{ "cache-control": "max-age=60" }],
    asks: [{}, { headers: { "if-none-match": '"x"' } }],
    sources: ["network", "network"],
    sent: { "if-none-match": '"x"' },
  },
  {
    name: "3 a status that needs a word on its age is kept with one",
    answers: [{ status: "203", "cache-control": "max-age=60" }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.2.3 must-understand keeps a status that is known though no-store is there",
    answers: [{ "cache-control": "must-understand, no-store, max-age=60" }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.2.3 must-understand keeps out a status that is not known",
    answers: [{ status: "299", "cache-control": "must-understand, max-age=60" }],
    sources: ["network", "network"],
  },
  {
    name: "3 a status that is not known is kept with max-age",
    answers: [{ status: "299", "cache-control": "max-age=60" }],
    sources: ["network", "fresh"],
  },
  // Section 4.2.1: for how long an answer is fresh.
  {
    name: "4.2.1 max-age comes before Expires",
    answers: [{ "cache-control": "max-age=60", expires: at(-60) }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.2.1 max-age=0 comes before Expires",
    answers: [{ "cache-control": "max-age=0", expires: at(60) }],
    sources: ["network", "network"],
  },
  { name: "4.2.1 Expires in the future", answers: [{ expires: at(60), date: at(0) }], sources: ["network", "fresh"] },
  { name: "4.2.1 Expires in the past", answers: [{ expires: at(-60), date: at(0) }], sources: ["network", "network"] },
  {
    name: "4.2.1 Expires counts from the server's Date",
    answers: [{ expires: at(-3_500), date: at(-3_600), age: "0" }],
    sources: ["network", "network"],
  },
  { name: "5.3 Expires that is no date", answers: [{ expires: "0" }], sources: ["network", "network"] },
  { name: "5.3 Expires that is a bare number", answers: [{ expires: "3600" }], sources: ["network", "network"] },
  {
    name: "5.2.2.10 s-maxage is for shared caches",
    answers: [{ "cache-control": "s-maxage=60, max-age=0" }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.1 of a directive that is there twice, the first",
    answers: [{ "cache-control": "max-age=60, max-age=0" }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.2.1 max-age that is no number is stale",
    answers: [{ "cache-control": "max-age=soon", expires: at(60) }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.1 max-age below zero is stale",
    answers: [{ "cache-control": "max-age=-1", expires: at(60) }],
    sources: ["network", "network"],
  },
  {
    name: "5.2 directives in any case",
    answers: [{ "cache-control": "MAX-AGE=60, Private" }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2 an argument in quotes",
    answers: [{ "cache-control": 'max-age="60"' }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2 a directive within quotes is none",
    answers: [{ "cache-control": 'ext="a, no-store", max-age=60' }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.3 an unknown directive is passed over",
    answers: [{ "cache-control": "max-age=60, community=UCI" }],
    sources: ["network", "fresh"],
  },
  {
    name: "1.2.2 a number larger than any",
    answers: [{ "cache-control": "max-age=99999999999999999999" }],
    sources: ["network", "fresh"],
  },
  // Section 4.2.2: guesses.
  {
    name: "4.2.2 a tenth of the time since the last change",
    answers: [{ "last-modified": at(-36_000), date: at(0) }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.2.2 more than a tenth of the time since the last change",
    answers: [{ "last-modified": at(-3_600), date: at(0), age: "400" }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.2 no guess for a status that has no such rule",
    answers: [{ status: "202", "last-modified": at(-36_000) }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.2 a guess for such a status where it is public",
    answers: [{ status: "202", "last-modified": at(-36_000), "cache-control": "public" }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.2.2 no guess where the server says something",
    answers: [{ "last-modified": at(-36_000), "cache-control": "max-age=0" }],
    sources: ["network", "network"],
  },
  // Section 4.2.3: how old an answer is.
  {
    name: "4.2.3 Age within the lifetime",
    answers: [{ "cache-control": "max-age=60", age: "30" }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.2.3 Age beyond the lifetime",
    answers: [{ "cache-control": "max-age=60", age: "61" }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.3 Date beyond the lifetime",
    answers: [{ "cache-control": "max-age=60", date: at(-61) }],
    sources: ["network", "network"],
  },
  {
    name: "4.2.3 Date in the future counts as now",
    answers: [{ "cache-control": "max-age=60", date: at(3_600) }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.1 Age that is no number is none",
    answers: [{ "cache-control": "max-age=60", age: "old" }],
    sources: ["network", "fresh"],
  },
  // Section 4.1: Vary.
  {
    name: "4.1 Vary with the same header",
    answers: [{ "cache-control": "max-age=60", vary: "Accept-Language" }],
    asks: [{ headers: { "accept-language": "ar" } }, { headers: { "accept-language": "ar" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.1 Vary with another header keeps both",
    answers: [{ "cache-control": "max-age=60", vary: "Accept-Language" }],
    asks: ["ar", "en", "ar", "en", "ar"].map((language) => ({ headers: { "accept-language": language } })),
    sources: ["network", "network", "fresh", "fresh", "fresh"],
    values: [1, 2, 1, 2, 1],
  },
  {
    name: "4.1 Vary with a header that only one has",
    answers: [{ "cache-control": "max-age=60", vary: "X-Mode" }],
    asks: [{}, { headers: { "x-mode": "" } }, {}],
    sources: ["network", "network", "fresh"],
  },
  {
    name: "4.1 a header that Vary does not name",
    answers: [{ "cache-control": "max-age=60", vary: "Accept-Language" }],
    asks: [{ headers: { "x-mode": "1" } }, { headers: { "x-mode": "2" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.1 space in a list means nothing",
    answers: [{ "cache-control": "max-age=60", vary: "Accept-Language" }],
    asks: [{ headers: { "accept-language": "ar,en" } }, { headers: { "accept-language": "ar , en" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "4.1 Vary: * suits no request",
    answers: [{ "cache-control": "max-age=60", vary: "*" }],
    sources: ["network", "network"],
  },
  {
    name: "4.1 Vary that changes",
    answers: [{ "cache-control": "max-age=0", vary: "A" }, { "cache-control": "max-age=60", vary: "B" }],
    asks: [{ headers: { a: "1" } }, { headers: { a: "1" } }, { headers: { a: "2" } }, { headers: { b: "2" } }],
    sources: ["network", "network", "fresh", "network"],
  },
  // Section 4.3: validation.
  {
    name: "4.3.1 a stale answer is asked for by its ETag",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { status: "304" }],
    sources: ["network", "revalidated"],
    values: [1, 1],
    sent: { "if-none-match": '"a"', "if-modified-since": null },
  },
  {
    name: "4.3.1 a stale answer is asked for by its Last-Modified",
    answers: [{ "cache-control": "max-age=0", "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT" }, { status: "304" }],
    sources: ["network", "revalidated"],
    sent: { "if-none-match": null, "if-modified-since": "Sun, 06 Nov 1994 08:49:37 GMT" },
  },
  {
    name: "4.3.1 a weak ETag is as good",
    answers: [{ "cache-control": "max-age=0", etag: 'W/"a"' }, { status: "304", etag: '"a"' }],
    sources: ["network", "revalidated"],
    sent: { "if-none-match": 'W/"a"' },
  },
  {
    name: "4.3.1 an answer with a validator alone is kept and asked for",
    answers: [validated, { status: "304" }],
    sources: ["network", "revalidated"],
  },
  {
    name: "4.3.3 another answer takes its place",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { "cache-control": "max-age=60", etag: '"b"' }],
    asks: [{}, {}, {}],
    sources: ["network", "network", "fresh"],
    values: [1, 2, 2],
  },
  {
    name: "4.3.4 a 304 makes it fresh again",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { status: "304", "cache-control": "max-age=60" }],
    asks: [{}, {}, {}],
    sources: ["network", "revalidated", "fresh"],
    values: [1, 1, 1],
  },
  {
    name: "4.3.4 a 304 without an age of its own takes off the old one",
    answers: [{ "cache-control": "max-age=60", etag: '"a"', age: "100", date: at(-100) }, { status: "304" }],
    asks: [{}, {}, {}],
    sources: ["network", "revalidated", "fresh"],
  },
  {
    name: "4.3.4 a 304 about something else is not believed",
    answers: [
      { "cache-control": "max-age=0", etag: '"a"' },
      { status: "304", etag: '"other"' },
      { "cache-control": "max-age=60" },
    ],
    asks: [{}, {}, {}],
    sources: ["network", "network", "fresh"],
    values: [1, 3, 3],
  },
  {
    name: "4.3.3 a failure without a word on it is passed on",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { status: "500" }],
    sources: ["network", "network"],
    values: [1, 500],
  },
  {
    name: "4.3.4 a 304 can name another variant's headers",
    answers: [{ "cache-control": "max-age=0", etag: '"a"', "x-version": "1" }, { status: "304", "x-version": "2" }],
    sources: ["network", "revalidated"],
  },
  // Section 5.2.1: what a request may ask for.
  {
    name: "5.2.1.1 max-age of a request that is above the age",
    answers: [{ "cache-control": "max-age=600", age: "30" }],
    asks: [{}, { headers: { "cache-control": "max-age=60" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.1.1 max-age of a request that is below the age",
    answers: [{ "cache-control": "max-age=600", age: "90" }],
    asks: [{}, { headers: { "cache-control": "max-age=60" } }],
    sources: ["network", "network"],
  },
  {
    name: "5.2.1.2 max-stale allows any age",
    answers: [{ "cache-control": "max-age=60", age: "900", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-stale" } }],
    sources: ["network", "stale"],
    values: [1, 1],
  },
  {
    name: "5.2.1.2 max-stale allows so much",
    answers: [{ "cache-control": "max-age=60", age: "900", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-stale=1000" } }],
    sources: ["network", "stale"],
  },
  {
    name: "5.2.1.2 max-stale allows no more",
    answers: [{ "cache-control": "max-age=60", age: "900", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-stale=100" } }],
    sources: ["network", "network"],
  },
  {
    name: "5.2.2.2 max-stale does not undo must-revalidate",
    answers: [{ "cache-control": "max-age=60, must-revalidate", age: "900", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-stale" } }],
    sources: ["network", "network"],
  },
  {
    name: "5.2.1.3 min-fresh that is left",
    answers: [{ "cache-control": "max-age=600", age: "30" }],
    asks: [{}, { headers: { "cache-control": "min-fresh=500" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.1.3 min-fresh that is not left",
    answers: [{ "cache-control": "max-age=600", age: "200" }],
    asks: [{}, { headers: { "cache-control": "min-fresh=500" } }],
    sources: ["network", "network"],
  },
  {
    name: "5.2.1.4 no-cache of a request asks the server, by the validator",
    answers: [{ "cache-control": "max-age=600", etag: '"a"' }, { status: "304" }],
    asks: [{}, { headers: { "cache-control": "no-cache" } }],
    sources: ["network", "revalidated"],
    sent: { "if-none-match": '"a"' },
  },
  {
    name: "5.4 Pragma: no-cache where there is no Cache-Control",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { headers: { pragma: "no-cache" } }],
    sources: ["network", "network"],
  },
  {
    name: "5.4 Pragma: no-cache means nothing beside Cache-Control",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { headers: { pragma: "no-cache", "cache-control": "max-age=60" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.1.7 only-if-cached with something kept",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { headers: { "cache-control": "only-if-cached" } }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.1.7 only-if-cached with nothing kept",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{ headers: { "cache-control": "only-if-cached" } }],
    sources: [504],
  },
  // Section 5.2.2: what an answer may ask for.
  {
    name: "5.2.2.4 no-cache is asked for each time",
    answers: [{ "cache-control": "no-cache, max-age=600", etag: '"a"' }, { status: "304" }],
    asks: [{}, {}, {}],
    sources: ["network", "revalidated", "revalidated"],
    values: [1, 1, 1],
  },
  {
    name: "5.2.2.4 no-cache for some headers is as good as for all",
    answers: [{ "cache-control": 'no-cache="set-cookie", max-age=600' }],
    sources: ["network", "network"],
  },
  {
    name: "5.2.2.2 must-revalidate does not keep a fresh answer back",
    answers: [{ "cache-control": "max-age=600, must-revalidate" }],
    sources: ["network", "fresh"],
  },
  {
    name: "5.2.2.8 proxy-revalidate is for shared caches",
    answers: [{ "cache-control": "max-age=60, proxy-revalidate", age: "90", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-stale" } }],
    sources: ["network", "stale"],
  },
  // Section 4.4: invalidation.
  {
    name: "4.4 a POST that succeeds makes the answer forgotten",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { method: "POST" }, {}],
    sources: ["network", "network", "network"],
    values: [1, 2, 3],
  },
  {
    name: "4.4 PUT, PATCH and DELETE do, too",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { method: "PUT" }, {}, { method: "PATCH" }, {}, { method: "DELETE" }, {}],
    sources: Array.from({ length: 7 }, () => "network"),
  },
  {
    name: "4.4 all variants are forgotten",
    answers: [{ "cache-control": "max-age=600", vary: "a" }],
    asks: [{ headers: { a: "1" } }, { headers: { a: "2" } }, { method: "POST" }, { headers: { a: "1" } }, {
      headers: { a: "2" },
    }],
    sources: Array.from({ length: 5 }, () => "network"),
  },
  {
    name: "4.4 a POST that fails forgets nothing",
    answers: [{ "cache-control": "max-age=600" }, { status: "400" }],
    asks: [{}, { method: "POST" }, {}],
    sources: ["network", "network", "fresh"],
  },
  {
    name: "4.4 Location and Content-Location of the same origin are forgotten",
    answers: [{ "cache-control": "max-age=600" }, { "cache-control": "max-age=600" }, {
      status: "201",
      location: "/a",
      "content-location": "/b",
    }, {}],
    asks: [{ path: "/a" }, { path: "/b" }, { method: "POST", path: "/c" }, { path: "/a" }, { path: "/b" }],
    sources: Array.from({ length: 5 }, () => "network"),
  },
  {
    name: "4.4 a safe method forgets nothing",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { method: "OPTIONS" }, {}],
    sources: ["network", "network", "fresh"],
  },
  // HEAD.
  {
    name: "4 HEAD is answered by what GET brought",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{}, { method: "HEAD" }],
    sources: ["network", "fresh"],
    values: [1, undefined],
  },
  {
    name: "4 GET is not answered by what HEAD brought",
    answers: [{ "cache-control": "max-age=600" }],
    asks: [{ method: "HEAD" }, { method: "HEAD" }, {}],
    sources: ["network", "fresh", "network"],
    values: [undefined, undefined, 2],
  },
  {
    name: "4.3.5 HEAD makes what GET brought fresh again",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { "cache-control": "max-age=60", etag: '"a"' }],
    asks: [{}, { method: "HEAD" }, {}],
    sources: ["network", "network", "fresh"],
    values: [1, undefined, 1],
  },
  {
    name: "4.3.5 HEAD about something else takes the place of what GET brought",
    answers: [{ "cache-control": "max-age=0", etag: '"a"' }, { "cache-control": "max-age=60", etag: '"b"' }],
    asks: [{}, { method: "HEAD" }, {}],
    sources: ["network", "network", "network"],
    values: [1, undefined, 3],
  },
  // What is no success.
  {
    name: "3 a 404 with max-age is kept",
    answers: [{ status: "404", "cache-control": "max-age=60" }],
    sources: ["network", "fresh"],
    values: [404, 404],
  },
  {
    name: "3 a 404 without max-age is not",
    answers: [{ status: "404" }],
    sources: ["network", "network"],
  },
  {
    name: "3 a redirect that may not be kept is asked for each time, and what it leads to is not",
    answers: [{ status: "302", location: "/b" }, { "cache-control": "max-age=60" }, { status: "302", location: "/b" }],
    asks: [{ path: "/a" }, { path: "/a" }, { path: "/b" }],
    sources: ["network", "fresh", "fresh"],
    values: [2, 2, 2],
  },
  {
    name: "3 a redirect for good is kept",
    answers: [{ status: "301", location: "/b", "last-modified": at(-36_000) }, { "cache-control": "max-age=0" }],
    asks: [{ path: "/a" }, { path: "/a" }],
    sources: ["network", "network"],
    values: [2, 3],
  },
  {
    name: "3 a redirect that may be kept for a time is kept",
    answers: [{ status: "307", location: "/b", "cache-control": "max-age=60" }, { "cache-control": "max-age=60" }],
    asks: [{ path: "/a" }, { path: "/a" }, { path: "/a", method: "HEAD" }],
    sources: ["network", "fresh", "fresh"],
    values: [2, 2, undefined],
  },
  {
    name: "4.3.4 a stale redirect is asked for by its validator",
    answers: [
      { status: "302", location: "/b", "cache-control": "max-age=0", etag: '"r"' },
      { "cache-control": "max-age=60" },
      { status: "304" },
    ],
    asks: [{ path: "/a" }, { path: "/a" }],
    sources: ["network", "fresh"],
    values: [2, 2],
    sent: { "if-none-match": '"r"' },
  },
  {
    name: "4.3.3 what has been replaced by what may not be kept is not given any more",
    answers: [{ "cache-control": "max-age=0, stale-if-error=900", etag: '"a"' }, { "cache-control": "no-store" }, {
      status: "503",
    }],
    asks: [{}, {}, {}],
    sources: ["network", "network", "network"],
    values: [1, 2, 503],
  },
  {
    name: "4.3.3 what is gone is not given any more, what is refused for now is",
    answers: [
      { "cache-control": "max-age=0, stale-if-error=900", etag: '"a"' },
      { status: "429" },
      { status: "503" },
      { status: "404" },
      { status: "503" },
    ],
    asks: [{}, {}, {}, {}, {}],
    sources: ["network", "network", "stale", "network", "network"],
    values: [1, 429, 1, 404, 503],
  },
  // RFC 5861.
  {
    name: "RFC 5861 4 stale-if-error for a 503",
    answers: [{ "cache-control": "max-age=60, stale-if-error=900", age: "90" }, { status: "503" }],
    sources: ["network", "stale"],
    values: [1, 1],
  },
  {
    name: "RFC 5861 4 stale-if-error that is over",
    answers: [{ "cache-control": "max-age=60, stale-if-error=9", age: "90" }, { status: "503" }],
    sources: ["network", "network"],
  },
  {
    name: "RFC 5861 4 stale-if-error is for no 404",
    answers: [{ "cache-control": "max-age=60, stale-if-error=900", age: "90" }, { status: "404" }],
    sources: ["network", "network"],
  },
  {
    name: "RFC 5861 4 stale-if-error of a request",
    answers: [{ "cache-control": "max-age=60", age: "90", ...validated }, { status: "500" }],
    asks: [{}, { headers: { "cache-control": "stale-if-error=900" } }],
    sources: ["network", "stale"],
  },
  {
    name: "RFC 5861 4 must-revalidate comes before stale-if-error",
    answers: [{ "cache-control": "max-age=60, stale-if-error=900, must-revalidate", age: "90" }, { status: "503" }],
    sources: ["network", "network"],
  },
  {
    name: "RFC 5861 4 the caller's staleIfErrorMs where the server says nothing",
    answers: [{ "cache-control": "max-age=60", age: "90" }, { status: "502" }],
    asks: [{ cache: { staleIfErrorMs: 900_000 } }, { cache: { staleIfErrorMs: 900_000 } }],
    sources: ["network", "stale"],
  },
  {
    name: "RFC 5861 3 stale-while-revalidate that is over",
    answers: [{ "cache-control": "max-age=60, stale-while-revalidate=9", age: "90", ...validated }],
    sources: ["network", "network"],
  },
  {
    name: "RFC 5861 3 stale-while-revalidate does not serve who names an age",
    answers: [{ "cache-control": "max-age=60, stale-while-revalidate=900", age: "90", ...validated }],
    asks: [{}, { headers: { "cache-control": "max-age=100" } }],
    sources: ["network", "network"],
  },
  // A time that the caller gives.
  {
    name: "ttlMs comes before what the server says",
    answers: [{ "cache-control": "max-age=0, no-cache, must-revalidate", expires: "0" }],
    asks: [{ cache: { ttlMs: 60_000 } }, { cache: { ttlMs: 60_000 } }],
    sources: ["network", "fresh"],
  },
  {
    name: "ttlMs does not undo no-store",
    answers: [{ "cache-control": "no-store" }],
    asks: [{ cache: { ttlMs: 60_000 } }, { cache: { ttlMs: 60_000 } }],
    sources: ["network", "network"],
  },
  {
    name: "ttlMs keeps what a redirect leads to",
    answers: [{ status: "302", location: "/b" }, {}],
    asks: [{ cache: { ttlMs: 60_000 } }, { cache: { ttlMs: 60_000 } }],
    sources: ["network", "fresh"],
    values: [2, 2],
  },
  {
    name: "ttlMs keeps answers apart by all headers",
    answers: [{}],
    asks: ["1", "2", "1", "2"].map((x) => ({ headers: { x }, cache: { ttlMs: 60_000 } })),
    sources: ["network", "network", "fresh", "fresh"],
    values: [1, 2, 1, 2],
  },
  {
    name: "maxBytes keeps out what is larger",
    answers: [{ "cache-control": "max-age=60", body: JSON.stringify("x".repeat(1_000)) }],
    asks: [{ cache: { maxBytes: 1_000 } }, { cache: { maxBytes: 1_002 } }, { cache: { maxBytes: 0 } }],
    sources: ["network", "network", "fresh"],
  },
  {
    name: "force asks the server and keeps its answer",
    answers: [{ "cache-control": "max-age=60" }],
    asks: [{}, { cache: { force: true } }, {}],
    sources: ["network", "network", "fresh"],
    values: [1, 2, 2],
  },
];

assert.ok(rules.length >= 60);

/** Answers as a rule says, one answer after another. */
async function serveRule({ answers }: Rule): Promise<TestServer> {
  return await serve((_request, response, n) => {
    const { status = "200", body = String(n), ...headers } = answers[Math.min(n, answers.length) - 1]!;
    const isEmpty = /^3/.test(status);
    response.writeHead(Number(status), { "content-type": "application/json", date: at(0), ...headers });
    response.end(isEmpty ? undefined : body);
  });
}

/** Asks what a rule says and compares where the answers come from. */
async function follow(rule: Rule, store: AnswerCache["store"]): Promise<void> {
  await using server = await serveRule(rule);
  const sources: (AnswerSource | 504)[] = [];
  const values: unknown[] = [];
  for (const { method = "GET", path = "/", headers, cache } of rule.asks ?? twice) {
    const before = sources.length;
    const onAnswer = ({ source }: AnswerOrigin) => void sources.push(source);
    const options = { headers, cache: { store, onAnswer, ...cache }, retry: { attempts: 1 } };
    values.push(await request(method, server.url + path, options).catch((error: { status?: number }) => error.status));
    if (sources.length === before) sources.push(values.at(-1) as 504);
  }
  assert.deepEqual(sources, rule.sources);
  if (rule.values !== undefined) assert.deepEqual(values, rule.values);
  if (rule.sent !== undefined) checkSent(rule, server.seen.at(-1)!);
}

function checkSent({ sent = {} }: Rule, { headers }: SeenRequest): void {
  for (const [name, value] of Object.entries(sent)) assert.equal(headers[name] ?? null, value, name);
}

for (const rule of rules) {
  test(`request() with a cache, RFC 9111: ${rule.name}`, async () => {
    using _ = collectReports();
    await using store = new MemoryCache();
    await follow(rule, store);
  });
}

test("request() keeps answers in Redis by the same rules", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  using _ = collectReports();
  await using store = new RedisCache(url, { prefix: `${uniqueName("http")}:` });
  for (const rule of rules.filter(({ name }) => /^(?:4\.1|4\.3|4\.4|RFC)/.test(name))) {
    await store.clear();
    await follow(rule, store);
  }
});

/** Remembers where answers came from. */
function origins(): { all: AnswerOrigin[]; onAnswer: (origin: AnswerOrigin) => void } {
  const all: AnswerOrigin[] = [];
  return { all, onAnswer: (origin) => void all.push(origin) };
}

test("request() gives a stale answer at once and asks anew for the next time (stale-while-revalidate)", async () => {
  await using store = new MemoryCache();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using server = await serve(async (_request, response, n) => {
    if (n === 2) {
      ask();
      await released;
    }
    const age = n === 1 ? "90" : "0";
    const headers = { "cache-control": "max-age=60, stale-while-revalidate=900", age, "content-type": "text/plain" };
    response.writeHead(200, headers).end(String(n));
  });
  const { all, onAnswer } = origins();
  const get = () => request<string>("GET", server.url, { cache: { store, onAnswer } });
  assert.equal(await get(), "1");
  // While the server is busy with the second answer, all get the first one.
  assert.deepEqual(await Promise.all([get(), get(), get()]), ["1", "1", "1"]);
  await soon(asked, "the second request");
  assert.equal(await get(), "1");
  assert.equal(server.seen.length, 2);
  release();
  await soon(until(async () => await get() === "2"), "the second answer");
  assert.equal(server.seen.length, 2);
  assert.deepEqual(all.slice(0, 5).map(({ source }) => source), ["network", ...Array(4).fill("stale")]);
});

/** Waits until something is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("request() goes on giving a stale answer when asking anew fails, and warns", async () => {
  using log = collectReports();
  await using store = new MemoryCache();
  const server = await serve((_request, response) => {
    const headers = { "cache-control": "max-age=60, stale-while-revalidate=900", age: "90" };
    response.writeHead(200, { ...headers, "content-type": "text/plain" }).end("old");
  });
  const get = () => request("GET", server.url, { cache: { store }, retry: { attempts: 1 } });
  assert.equal(await get(), "old");
  await server[Symbol.asyncDispose]();
  assert.equal(await get(), "old");
  const isTold = () => Promise.resolve(log.reports.some(({ message }) => message.includes("could not be asked for")));
  await soon(until(isTold), "the warning");
  assert.equal(await get(), "old");
});

test("request() gives a stale answer when the server cannot be reached, and tells why (stale-if-error)", async () => {
  using log = collectReports();
  await using store = new MemoryCache();
  const server = await serve((_request, response) => {
    response.writeHead(200, { "cache-control": "max-age=0", "content-type": "text/plain", etag: '"a"' }).end("old");
  });
  const { all, onAnswer } = origins();
  const options = { cache: { store, onAnswer, staleIfErrorMs: Infinity }, retry: { attempts: 2, delayMs: 1 } };
  assert.equal(await request("GET", server.url, options), "old");
  await server[Symbol.asyncDispose]();
  assert.equal(await request("GET", server.url, options), "old");
  const [, { source, error, status }] = all as [AnswerOrigin, AnswerOrigin & { error: { reason: string } }];
  assert.deepEqual([source, error.reason, status], ["stale", "refused", 200]);
  const told = log.reports.filter(({ message }) => message === "An answer came from the cache");
  assert.deepEqual(told.map(({ level }) => level), ["warning"]);
  // Without a word on it, there is none.
  const failure = await failureOf<{ reason: string }>(
    request("GET", server.url, { cache: { store }, retry: { attempts: 1 } }),
  );
  assert.equal(failure.reason, "refused");
});

test("request() gives a stale answer when its connection breaks in the middle of the new one", async () => {
  using _ = collectReports();
  await using store = new MemoryCache();
  await using server = await serve((_request, response, n) => {
    const headers = { "cache-control": "max-age=0, stale-if-error=900", "content-type": "text/plain", etag: `"${n}"` };
    if (n === 1) return void response.writeHead(200, headers).end("old");
    response.writeHead(200, { ...headers, "content-length": "100" }).write("new");
    setTimeout(() => response.destroy(), 20);
  });
  const options = { cache: { store }, retry: { attempts: 1 } };
  assert.equal(await request("GET", server.url, options), "old");
  assert.equal(await request("GET", server.url, options), "old");
  assert.equal(server.seen.length, 2);
});

test("request() tells a cancellation and never a stale answer in its place", async () => {
  await using store = new MemoryCache();
  const controller = new AbortController();
  await using server = await serve((_request, response, n) => {
    if (n > 1) return controller.abort("stop");
    response.writeHead(200, { "cache-control": "max-age=0, stale-if-error=900", etag: '"a"' }).end("old");
  });
  const get = () => request("GET", server.url, { cache: { store }, signal: controller.signal });
  await get();
  assert.equal(await soon(failureOf(get()), "the rejection"), "stop");
});

test("request() sends equal requests at a time once", async () => {
  for (const headers of [{}, { "cache-control": "max-age=60" }, { "cache-control": "max-age=0" }]) {
    await using store = new MemoryCache();
    await using server = await serve((_request, response, n) => {
      setTimeout(() => response.writeHead(200, { "content-type": "application/json", ...headers }).end(`[${n}]`), 30);
    });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => request<number[]>("GET", server.url, { cache: { store } })),
    );
    assert.deepEqual(answers, Array.from({ length: 20 }, () => [1]));
    assert.equal(server.seen.length, 1);
    // Each has an answer of its own.
    answers[0]!.push(2);
    assert.deepEqual(answers[1], [1]);
  }
});

test("request() does not share what its server forbids, nor what somebody else asked for", async () => {
  const cases: [ServerAnswer, (n: number) => Record<string, string>][] = [
    [{ "cache-control": "no-store" }, () => ({})],
    [{ "cache-control": "no-cache" }, () => ({})],
    [{ vary: "*" }, () => ({})],
    [{ "cache-control": "max-age=60" }, (n) => ({ authorization: `Bearer ${n}` })],
    [{ "cache-control": "max-age=60", vary: "accept" }, (n) => ({ accept: `text/x-${n}` })],
  ];
  for (const [headers, ask] of cases) {
    await using store = new MemoryCache();
    await using server = await serve((_request, response) => {
      setTimeout(() => response.writeHead(200, headers).end("1"), 20);
    });
    const all = Array.from({ length: 5 }, (_, n) => {
      return request("GET", server.url, { headers: ask(n), cache: { store } });
    });
    await Promise.all(all);
    assert.equal(server.seen.length, 5, JSON.stringify(headers));
  }
});

test("request() that is cancelled leaves those alone who wait for the same", async () => {
  await using store = new MemoryCache();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using server = await serve((_request, response, n) => {
    ask();
    if (n > 1) response.writeHead(200, { "content-type": "text/plain" }).end(String(n));
  });
  const controller = new AbortController();
  const cancelled = failureOf(request("GET", server.url, { cache: { store }, signal: controller.signal }));
  const others = Promise.all([1, 2, 3].map(() => request("GET", server.url, { cache: { store } })));
  await soon(asked, "the first request");
  controller.abort("stop");
  assert.equal(await soon(cancelled, "the rejection"), "stop");
  assert.deepEqual(await soon(others, "the answers"), ["2", "2", "2"]);
  assert.equal(server.seen.length, 2);
});

test("request() that waits for an equal one ends when its own signal fires", async () => {
  await using store = new MemoryCache();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using server = await serve(async (_request, response) => {
    ask();
    await released;
    response.writeHead(200, { "content-type": "text/plain" }).end("late");
  });
  const first = request("GET", server.url, { cache: { store } });
  await soon(asked, "the first request");
  const controller = new AbortController();
  const second = failureOf(request("GET", server.url, { cache: { store }, signal: controller.signal }));
  controller.abort("stop");
  assert.equal(await soon(second, "the rejection"), "stop");
  release();
  assert.equal(await first, "late");
});

test("a client does not wait for an equal request whose answer nobody goes on reading", async () => {
  await using store = new MemoryCache();
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "cache-control": "max-age=60", "content-type": "text/plain" }).end(String(n));
  });
  const client = createClient({ cache: { store } });
  await using first = await client.get(server.url).raw();
  assert.equal(await soon(client.get(server.url).text(), "the second answer"), "2");
  assert.equal(await first.text(), "1");
});

test("a client keeps what is read of a stream to its end, and no part of one", async () => {
  for (const isWhole of [true, false]) {
    await using store = new MemoryCache();
    await using server = await serve((_request, response, n) => {
      response.writeHead(200, { "cache-control": "max-age=60", "content-type": "text/plain" }).write(`${n}`);
      setTimeout(() => response.end("."), 20);
    });
    const client = createClient({ cache: { store } });
    const reader = (await client.get(server.url).raw()).stream().getReader();
    for (let piece = await reader.read(); isWhole && !piece.done; piece = await reader.read());
    await reader.cancel();
    const expected = isWhole ? "1." : "2.";
    assert.equal(await soon(client.get(server.url).text(), "the second answer"), expected);
  }
});

test("a client gets kept answers as raw answers, with their age", async () => {
  await using store = new MemoryCache();
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "cache-control": "max-age=600", age: "90", "content-type": "text/plain" }).end("body");
  });
  const client = createClient({ cache: { store } });
  await client.get(server.url).text();
  await using raw = await client.get(server.url).raw();
  assert.deepEqual([raw.status, raw.headers.get("content-type"), await raw.text()], [200, "text/plain", "body"]);
  assert.ok(Number(raw.headers.get("age")) >= 90);
  const { status, headers } = await client.head(server.url).raw();
  assert.deepEqual([status, headers.get("content-type")], [200, "text/plain"]);
  assert.equal(server.seen.length, 1);
});

test("request() lets each ask for itself when the first of equal requests fails", async () => {
  await using store = new MemoryCache();
  await using server = await serve((_request, response, n) => {
    setTimeout(() => response.writeHead(n === 1 ? 500 : 200, { "content-type": "text/plain" }).end(String(n)), 20);
  });
  const options = { cache: { store }, retry: { attempts: 1 } };
  const settled = await Promise.allSettled([1, 2, 3].map(() => request("GET", server.url, options)));
  assert.deepEqual(settled.map(({ status }) => status), ["rejected", "fulfilled", "fulfilled"]);
});

test("request() tells where an answer came from and how old it is", async () => {
  using log = collectReports();
  await using store = new MemoryCache();
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "cache-control": "max-age=600", age: "100" }).end("1");
  });
  const { all, onAnswer } = origins();
  for (let time = 0; time < 2; time++) await request("GET", `${server.url}/x`, { cache: { store, onAnswer } });
  const [first, second] = all as [AnswerOrigin, AnswerOrigin];
  assert.deepEqual([first.source, first.status, first.url.pathname], ["network", 200, "/x"]);
  assert.equal(first.ageMs, 100_000);
  assert.ok(second.ageMs >= 100_000 && second.ageMs < 160_000, String(second.ageMs));
  const reports = log.reports.filter(({ message }) => message === "An answer came from the cache");
  assert.deepEqual(reports.map(({ level, properties }) => [level, properties["source"]]), [["debug", "fresh"]]);
});

test("request() follows redirects from the cache as from servers: no more than there may be, and with no credentials to others", async () => {
  await using store = new MemoryCache();
  await using other = await serve(({ headers }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(headers.authorization ?? "nobody");
  });
  await using server = await serve(({ url }, response) => {
    const location = url === "/loop" ? "/loop" : other.url;
    response.writeHead(301, { location, "cache-control": "max-age=60" }).end();
  });
  const headers = { authorization: "Bearer secret" };
  for (let time = 0; time < 2; time++) {
    assert.equal(await request("GET", server.url, { headers, cache: { store } }), "nobody");
    const error = await failureOf<{ code: string }>(request("GET", `${server.url}/loop`, { cache: { store } }));
    assert.equal(error.code, "NET_REDIRECTS");
  }
  // The loop is asked for once, and then goes round in the cache.
  assert.deepEqual(server.seen.map(({ url }) => url), ["/", "/loop"]);
});

test("request() tells the origin of the last answer alone after redirects", async () => {
  await using store = new MemoryCache();
  await using server = await serve(({ url }, response) => {
    const headers = { "cache-control": "max-age=60", "content-type": "text/plain" };
    if (url === "/b") return void response.writeHead(200, headers).end("b");
    response.writeHead(302, { ...headers, location: "/b" }).end("elsewhere");
  });
  const { all, onAnswer } = origins();
  for (let time = 0; time < 2; time++) {
    assert.equal(await request("GET", `${server.url}/a`, { cache: { store, onAnswer }, totalTimeoutMs: 60_000 }), "b");
  }
  assert.deepEqual(all.map(({ source, status, url }) => [source, status, url.pathname]), [
    ["network", 200, "/a"],
    ["fresh", 200, "/a"],
  ]);
  assert.equal(server.seen.length, 2);
});

test("request() keeps no cookies and nothing of the connection", async () => {
  const entries: unknown[] = [];
  const store = { get: () => undefined, set: (_key: string, value: unknown) => void entries.push(value) };
  await using server = await serve((_request, response) => {
    const headers = {
      "cache-control": "max-age=60",
      "set-cookie": "id=sesame",
      connection: "x-hop",
      "x-hop": "sesame",
    };
    response.writeHead(200, { ...headers, "x-kept": "yes" }).end("1");
  });
  await request("GET", server.url, { cache: { store } });
  assert.equal(entries.length, 1);
  assert.doesNotMatch(JSON.stringify(entries), /sesame|keep-alive/);
  assert.match(JSON.stringify(entries), /x-kept/);
});

test("request() keeps an answer as long as it may be of use", async () => {
  const cases: [ServerAnswer, Partial<AnswerCache>, number | undefined][] = [
    [{ "cache-control": "max-age=60" }, {}, 60_000],
    [{ "cache-control": "max-age=60, stale-while-revalidate=30" }, {}, 90_000],
    [{ "cache-control": "max-age=60, stale-if-error=600" }, {}, 660_000],
    [{ "cache-control": "max-age=60" }, { staleIfErrorMs: 5_000 }, 65_000],
    [{ "cache-control": "max-age=60", etag: '"a"' }, {}, 604_860_000],
    [{}, { ttlMs: 1_000 }, 1_000],
    [{}, { ttlMs: 1_000, staleIfErrorMs: Infinity }, undefined],
  ];
  for (const [headers, cache, expected] of cases) {
    const ttls: (number | undefined)[] = [];
    const set = (_key: string, _value: unknown, options: { ttlMs?: number | undefined }) => ttls.push(options.ttlMs);
    await using server = await serve((_request, response) => void response.writeHead(200, headers).end("1"));
    await request("GET", server.url, { cache: { store: { get: () => undefined, set }, ...cache } });
    assert.deepEqual(ttls, [expected], JSON.stringify(headers));
  }
});

test("request() keeps nothing of what its caller could not read", async () => {
  await using store = new MemoryCache();
  const mine = new RangeError("mine");
  const onAnswer = () => {
    throw mine;
  };
  for (const [method, status] of [["GET", 200], ["GET", 204], ["HEAD", 200]] as const) {
    await using server = await serve((_request, response) => {
      response.writeHead(status, { "cache-control": "max-age=60" }).end();
    });
    assert.equal(await failureOf(request(method, server.url, { cache: { store, onAnswer } })), mine);
    assert.equal(store.size, 0);
  }
});

test("request() forces HEAD without losing what GET brought", async () => {
  await using store = new MemoryCache();
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "cache-control": "max-age=60", "content-type": "text/plain", etag: '"1"' }).end(`${n}`);
  });
  assert.equal(await request("GET", server.url, { cache: { store } }), "1");
  await request("HEAD", server.url, { cache: { store, force: true } });
  assert.equal(await request("GET", server.url, { cache: { store } }), "1");
  assert.equal(server.seen.length, 2);
});

test("request() forgets in a store that cannot delete", async () => {
  const map = new Map<string, unknown>();
  const store = { get: (key: string) => map.get(key), set: (key: string, value: unknown) => void map.set(key, value) };
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "cache-control": "max-age=60", "content-type": "application/json" }).end(String(n));
  });
  const ask = (method: string) => request("GET" === method ? "GET" : "POST", server.url, { cache: { store } });
  assert.deepEqual([await ask("GET"), await ask("POST"), await ask("GET"), await ask("GET")], [1, 2, 3, 3]);
});

test("request() passes on an error of onAnswer", async () => {
  await using store = new MemoryCache();
  await using server = await serve((_request, response) => void response.end("1"));
  const onAnswer = (): never => {
    throw new RangeError("mine");
  };
  assert.equal((await failureOf(request("GET", server.url, { cache: { store, onAnswer } }))).message, "mine");
});
