import { CancelledError } from "../errors/cancelled_error.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";

interface Captured {
  stack?: string;
}

// Not in the types of browsers, though every runtime has it.
const { captureStackTrace } = Error as { captureStackTrace?: (target: Captured, from: object) => void };

// An error that goes through several functions, as out of a hook, is of the caller of the first.
const told = new WeakSet<MaktabaError>();

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
  if (!(error instanceof MaktabaError) || error instanceof CancelledError || captureStackTrace === undefined) {
    return error;
  }
  if (told.has(error)) return error;
  const captured: Captured = {};
  captureStackTrace(captured, entry);
  const lines = captured.stack?.split("\n").filter((line) => /^\s+at /.test(line) && !OF_THE_RUNTIME.test(line)) ?? [];
  // A caller that did not wait for the function is not known: what is known of the inside is more than nothing.
  if (lines.length === 0) return error;
  told.add(error);
  const stack = [`${error.name}: ${error.message}`, ...lines].join("\n");
  Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
  return error;
}
