import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { displayWidth } from "../../cli/display_width.ts";
import { Misuse } from "../../cli/misuse.ts";
import { wholeNumber } from "../../cli/numbers.ts";
import { suggest } from "../../cli/suggest.ts";
import { version } from "../../cli/version.ts";
import { commands } from "../../cli/commands.ts";
import { projectFile } from "./command.ts";

test("version is the package's", async () => {
  const manifest = JSON.parse(await readFile(projectFile("package.json"), "utf8")) as { version: string };
  assert.equal(version, manifest.version);
});

test("commands and options have names that differ, in NFC, without spaces", () => {
  const names = commands.flatMap((each) => [each.name.en, each.name.ar]);
  assert.equal(new Set(names).size, names.length);
  for (const command of commands) {
    const options = Object.entries(command.options).flatMap(([english, { arabic }]) => [english, arabic]);
    assert.equal(new Set(options).size, options.length);
    for (const name of [...names, ...options]) {
      assert.equal(name, name.normalize("NFC"));
      assert.match(name, /^[\p{L}\d_-]+$/u);
    }
  }
});

test("wholeNumber() reads the three kinds of digits", () => {
  assert.equal(wholeNumber("--x", "1048576", 1), 1_048_576);
  assert.equal(wholeNumber("--x", "١٠٤٨٥٧٦", 1), 1_048_576);
  assert.equal(wholeNumber("--x", "۱۰۴۸۵۷۶", 1), 1_048_576);
  assert.equal(wholeNumber("--x", " 1٢۳ ", 1), 123);
  assert.equal(wholeNumber("--x", "0", 0), 0);
});

test("wholeNumber() refuses everything else, naming the option and the value", () => {
  for (const text of ["", "-1", "+1", "1e3", "0x10", "1_000", "1,000", "١٫٥", "Infinity", "9007199254740992"]) {
    assert.throws(
      () => wholeNumber("--حجم", text, 0),
      (error) =>
        error instanceof Misuse && error.init.code === "CLI_OPTION_NOT_NUMBER" &&
        error.init.params?.["option"] === "--حجم",
      text,
    );
  }
});

test("suggest() finds mistypings and nothing else", () => {
  const known = ["split", "query", "openapi", "csv", "تقسيم_ملف", "تنفيذ_استعلام", "إنشاء_openapi", "تحليل_csv"];
  const cases: [string, string | undefined][] = [
    ["spilt", "split"],
    ["split", "split"],
    ["qeury", "query"],
    ["open-api", "openapi"],
    ["cvs", "csv"],
    ["xyz", undefined],
    ["", undefined],
    ["تقسم_ملف", "تقسيم_ملف"],
    ["تنفيذ_إستعلام", "تنفيذ_استعلام"],
    ["تنفيد_استعلام", "تنفيذ_استعلام"],
    ["حذف", undefined],
  ];
  for (const [typed, meant] of cases) assert.equal(suggest(typed, known), meant, typed);
});

test("displayWidth() counts columns, not code units", () => {
  const cases: [string, number][] = [
    ["", 0],
    ["maktaba", 7],
    ["مكتبة", 5],
    ["مَكْتَبَة", 5],
    ["السّلام عليكم", 12],
    ["é", 1],
    ["e\u0301", 1],
    ["漢字", 4],
    ["ｆｕｌｌ", 8],
    ["한글", 4],
    ["😀", 2],
    ["a\u200db", 2],
    ["\u2068مصر\u2069", 3],
  ];
  for (const [text, width] of cases) assert.equal(displayWidth(text), width, JSON.stringify(text));
});
