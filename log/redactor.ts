/**
 * What counts as a secret in a log.
 *
 * @internal
 * @module
 */

import { isSecretKey, redactText } from "../errors/redact.ts";
import type { LogRedactOptions } from "./output_options.ts";

/** What stands in a secret's place. */
export const REDACTED = "[redacted]";

/** Replaces secrets. */
export interface Redactor {
  /** Whether the value of a property of this name is a secret. */
  isSecret(key: string): boolean;
  /** Replaces what looks like a secret in a text, and cuts the text where it is very long. */
  text(text: string): string;
}

// Every repetition has a bound, as what is logged may come from somebody who wants the program to be slow.
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|sk_live_|rk_live_|sk-)[\w-]{16,255}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[\w-]{35}/g,
];
const NAMES =
  "password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|كلمة_مرور|كلمة_المرور";
const ASSIGNED = new RegExp(`((?:${NAMES})\\s{0,3}=\\s{0,3}["']?)[^\\s"'&;,]{1,1000}`, "gi");
const QUOTED = new RegExp(`("(?:[\\w-]{0,40}(?:${NAMES}))"\\s{0,3}:\\s{0,3}")(?:[^"\\\\]|\\\\.){1,1000}`, "gi");

const LONGEST = 16_384;

/**
 * Makes the redactor of a log.
 *
 * @param options What counts as a secret beside what is known.
 * @returns The redactor.
 */
export function createRedactor(options: LogRedactOptions = {}): Redactor {
  const { keys = [], patterns = [] } = options;
  const names = new Set(keys.filter((key) => typeof key === "string").map((key) => key.toLowerCase()));
  const expressions = keys.filter((key) => typeof key !== "string").map(withFlags);
  const shapes = [...SHAPES, ...patterns.map(withFlags)];
  return {
    isSecret: (key) =>
      isSecretKey(key) || names.has(key.toLowerCase()) || expressions.some((expression) => key.search(expression) >= 0),
    text: (text) => cut(replaceShapes(redactText(text.slice(0, 2 * LONGEST)), shapes), text.length),
  };
}

function replaceShapes(text: string, shapes: readonly RegExp[]): string {
  const named = text.replace(ASSIGNED, `$1${REDACTED}`).replace(QUOTED, `$1${REDACTED}`);
  return shapes.reduce((rest, shape) => rest.replace(shape, REDACTED), named);
}

// Cut after secrets have been replaced: half of one may not look like one.
function cut(text: string, length: number): string {
  return text.length <= LONGEST && length <= 2 * LONGEST ? text : `${text.slice(0, LONGEST)}… (${length} characters)`;
}

/** The same expression, finding all; sticky ones would find none but the first. */
function withFlags(expression: RegExp): RegExp {
  return new RegExp(expression.source, [...new Set(`${expression.flags.replace("y", "")}g`)].join(""));
}
