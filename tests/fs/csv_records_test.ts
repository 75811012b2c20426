import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdir, open, writeFile } from "node:fs/promises";
import test from "node:test";
import { createTask, sleep } from "@maktaba/std/async";
import { CancelledError, FileError, ValidationError } from "@maktaba/std/errors";
import { type CsvOptions, csvRecords, type CsvSource } from "@maktaba/std/fs";
import { tempDir } from "../support/mod.ts";
import { failsWith, growthDuring, pattern } from "./helpers.ts";

type Row = Record<string, string>;

/** All records of a text, or of another source. */
async function parse(source: string | CsvSource, options: CsvOptions = {}): Promise<Row[]> {
  return await Array.fromAsync(csvRecords(typeof source === "string" ? [source] : source, options));
}

/** The records before a failure, and the failure. */
async function parseUntilFailure(text: string, options: CsvOptions = {}): Promise<{ rows: Row[]; error: FileError }> {
  const rows: Row[] = [];
  try {
    for await (const row of csvRecords([text], options)) rows.push(row);
  } catch (error) {
    assert.ok(error instanceof FileError, String(error));
    return { rows, error };
  }
  throw new Error(`nothing was wrong: ${JSON.stringify(rows)}`);
}

/** Cuts text into pieces of these many units, the last repeated. */
function* cut(text: string, ...lengths: number[]): Generator<string> {
  for (let start = 0, index = 0; start < text.length; index++) {
    const length = lengths[Math.min(index, lengths.length - 1)]!;
    yield text.slice(start, start + length);
    start += length;
  }
}

test("csvRecords() gives each row under the names of the header, all values as text", async () => {
  const rows = await parse("id,name,active\n1,علي,true\n2,سارة,\n");
  assert.deepEqual(rows, [{ id: "1", name: "علي", active: "true" }, { id: "2", name: "سارة", active: "" }]);
  assert.deepEqual(Object.keys(rows[0]!), ["id", "name", "active"]);
});

test("csvRecords() reads every kind of line ending, mixed too, and the last line without one", async () => {
  const expected = [{ a: "1", b: "2" }, { a: "3", b: "4" }];
  for (
    const text of ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\r\n1,2\n3,4\r", "a,b\n1,2\n3,4"]
  ) {
    assert.deepEqual(await parse(text), expected, JSON.stringify(text));
  }
});

test("csvRecords() reads quoted fields with delimiters, line breaks and doubled quotes", async () => {
  const rows = await parse('a,b\n"1,5","x\ny"\n"say ""hi""",""""\n"",\n"\r\n","""a"""\n');
  assert.deepEqual(rows, [
    { a: "1,5", b: "x\ny" },
    { a: 'say "hi"', b: '"' },
    { a: "", b: "" },
    { a: "\r\n", b: '"a"' },
  ]);
});

test("csvRecords() keeps spaces, tabs and everything else in fields as they are", async () => {
  const rows = await parse("a, b ,c\n  x , y\t,\u00a0z\n");
  assert.deepEqual(rows, [{ a: "  x ", " b ": " y\t", c: "\u00a0z" }]);
});

test("csvRecords() passes over lines with nothing on them, but not over an empty quoted field", async () => {
  assert.deepEqual(await parse('\n\r\na\n\n1\n\n\n""\n2\n\n'), [{ a: "1" }, { a: "" }, { a: "2" }]);
  assert.deepEqual(await parse("\n\na,b\n\n1,2\n"), [{ a: "1", b: "2" }]);
});

test("csvRecords() gives nothing for an empty text, a header alone, and a mark alone", async () => {
  for (const text of ["", "\n", "\r\n\r\n", "a,b", "a,b\n", "\ufeff", "\ufeffa,b\n"]) {
    assert.deepEqual(await parse(text), [], JSON.stringify(text));
  }
  assert.deepEqual(await parse([]), []);
});

