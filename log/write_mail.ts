/**
 * The words of an alert.
 *
 * @internal
 * @module
 */

import { getLocale, type Locale } from "../errors/locale.ts";
import { logLevels } from "./levels.ts";
import type { LogEntry } from "./log_entry.ts";
import type { Mail } from "./mailer.ts";
import { pretty } from "./pretty.ts";

interface Words {
  /** What the subject says when there is nothing but what was held back. */
  nothing: string;
  more(count: number): string;
  heldBack(count: number): string;
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    nothing: "records held back",
    more: (count) => `and ${count} more`,
    heldBack: (count) => `Held back, so as not to send too many mails: ${count} more.`,
  },
  ar: {
    nothing: "قيود محجوزة",
    more: (count) => `و${count} غيره`,
    heldBack: (count) => `حُجز تجنبًا لكثرة الرسائل: ${count} من القيود الأخرى.`,
  },
};

const LONGEST_SUBJECT = 120;

/**
 * Writes a mail about entries. Its subject is that of the one that matters most.
 *
 * @param entries The entries, oldest first.
 * @param heldBack How many there were that are only counted.
 * @returns The mail.
 */
export function writeMail(entries: readonly LogEntry[], heldBack: number): Mail {
  const { nothing, more, heldBack: told } = words[getLocale()];
  const first = entries.reduce<LogEntry | undefined>(
    (worst, entry) => worst && rank(worst) >= rank(entry) ? worst : entry,
    undefined,
  );
  const others = entries.length + heldBack - 1;
  const title = first === undefined
    ? nothing
    : `[${first.level.toUpperCase()}] ${first.logger === "" ? "" : `${first.logger}: `}${first.message}`;
  const line = title.replace(/\s+/g, " ");
  const subject = line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT)}…` : line;
  const parts = entries.map((entry) => pretty(entry, { colors: false, date: true }));
  if (heldBack > 0) parts.push(told(heldBack));
  return {
    subject: first !== undefined && others > 0 ? `${subject} (${more(others)})` : subject,
    text: `${parts.join("\n\n")}\n`,
  };
}

function rank({ level }: LogEntry): number {
  return logLevels.indexOf(level);
}
