import { test } from "node:test";
import { identifiers } from "../../scripts/checks/identifiers.ts";
import { assertTells } from "./checkout.ts";

const good = {
  "net/ar.ts": '/** يُرفَض، مـثلًا. */\nexport const طلب_شبكة = "نصًّا";\nexport const هوية = 1;',
  "README.md": "مكتبةٌ",
};

test("identifiers() wants one way to write a name, and leaves texts alone", async () => {
  await assertTells(
    identifiers,
    good,
    {
      "net/ar.ts": [
        "export const طـلب = 1;",
        "export function طلبٌ(): void {}",
        "export interface خيارات {\n  مُهلة: number;\n}",
        "export const e\u0301 = 1;",
        "export class A {\n  #a\u200db = 1;\n}",
        'export const options = { "مـهلة": "نصًّا" };',
      ].join("\n"),
    },
    [
      "net/ar.ts:1: the name طـلب has a tatweel",
      "net/ar.ts:2: the name طلبٌ has a diacritic",
      "net/ar.ts:4: the name مُهلة has a diacritic",
      "net/ar.ts:6: the name e\u0301 is not in the form NFC",
      "net/ar.ts:8: the name #a\u200db has an invisible character",
      "net/ar.ts:10: the name مـهلة has a tatweel",
    ],
  );
});

test("identifiers() wants the same of file names", async () => {
  await assertTells(identifiers, good, { ...good, "docs/البدايـة.md": "", "docs/e\u0301.md": "" }, [
    "docs/البدايـة.md: the file's name has a tatweel",
    "docs/e\u0301.md: the file's name is not in the form NFC",
  ]);
});

test("identifiers() finds invisible characters in any text", async () => {
  await assertTells(
    identifiers,
    { ...good, "net/a.ts": 'export const a = "\\u202e";' },
    { ...good, "net/a.ts": 'export const a = "\u202e"; // \u2066', "README.md": "a\n\u200fb" },
    [
      "net/a.ts:1: has the invisible character U+202E",
      "net/a.ts:1: has the invisible character U+2066",
      "README.md:2: has the invisible character U+200F",
    ],
  );
});
