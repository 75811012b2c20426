import { checkNumber } from "../../internal/validate.ts";

/**
 * Checks how long something is to be kept.
 *
 * @param name The option's name.
 * @param value Milliseconds, or undefined.
 * @returns Whole milliseconds; undefined for ever.
 */
export function checkTtl(name: string, value: number | undefined): number | undefined {
  if (value === undefined || value === Infinity) return undefined;
  checkNumber(name, value, { min: 1 });
  return Math.ceil(value);
}
