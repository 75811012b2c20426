import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, FileError, ValidationError } from "@maktaba/std/errors";
import { readCsv } from "@maktaba/std/fs";
import { parse } from "csv-parse";
import { python, random, requirePython, tempDir } from "../support/mod.ts";
import { failsWith } from "./helpers.ts";

type Row = Record<string, string>;

test("readCsv() gives all records of a file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("مدن.csv"), '\ufeffرقم,مدينة\r\n1,القدس\r\n2,"دمشق, الشام"\r\n');
  const rows = await readCsv(dir.join("مدن.csv"));
  assert.deepEqual(rows, [{ رقم: "1", مدينة: "القدس" }, { رقم: "2", مدينة: "دمشق, الشام" }]);
});

test("readCsv() takes the options and sources of csvRecords()", async () => {
  assert.deepEqual(await readCsv(["1;2\n"], { delimiter: ";", header: ["a", "b"] }), [{ a: "1", b: "2" }]);
  const stream = new Blob(["a\n1\n"]).stream();
  assert.deepEqual(await readCsv(stream), [{ a: "1" }]);
});

test("readCsv() reads the world's countries", async () => {
  const rows = await readCsv(join(import.meta.dirname!, "../../examples/data/countries.csv"));
  assert.ok(rows.length >= 240);
  const columns = Object.keys(rows[0]!);
  for (const row of rows) assert.deepEqual(Object.keys(row), columns);
});

test("readCsv() reads a file of many chunks whole", async () => {
  await using dir = await tempDir();
  const lines = Array.from({ length: 60_000 }, (_, n) => `${n},"اسم ${n}\nوسطر",${n % 7}`);
  await writeFile(dir.join("many.csv"), `id,name,day\n${lines.join("\n")}\n`);
  const rows = await readCsv(dir.join("many.csv"));
  assert.equal(rows.length, 60_000);
  for (const [n, row] of rows.entries()) {
    if (row["id"] !== `${n}` || row["name"] !== `اسم ${n}\nوسطر` || row["day"] !== `${n % 7}`) assert.fail(`row ${n}`);
  }
});

test("readCsv() rejects with the line, and gives nothing", async () => {
  await using dir = await tempDir();
  const path = dir.join("wrong.csv");
  const lines = Array.from({ length: 20_000 }, (_, n) => n === 15_000 ? "x" : `${n},y`);
  await writeFile(path, `id,name\n${lines.join("\n")}\n`);
  await assert.rejects(readCsv(path), failsWith("FS_CSV_TOO_FEW_FIELDS", { path, line: 15_002, column: 2 }));
});

test("readCsv() rejects at once for wrong arguments", async () => {
  await assert.rejects(readCsv("x", { delimiter: "--" }), (error) => {
    return error instanceof ValidationError && error.option === "delimiter";
  });
  await assert.rejects(readCsv(""), ValidationError);
});

test("readCsv() heeds its signal and its task", async () => {
  const reason = new Error("enough");
  await assert.rejects(readCsv(["a\n"], { signal: AbortSignal.abort(reason) }), (error) => error === reason);
  const task = createTask(async () => {
    async function* pieces(): AsyncGenerator<string> {
      yield "a\n1\n";
      task.cancel();
      yield "2\n";
    }
    return await readCsv(pieces());
  });
  await assert.rejects(task, CancelledError);
});

/** A table of fields of every awkward kind, the same for the same seed. */
function table(seed: number): string[][] {
  const next = random(seed);
  const pieces = ["a", "م", "💠", " ", ",", ";", '"', "\n", "\r\n", "\t", "0", "", "نص", "''", "\\"];
  const field = () =>
    Array.from({ length: Math.floor(next() * 5) }, () => pieces[Math.floor(next() * pieces.length)]).join("");
  const columns = 2 + Math.floor(next() * 4);
  return Array.from({ length: 1 + Math.floor(next() * 8) }, () => Array.from({ length: columns }, field));
}

