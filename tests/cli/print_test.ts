import assert from "node:assert/strict";
import test from "node:test";
import type { CommandContext } from "../../cli/command.ts";
import { jsonText, printJsonLines } from "../../cli/json.ts";
import { LineBuffer } from "../../cli/line_buffer.ts";
import { printRows } from "../../cli/print_rows.ts";

/** An output that keeps each write by itself. */
function collector() {
  const writes: string[] = [];
  return { writes, write: (text: string) => void writes.push(text) };
}

test("jsonText() writes every value on one line", () => {
  const cases: [unknown, string][] = [
    [{ a: 1, b: "مرحبا", c: [true, null] }, '{"a":1,"b":"مرحبا","c":[true,null]}'],
    [{ big: 12345678901234567890n }, '{"big":"12345678901234567890"}'],
    [{ bytes: new Uint8Array([255, 0]) }, '{"bytes":"/wA="}'],
    [{ buffer: Buffer.from([255, 0]) }, '{"buffer":"/wA="}'],
    [{ date: new Date(0) }, '{"date":"1970-01-01T00:00:00.000Z"}'],
    [{ deep: { list: [1n, new Uint8Array([1])] } }, '{"deep":{"list":["1","AQ=="]}}'],
    [{ text: "two\nlines\u2028" }, '{"text":"two\\nlines\u2028"}'],
    [{ missing: undefined, number: NaN }, '{"number":null}'],
    [7n, '"7"'],
  ];
  for (const [value, text] of cases) assert.equal(jsonText(value), text);
});

test("LineBuffer writes many lines at once, all of them and in order", async () => {
  const output = collector();
  const lines = new LineBuffer(output);
  for (let index = 0; index < 20_000; index++) await lines.add(`line ${index}`);
  await lines.flush();
  assert.ok(output.writes.length < 100);
  assert.deepEqual(output.writes.join("").split("\n"), [
    ...Array.from({ length: 20_000 }, (_, index) => `line ${index}`),
    "",
  ]);
});

test("LineBuffer writes nothing for no lines", async () => {
  const output = collector();
  const lines = new LineBuffer(output);
  await lines.flush();
  await lines.flush();
  assert.deepEqual(output.writes, []);
});

test("LineBuffer lets others run while lines come without a pause", async () => {
  const lines = new LineBuffer(collector());
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  for (let index = 0; index < 200_000 && turns < 2; index++) await lines.add("x".repeat(1_000));
  clearInterval(timer);
  assert.equal(turns, 2);
});

async function* endingBadly(): AsyncGenerator<Record<string, number>> {
  yield { a: 1 };
  yield { a: 2 };
  await Promise.reject(new Error("the source broke"));
}

test("printJsonLines() shows the rows before a failure", async () => {
  const output = collector();
  await assert.rejects(printJsonLines(output, endingBadly()), /the source broke/);
  assert.equal(output.writes.join(""), '{"a":1}\n{"a":2}\n');
});

test("printRows() shows the rows before a failure, as a table too", async () => {
  const context = { stdout: collector(), stderr: collector(), locale: "en" } as unknown as CommandContext;
  await assert.rejects(printRows(endingBadly(), false, context), /the source broke/);
  assert.equal((context.stdout as ReturnType<typeof collector>).writes.join(""), "a\n─\n1\n2\n");
});

test("printRows() tells in the language of the run that there are none", async () => {
  for (const [locale, text] of [["en", "No rows\n"], ["ar", "لا صفوف\n"]] as const) {
    const stdout = collector();
    const stderr = collector();
    await printRows([], false, { stdout, stderr, locale, signal: new AbortController().signal });
    assert.deepEqual([stdout.writes, stderr.writes], [[], [text]]);
    await printRows([], true, { stdout, stderr, locale, signal: new AbortController().signal });
    assert.deepEqual([stdout.writes, stderr.writes], [[], [text]]);
  }
});
