import assert from "node:assert/strict";
import test from "node:test";
import { ValidationError } from "@maktaba/std/errors";

/** A call that takes options, whatever they are. */
export type CallWithOptions = (options: never) => unknown;

const NOT_OPTIONS: readonly unknown[] = [null, 100, "text", true, ["nonsense"], () => {}, AbortSignal.abort()];

/**
 * Tests that calls refuse an option that there is not, and what is no object, in place of ignoring it.
 *
 * @param calls The calls by what they are called in the tests' names.
 * @param name What the argument is called in the error.
 */
export function testOptions(calls: Readonly<Record<string, CallWithOptions>>, name: string = "options"): void {
  for (const [call, run] of Object.entries(calls)) {
    test(`${call} refuses unknown options, and what is no object of ${name}`, async () => {
      await refuses(run, { nonsense: 1 }, "ARGUMENT_UNKNOWN", "nonsense");
      // Not given is not the same as not there.
      await refuses(run, { nonsense: undefined }, "ARGUMENT_UNKNOWN", "nonsense");
      for (const value of NOT_OPTIONS) await refuses(run, value, "ARGUMENT_NOT_OBJECT", name);
    });
  }
}

async function refuses(run: CallWithOptions, options: unknown, code: string, option: string): Promise<void> {
  await assert.rejects(async () => await run(options as never), (error) => {
    assert.ok(error instanceof ValidationError, `${error}`);
    assert.deepEqual([error.code, error.option], [code, option]);
    return true;
  });
}
