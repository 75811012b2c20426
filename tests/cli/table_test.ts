import assert from "node:assert/strict";
import test from "node:test";
import { printJsonLines } from "../../cli/json.ts";
import { displayWidth } from "../../cli/display_width.ts";
import { printTable } from "../../cli/table.ts";

async function table(rows: Iterable<object>, isTerminal = false, isRightToLeft = false): Promise<string> {
  let text = "";
  const output = { isTerminal, write: (part: string) => void (text += part) };
  await printTable(output, rows as Iterable<Record<string, unknown>>, isRightToLeft);
  return text;
}

test("printTable() lines up columns by what they look like", async () => {
  assert.equal(
    await table([{ name: "مَصر", code: "EG", people: 1 }, { name: "Jordan", code: "JO", people: 22n }]),
    "name    code  people\n──────  ────  ──────\nمَصر     EG    1\nJordan  JO    22\n",
  );
});

test("printTable() prints nothing for no rows", async () => {
  assert.equal(await table([]), "");
});

test("printTable() shows every kind of value on one line", async () => {
  const [, , row] = (await table([{
    a: null,
    b: undefined,
    c: true,
    d: new Date("2026-01-02T03:04:05Z"),
    e: new Uint8Array([1, 171]),
    f: { x: [1n] },
    g: "two\r\nlines\tand a tab",
    h: new Date(NaN),
    i: 1.5,
  }])).split("\n");
  assert.equal(
    row!.trim().replace(/ {2,}/g, " | "),
    'true | 2026-01-02T03:04:05.000Z | 01ab | {"x":["1"]} | two lines and a tab | 1.5',
  );
});

test("printTable() takes away what could steer the terminal, from values and from names", async () => {
  const text = await table([{ "na\u001b[31mme": "\u001b]0;title\u0007red\u202eevil\u0000\u009b1m" }], true);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  assert.match(text, /red/);
});

test("printTable() isolates cells in a terminal when some run from right to left", async () => {
  const rows = [{ name: "مصر", code: "EG" }];
  assert.equal(
    await table(rows, true, true),
    "\u200f\u2068name\u2069  \u2068code\u2069\n\u200f────  ────\n\u200f\u2068مصر\u2069   \u2068EG\u2069\n",
  );
  assert.match(await table(rows, true, false), /^\u200e\u2068name/);
  assert.doesNotMatch(await table(rows, false, true), /[\u200e\u200f\u2068\u2069]/);
  assert.doesNotMatch(await table([{ name: "Egypt" }], true, true), /[\u200e\u200f\u2068\u2069]/);
});

test("printTable() keeps to the width of a terminal, and cuts nothing elsewhere", async () => {
  const rows = [{ id: 1, name: "a name that is rather long", note: "another text that is rather long" }];
  for (const columns of [80, 40, 25]) {
    let text = "";
    await printTable({ isTerminal: true, columns, write: (part) => void (text += part) }, rows, false);
    for (const line of text.trimEnd().split("\n")) assert.ok(displayWidth(line) <= columns, `${columns}: ${line}`);
    assert.equal(text.includes("…"), columns < 80);
  }
  let text = "";
  await printTable({ columns: 25, write: (part) => void (text += part) }, rows, false);
  assert.ok(text.includes("another text that is rather long"));
});

test("printTable() cuts between letters, not inside them", async () => {
  let text = "";
  const rows = [{ word: "مُحَمَّدٌمُحَمَّدٌمُحَمَّدٌ", picture: "👩‍👩‍👧".repeat(6) }];
  await printTable({ isTerminal: true, columns: 18, write: (part) => void (text += part) }, rows, false);
  const [, , row] = text.split("\n");
  assert.match(row!, /مُحَمَّدٌمُحَمَّ…/u);
  assert.match(row!, /(?:👩‍👩‍👧)*…/u);
});

test("printTable() begins before the rows have ended, and holds no more than the first of them", async () => {
  let written = "";
  let seen = 0;
  let writtenBeforeTheEnd = 0;
  async function* rows() {
    for (let index = 0; index < 5_000; index++) yield { index, text: "x".repeat(index % 50) };
    await Promise.resolve();
    writtenBeforeTheEnd = written.length;
  }
  seen = await printTable({ write: (part) => void (written += part) }, rows(), false);
  assert.equal(seen, 5_000);
  assert.ok(writtenBeforeTheEnd > written.length * 0.8);
  assert.equal(written.split("\n").length, 5_003);
});

test("printTable() stops its source when the output fails", async () => {
  let closed = false;
  async function* rows() {
    try {
      for (let index = 0;; index++) yield { index };
    } finally {
      closed = true;
    }
  }
  const output = { write: () => Promise.reject(new Error("gone")) };
  await assert.rejects(printTable(output, rows(), false), /gone/);
  assert.equal(closed, true);
});

test("printJsonLines() writes what JSON has no form for as text", async () => {
  let text = "";
  const rows = [{ big: 9007199254740993n, bytes: new Uint8Array([1, 2, 3]), buffer: Buffer.from("مرحبا"), none: null }];
  assert.equal(await printJsonLines({ write: (part) => void (text += part) }, rows), 1);
  assert.equal(text, '{"big":"9007199254740993","bytes":"AQID","buffer":"2YXYsdit2KjYpw==","none":null}\n');
});
