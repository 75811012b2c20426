import assert from "node:assert/strict";
import test from "node:test";
import { readRetryAfter } from "../../../net/internal/retry_after.ts";

const date = "Sun, 06 Nov 1994 08:49:37 GMT";

test("readRetryAfter() reads seconds", () => {
  for (const [value, ms] of [["0", 0], ["120", 120_000], [" 5 ", 5_000], ["007", 7_000]] as const) {
    assert.equal(readRetryAfter(new Headers({ "retry-after": value })), ms, value);
  }
});

test("readRetryAfter() reads all three forms of a date, by the server's clock", () => {
  const forms = ["Sun, 06 Nov 1994 08:49:47 GMT", "Sunday, 06-Nov-94 08:49:47 GMT", "Sun Nov  6 08:49:47 1994"];
  for (const value of forms) {
    assert.equal(readRetryAfter(new Headers({ "retry-after": value, date })), 10_000, value);
  }
});

test("readRetryAfter() gives 0 for a date that is over", () => {
  assert.equal(readRetryAfter(new Headers({ "retry-after": "Sun, 06 Nov 1994 08:49:00 GMT", date })), 0);
});

test("readRetryAfter() goes by our clock where the server tells no time", () => {
  const soon = new Date(Date.now() + 60_000).toUTCString();
  const ms = readRetryAfter(new Headers({ "retry-after": soon }))!;
  assert.ok(ms > 50_000 && ms <= 60_000, String(ms));
  const wrong = readRetryAfter(new Headers({ "retry-after": soon, date: "yesterday" }))!;
  assert.ok(wrong > 50_000 && wrong <= 60_000, String(wrong));
});

test("readRetryAfter() gives nothing for what it cannot read", () => {
  const values = ["", "-1", "1.5", "1e3", "soon", "Infinity", "0x10", "1994-11-06T08:49:37Z", "06 Nov 1994", "٥"];
  for (const value of values) {
    const headers = new Headers();
    // Characters beyond Latin-1 cannot be in a header at all.
    if (value !== "٥") headers.set("retry-after", value);
    assert.equal(readRetryAfter(headers), undefined, value);
  }
  assert.equal(readRetryAfter(new Headers()), undefined);
});