test("csvRecords() removes the byte order mark, also before a quoted name", async () => {
  for (const text of ['\ufeff"a",b\n1,2\n', "\ufeffa,b\n1,2\n"]) {
    assert.deepEqual(await parse(text), [{ a: "1", b: "2" }]);
    assert.deepEqual(await parse([Buffer.from(text)]), [{ a: "1", b: "2" }]);
    assert.deepEqual(await parse([...Buffer.from(text)].map((byte) => Buffer.of(byte))), [{ a: "1", b: "2" }]);
  }
});

test("csvRecords() takes another delimiter, also one that is not ASCII", async () => {
  for (const delimiter of [";", "\t", "|", "؛", "،", " "]) {
    const text = `a${delimiter}b\n1,5${delimiter}"x${delimiter}y"\n`;
    assert.deepEqual(await parse(text, { delimiter }), [{ a: "1,5", b: `x${delimiter}y` }], delimiter);
  }
});

test("csvRecords() takes another quote, or none", async () => {
  assert.deepEqual(await parse("a,b\n'1,5','it''s'\n", { quote: "'" }), [{ a: "1,5", b: "it's" }]);
  assert.deepEqual(await parse('a,b\n5" pipe,"x\n', { quote: false }), [{ a: '5" pipe', b: '"x' }]);
  assert.deepEqual(await parse('a,b\n"1","2"\n', { quote: "'" }), [{ a: '"1"', b: '"2"' }]);
});

test("csvRecords() takes the names of the columns where the text has none", async () => {
  const rows = await parse("1,2\n3,4\n", { header: ["س", "ص"] });
  assert.deepEqual(rows, [{ س: "1", ص: "2" }, { س: "3", ص: "4" }]);
});

test("csvRecords() types the records by the names that are given", async () => {
  for await (const row of csvRecords(["1,2\n"], { header: ["left", "right"] })) {
    const left: string = row.left;
    // @ts-expect-error there is no such column
    const middle: unknown = row.middle;
    assert.deepEqual([left, middle, row.right], ["1", undefined, "2"]);
  }
});

test("csvRecords() lets no column name reach a prototype", async () => {
  const [row] = await parse("__proto__,constructor,toString,hasOwnProperty\nevil,a,b,c\n");
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  assert.deepEqual(Object.entries(row!), [
    ["__proto__", "evil"],
    ["constructor", "a"],
    ["toString", "b"],
    ["hasOwnProperty", "c"],
  ]);
  assert.equal(JSON.parse(JSON.stringify(row)).constructor, "a");
  assert.equal(({} as Row)["evil"], undefined);
});

test("csvRecords() refuses a row with too few fields: the line, the field and its name", async () => {
  const { rows, error } = await parseUntilFailure("id,name,city\n1,a,b\n2,c\n3,d,e\n");
  assert.deepEqual(rows, [{ id: "1", name: "a", city: "b" }]);
  assert.equal(error.code, "FS_CSV_TOO_FEW_FIELDS");
  assert.equal(error.line, 3);
  assert.equal(error.column, 3);
  assert.match(error.message, /line 3 has 2 of 3 fields: city is missing/);
});

test("csvRecords() refuses a row with too many fields", async () => {
  const { rows, error } = await parseUntilFailure("id,name\n1,a\n2,b,c,d\n");
  assert.equal(rows.length, 1);
  assert.equal(error.code, "FS_CSV_TOO_MANY_FIELDS");
  assert.equal(error.line, 3);
  assert.equal(error.column, 3);
  assert.match(error.message, /line 3 has 4 fields and the header names 2/);
});

test("csvRecords() counts lines as editors do, through quoted line breaks and blank lines", async () => {
  const texts = [
    'a,b\r\n1,"x\r\ny\r\nz"\r\n\r\n3\r\n',
    'a,b\n1,"x\ny\nz"\n\n3\n',
    'a,b\r1,"x\ry\rz"\r\r3\r',
    'a,b\r\n1,"x\ny\r\nz"\n\r\n3\n',
  ];
  for (const text of texts) {
    for (const length of [1, 2, 3, 7, 1_000]) {
      const reading = parse(cut(text, length));
      await assert.rejects(reading, failsWith("FS_CSV_TOO_FEW_FIELDS", { line: 6 }), JSON.stringify([text, length]));
    }
  }
});

