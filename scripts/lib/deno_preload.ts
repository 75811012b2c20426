// Loaded before each test file on Deno, whose `node:test` keeps two things to itself: a skip that happens while the test
// runs is reported as passed, and errors outside of tests, even at import, do not fail the file. The test that is looked
// at below uses up the file's `before` hooks: tests prepare at the top of their file instead.
import test from "node:test";
import { inspect } from "node:util";
import { note, type SkippableTest } from "../../tests/support/skip.ts";

for (const type of ["error", "unhandledrejection"] as const) {
  globalThis.addEventListener(type, (event) => {
    const problem = event instanceof PromiseRejectionEvent ? event.reason : (event as ErrorEvent).error;
    note({ kind: "uncaught", message: inspect(problem) });
  });
}

const context = await contextPrototype();
for (const method of ["skip", "todo"] as const) {
  const original = context[method];
  context[method] = function (reason?: string): void {
    note({ kind: "skip", test: this.fullName ?? this.name, message: reason ?? "" });
    return original.call(this, reason);
  };
}

interface Context extends SkippableTest {
  fullName?: string;
  todo(message?: string): void;
}

interface DenoTest {
  (definition: { fn: (context: unknown) => Promise<void> }): void;
}

/** `node:test` hands its tests to `Deno.test`; running one that was caught on the way shows the class of its context. */
async function contextPrototype(): Promise<Context> {
  const { Deno } = globalThis as unknown as { Deno: { test: DenoTest } };
  const original = Deno.test;
  let caught: ((context: unknown) => Promise<void>) | undefined;
  let context: Context | undefined;
  // With the real hooks: the first test registers those of the file, and does so only once.
  Deno.test = Object.assign(((definition) => caught = definition.fn) as DenoTest, original);
  try {
    test("a test that is only looked at", (t) => context = Object.getPrototypeOf(t));
    await caught?.({});
  } finally {
    Deno.test = original;
  }
  if (context === undefined) throw new Error("This version of Deno does not show the context of node:test");
  return context;
}
