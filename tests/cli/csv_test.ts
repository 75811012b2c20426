import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import test from "node:test";
import { tempDir } from "../support/mod.ts";
import { cli, projectFile } from "./command.ts";

const countries = projectFile("examples/data/countries.csv");

test("csv prints records as a table", async () => {
  const { code, stdout, stderr } = await cli(["csv", countries]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, 251);
  assert.match(lines[0]!, /^alpha2 {2}alpha3 {2}numeric {2}name_ar +name_en +currency {2}currency_ar +currency_en$/);
  const start = lines[0]!.indexOf("name_en");
  assert.equal(lines.find((line) => line.startsWith("EG"))!.indexOf("Egypt"), start);
  assert.equal(lines.find((line) => line.startsWith("PS"))!.indexOf("Palestine"), start);
});

test("csv --json prints each record as a line of JSON", async () => {
  const { code, stdout } = await cli(["csv", countries, "--json"]);
  assert.equal(code, 0);
  const records = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, string>);
  assert.equal(records.length, 249);
  assert.equal(records.find(({ alpha2 }) => alpha2 === "PS")?.["name_ar"], "فلسطين");
});

test("csv takes any delimiter, a tab by name, and other encodings", async () => {
  await using dir = await tempDir();
  const cases: [string, string, string[]][] = [
    ["semicolon.csv", "a;b\n1,5;2\n", ["--delimiter", ";"]],
    ["tab.csv", "a\tb\n1,5\t2\n", ["--delimiter", "tab"]],
    ["tab.csv", "a\tb\n1,5\t2\n", ["--فاصل", "\\t"]],
    ["dash.csv", "a-b\n1,5-2\n", ["--delimiter", "-"]],
  ];
  for (const [name, text, options] of cases) {
    await writeFile(dir.join(name), text);
    const { stdout } = await cli(["csv", dir.join(name), "--json", ...options]);
    assert.equal(stdout, '{"a":"1,5","b":"2"}\n', options.join(" "));
  }
  await writeFile(dir.join("ansi.csv"), Buffer.from([0xc7, 0x2c, 0xc8, 0x0a, 0x31, 0x2c, 0x32, 0x0a]));
  const { stdout } = await cli(["csv", dir.join("ansi.csv"), "--json", "--encoding", "windows-1256"]);
  assert.equal(stdout, '{"ا":"1","ب":"2"}\n');
});

test("csv prints the records before a mistake, then says its line, and exits 1", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("bad.csv"), "a,b\n1,2\n3\n");
  const { code, stdout, stderr } = await cli(["csv", dir.join("bad.csv"), "--json"]);
  assert.equal(code, 1);
  assert.equal(stdout, '{"a":"1","b":"2"}\n');
  assert.match(stderr, /^maktaba: .*\bline 3\b.* \[FS_CSV_\w+\]\n$/);
});

test("csv refuses a delimiter that is none, and an encoding that nobody knows", async () => {
  for (const options of [["--delimiter", ";;"], ["--delimiter="], ["--encoding", "klingon"]]) {
    const { code, stderr } = await cli(["csv", countries, ...options]);
    assert.equal(code, 2, options.join(" "));
    assert.match(stderr, /^maktaba: Cannot use (delimiter|encoding) as /);
  }
});
