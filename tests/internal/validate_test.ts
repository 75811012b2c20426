import assert from "node:assert/strict";
import test from "node:test";
import { setLocale, ValidationError } from "@maktaba/std/errors";
import * as validate from "../../internal/validate.ts";

const refuses = (check: () => unknown, code: string, option = "x") =>
  assert.throws(check, (error) => error instanceof ValidationError && error.code === code && error.option === option);

test("checkInteger() takes whole numbers in the range, ends included", () => {
  for (const value of [0, 1, Number.MAX_SAFE_INTEGER]) validate.checkInteger("x", value);
  validate.checkInteger("x", 5, { min: 5, max: 5 });
  for (const value of [-1, 1.5, Number.NaN, Infinity, "1", null, undefined, 2 ** 53, 1n]) {
    refuses(() => validate.checkInteger("x", value), "ARGUMENT_NOT_INTEGER");
  }
});

test("checkNumber() takes numbers in the range, infinity only where it is allowed", () => {
  validate.checkNumber("x", 0.5);
  validate.checkNumber("x", Infinity, { max: Infinity });
  for (const value of [-0.1, Number.NaN, Infinity, "1", {}]) {
    refuses(() => validate.checkNumber("x", value), "ARGUMENT_NOT_IN_RANGE");
  }
});

test("checkDelay() refuses what a timer would cut short", () => {
  validate.checkDelay("x", validate.LONGEST_DELAY_MS);
  refuses(() => validate.checkDelay("x", validate.LONGEST_DELAY_MS + 1), "ARGUMENT_NOT_IN_RANGE");
});

test("checkOneOf(), checkText(), checkFunction(), checkObject() and checkArray() hold their rule", () => {
  validate.checkOneOf("x", "a", ["a", "b"]);
  refuses(() => validate.checkOneOf("x", "c", ["a", "b"]), "ARGUMENT_NOT_ONE_OF");
  validate.checkText("x", "ا");
  for (const value of ["", 1, null]) refuses(() => validate.checkText("x", value), "ARGUMENT_NOT_TEXT");
  validate.checkFunction("x", () => {});
  refuses(() => validate.checkFunction("x", {}), "ARGUMENT_NOT_FUNCTION");
  validate.checkObject("x", {});
  for (const value of [null, [], 1]) refuses(() => validate.checkObject("x", value), "ARGUMENT_NOT_OBJECT");
  validate.checkArray("x", []);
  refuses(() => validate.checkArray("x", { length: 0 }), "ARGUMENT_NOT_ARRAY");
});

test("checkOptions() takes known options alone, and names them all where one is not", () => {
  const names: validate.OptionNames<{ size?: number; signal?: AbortSignal }> = { size: true, signal: true };
  const known: { size?: number; signal?: AbortSignal }[] = [{}, { size: 1 }, Object.create(null)];
  for (const options of [...known, { signal: undefined } as object]) {
    validate.checkOptions(options, names);
  }
  for (const value of [null, 5, "size", []]) {
    refuses(() => validate.checkOptions(value as object, names), "ARGUMENT_NOT_OBJECT", "options");
  }
  for (const name of ["sise", "colour", "toString", "constructor", "__proto__"]) {
    const options: object = JSON.parse(`{"${name}":1}`);
    refuses(() => validate.checkOptions(options, names), "ARGUMENT_UNKNOWN", name);
  }
  setLocale("en");
  assert.throws(() => validate.checkOptions({ sise: 1 } as object, names), /sise.*did you mean size\? .*size, signal/);
  assert.throws(() => validate.checkOptions({ colour: 1 } as object, names), /colour.*one of size, signal/);
});

test("checkUrl() gives the URL parsed, and refuses other protocols without showing a password", () => {
  assert.equal(validate.checkUrl("x", "https://a/b", ["https:"]).pathname, "/b");
  assert.equal(validate.checkUrl("x", new URL("https://a/b"), ["https:"]).host, "a");
  for (const value of ["ftp://a", "no url", "", 5, null]) {
    refuses(() => validate.checkUrl("x", value, ["https:"]), "ARGUMENT_NOT_URL");
  }
  setLocale("en");
  assert.throws(
    () => validate.checkUrl("x", "ftp://u:pass@h", ["https:"]),
    (error: Error) => !/pass/.test(error.message),
  );
});

test("checkOptions() refuses what is not the boolean or the function that an option must be", () => {
  interface Options {
    ordered?: boolean | undefined;
    onItem?: ((item: string) => void) | undefined;
    size?: number | undefined;
  }
  const names: validate.OptionNames<Options> = { ordered: "boolean", onItem: "function", size: true };
  validate.checkOptions<Options>({ ordered: false, onItem: () => {}, size: 1 }, names);
  validate.checkOptions<Options>({ ordered: undefined, onItem: undefined }, names);
  for (const ordered of ["yes", "", 0, 1, null, {}]) {
    refuses(() => validate.checkOptions({ ordered } as object, names), "ARGUMENT_NOT_ONE_OF", "ordered");
    refuses(() => validate.checkOptions({ ordered } as object, names, "list"), "ARGUMENT_NOT_ONE_OF", "list.ordered");
  }
  for (const onItem of ["log", null, true, {}]) {
    refuses(() => validate.checkOptions({ onItem } as object, names), "ARGUMENT_NOT_FUNCTION", "onItem");
  }
});
