import { redactText } from "../../errors/redact.ts";

// A chain of causes can be a cycle.
const DEEPEST_CAUSE = 6;

/**
 * Gives a runtime's error as one that may be shown: runtimes write the URL into messages and properties, and its secrets
 * with it, and a cause is printed with its error.
 *
 * @param error What the runtime threw.
 * @returns The same, or a copy without the secrets where there are any.
 */
export function withoutSecrets(error: unknown, depth: number = 0): unknown {
  if (!(error instanceof Error) || depth > DEEPEST_CAUSE) return error;
  const cause = withoutSecrets(error.cause, depth + 1);
  const message = redactText(error.message);
  const properties = Object.entries(error).filter(([, value]) => typeof value === "string") as [string, string][];
  const isClean = properties.every(([, value]) => redactText(value) === value);
  if (isClean && message === error.message && cause === error.cause) return error;
  const clean = new Error(message, cause === undefined ? undefined : { cause });
  const redacted = Object.fromEntries(properties.map(([name, value]) => [name, redactText(value)]));
  return Object.assign(clean, redacted, { name: error.name, stack: redactText(error.stack ?? "") });
}