test("csvRecords() names the line on which a record of several lines begins", async () => {
  const { error } = await parseUntilFailure('a,b\n1,2\n"x\ny\nz"\n');
  assert.equal(error.line, 3);
});

test("csvRecords() refuses a quote that is never closed: where it opens", async () => {
  const { rows, error } = await parseUntilFailure('a,b\n1,2\n"x\ny","open\n5,6\n7,8\n');
  assert.deepEqual(rows, [{ a: "1", b: "2" }]);
  assert.equal(error.code, "FS_CSV_QUOTE_OPEN");
  assert.equal(error.line, 4);
  assert.equal(error.column, 2);
});

test("csvRecords() refuses a text that ends with an opening quote, or with one of two", async () => {
  for (const text of ['a\n"', 'a\n"x', 'a\n"x""', 'a\n"""', '"']) {
    assert.equal((await parseUntilFailure(text)).error.code, "FS_CSV_QUOTE_OPEN", text);
  }
  assert.deepEqual(await parse('a\n"x"'), [{ a: "x" }]);
  assert.deepEqual(await parse('a\n""""'), [{ a: '"' }]);
});

test("csvRecords() refuses a quote in the middle of a field", async () => {
  for (const row of ['5" pipe,x', '"a"b,x', '"a" ,x', ' "a",x', '"a""b"c,x', '"a"\'b,x']) {
    const { error } = await parseUntilFailure(`a,b\n1,2\n${row}\n`);
    assert.equal(error.code, "FS_CSV_QUOTE_MISPLACED", row);
    assert.equal(error.line, 3);
    assert.equal(error.column, 1);
  }
});

test("csvRecords() refuses a header with an empty or a repeated name", async () => {
  const empty = (await parseUntilFailure("\na,,c\n1,2,3\n")).error;
  assert.equal(empty.code, "FS_CSV_HEADER_EMPTY");
  assert.deepEqual([empty.line, empty.column], [2, 2]);
  assert.equal((await parseUntilFailure("a,b,\n1,2,3\n")).error.column, 3);
  const twice = (await parseUntilFailure("اسم,b,اسم\n1,2,3\n")).error;
  assert.equal(twice.code, "FS_CSV_HEADER_DUPLICATE");
  assert.deepEqual([twice.line, twice.column], [1, 3]);
  assert.match(twice.message, /اسم twice, in columns 1 and 3/);
});

test("csvRecords() refuses a record that is larger than maxRecordBytes", async () => {
  const text = `a,b\n1,${"س".repeat(100)}\n2,x\n`;
  // "1," + 100 letters of two bytes + the line feed
  assert.equal((await parse(text, { maxRecordBytes: 203 })).length, 2);
  const { rows, error } = await parseUntilFailure(text, { maxRecordBytes: 202 });
  assert.deepEqual(rows, []);
  assert.equal(error.code, "FS_CSV_RECORD_TOO_LARGE");
  assert.equal(error.line, 2);
});

test("csvRecords() stops soon where a quote is never closed in an endless text", async () => {
  let given = 0;
  function* endless(): Generator<string> {
    yield 'a,b\n1,2\n3,"open\n';
    for (;;) {
      given += 100_000;
      yield "x,y\n".repeat(25_000);
    }
  }
  await assert.rejects(
    parse(endless(), { maxRecordBytes: 1_000_000 }),
    failsWith("FS_CSV_RECORD_TOO_LARGE", { line: 3 }),
  );
  assert.ok(given < 2_000_000);
});

