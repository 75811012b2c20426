import { Buffer } from "node:buffer";
import type { FieldPacket } from "mysql2";
import { jsonText, REFUSED } from "../engine/bind.ts";
import { isRenamed, withNames } from "../engine/columns.ts";
import { dateOf, MAX_INTEGER, MIN_INTEGER, plainBytes } from "../engine/values.ts";
import type { SqlRow } from "../sql_value.ts";

const MAX_UNSIGNED = 2n ** 64n - 1n;

/** Makes integers of 64 bits: the package binds a number as a double, which MySQL refuses in places such as LIMIT. */
export interface IntegerFactory {
  (value: number | bigint): unknown;
  unsigned(value: bigint): unknown;
}

/**
 * Makes what turns values into what the driver binds.
 *
 * @param integer Gives the factory of integers: it comes with the package, which is loaded later.
 */
export function mysqlEncoder(integer: () => IntegerFactory): (value: unknown) => unknown {
  return (value) => {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isSafeInteger(value) ? integer()(value) : Number.isFinite(value) ? value : REFUSED;
      case "bigint":
        if (value < MIN_INTEGER || value > MAX_UNSIGNED) return REFUSED;
        return value > MAX_INTEGER ? integer().unsigned(value) : integer()(value);
      case "object":
        return value === null ? null : encodeObject(value);
      default:
        return REFUSED;
    }
  };
}

function encodeObject(value: object): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? REFUSED : value;
  return jsonText(value) ?? REFUSED;
}

/** Numbers of column types in the protocol. */
const TINY = 1;
const FLOAT = 4;
const LONGLONG = 8;
const DATES = new Set([7, 10, 12, 14]);
const BINARY_CHARACTER_SET = 63;

type Read = (value: unknown) => unknown;

/**
 * Makes the values in rows what they are on every database.
 *
 * @param rows The rows as the package gives them; they are changed.
 * @param fields Their columns.
 */
export function readRows(rows: SqlRow[], fields: readonly FieldPacket[]): SqlRow[] {
  const readers = fields.flatMap((field) => {
    const read = reader(field);
    return read === undefined ? [] : [[field.name, read] as const];
  });
  if (readers.length > 0) {
    for (const row of rows) for (const [name, read] of readers) row[name] = read(row[name]);
  }
  return fields.some(({ name }) => isRenamed(name)) ? rows.map(withNames) : rows;
}

function reader({ columnType, columnLength, characterSet }: FieldPacket): Read | undefined {
  if (columnType === TINY) return columnLength === 1 ? readBoolean : undefined;
  if (columnType === FLOAT) return readFloat;
  // The package gives integers that are too large for a number as text.
  if (columnType === LONGLONG) return (value) => typeof value === "string" ? BigInt(value) : value;
  if (DATES.has(columnType!)) return (value) => typeof value === "string" ? dateOf(value) : value;
  if (characterSet === BINARY_CHARACTER_SET) return (value) => value instanceof Uint8Array ? plainBytes(value) : value;
  return undefined;
}

function readBoolean(value: unknown): unknown {
  return value === 1 ? true : value === 0 ? false : value;
}

/** The shortest number that is the same in single precision: 1.1, not 1.100000023841858. */
function readFloat(value: unknown): unknown {
  if (typeof value !== "number") return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
