import { Buffer } from "node:buffer";
import { jsonText, REFUSED } from "../engine/bind.ts";
import { dateOf, integerOf, MAX_INTEGER, MIN_INTEGER, parsedJson } from "../engine/values.ts";
import { readArray, writeArray } from "./postgres_arrays.ts";

/** An array that is JSON where PostgreSQL wants text or JSON, and an array where it wants an array. */
export class ArrayValue extends Array<unknown> {
  override toString(): string {
    return JSON.stringify(this);
  }
}

/** Turns a value into what the driver binds. */
export function encodePostgres(value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : REFUSED;
    case "bigint":
      return value <= MAX_INTEGER && value >= MIN_INTEGER ? value : REFUSED;
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      return REFUSED;
  }
}

function encodeObject(value: object): unknown {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? REFUSED : value;
  return Array.isArray(value) ? ArrayValue.from(value) : jsonText(value) ?? REFUSED;
}

/** How a value is written for PostgreSQL, whatever type it expects. */
export function written(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return jsonText(value) ?? String(value);
  return String(value);
}

/** A type as the driver takes it: the number of the type, those that it reads, and how. */
interface TypeOfDriver {
  to: number;
  from: number[];
  serialize: (value: unknown) => string;
  parse: (text: string) => unknown;
}

/**
 * How values of PostgreSQL are read and written. The driver's own ways read a timestamp without zone in the machine's
 * zone, and make false of "true" for a boolean; these do not.
 */
export const postgresTypes: Readonly<Record<string, TypeOfDriver>> = {
  text: { to: 25, from: [25], serialize: written, parse: (text) => text },
  bigint: { to: 20, from: [20], serialize: written, parse: integerOf },
  number: { to: 0, from: [21, 23, 26, 700, 701], serialize: written, parse: Number },
  boolean: { to: 16, from: [16], serialize: written, parse: (text) => text === "t" },
  date: { to: 1184, from: [1082, 1114, 1184], serialize: written, parse: dateOf },
  json: { to: 114, from: [114, 3802], serialize: writtenJson, parse: parsedJson },
  bytea: { to: 17, from: [17], serialize: writtenBytes, parse: readBytes },
};

function writtenJson(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value) : written(value);
}

function writtenBytes(value: unknown): string {
  return typeof value === "string" ? value : written(value);
}

function readBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

/** A type of PostgreSQL and the type of its arrays. */
export interface ArrayType {
  oid: number;
  typarray: number;
  typdelim: string;
}

/** What asks the server for them. */
export const ARRAY_TYPES_QUERY =
  "select oid, typarray, typdelim from pg_catalog.pg_type where typarray <> 0 and typtype in ('b', 'e', 'd', 'r')";

/** The tables of a connection of the driver, by the numbers of types. */
export interface TypeTables {
  parsers: Record<number, ((text: string) => unknown) | undefined>;
  serializers: Record<number, ((value: unknown) => unknown) | undefined>;
}

/**
 * Teaches a connection the arrays of the server's types. The driver's own way reads the text NULL for an element that is
 * null, and asks the server again on each connection.
 *
 * @param tables The connection's tables.
 * @param types The types.
 */
export function addArrayTypes({ parsers, serializers }: TypeTables, types: readonly ArrayType[]): void {
  for (const { oid, typarray, typdelim } of types) {
    parsers[typarray] = (text) => readArray(text, typdelim, parsers[oid]);
    serializers[typarray] = (value) => Array.isArray(value) ? writeArray(value, typdelim, written) : written(value);
  }
}
