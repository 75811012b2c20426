import { Misuse } from "./misuse.ts";

/**
 * Reads a whole number as a person writes it: in digits `0-9`, Arabic-Indic `٠-٩` or eastern Arabic-Indic `۰-۹`.
 *
 * @param name The option as the user knows it, for the message.
 * @param text What was typed.
 * @param min The smallest number allowed.
 * @returns The number.
 * @throws {Misuse} If it is not such a number.
 */
export function wholeNumber(name: string, text: string, min: number): number {
  const digits = text.trim().replace(/[٠-٩]/g, (digit) => shift(digit, "٠")).replace(
    /[۰-۹]/g,
    (digit) => shift(digit, "۰"),
  );
  const value = /^\d+$/.test(digits) ? Number(digits) : NaN;
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw new Misuse({ code: "CLI_OPTION_NOT_NUMBER", params: { option: name, min, value: text } });
}

function shift(digit: string, zero: string): string {
  return String(digit.charCodeAt(0) - zero.charCodeAt(0));
}
