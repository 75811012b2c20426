import { NetworkError } from "../../../errors/network_error.ts";
import { ValidationError } from "../../../errors/validation_error.ts";
import { untilCancelled } from "../../../internal/signals.ts";
import type { SchemaIssue, StandardSchema } from "../../standard_schema.ts";

/** Where a value came from. */
export interface ValuePlace {
  /** Whose answer it is. */
  readonly url: URL;
  /** Its status. */
  readonly status: number;
}

// A list of a thousand wrong records says no more than its beginning; the error's context has them all.
const MOST_ISSUES = 3;

/**
 * Checks a value by a schema (Standard Schema, version 1).
 *
 * @typeParam Output What the schema makes of it.
 * @param value The value.
 * @param schema The schema.
 * @param place Where the value came from.
 * @param signals What ends the wait for a schema that takes its time, beside the task's end.
 * @returns What the schema makes of it.
 */
export async function checkedBySchema<Output>(
  value: unknown,
  schema: StandardSchema<Output>,
  { url, status }: ValuePlace,
  signals: readonly (AbortSignal | undefined)[] = [],
): Promise<Output> {
  checkSchema(schema);
  const validating = schema["~standard"].validate(value);
  const result = "then" in validating ? await untilCancelled(validating, signals) : validating;
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message, path }) => ({ path: pathOf(path), message }));
  const shown = issues.slice(0, MOST_ISSUES).map(({ path, message }) => path === "" ? message : `${path}: ${message}`);
  if (issues.length > MOST_ISSUES) shown.push(`(+${issues.length - MOST_ISSUES})`);
  throw new NetworkError({
    code: "NET_SCHEMA",
    params: { url, status, issues: shown.join("; ") },
    reason: "decode",
    retryable: false,
    context: { status, issues },
  });
}

/**
 * Throws unless a value is a schema.
 *
 * @param schema The value.
 */
export function checkSchema(schema: unknown): asserts schema is StandardSchema {
  // Some libraries' schemas are functions.
  const isHolder = (typeof schema === "object" && schema !== null) || typeof schema === "function";
  const standard = isHolder ? (schema as Partial<StandardSchema>)["~standard"] : undefined;
  if (typeof standard?.validate === "function") return;
  throw new ValidationError({ code: "ARGUMENT_NOT_SCHEMA", params: { name: "schema", value: schema } });
}

/** Writes a path as one would in code: `users[0].name`. */
function pathOf(path: SchemaIssue["path"] = []): string {
  return path.reduce<string>((text, part) => {
    const key = typeof part === "object" ? part.key : part;
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
