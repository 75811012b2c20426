import assert from "node:assert/strict";
import { test } from "node:test";
import { createTask, timed } from "../../async/mod.ts";
import { takesArgument } from "../../async/internal/takes_argument.ts";

/** What must never be taken for a function that looks at nothing. */
const looking: Record<string, (signal: AbortSignal) => unknown> = {
  "an arrow function with a parameter": (signal) => signal,
  "one with a rest parameter": (...all) => all[0],
  "one with a default": (signal = new AbortController().signal) => signal,
  "one that takes the argument apart": ({ ...signal }) => signal,
  "an async one": async (...all) => await Promise.resolve(all[0]),
  "a function": function (signal) {
    return signal;
  },
  "one that looks at arguments": function () {
    return arguments[0];
  },
  "an async one that looks at arguments": async function () {
    return await Promise.resolve(arguments[0]);
  },
  "one whose inner function is plain": function () {
    return [...arguments].map((it) => it)[0];
  },
  "a method": {
    work(...all: unknown[]) {
      return all[0];
    },
  }.work,
  "a method that looks at arguments": {
    ["() =>"]() {
      return arguments[0];
    },
  }["() =>"],
  "a bound function": function (this: unknown, ...all: unknown[]) {
    return all[0];
  }.bind(undefined),
  "a function of the runtime": Array.of,
  "a proxy": new Proxy((...all: unknown[]) => all[0], {}),
  "a wrapper": timed(async (...all: unknown[]) => await Promise.resolve(all[0]), { onTiming: () => {} }),
  "a function with a comment before its parameters": function /* () */ (...all) {
    return all[0];
  },
  "text that evaluates": function () {
    return eval("arguments[0]");
  },
};

test("takesArgument() never takes a function that looks for one that does not", async (t) => {
  for (const [name, fn] of Object.entries(looking)) {
    await t.test(name, async () => {
      assert.ok(takesArgument(fn, 1));
      const seen = await createTask(fn);
      assert.ok(seen !== undefined);
    });
  }
});

test("takesArgument() knows functions that cannot look", () => {
  const one = 1;
  assert.equal(takesArgument(() => one, 1), false);
  assert.equal(takesArgument(async () => await Promise.resolve(one), 1), false);
  assert.equal(takesArgument((a: number) => a, 2), false);
  assert.equal(takesArgument((a: number, b: number) => a + b, 3), false);
  assert.equal(
    takesArgument(function work() {
      return one;
    }, 1),
    false,
  );
  assert.equal(
    takesArgument(async function () {
      return await Promise.resolve(one);
    }, 1),
    false,
  );
});

test("takesArgument() says the same of a function each time", () => {
  async function work() {
    return await Promise.resolve(1);
  }
  for (let time = 0; time < 3; time++) {
    assert.equal(takesArgument(work, 1), false);
    assert.equal(takesArgument(work, 3), false);
    for (const [name, fn] of Object.entries(looking)) assert.ok(takesArgument(fn, 1), name);
  }
});
