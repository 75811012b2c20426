/**
 * Values of any kind as plain data that can be shown.
 *
 * @internal
 * @module
 */

import { errorData } from "./error_data.ts";
import { REDACTED, type Redactor } from "./redactor.ts";

const DEEPEST = 8;
const MOST_ITEMS = 200;

/** What has been gone through on the way to a value. */
export interface Way {
  /** The objects, outermost first. */
  readonly ancestors: readonly object[];
  /** What replaces secrets. */
  readonly redactor: Redactor;
}

/**
 * Gives a value as what JSON can say, secrets replaced: never too deep, too long or circular, and without throwing,
 * whatever the value does when it is read.
 *
 * @param value Anything.
 * @param way What leads to it.
 * @returns Plain data; undefined for undefined.
 */
export function plainData(value: unknown, way: Way): unknown {
  switch (typeof value) {
    case "string":
      return way.redactor.text(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
    case "symbol":
      return String(value);
    case "function":
      return `[function ${value.name || "(anonymous)"}]`;
    case "object":
      return value === null ? null : guarded(value, way);
    default:
      return value;
  }
}

/** Gives the properties of an object as plain data, or undefined for what is not an object. */
export function plainProperties(value: unknown, way: Way): Record<string, unknown> {
  const data = plainData(value, way);
  return typeof data === "object" && data !== null && !Array.isArray(data) ? data as Record<string, unknown> : {};
}

function guarded(value: object, { ancestors, redactor }: Way): unknown {
  if (ancestors.includes(value)) return "[circular]";
  const way = { redactor, ancestors: [...ancestors, value] };
  try {
    return value instanceof Error ? errorData(value, way) : plainObject(value, way);
  } catch {
    // A getter, a toJSON or a proxy of somebody else's that throws must not take the record with it.
    return "[unreadable]";
  }
}

function plainObject(value: object, way: Way): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof URL) return way.redactor.text(value.href);
  if (value instanceof RegExp) return String(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (way.ancestors.length > DEEPEST) return Array.isArray(value) ? "[array]" : "[object]";
  if (Array.isArray(value)) return plainItems(value, value.length, way);
  if (value instanceof Set) return plainItems(value, value.size, way);
  const pairs = keyed(value);
  if (pairs !== undefined) return plainEntries(pairs, way);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function") return plainData(toJSON.call(value), way);
  const keys = Object.keys(value);
  const name = keys.length === 0 ? value.constructor?.name : undefined;
  if (name !== undefined && name !== "Object") return `[${name}]`;
  return plainEntries(keys.map((key) => [key, (value as Record<string, unknown>)[key]]), way);
}

/** The pairs of what holds values by names without having them as properties. */
function keyed(value: object): [string, unknown][] | undefined {
  const isKeyed = value instanceof Map || value instanceof URLSearchParams || value instanceof Headers ||
    value instanceof FormData;
  return isKeyed ? [...value].map(([key, item]) => [typeof key === "string" ? key : String(key), item]) : undefined;
}

function plainItems(items: Iterable<unknown>, length: number, way: Way): unknown[] {
  const shown: unknown[] = [];
  for (const item of items) {
    if (shown.length === MOST_ITEMS) return [...shown, `… (${length} items)`];
    shown.push(plainData(item, way) ?? null);
  }
  return shown;
}

function plainEntries(all: readonly (readonly [string, unknown])[], way: Way): Record<string, unknown> {
  const pairs = all.filter(([, item]) => item !== undefined);
  const shown = pairs.slice(0, MOST_ITEMS).map(([key, item]): [string, unknown] => [
    key,
    item !== null && way.redactor.isSecret(key) ? REDACTED : plainData(item, way),
  ]);
  if (pairs.length > MOST_ITEMS) shown.push(["…", `(${pairs.length} items)`]);
  return Object.fromEntries(shown);
}