test("csvRecords() reads the same however the text is cut", async () => {
  const text = '\ufeffالاسم,note\r\nعلي,"a ""quoted""\r\nline"\r\n\r\n"💠",""\r\n"",é\r\nx,"""";'.slice(0, -1);
  const whole = await parse(text);
  assert.equal(whole.length, 4);
  const bytes = Buffer.from(text);
  for (let first = 0; first <= bytes.length; first++) {
    const pieces = [bytes.subarray(0, first), bytes.subarray(first)];
    assert.deepEqual(await parse(pieces), whole, `${first}`);
  }
  for (const length of [1, 2, 3, 5]) {
    assert.deepEqual(await parse(cut(text, length)), whole, `${length}`);
    const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => {
      return bytes.subarray(index * length, (index + 1) * length);
    });
    assert.deepEqual(await parse(pieces), whole, `bytes by ${length}`);
  }
});

test("csvRecords() finds the same mistakes at the same place however the text is cut", async () => {
  const texts = ['a,b\r\n"x\r\ny",1\r\n3\r\n', 'a,b\r\n1,"x""\r\n', 'a,b\r\n1,"x"y\r\n', 'a,b\r\n1,x"y\r\n', "a,a\r\n"];
  for (const text of texts) {
    const { error } = await parseUntilFailure(text);
    for (const length of [1, 2, 3]) {
      const place = { line: error.line, column: error.column };
      await assert.rejects(parse(cut(text, length)), failsWith(error.code, place), JSON.stringify([text, length]));
    }
  }
});

test("csvRecords() keeps an Arabic character whole on every border of a file's chunks", async () => {
  await using dir = await tempDir();
  const border = 65_536;
  for (let shift = -6; shift <= 6; shift++) {
    const filler = "x".repeat(border + shift - "a,b\n".length);
    const text = `a,b\n${filler},سلام💠\n${"y".repeat(border - 20)},عليكم\n`;
    await writeFile(dir.join("in.csv"), text);
    const fromFile = await Array.fromAsync(csvRecords(dir.join("in.csv")));
    assert.deepEqual(fromFile.map(({ b }) => b), ["سلام💠", "عليكم"], `${shift}`);
    assert.equal(fromFile[0]!.a, filler);
  }
});

test("csvRecords() reads other encodings", async () => {
  const utf16 = Buffer.from("\ufeffالاسم\tالعمر\r\nعلي\t٣٠\r\n", "utf16le");
  const expected = [{ الاسم: "علي", العمر: "٣٠" }];
  assert.deepEqual(await parse([utf16], { encoding: "utf-16le", delimiter: "\t" }), expected);
  // "الاسم;x" and "علي;1" in windows-1256
  const legacy = Buffer.from("c7e1c7d3e33b780d0adae1ed3b310d0a", "hex");
  assert.deepEqual(await parse([legacy], { encoding: "windows-1256", delimiter: ";" }), [{ الاسم: "علي", x: "1" }]);
});

test("csvRecords() refuses bytes that are not text, with position and line, after the rows before them", async () => {
  const good = Buffer.from('a,b\n1,"x\ny"\n2,');
  const bytes = Buffer.concat([good, Buffer.from([0xff]), Buffer.from("z\n3,4\n")]);
  for (const pieces of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
    const rows: Row[] = [];
    const reading = (async () => {
      for await (const row of csvRecords(pieces)) rows.push(row);
    })();
    await assert.rejects(reading, failsWith("FS_TEXT_INVALID", { line: 4, position: good.length }));
    assert.ok(rows.length <= 1);
  }
});

test("csvRecords() reads streams, and cancels one that is left early", async () => {
  let cancelled: unknown = "no";
  const stream = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from("a,b\n1,2\n3,"));
      },
      pull(controller) {
        controller.enqueue(Buffer.from("4\n5,6\n"));
        controller.close();
      },
      cancel(reason) {
        cancelled = reason;
      },
    }, { highWaterMark: 0 });
  assert.deepEqual(await parse(stream()), [{ a: "1", b: "2" }, { a: "3", b: "4" }, { a: "5", b: "6" }]);
  assert.equal(cancelled, "no");
  for await (const row of csvRecords(stream())) {
    assert.equal(row.a, "1");
    break;
  }
  assert.equal(cancelled, undefined);
});

