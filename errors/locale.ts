import { environmentVariable } from "../internal/runtime.ts";

/** A language that messages are written in. */
export type Locale = "ar" | "en";

let current: Locale | undefined;

/**
 * Chooses the language of all messages from here on. Errors that exist already keep theirs.
 *
 * @param locale `"ar"` or `"en"`.
 * @throws {RangeError} If it is neither.
 *
 * @example Messages in Arabic
 * ```ts
 * import { CancelledError, setLocale } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * setLocale("ar");
 * assert.equal(new CancelledError().message, "أُلغيت العملية");
 * setLocale("en");
 * ```
 */
export function setLocale(locale: Locale): void {
  // A ValidationError would need this file to be loaded already: it stands above the locale, not below it.
  if (locale !== "ar" && locale !== "en") {
    throw new RangeError(
      getLocale() === "ar"
        ? `لا يمكن ضبط اللغة إذ يجب أن تكون "ar" أو "en": القيمة الحالية ${String(locale)}`
        : `Cannot set the locale as it must be "ar" or "en": current value is ${String(locale)}`,
    );
  }
  current = locale;
}

/**
 * Tells the language of messages: the one set, else the environment's (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English.
 * Under Deno the environment is looked at only where that is allowed already.
 *
 * @returns `"ar"` or `"en"`.
 *
 * @example Ask which language is in force
 * ```ts
 * import { getLocale, setLocale } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * setLocale("en");
 * assert.equal(getLocale(), "en");
 * ```
 */
export function getLocale(): Locale {
  return current ??= environmentLocale();
}

function environmentLocale(): Locale {
  const language = environmentVariable("LC_ALL") ?? environmentVariable("LC_MESSAGES") ?? environmentVariable("LANG");
  return language !== undefined && /^ar\b|^ar_/i.test(language) ? "ar" : "en";
}
