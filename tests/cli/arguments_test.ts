import assert from "node:assert/strict";
import test from "node:test";
import { checkPositionals, type NamedOption, readArguments } from "../../cli/arguments.ts";
import { type Command, command } from "../../cli/command.ts";
import { Misuse, type MisuseInit } from "../../cli/misuse.ts";

const text = { en: "text", ar: "نص" };
const known: readonly NamedOption[] = [
  { english: "size", arabic: "حجم", value: text, help: text },
  { english: "output-dir", arabic: "مجلد_الإخراج", short: "o", value: text, help: text },
  { english: "json", arabic: "بصيغة_json", help: text },
  { english: "help", arabic: "مساعدة", short: "h", help: text },
];

function read(...argv: string[]) {
  const { options, positionals } = readArguments(argv, known, "split", false);
  return { options: Object.fromEntries(options), positionals };
}

function misuse(...argv: string[]): MisuseInit {
  try {
    read(...argv);
  } catch (error) {
    assert.ok(error instanceof Misuse, String(error));
    return error.init;
  }
  assert.fail(`${argv.join(" ")} was accepted`);
}

test("readArguments() reads values after a space and after an equals sign", () => {
  const expected = { options: { size: "5" }, positionals: ["a"] };
  assert.deepEqual(read("a", "--size", "5"), expected);
  assert.deepEqual(read("a", "--size=5"), expected);
  assert.deepEqual(read("--size=5", "a"), expected);
  assert.deepEqual(read("--حجم", "5", "a"), expected);
  assert.deepEqual(read("a", "--حجم=5"), expected);
});

test("readArguments() keeps every character of a value", () => {
  assert.deepEqual(read("--size=a=b=c").options, { size: "a=b=c" });
  assert.deepEqual(read("--size=").options, { size: "" });
  assert.deepEqual(read("--size", "").options, { size: "" });
  assert.deepEqual(read("--size", "two words").options, { size: "two words" });
  assert.deepEqual(read("--size", "-").options, { size: "-" });
  assert.deepEqual(read("--size", "-5").options, { size: "-5" });
  assert.deepEqual(read("--size", "--x").options, { size: "--x" });
  assert.deepEqual(read("--size=--json").options, { size: "--json" });
});

test("readArguments() reads switches and letters", () => {
  assert.deepEqual(read("--json", "-h"), { options: { json: true, help: true }, positionals: [] });
  assert.deepEqual(read("-o", "dir", "--بصيغة_json"), {
    options: { "output-dir": "dir", json: true },
    positionals: [],
  });
  assert.deepEqual(read("-o=dir").options, { "output-dir": "dir" });
});

test("readArguments() lets the last of several win", () => {
  assert.deepEqual(read("--size", "1", "--حجم=2", "--size", "3").options, { size: "3" });
});

test("readArguments() takes everything after two dashes as it is", () => {
  assert.deepEqual(read("--json", "--", "--size", "-h", "--"), {
    options: { json: true },
    positionals: ["--size", "-h", "--"],
  });
  assert.deepEqual(read("a", "--", "b").positionals, ["a", "b"]);
});

test("readArguments() takes for values what looks like no option", () => {
  const values = ["-", "", " --x", "---", "-- a comment", "- 5", "a--b", "--=x", "--", "—json"];
  for (const value of values.filter((each) => each !== "--")) {
    if (value === "--=x") continue;
    assert.deepEqual(read(value).positionals, [value], JSON.stringify(value));
  }
});

test("readArguments() stops at the first value when asked to", () => {
  const parts = readArguments(["--json", "split", "--size", "5"], known, "maktaba", true);
  assert.deepEqual(parts.rest, ["split", "--size", "5"]);
  assert.deepEqual(Array.from(parts.options), [["json", true]]);
  assert.deepEqual(readArguments(["--json", "--", "--help"], known, "maktaba", true).rest, ["--help"]);
  assert.deepEqual(readArguments([], known, "maktaba", true).rest, []);
});

test("readArguments() refuses every name that is not declared, as it was written", () => {
  const cases: [string, string][] = [
    ["--sizes", "--sizes"],
    ["--Size", "--Size"],
    ["--SIZE=5", "--SIZE"],
    ["-size", "-size"],
    ["--outputDir", "--outputDir"],
    ["--output_dir", "--output_dir"],
    ["--no-json", "--no-json"],
    ["-j", "-j"],
    ["-ho", "-ho"],
    ["--مجلد-الإخراج", "--مجلد-الإخراج"],
    ["--مجلدالإخراج", "--مجلدالإخراج"],
    ["--مجلد_الاخراج", "--مجلد_الاخراج"],
    ["--__proto__", "--__proto__"],
    ["--constructor", "--constructor"],
    ["--toString", "--toString"],
  ];
  for (const [typed, option] of cases) {
    const { code, params, known: names } = misuse(typed, "5");
    assert.equal(code, "CLI_OPTION_UNKNOWN", typed);
    assert.deepEqual(params, { option, command: "split" });
    assert.ok(names?.includes("--output-dir") && names.includes("--مجلد_الإخراج") && !names.includes("-o"));
  }
});

test("readArguments() refuses an option whose value is missing, and a value for a switch", () => {
  for (const argv of [["--size"], ["--size", "--json"], ["--size", "-h"], ["--size", "--"], ["--حجم", "--حجم"]]) {
    const { code, params } = misuse(...argv);
    assert.equal(code, "CLI_OPTION_VALUE_MISSING", argv.join(" "));
    assert.deepEqual(params, { option: argv[0] });
  }
  assert.deepEqual(misuse("--json=yes"), {
    code: "CLI_OPTION_VALUE_UNEXPECTED",
    params: { option: "--json", value: "yes" },
  });
  assert.equal(misuse("-h=").code, "CLI_OPTION_VALUE_UNEXPECTED");
});

test("readArguments() takes decomposed letters for composed ones", () => {
  const decomposed = "--مجلد_الإخراج".normalize("NFD");
  assert.deepEqual(read(decomposed, "dir").options, { "output-dir": "dir" });
  assert.deepEqual(read(`${decomposed}=${"إ".normalize("NFD")}`).options, { "output-dir": "إ".normalize("NFD") });
});

const copy: Command = command({
  name: { en: "copy", ar: "نسخ" },
  summary: text,
  arguments: {
    from: { name: { en: "from", ar: "من" }, help: text },
    to: { name: { en: "to", ar: "إلى" }, help: text, optional: true },
  },
  options: {},
  examples: [],
  run: () => Promise.resolve(),
});

test("checkPositionals() wants what is needed, allows what is optional, and no more", () => {
  checkPositionals(copy, ["a"], "en");
  checkPositionals(copy, ["a", "b"], "en");
  checkPositionals(copy, [""], "en");
  const cases: [string[], "en" | "ar", MisuseInit][] = [
    [[], "en", { code: "CLI_ARGUMENT_MISSING", params: { command: "copy", argument: "<from>" } }],
    [[], "ar", { code: "CLI_ARGUMENT_MISSING", params: { command: "نسخ", argument: "<من>" } }],
    [["a", "b", "c", "d"], "en", { code: "CLI_ARGUMENT_UNEXPECTED", params: { command: "copy", value: "c" } }],
  ];
  for (const [positionals, locale, init] of cases) {
    assert.throws(() => checkPositionals(copy, positionals, locale), (error) => {
      assert.deepEqual((error as Misuse).init, init);
      return true;
    });
  }
});
