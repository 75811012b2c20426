/** The largest integer of 64 bits. */
export const MAX_INTEGER: bigint = 2n ** 63n - 1n;
/** The smallest integer of 64 bits. */
export const MIN_INTEGER: bigint = -(2n ** 63n);

/**
 * An integer as a number where that says it exactly, else as it is.
 */
export function exact(value: number | bigint): number | bigint {
  if (typeof value === "number") return value;
  return value <= 9_007_199_254_740_991n && value >= -9_007_199_254_740_991n ? Number(value) : value;
}

/** A decimal integer in text, exactly. */
export function integerOf(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,3})\d*)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * A date or a point in time, as databases write it, in UTC where it names no other zone; the text itself where a `Date`
 * cannot say it.
 */
export function dateOf(text: string): Date | string {
  const found = TIMESTAMP.exec(text);
  if (found === null) return text;
  const [, day, time = "00:00", fraction = "0", zone = "Z"] = found;
  const seconds = time.length === 5 ? `${time}:00` : time;
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2").toUpperCase();
  const date = new Date(`${day}T${seconds}.${fraction.padEnd(3, "0")}${offset}`);
  return Number.isNaN(date.getTime()) ? text : date;
}

/** The value that a JSON text says; the text itself where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Bytes as a plain `Uint8Array` of their own. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