test("csvRecords() cancels a stream whose text is wrong", async () => {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(Buffer.from('a,b\n1"\n')),
    cancel: () => void (isCancelled = true),
  });
  await assert.rejects(parse(stream), failsWith("FS_CSV_QUOTE_MISPLACED"));
  assert.ok(isCancelled);
});

test("csvRecords() passes on the error of a stream that fails", async () => {
  const reason = new Error("the network is gone");
  const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(reason) });
  await assert.rejects(parse(stream), (error) => error === reason);
});

test("csvRecords() reads async iterables and ends one that is left early", async () => {
  let isEnded = false;
  async function* pieces(): AsyncGenerator<string> {
    try {
      yield "a\n";
      for (let n = 0;; n++) {
        await Promise.resolve();
        yield `${n}\n`;
      }
    } finally {
      isEnded = true;
    }
  }
  for await (const { a } of csvRecords(pieces())) if (a === "5") break;
  assert.ok(isEnded);
});

test("csvRecords() asks for no more than it is asked for", async () => {
  let given = 0;
  function* pieces(): Generator<string> {
    yield "a\n";
    for (;;) yield `${given++}\n`;
  }
  const records = csvRecords(pieces());
  for (let n = 0; n < 3; n++) assert.equal((await records.next()).value!.a, `${n}`);
  assert.ok(given <= 4, `${given}`);
  await records.return!();
  assert.deepEqual(await records.next(), { done: true, value: undefined });
});

test("csvRecords() ends its source when it is disposed", async () => {
  let isEnded = false;
  async function* pieces(): AsyncGenerator<string> {
    try {
      yield "a\n1\n";
      yield "2\n";
    } finally {
      isEnded = true;
    }
  }
  {
    await using records = csvRecords(pieces());
    assert.equal((await records.next()).value!.a, "1");
  }
  assert.ok(isEnded);
  await csvRecords("/never/opened.csv")[Symbol.asyncDispose]();
});

test("csvRecords() answers several requests at once in order, each record once", async () => {
  const text = "a\n" + Array.from({ length: 20 }, (_, n) => `${n}\n`).join("");
  const records = csvRecords(cut(text, 3));
  const results = await Promise.all(Array.from({ length: 25 }, () => records.next()));
  assert.deepEqual(results.slice(0, 20).map(({ value }) => value!.a), Array.from({ length: 20 }, (_, n) => `${n}`));
  assert.ok(results.slice(20).every(({ done }) => done));
});

test("csvRecords() stops when its signal fires, also while it waits for its source", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(Buffer.from("a\n1\n")),
    cancel: () => void (isCancelled = true),
  });
  const records = csvRecords(stream, { signal: controller.signal });
  assert.equal((await records.next()).value!.a, "1");
  const waiting = records.next();
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
  assert.ok(isCancelled);
  assert.equal((await records.next()).done, true);
});

test("csvRecords() is not held up by a source that never answers once its signal has fired", async () => {
  async function* silent(): AsyncGenerator<string> {
    yield "a\n1\n";
    await new Promise(() => {});
  }
  const controller = new AbortController();
  const records = csvRecords(silent(), { signal: controller.signal });
  await records.next();
  const waiting = records.next();
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});

test("csvRecords() ends with the task in which it was asked for", async () => {
  const task = createTask(async () => {
    function* pieces(): Generator<string> {
      for (let n = 0;; n++) yield n === 0 ? "a\n" : `${n}\n`;
    }
    for await (const { a } of csvRecords(pieces())) {
      if (a === "3") task.cancel();
      if (a === "9") await sleep(60_000);
    }
  });
  await assert.rejects(task, CancelledError);
});

test("csvRecords() opens nothing before it is iterated over, and then names what cannot be read", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("folder"));
  const missing = csvRecords(dir.join("none.csv"));
  await assert.rejects(missing.next(), failsWith("FS_NOT_FOUND", { path: dir.join("none.csv") }));
  const folder = csvRecords(dir.join("folder"));
  await assert.rejects(folder.next(), failsWith("FS_IS_DIRECTORY", { path: dir.join("folder") }));
});

