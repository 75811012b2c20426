import assert from "node:assert/strict";
import test from "node:test";
import * as std from "@maktaba/std";
import * as cli from "@maktaba/std/cli/ar";
import { allOptionNames, optionName, rememberOptionNames } from "../../errors/option_names.ts";

/** All codes with their texts, in which placeholders stand for themselves. */
function messages(locale: std.Locale): [code: string, text: string][] {
  const braces = new Proxy({}, { get: (_, name) => `{${String(name)}}` });
  return std.errorCodes().map((code) => [code, std.formatMessage(code, braces as never, locale)]);
}

/** What is written together by underscores is a name of the program's, and no words. */
const ARABIC_NAME = /[\u0600-\u06ff]+(?:_[\u0600-\u06ff\w]+)+/g;
/** What follows "the option". */
const ARABIC_OPTION = /الخيار ([\u0600-\u06ff_\w.]+)/g;
const ENGLISH_NAME = /(?<![\w{.$/])[a-z]+(?:[A-Z][a-z]+)+(?![\w}])/g;

/** What exports are called, and what is called on them. */
const exported = new Set([...Object.entries(std), ...Object.entries(cli)].flatMap(([name, value]) => {
  const members = typeof value === "function" && value.prototype !== undefined
    ? Object.getOwnPropertyNames(value.prototype)
    : [];
  return [name, ...members];
}));
const known = allOptionNames();
const arabicNames = new Set([...exported, ...Array.from(known.values()).flatMap((names) => [...names])]);

test("Arabic messages name only options and functions that there are", () => {
  for (const [code, text] of messages("ar")) {
    const named = [...text.matchAll(ARABIC_NAME)].map(([name]) => name);
    const options = [...text.matchAll(ARABIC_OPTION)].map(([, name]) => name!).filter((name) => !/[{}]/.test(name));
    for (const name of [...named, ...options]) assert.ok(arabicNames.has(name), `${code} names ${name}: ${text}`);
  }
});

test("English messages name only options and functions that there are", () => {
  const english = new Set([...known.keys(), ...exported]);
  // A name of OpenAPI's own.
  const foreign = new Set(["securitySchemes"]);
  for (const [code, text] of messages("en")) {
    for (const [name] of text.matchAll(ENGLISH_NAME)) {
      assert.ok(english.has(name) || foreign.has(name), `${code} names ${name}: ${text}`);
    }
  }
});

test("an Arabic message does not name an option in English that has an Arabic name", () => {
  for (const [code, text] of messages("ar")) {
    for (const [name] of text.matchAll(ENGLISH_NAME)) assert.ok(!known.has(name), `${code} names ${name}: ${text}`);
  }
});

test("a message that names an option in one language names it in the other", () => {
  const arabic = new Map(messages("ar"));
  for (const [code, text] of messages("en")) {
    for (const [name] of text.matchAll(ENGLISH_NAME)) {
      const names = known.get(name);
      if (names === undefined) continue;
      assert.ok([...names].some((one) => arabic.get(code)!.includes(one)), `${code}: ${name} is ${[...names]}`);
    }
  }
});

test("optionName() goes by the names that were used last, where a name has several", (t) => {
  std.setLocale("ar");
  t.after(() => std.setLocale("en"));
  const useFirst = rememberOptionNames(() => [["testSize", "الأول"]]);
  const useSecond = rememberOptionNames(() => [["testSize", "الثاني"], ["testOther", "غيره"]]);
  useSecond();
  assert.equal(optionName("testSize"), "الثاني");
  useFirst();
  assert.equal(optionName("testSize"), "الأول");
  assert.equal(optionName("testSize[0].name"), "الأول[0].name");
  assert.equal(optionName("testOther"), "غيره", "what the last used do not name is named by others");
  std.setLocale("en");
  assert.equal(optionName("testSize"), "testSize");
});

test("a wrong option is named as in the module that was called", async (t) => {
  std.setLocale("ar");
  t.after(() => std.setLocale("en"));
  const calls: readonly [name: string, call: () => unknown][] = [
    ["أقصى_بايتات", () => std.فك_ضغط_ملف("أ.gz", { أقصى_بايتات: -1 })],
    ["جهات_التوثيق", () => std.اتصال("sqlite::memory:", { tls: { جهات_التوثيق: 1 as never } })],
    ["جهات_التوثيق", () => new std.مدير_redis("redis://localhost", { جهات_التوثيق: 1 as never })],
    ["مستوى", () => std.ضغط_ملف("أ", { مستوى: 12 })],
    ["خيارات", () => std.تقسيم_ملف("أ", null as never)],
  ];
  for (const [name, call] of calls) {
    await assert.rejects(async () => await call(), (error) => {
      assert.ok(error instanceof std.ValidationError, String(error));
      assert.match(error.message, new RegExp(`استخدام «(?:tls\\.)?${name}» إذ`));
      return true;
    });
  }
});

test("lists in Arabic messages have Arabic commas, and أو before the last where one is to be chosen", () => {
  const choice = { name: "س", allowed: ["أ", "ب", "ج"], value: "د" };
  assert.match(std.formatMessage("ARGUMENT_NOT_ONE_OF", choice, "ar"), /واحدًا من أ، ب أو ج: القيمة/);
  assert.match(std.formatMessage("ARGUMENT_NOT_ONE_OF", choice, "en"), /one of أ, ب, ج: current/);
  assert.match(std.formatMessage("ARGUMENT_NOT_ONE_OF", { ...choice, allowed: ["أ"] }, "ar"), /واحدًا من أ: القيمة/);
  const missing = { name: "س", missing: [":a", ":b", ":c"] };
  assert.match(std.formatMessage("ARGUMENT_SQL_MISSING", missing, "ar"), /تنقص :a، :b، :c$/);
  for (const [code, text] of messages("ar")) assert.doesNotMatch(text, /[\u0600-\u06ff], /, code);
});

test("setLocale() refuses other languages in the language that is set", (t) => {
  t.after(() => std.setLocale("en"));
  std.setLocale("ar");
  assert.throws(() => std.setLocale("fr" as never), /^RangeError: لا يمكن ضبط اللغة .* القيمة الحالية fr$/);
  std.setLocale("en");
  assert.throws(() => std.setLocale("fr" as never), /^RangeError: Cannot set the locale .* current value is fr$/);
});
