import { MaktabaError } from "../errors/maktaba_error.ts";
import { redactText } from "../errors/redact.ts";

/** What an error tells by names and numbers alone. All else may hold what a program works with, and passwords. */
const FACTS: ReadonlySet<PropertyKey> = new Set([
  "name",
  "message",
  "stack",
  "cause",
  "code",
  "errno",
  "syscall",
  "hostname",
  "address",
  "host",
  "port",
  "level",
  "fatal",
  "codeName",
  "errcode",
  "errstr",
  "severity",
  "sqlState",
  "sqlstate",
  "schema_name",
  "table_name",
  "column_name",
  "constraint_name",
  "hint",
  "position",
  "file",
  "line",
  "routine",
]);

// Errors can go in circles.
const DEEPEST = 8;

/**
 * Makes a package's error fit to be printed as the cause of ours. Such errors come with the statement, its values, or the
 * whole document, which `console.log` and loggers would show; and servers quote values in their messages.
 *
 * The error stays the one that it is: what it holds beyond facts can still be read, and its own words are in
 * `originalMessage`, but neither is shown.
 *
 * @param error What the package threw; it is changed. What is no error, and an error of ours, is given back as it is.
 * @param shown Makes of its message what may be shown.
 * @returns The error.
 */
export function printable(error: unknown, shown: (message: string) => string): unknown {
  makePrintable(error, shown, 0);
  return error;
}

function makePrintable(error: unknown, shown: (message: string) => string, depth: number): void {
  if (!(error instanceof Error) || error instanceof MaktabaError || depth > DEEPEST) return;
  for (const key of Reflect.ownKeys(error)) if (!FACTS.has(key)) hide(error, key);
  showOnly(error, redactText(shown(originalMessage(error))));
  makePrintable(error.cause, shown, depth + 1);
  if (error instanceof AggregateError) { for (const one of error.errors) makePrintable(one, shown, depth + 1); }
}

/** An error's message as the package wrote it, whether or not it has been made fit to be printed since. */
export function originalMessage(error: unknown): string {
  const { originalMessage, message = "" } = (error ?? {}) as { originalMessage?: unknown; message?: unknown };
  return String(originalMessage ?? message);
}

function hide(error: Error, key: PropertyKey): void {
  const { configurable, enumerable } = Object.getOwnPropertyDescriptor(error, key)!;
  if (configurable && enumerable) Object.defineProperty(error, key, { enumerable: false });
}

function showOnly(error: Error, message: string): void {
  const original = error.message;
  if (message === original || Object.isFrozen(error)) return;
  const stack = error.stack?.replaceAll(original, () => message);
  const hidden = (value: unknown) => ({ value, writable: true, configurable: true, enumerable: false });
  Object.defineProperties(error, {
    originalMessage: hidden(original),
    message: hidden(message),
    ...(stack === undefined ? {} : { stack: hidden(stack) }),
  });
}

// Of any language that a server may speak.
const QUOTED = /(["'`«»‹›„“”‘’「」『』])[^]*["'`«»‹›„“”‘’「」『』]/;

// Documents, as MongoDB writes them.
const BRACED = /\{[^]*\}/;

/**
 * A message without what stands in quotes or braces, from the first to the last: a value may hold some itself.
 *
 * @param message The message.
 * @param isKept Says of what stands in them whether it may be shown.
 */
export function withoutQuoted(message: string, isKept: (quoted: string) => boolean = () => false): string {
  return message.replace(BRACED, "{ ? }").replace(
    QUOTED,
    (found, quote: string) => isKept(found.slice(1, -1)) ? found : `${quote}?${quote}`,
  );
}
