import { ValidationError } from "../../errors/validation_error.ts";
import { notOfType } from "../../internal/validate.ts";
import type { SqlParameters } from "../sql_value.ts";
import type { Statement } from "./statement.ts";

/** What a driver's encoder gives for a value that cannot be bound. */
export const REFUSED: unique symbol = Symbol("refused");

/** Turns a value into what a driver binds, or {@linkcode REFUSED}. */
export type Encode = (value: unknown) => unknown;

const NONE: readonly unknown[] = [];

/**
 * Puts a statement's values in order, as its driver binds them.
 *
 * @param statement The statement.
 * @param params The values, as the user gave them.
 * @param encode The driver's encoder.
 */
export function bind(statement: Statement, params: SqlParameters | undefined, encode: Encode): readonly unknown[] {
  if (params === undefined) {
    if (statement.size > 0) throw missing(statement, []);
    return NONE;
  }
  if (typeof params !== "object" || params === null || params instanceof Uint8Array || params instanceof Date) {
    throw notOfType("OBJECT", "params", params === null ? null : typeof params);
  }
  return Array.isArray(params)
    ? bindInOrder(statement, params, encode)
    : bindByName(statement, params as Readonly<Record<string, unknown>>, encode);
}

function bindInOrder(statement: Statement, params: readonly unknown[], encode: Encode): unknown[] {
  if (statement.names !== undefined) throw missing(statement, []);
  if (params.length !== statement.size) throw wrongCount(statement, params.length);
  return params.map((value, index) => encodeOne(value, String(index + 1), encode));
}

function bindByName(
  statement: Statement,
  params: Readonly<Record<string, unknown>>,
  encode: Encode,
): readonly unknown[] {
  const { names } = statement;
  if (names === undefined) {
    const given = Object.keys(params);
    if (statement.size > 0) throw wrongCount(statement, 0);
    if (given.length > 0) throw unknown(statement, given);
    return NONE;
  }
  const isOwn = ownIn(statement, params);
  const values = new Array<unknown>(names.length);
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    const value = isOwn || Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw missing(statement, Object.keys(params).filter((key) => params[key] !== undefined));
    values[index] = encodeOne(value, name, encode);
  }
  if (countOf(params) !== statement.size) {
    const given = Object.keys(params);
    if (given.length !== statement.size) throw unknown(statement, given);
  }
  return values;
}

// Every object has a `constructor` and a `__proto__`, which nobody has given as values. Looking whether each value is the
// object's own costs as much as all else here, and is only needed for such names, or where there are more to inherit.
function ownIn({ isInherited }: Statement, params: object): boolean {
  if (isInherited) return false;
  const prototype = Object.getPrototypeOf(params);
  return prototype === Object.prototype || prototype === null;
}

/** How many properties there are, with those that are inherited; without making a list of them. */
function countOf(params: object): number {
  let count = 0;
  for (const _ in params) count++;
  return count;
}

function encodeOne(value: unknown, name: string, encode: Encode): unknown {
  const encoded = encode(value);
  if (encoded !== REFUSED) return encoded;
  // The kind alone: a value may be a secret.
  throw new ValidationError({ code: "ARGUMENT_SQL_VALUE", params: { name: `params.${name}`, kind: kindOf(value) } });
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return "NaN or infinite number";
  if (value instanceof Date) return "invalid Date";
  if (typeof value !== "object" || value === null) return typeof value;
  return value.constructor?.name ?? "object";
}

function missing({ names, size }: Statement, given: readonly string[]): ValidationError {
  const wanted = names === undefined
    ? Array.from({ length: size }, () => "?")
    : [...new Set(names)].filter((name) => !given.includes(name)).map((name) => `:${name}`);
  return new ValidationError({ code: "ARGUMENT_SQL_MISSING", params: { name: "params", missing: wanted } });
}

function unknown({ names = [] }: Statement, given: readonly string[]): ValidationError {
  const superfluous = given.filter((name) => !names.includes(name));
  return new ValidationError({ code: "ARGUMENT_SQL_UNKNOWN", params: { name: "params", unknown: superfluous } });
}

function wrongCount({ size }: Statement, received: number): ValidationError {
  return new ValidationError({ code: "ARGUMENT_SQL_COUNT", params: { name: "params", expected: size, received } });
}

/**
 * The JSON text of a plain object or an array.
 *
 * @returns Undefined for objects of other classes, and for what JSON cannot say.
 */
export function jsonText(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle, or a bigint inside.
    return undefined;
  }
}
