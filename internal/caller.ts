import { CancelledError } from "../errors/cancelled_error.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";

interface Captured {
  stack?: string;
}

// Not in the types of browsers, though every runtime has it.
const { captureStackTrace } = Error as { captureStackTrace?: (target: Captured, from: object) => void };

// An error that goes through several functions, as out of a hook, is of the caller of the first.
const told = new WeakSet<Error>();

/** What runtimes add of themselves: of no use to those who look for their own line. */
const OF_THE_RUNTIME = /[ (](?:node:|ext:|native\b)/;

/**
 * Makes the stack of an error begin where a public function was called. What a runtime keeps are ten lines, which the
 * ways inside of the library take all; and of what a timer or a socket told, the caller is not among them at all. The
 * stack of what went wrong inside stays with the `cause`.
 *
 * It costs nothing unless something fails: the runtimes know the callers of an async function when it goes on.
 *
 * @param error What the function caught. Only errors of the library are changed; a cancellation is the canceller's.
 * @param entry The function, which must be the one that caught it.
 * @returns The same error.
 */
export function fromCaller(error: unknown, entry: object): unknown {
  return isOurs(error) ? goOn(error, heading(error), () => callers(entry)) : error;
}

/**
 * The same for all errors among the results of a function, which has looked for its caller once.
 *
 * @param results What the function gives; other values are left alone.
 * @param entry The function, which must be the one that gives them.
 */
export function allFromCaller(results: readonly unknown[], entry: object): void {
  let lines: string[] | undefined;
  for (const result of results) if (isOurs(result)) goOn(result, heading(result), () => lines ??= callers(entry));
}

/**
 * Adds where a public function was called to the stack of an error that comes from elsewhere, as from another thread, and
 * whose own lines tell where it was thrown there.
 *
 * @param error What the function caught.
 * @param entry The function, which must be the one that caught it.
 * @returns The same error.
 */
export function withCaller(error: Error, entry: object): Error {
  return goOn(error, String(error.stack), () => callers(entry));
}

function isOurs(error: unknown): error is MaktabaError {
  return error instanceof MaktabaError && !(error instanceof CancelledError);
}

function heading(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** Has a stack go on, after what it begins with, from where a function was called. */
function goOn<E extends Error>(error: E, beginning: string, callersOf: () => readonly string[]): E {
  if (captureStackTrace === undefined || told.has(error)) return error;
  const lines = callersOf();
  // A caller that did not wait for the function is not known: what is known of the inside is more than nothing.
  if (lines.length === 0) return error;
  told.add(error);
  const stack = [beginning, ...lines].join("\n");
  Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
  return error;
}

function callers(entry: object): string[] {
  const captured: Captured = {};
  captureStackTrace!(captured, entry);
  return captured.stack?.split("\n").filter((line) => /^\s+at /.test(line) && !OF_THE_RUNTIME.test(line)) ?? [];
}
