/**
 * How values are shown in messages.
 *
 * @internal
 * @module
 */

import type { Locale } from "./locale.ts";
import { redactText, redactValue } from "./redact.ts";

const LONGEST = 300;

// A text is cut before it is searched for secrets, so that a huge one costs little, but so late that a secret which the
// first cut goes through stands beyond the second.
const LONGEST_SEARCHED = 8_000;

// Escape sequences, other control characters, and the bidirectional controls that could make a message read as
// something else than it says.
// deno-lint-ignore no-control-regex
const CONTROLS = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Writes several things one after the other. */
export type ListWriter = (items: readonly string[]) => string;

const englishList: ListWriter = (items) => items.join(", ");
const arabicList: ListWriter = (items) => items.join("، ");

function choice(list: ListWriter, or: string): ListWriter {
  return (items) => items.length < 2 ? items.join("") : `${list(items.slice(0, -1))} ${or} ${items.at(-1)}`;
}

const englishChoice = choice(englishList, "or");
const arabicChoice = choice(arabicList, "أو");

/** Values of which one is to be chosen: the text says so before the last; in English, "one of" says it for most. */
const CHOICES: ReadonlySet<string> = new Set(["allowed", "protocols", "schemes"]);

/**
 * Tells how a list is written in a message.
 *
 * @param placeholder Where it stands.
 * @param locale The language.
 */
export function listWriter(placeholder: string, locale: Locale): ListWriter {
  if (locale !== "ar") return placeholder === "protocols" ? englishChoice : englishList;
  return CHOICES.has(placeholder) ? arabicChoice : arabicList;
}

/**
 * Shows a value in a message: short, on one line, without control characters or secrets.
 *
 * @param value Anything.
 * @param list How the values of an array are written.
 * @returns At most 300 characters of text.
 */
export function describe(value: unknown, list: ListWriter = englishList): string {
  const text = redactText(plainText(value, list).slice(0, LONGEST_SEARCHED)).replace(CONTROLS, "").replace(
    /\s*\n\s*/g,
    " ",
  );
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function plainText(value: unknown, list: ListWriter): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  if (value instanceof URL) return value.href;
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object")) {
    return list(value.map(String));
  }
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    const text = JSON.stringify(redactValue(value)) ?? String(value);
    // What nothing can be seen of is told by its class: a promise or a map is not an empty object.
    return text === "{}" ? classOf(value) ?? text : text;
  } catch {
    // A cycle through a class's instance, a bigint, or a toJSON that throws: the kind of object must do.
    return Object.prototype.toString.call(value);
  }
}

function classOf(value: object): string | undefined {
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "Object" && name !== "" ? name : undefined;
}
