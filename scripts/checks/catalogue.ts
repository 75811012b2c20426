import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isSource, listFiles } from "./files.ts";
import type { Outcome } from "./outcome.ts";

interface Message {
  en: string;
  ar: string;
}

/** Every error code is used, has the prefix of its module, and good texts in both languages with the same values. */
export async function catalogue(root: string): Promise<Outcome> {
  const files = await listFiles(root, (path) => path.startsWith("errors/catalogue/"));
  const code = await sourceText(root);
  const problems: string[] = [];
  let seen = 0;
  for (const file of files) {
    for (const [name, message] of await messagesIn(join(root, file))) {
      seen++;
      const faults = [...codeFaults(name, moduleOf(file)), ...messageFaults(message)];
      if (!isUsed(name, code)) faults.push("is not used");
      problems.push(...faults.map((fault) => `${file}: ${name} ${fault}`));
    }
  }
  return { seen, what: "messages", problems };
}

async function messagesIn(file: string): Promise<[string, Message][]> {
  const exported: Record<string, Record<string, Message>> = await import(pathToFileURL(file).href);
  return Object.values(exported).flatMap((messages) => Object.entries(messages));
}

/** The text of all modules but for the catalogue itself, in which uses of codes are looked for. */
async function sourceText(root: string): Promise<string> {
  const files = await listFiles(root, (path) => isSource(path) && !path.startsWith("errors/catalogue/"));
  return (await Promise.all(files.map((path) => readFile(join(root, path), "utf8")))).join("\n");
}

/** Whether a code stands in the sources as it is, or its first words do, as in `ARGUMENT_NOT_${type}`. */
function isUsed(name: string, code: string): boolean {
  const words = name.split("_");
  return code.includes(`"${name}"`) ||
    words.some((_, index) => index > 1 && code.includes(`\`${words.slice(0, index).join("_")}_\${`));
}

/** The module whose messages a file has: `net_tcp.ts` has some of those of `net`. */
function moduleOf(file: string): string {
  return basename(file, ".ts").replace(/_.*/, "");
}

function codeFaults(name: string, module: string): string[] {
  const prefix = `${module.toUpperCase()}_`;
  // Codes of ValidationError begin alike in every module.
  const isPrefixed = module === "core" || name.startsWith(prefix) || name.startsWith("ARGUMENT_");
  return [
    ...(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(name) ? [] : ["is not in capitals joined by _"]),
    ...(isPrefixed ? [] : [`does not begin with ${prefix}`]),
  ];
}

function messageFaults({ en, ar }: Partial<Message>): string[] {
  if (en === undefined) return ["has no text in English"];
  if (ar === undefined) return ["has no text in Arabic"];
  return [
    ...(/^(?:[A-Z]|\{\w+\} )/.test(en) ? [] : ["in English does not begin with a capital letter"]),
    ...(/^(?:\p{Script=Arabic}|\{\w+\} )/u.test(ar) ? [] : ["in Arabic does not begin with an Arabic letter"]),
    ...(["en", "ar"] as const).flatMap((language) =>
      textFaults({ en, ar }[language]).map((it) => `in ${language} ${it}`)
    ),
    ...(placeholders(en) === placeholders(ar)
      ? []
      : [`has other values in ar (${placeholders(ar)}) than in en (${placeholders(en)})`]),
  ];
}

function textFaults(text: string): string[] {
  return [
    // A `?` that stands by itself is a placeholder of SQL.
    ...(/[.!؟،,;\s]$|\S\?$/.test(text) ? ["ends with a mark or space"] : []),
    ...(/\s\s|[\n\r\t]/.test(text) ? ["has a run of spaces or a line break"] : []),
    ...(/[{}]/.test(text.replaceAll(/\{\w+\}/g, "")) ? ["has a brace that is no placeholder"] : []),
  ];
}

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join(", ");
}
