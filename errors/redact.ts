const REDACTED = "[redacted]";

const SECRET_KEY =
  /pass(?:word|phrase|wd)?$|^pwd$|secret(?!ar)|token|authori[sz]ation|cookie|api[-_]?key|private[-_]?key|credential|^key$|كلمة_(?:ال)?مرور|مفتاح|رمز(?!_(?:ال)?(?:بريد|خطأ|حالة|دولة|عملة|إغلاق))/i;
// Every repetition has a bound: an unbounded one takes quadratic time on a text made for it, and texts come from peers.
const SECRET_PARAMETER =
  /([?&;](?:[\w.-]{0,40}(?:password|passwd|secret|token|signature|api[-_]?key|access[-_]?key|auth)[\w.-]{0,40}|key|sig|pwd)=)[^&#\s"']+/gi;
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#@:"']{0,200}):([^\s/?#"']{0,500})@/gi;
// A password with a slash in it is not a valid URL, and is written all the same. A port and a path are not one.
const SLASHED_CREDENTIALS =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#@:"']{0,200}):(?!\d{1,5}[/?#])([^\s"'<>@]{0,500})@/gi;
// Begins where a run of its letters does: to begin anywhere in a run would take quadratic time.
const JWT = /(?<![\w-])(?:\w{1,40}-)?eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g;
const FERNET = /\bgAAAAA[\w-]{60,}={0,2}/g;
const AUTHORIZATION = /(authori[sz]ation["']?\s{0,3}[:=]\s{0,3}["']?(?:Bearer|Basic)\s{1,5})[^\s"',;]{1,4000}/gi;
const CREDENTIALS = /\b(Bearer|Basic)(\s{1,5})([\w.~+/=-]{8,4000})/gi;
// Words of a sentence, such as "training", "AUTHENTICATION." or "long-term".
const WORDS = /^(?:[a-z]?[a-z]{0,20}|[A-Z][a-z]{0,20}|[A-Z]{1,20})(?:[-./_](?:[A-Za-z]?[a-z]{0,20}|[A-Z]{1,20})){0,5}$/;

/**
 * Replaces what looks like a secret in a text: a password in a URL, a secret query parameter, a JWT, a Fernet token,
 * a bearer or basic credential.
 *
 * @param text Any text.
 * @returns The text with `[redacted]` in the secrets' places.
 *
 * @example A connection URL that may be shown
 * ```ts
 * import { redactText } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * assert.equal(redactText("postgres://ali:s3cret@db/app"), "postgres://ali:[redacted]@db/app");
 * ```
 */
export function redactText(text: string): string {
  return text
    .replace(URL_CREDENTIALS, `$1$2:${REDACTED}@`)
    .replace(SLASHED_CREDENTIALS, `$1$2:${REDACTED}@`)
    .replace(SECRET_PARAMETER, `$1${REDACTED}`)
    .replace(JWT, REDACTED)
    .replace(FERNET, REDACTED)
    .replace(AUTHORIZATION, `$1${REDACTED}`)
    .replace(CREDENTIALS, (found, scheme: string, space: string, rest: string) => {
      return isCredential(scheme, rest) ? `${scheme}${space}${REDACTED}` : found;
    });
}

// Outside of a header, "basic" and "bearer" are words like others: the first is followed by "user:password" in Base64
// (RFC 7617), the second by what is no word (RFC 6750).
function isCredential(scheme: string, text: string): boolean {
  if (!WORDS.test(text)) return true;
  return scheme.toLowerCase() === "basic" && isLogin(text);
}

function isLogin(text: string): boolean {
  if (!/^[A-Za-z0-9+/]+$/.test(text)) return false;
  const decoded = atob(text.slice(0, text.length - (text.length % 4)));
  return /^[ -~\u0080-\u00ff]+$/.test(decoded) && decoded.includes(":");
}

/**
 * Tells whether a property's name says that its value is a secret (`password`, `token`, `authorization`, `مفتاح`…).
 *
 * @param key The property's name.
 * @returns Whether its value must not be shown.
 *
 * @example
 * ```ts
 * import { isSecretKey } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isSecretKey("access_token"), true);
 * assert.equal(isSecretKey("city"), false);
 * ```
 */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/**
 * Copies plain data with secrets replaced, by key and by shape, to any depth. What is not plain data (an error, a
 * class's instance) is kept as it is; a cycle becomes `"[circular]"`.
 *
 * @typeParam T The value's type, which the copy shares but for the secrets.
 * @param value The data.
 * @returns A redacted copy; the value itself is not changed.
 *
 * @example
 * ```ts
 * import { redactValue } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(redactValue({ user: "ali", password: "x" }), { user: "ali", password: "[redacted]" });
 * ```
 */
export function redactValue<T>(value: T): T {
  return redactInside(value, new Set()) as T;
}

function redactInside(value: unknown, ancestors: Set<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (value instanceof URL) return redactText(value.href);
  if (typeof value !== "object" || value === null) return value;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return value;
  if (ancestors.has(value)) return "[circular]";
  ancestors.add(value);
  const copy = isArray ? value.map((item) => redactInside(item, ancestors)) : Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecretKey(key) && item !== undefined && item !== null ? REDACTED : redactInside(item, ancestors),
    ]),
  );
  ancestors.delete(value);
  return copy;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