/** Writes a table as CSV, quoting what must be and, at random, what need not. */
function write(rows: string[][], seed: number, delimiter: string, lineEnd: string): string {
  const next = random(seed + 1_000_000);
  const needsQuotes = (field: string) => /["\r\n]/.test(field) || field.includes(delimiter) || next() < 0.3;
  const written = (field: string) => needsQuotes(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return rows.map((row) => row.map(written).join(delimiter) + lineEnd).join("");
}

test("readCsv() reads back every table that is written, with every delimiter and line ending", async () => {
  for (let seed = 1; seed <= 400; seed++) {
    const rows = table(seed);
    const delimiter = [",", ";", "\t"][seed % 3]!;
    const text = write(rows, seed, delimiter, ["\n", "\r\n"][seed % 2]!);
    const header = rows[0]!.map((_, index) => `c${index}`);
    const read = await readCsv([Buffer.from(text)], { header, delimiter });
    assert.deepEqual(read.map((row) => Object.values(row)), rows, JSON.stringify([seed, text]));
  }
});

test("readCsv() reads what Python's csv module writes, in each of its dialects", async (t) => {
  if (!requirePython(t, "csv")) return;
  const tables = Array.from({ length: 60 }, (_, seed) => table(seed + 5_000));
  const script = `
import csv, io
result = []
for rows in data:
    for dialect in ("excel", "excel-tab", "unix"):
        out = io.StringIO()
        csv.writer(out, dialect).writerows(rows)
        result.append([dialect, out.getvalue()])
`;
  const written = await python<[string, string][]>(script, tables);
  for (const [index, [dialect, text]] of written.entries()) {
    const rows = tables[Math.floor(index / 3)]!;
    const header = rows[0]!.map((_, column) => `c${column}`);
    const read = await readCsv([text], { header, delimiter: dialect === "excel-tab" ? "\t" : "," });
    assert.deepEqual(read.map((row) => Object.values(row)), rows, JSON.stringify([dialect, text]));
  }
});

test("readCsv() agrees with Python's DictReader", async (t) => {
  if (!requirePython(t, "csv")) return;
  const texts = [
    "a,b\n1,2\n",
    'a,b\r\n"1\r\n2",3\r\n\r\n4,5',
    'اسم,"مدينة كبيرة"\nعلي,"بغداد ""السلام"""\n',
    "a,b\n,\n\n , \n",
    '"a","b"\n"","x"\n',
    "a\n1\n\n2\n",
  ];
  const script = "import csv, io\nresult = [list(csv.DictReader(io.StringIO(t, newline=''))) for t in data]";
  const theirs = await python<Row[][]>(script, texts);
  for (const [index, text] of texts.entries()) {
    assert.deepEqual(await readCsv([text]), theirs[index], JSON.stringify(text));
  }
});

/** What csv-parse makes of a text, or undefined where it refuses it. */
async function readByCsvParse(text: string): Promise<Row[] | undefined> {
  const parser = parse(text, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  const rows: Row[] = [];
  try {
    for await (const row of parser) rows.push(row as Row);
    return rows;
  } catch {
    return undefined;
  }
}

test("readCsv() reads and refuses what csv-parse reads and refuses", async () => {
  const fields = [
    "a",
    "",
    "م",
    '"a"',
    '""',
    '"x""y"',
    '"x\ny"',
    '"x\r\ny"',
    '"a,b"',
    " b ",
    "5",
    "💠",
    '"',
    'a"b',
    '"a"b',
  ];
  let [accepted, refused] = [0, 0];
  for (let seed = 1; seed <= 1_500; seed++) {
    const next = random(seed);
    // The last three of the fields are wrong, and so is a row of another length.
    const field = () => fields[Math.floor(next() * (next() < 0.97 ? fields.length - 3 : fields.length))]!;
    const row = () => Array.from({ length: next() < 0.95 ? 2 : 3 }, field).join(",") + (next() < 0.5 ? "\n" : "\r\n");
    const text = "x,y\n" + Array.from({ length: 4 }, row).join("").slice(0, next() < 0.5 ? -1 : undefined);
    const theirs = await readByCsvParse(text);
    const ours = await readCsv([text]).catch((error) => error);
    if (theirs === undefined) {
      assert.ok(ours instanceof FileError, JSON.stringify([text, ours]));
      refused++;
    } else {
      assert.deepEqual(ours, theirs, JSON.stringify(text));
      accepted++;
    }
  }
  // Both kinds must have been among the texts.
  assert.ok(accepted > 300 && refused > 300, `${accepted} ${refused}`);
});
