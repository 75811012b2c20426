import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Identifier,
  isIdentifier,
  isPrivateIdentifier,
  isStringLiteral,
  type Node,
} from "typescript/unstable/ast";
import { listFiles } from "./files.ts";
import type { Outcome } from "./outcome.ts";
import { descendants, parseSources, place, type Source } from "./sources.ts";

const tatweel = /\u0640/;
const diacritics = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/;
// Characters that change the direction of text, or take no room: two names could look the same and differ.
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
// In texts, emoji and some languages need the two joiners.
const invisibleInTexts = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const textFile =
  /\.(?:ts|js|mjs|cjs|json|md|csv|go|mod|sum|yml|yaml|txt|npmrc|gitignore)$|^(?:LICENSE|\.ci\/.*|\.npmrc|\.gitignore)$/;

/**
 * A name is written in one way only: in Unicode's form NFC, without tatweel, diacritics or invisible characters; and
 * no file holds an invisible character (where one is needed, it is written as an escape).
 */
export async function identifiers(root: string): Promise<Outcome> {
  const files = await listFiles(root);
  const names = (await parseSources(root)).flatMap(namesIn);
  const problems = [
    ...files.flatMap((path) => faults(path).map((fault) => `${path}: the file's name ${fault}`)),
    ...names.flatMap(({ name, at }) => faults(name).map((fault) => `${at}: the name ${name} ${fault}`)),
  ];
  for (const path of files.filter((path) => textFile.test(path))) {
    problems.push(...invisibleCharacters(path, await readFile(join(root, path), "utf8")));
  }
  return { seen: names.length, what: `names in ${files.length} files`, problems };
}

function namesIn(source: Source): { name: string; at: string }[] {
  return [...descendants(source.tree)]
    .filter((node) => isIdentifier(node) || isPrivateIdentifier(node) || isQuotedName(node))
    .map((node) => ({ name: (node as Identifier).text, at: place(source, node) }));
}

const word = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Whether a text is the name of a property or of what is exported, such as `"a"` in `{ "a": 1 }`, and could do without quotes. */
function isQuotedName(node: Node): boolean {
  if (!isStringLiteral(node) || !word.test(node.text)) return false;
  const { parent } = node;
  return "name" in parent && parent.name === node || "propertyName" in parent && parent.propertyName === node;
}

/** What is wrong with a name. */
export function faults(name: string): string[] {
  return [
    ...(name === name.normalize("NFC") ? [] : ["is not in the form NFC"]),
    ...(tatweel.test(name) ? ["has a tatweel"] : []),
    ...(diacritics.test(name) ? ["has a diacritic"] : []),
    ...(invisible.test(name) ? ["has an invisible character"] : []),
  ];
}

function invisibleCharacters(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(invisibleInTexts)].map(([character]) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      return `${path}:${index + 1}: has the invisible character U+${code}`;
    })
  );
}
