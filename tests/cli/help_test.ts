import assert from "node:assert/strict";
import test from "node:test";
import { command } from "../../cli/command.ts";
import { commands } from "../../cli/commands.ts";
import { displayWidth } from "../../cli/display_width.ts";
import { commandHelp, programHelp } from "../../cli/help.ts";

const copy = command({
  name: { en: "copy", ar: "نسخ" },
  summary: { en: "Copy a file", ar: "نسخ ملف" },
  arguments: {
    from: { name: { en: "from", ar: "من" }, help: { en: "The file", ar: "الملف" } },
    to: { name: { en: "to", ar: "إلى" }, help: { en: "Its copy", ar: "نسخته" }, optional: true },
  },
  options: {
    "block-size": {
      arabic: "حجم_الكتلة",
      value: { en: "bytes", ar: "بايتات" },
      help: { en: "How much at a time", ar: "كم في المرة" },
    },
  },
  examples: [{ en: "a.txt b.txt", ar: "أ.txt ب.txt" }],
  run: () => Promise.resolve(),
});
const common = { help: { arabic: "مساعدة", short: "h", help: { en: "Show help", ar: "إظهار المساعدة" } } };

test("commandHelp() says all about a command", () => {
  assert.equal(
    commandHelp(copy, common, "en"),
    `Copy a file

Usage: maktaba copy <from> [to] [options]

Arguments:
  <from>  The file
  [to]    Its copy

Options:
  --block-size <bytes>  How much at a time
  --help, -h            Show help

Examples:
  maktaba copy a.txt b.txt
`,
  );
});

test("commandHelp() says all about a command in Arabic", () => {
  assert.equal(
    commandHelp(copy, common, "ar"),
    `نسخ ملف

الاستعمال: مكتبة نسخ <من> [إلى] [خيارات]

المعاملات:
  <من>   الملف
  [إلى]  نسخته

الخيارات:
  --حجم_الكتلة <بايتات>  كم في المرة
  --مساعدة، -h           إظهار المساعدة

أمثلة:
  مكتبة نسخ أ.txt ب.txt
`,
  );
});

test("programHelp() lists the commands and what they take", () => {
  const english = programHelp([copy], common, "en");
  assert.match(english, /^maktaba \d+\.\d+\.\d+: /);
  assert.match(english, /^ {2}copy <from> \[to\] {2}Copy a file$/m);
  assert.match(english, /^ {2}--help, -h {2}Show help$/m);
  assert.match(programHelp([copy], common, "ar"), /^ {2}نسخ <من> \[إلى\] {2}نسخ ملف$/m);
});

test("every line of help fits into a terminal of 100 columns", () => {
  for (const locale of ["en", "ar"] as const) {
    for (
      const text of [
        programHelp(commands, common, locale),
        ...commands.map((each) => commandHelp(each, common, locale)),
      ]
    ) {
      for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 100, line);
    }
  }
});

test("help says in both languages the same: as many commands, arguments, options and examples", () => {
  for (const each of commands) {
    const lines = (locale: "en" | "ar") => commandHelp(each, common, locale).split("\n").length;
    assert.equal(lines("en"), lines("ar"), each.name.en);
    for (const text of [each.name, each.summary, ...each.examples]) assert.notEqual(text.en, text.ar);
  }
});
