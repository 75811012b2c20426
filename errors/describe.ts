/**
 * How values are shown in messages.
 *
 * @internal
 * @module
 */

import { redactText, redactValue } from "./redact.ts";

const LONGEST = 300;

// A text is cut before it is searched for secrets, so that a huge one costs little, but so late that a secret which the
// first cut goes through stands beyond the second.
const LONGEST_SEARCHED = 8_000;

// Escape sequences, other control characters, and the bidirectional controls that could make a message read as
// something else than it says.
// deno-lint-ignore no-control-regex
const CONTROLS = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Shows a value in a message: short, on one line, without control characters or secrets.
 *
 * @param value Anything.
 * @returns At most 300 characters of text.
 */
export function describe(value: unknown): string {
  const text = redactText(plainText(value).slice(0, LONGEST_SEARCHED)).replace(CONTROLS, "").replace(/\s*\n\s*/g, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  if (value instanceof URL) return value.href;
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object")) {
    return value.map(String).join(", ");
  }
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(redactValue(value)) ?? String(value);
  } catch {
    // A cycle through a class's instance, a bigint, or a toJSON that throws: the kind of object must do.
    return Object.prototype.toString.call(value);
  }
}