test("csvRecords() names the file in its errors", async () => {
  await using dir = await tempDir();
  const path = dir.join("دول.csv");
  await writeFile(path, "a,b\n1\n");
  const error = await Array.fromAsync(csvRecords(path)).catch((error: FileError) => error) as FileError;
  assert.equal(error.path, path);
  assert.ok(error.message.includes(path));
  assert.equal((await parseUntilFailure("a,b\n1\n")).error.path, undefined);
});

test("csvRecords() refuses wrong arguments at once", () => {
  const wrong: [unknown, unknown, string][] = [
    ["", {}, "source"],
    [undefined, {}, "source"],
    [42, {}, "source"],
    [{}, {}, "source"],
    [Buffer.from("a,b"), {}, "source"],
    ["x", { delimiter: "" }, "delimiter"],
    ["x", { delimiter: ";;" }, "delimiter"],
    ["x", { delimiter: "\n" }, "delimiter"],
    ["x", { delimiter: '"' }, "delimiter"],
    ["x", { delimiter: "'", quote: "'" }, "delimiter"],
    ["x", { delimiter: 1 }, "delimiter"],
    ["x", { quote: "" }, "quote"],
    ["x", { quote: "\r" }, "quote"],
    ["x", { quote: true }, "quote"],
    ["x", { header: false }, "header"],
    ["x", { header: [] }, "header"],
    ["x", { header: ["a", "a"] }, "header"],
    ["x", { header: ["a", ""] }, "header"],
    ["x", { header: "a,b" }, "header"],
    ["x", { encoding: "latin-9000" }, "encoding"],
    ["x", { maxRecordBytes: 0 }, "maxRecordBytes"],
  ];
  for (const [source, options, option] of wrong) {
    const reading = () => csvRecords(source as CsvSource, options as CsvOptions);
    assert.throws(reading, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

test("csvRecords() refuses a source of anything but bytes and text", async () => {
  const sources = [[1, 2, 3], [["a", "b"]], [null], [new Uint16Array(2)]] as unknown as CsvSource[];
  for (const source of sources) {
    await assert.rejects(Array.fromAsync(csvRecords(source)), (error) => {
      return error instanceof ValidationError && error.option === "source";
    });
  }
});

test("csvRecords() reads 96 MB in bounded memory", async () => {
  await using dir = await tempDir();
  const row = `مدينة,"نص فيه, فاصلة\nوسطر",${"x".repeat(50)}\n`;
  const block = Buffer.from(row.repeat(10_000));
  const blocks = Math.ceil(96_000_000 / block.length);
  {
    // Bun's writeFile adds bytes of zero to what an iterable gives.
    await using file = await open(dir.join("large.csv"), "w");
    await file.write(Buffer.from("a,b,c\n"));
    for (let n = 0; n < blocks; n++) await file.write(block);
  }
  let count = 0;
  const growth = await growthDuring(async (look) => {
    for await (const { b } of csvRecords(dir.join("large.csv"))) {
      assert.equal(b!.length, 18);
      if (++count % 20_000 === 0) look();
    }
  });
  assert.equal(count, blocks * 10_000);
  assert.ok(growth < 128_000_000, `grew by ${growth}`);
});

test("csvRecords() never loops or hangs on noise", async () => {
  const letters = ['"', ",", "\n", "\r", "a", "م", "\ufeff", '""'];
  for (let seed = 1; seed <= 300; seed++) {
    const text = [...pattern(30, seed)].map((byte) => letters[byte % letters.length]).join("");
    const outcome = (options: CsvOptions, source: CsvSource) =>
      Array.fromAsync(csvRecords(source, options)).then(
        (rows) => JSON.stringify(rows),
        (error: FileError) => `${error.code} ${error.line} ${error.column}`,
      );
    const options = { header: ["x", "y"] };
    const whole = await outcome(options, [text]);
    assert.equal(await outcome(options, cut(text, 1)), whole, JSON.stringify(text));
    assert.equal(await outcome(options, cut(text, 2, 3)), whole, JSON.stringify(text));
  }
});
