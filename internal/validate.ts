import { ValidationError } from "../errors/validation_error.ts";

/** The longest delay that timers of every runtime take, in milliseconds (2^31 - 1, about 24.8 days). */
export const LONGEST_DELAY_MS = 2_147_483_647;

/** The range that a number must lie in, ends included. */
export interface Range {
  /** The smallest value; 0 by default. */
  min?: number;
  /** The largest value; the largest safe integer by default. */
  max?: number;
}

/** Throws unless a value is a whole number in a range. */
export function checkInteger(name: string, value: unknown, range: Range = {}): asserts value is number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_INTEGER", params: { name, min, max, value } });
}

/** Throws unless a value is a number in a range. */
export function checkNumber(name: string, value: unknown, range: Range = {}): asserts value is number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
  if (typeof value === "number" && value >= min && value <= max) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_IN_RANGE", params: { name, min, max, value } });
}

/** Throws unless a value is a number of milliseconds that a timer can wait for. */
export function checkDelay(name: string, value: unknown): asserts value is number {
  checkNumber(name, value, { max: LONGEST_DELAY_MS });
}

/** Throws unless a value is of one of `allowed`. */
export function checkOneOf<T extends string | number | boolean>(
  name: string,
  value: unknown,
  allowed: readonly T[],
): asserts value is T {
  if ((allowed as readonly unknown[]).includes(value)) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_ONE_OF", params: { name, allowed, value } });
}

/** Throws unless a value is true or false. */
function checkBoolean(name: string, value: unknown): asserts value is boolean {
  checkOneOf(name, value, [true, false]);
}

/** Throws unless a value is a string of at least one character. */
export function checkText(name: string, value: unknown): asserts value is string {
  if (typeof value === "string" && value !== "") return;
  throw notOfType("TEXT", name, value === "" ? '""' : value);
}

/** Throws unless a value is a function. */
// deno-lint-ignore ban-types -- any function passes: its signature is checked by its type.
export function checkFunction(name: string, value: unknown): asserts value is Function {
  if (typeof value !== "function") throw notOfType("FUNCTION", name, value);
}

/** Throws unless a value is a plain object of options. */
export function checkObject(name: string, value: unknown): asserts value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notOfType("OBJECT", name, value);
}

/** What is checked of an option by its name alone; `true` leaves it to the function that takes it. */
type OptionCheck<Value> = [Value] extends [boolean | undefined] ? "boolean"
  : [Value] extends [((...arguments_: never[]) => unknown) | undefined] ? "function"
  : true;

/**
 * The names of all options of an interface, so that one that is missing or superfluous does not compile. What is a boolean
 * or a function says so, and does not compile either where it does not: no function has to remember to check it.
 */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: OptionCheck<Options[Name]> };

/**
 * Throws unless a value is a plain object with known options only: one that is misspelt would do nothing, and nobody
 * would be told. Those that are booleans or functions are so; the others are checked by the function that takes them.
 *
 * @example
 * ```ts ignore
 * const names: OptionNames<GatherOptions> = { returnErrors: "boolean", concurrency: true, signal: true };
 * checkOptions(options, names);
 * ```
 *
 * @typeParam Options The interface of the options.
 * @param options What the caller gave.
 * @param names The options that there are.
 * @param name What the argument is called in the message.
 */
export function checkOptions<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  name: string = "options",
): void {
  checkObject(name, options as unknown);
  // A signal in the place of `{ signal }` has no properties of its own, and would do nothing.
  if (options instanceof AbortSignal) throw notOfType("OBJECT", name, options);
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(names, key)) {
      throw new ValidationError({ code: "ARGUMENT_UNKNOWN", params: { name: key, allowed: Object.keys(names) } });
    }
    const check = names[key as keyof Options] as true | "boolean" | "function";
    if (check === true) continue;
    const value = options[key as keyof Options];
    if (value === undefined) continue;
    const path = name === "options" ? key : `${name}.${key}`;
    if (check === "boolean") checkBoolean(path, value);
    else checkFunction(path, value);
  }
}

/** Throws unless a value is a URL with one of the protocols, such as `["http:", "https:"]`; gives it parsed. */
export function checkUrl(name: string, value: unknown, protocols: readonly string[]): URL {
  const url = value instanceof URL ? value : typeof value === "string" ? URL.parse(value) : null;
  if (url !== null && protocols.includes(url.protocol)) return url;
  throw new ValidationError({ code: "ARGUMENT_NOT_URL", params: { name, protocols, value } });
}

/** Throws unless a value is an array. */
export function checkArray(name: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw notOfType("ARRAY", name, value);
}

/** Throws unless a value is a signal; one of another realm, or of another library, is as good. */
export function checkSignal(name: string, value: unknown): asserts value is AbortSignal {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== "boolean" || typeof addEventListener !== "function") throw notOfType("SIGNAL", name, value);
}

/** The error for an argument of the wrong type. */
export function notOfType(
  type: "TEXT" | "FUNCTION" | "OBJECT" | "ARRAY" | "BYTES" | "SIGNAL",
  name: string,
  value: unknown,
): ValidationError {
  return new ValidationError({ code: `ARGUMENT_NOT_${type}`, params: { name, value } });
}
