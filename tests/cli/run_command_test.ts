import assert from "node:assert/strict";
import test from "node:test";
import type { ReadArguments } from "../../cli/arguments.ts";
import { command, type CommandContext } from "../../cli/command.ts";
import { runCommand } from "../../cli/run_command.ts";

const text = { en: "text", ar: "نص" };
const context = { locale: "en" } as CommandContext;

/** Runs a command that hands back what it was given. */
async function given(read: ReadArguments) {
  let seen: unknown;
  const probe = command({
    name: text,
    summary: text,
    arguments: { path: { name: text, help: text }, rest: { name: text, help: text, optional: true } },
    options: {
      "chunk-size": { arabic: "حجم_القطعة", value: text, help: text },
      json: { arabic: "بصيغة_json", help: text },
    },
    examples: [],
    run(values, around) {
      seen = { path: values.path, rest: values.rest, size: values["chunk-size"], json: values.json, around };
      return Promise.resolve();
    },
  });
  await runCommand(probe, read, context);
  return seen;
}

test("runCommand() hands over arguments, options and what is around them", async () => {
  const read: ReadArguments = {
    positionals: ["a", "b"],
    options: new Map<string, string | true>([["chunk-size", "5"], ["json", true]]),
  };
  assert.deepEqual(await given(read), { path: "a", rest: "b", size: "5", json: true, around: context });
});

test("runCommand() leaves out what was not given", async () => {
  const seen = await given({ positionals: ["a"], options: new Map() });
  const { json, ...others } = seen as Record<string, unknown>;
  assert.deepEqual(others, { path: "a", rest: undefined, size: undefined, around: context });
  assert.ok(!json);
});

test("runCommand() takes values for values, whatever they look like", async () => {
  for (const value of ["--json", "-x", "--", "--no-json", "--chunk-size=9", "", "=", "a=b", "-1", "حجم", "\n"]) {
    const asValue = await given({ positionals: ["a"], options: new Map([["chunk-size", value]]) });
    assert.deepEqual(asValue, {
      path: "a",
      rest: undefined,
      size: value,
      json: (asValue as { json: unknown }).json,
      around: context,
    });
    assert.ok(!(asValue as { json: unknown }).json, value);
    const asArgument = await given({ positionals: [value, value], options: new Map() });
    assert.deepEqual([(asArgument as { path: unknown }).path, (asArgument as { rest: unknown }).rest], [value, value]);
  }
});

test("runCommand() rejects with the error of the command", async () => {
  const failure = new Error("no");
  const failing = command({
    name: text,
    summary: text,
    arguments: {},
    options: {},
    examples: [],
    run: () => Promise.reject(failure),
  });
  await assert.rejects(
    runCommand(failing, { positionals: [], options: new Map() }, context),
    (error) => error === failure,
  );
});
