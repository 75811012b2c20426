// A reporter for `node --test` that writes one JSON line for each top-level test, as soon as it is known. Node's own JUnit
// report leaves out the failure of a test that has subtests, and is lost when the process is killed.
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";
import type { TestResult } from "./test_result.ts";

export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  let ofSubtests: string[] = [];
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isExpected = type === "test:pass" || data.todo !== undefined;
    if (!isExpected) ofSubtests.push(`${data.nesting > 0 ? `${data.name}: ` : ""}${describe(data.details.error)}`);
    if (data.nesting > 0) continue;
    yield JSON.stringify({ file: data.file, ...resultOf(data, isExpected ? [] : ofSubtests) }) + "\n";
    ofSubtests = [];
  }
}

interface EndedTest {
  name: string;
  skip?: string | boolean;
  todo?: string | boolean;
}

function resultOf({ name, skip, todo }: EndedTest, failures: readonly string[]): TestResult {
  if (failures.length > 0) return { name, status: "failed", message: failures.join("\n") };
  const reason = skip ?? (todo === undefined ? undefined : `todo: ${todo}`);
  if (reason === undefined) return { name, status: "passed" };
  return { name, status: "skipped", message: typeof reason === "string" && reason !== "" ? reason : undefined };
}

/** Node wraps what was thrown into an error of its own. */
function describe(error: Error): string {
  const { cause = error } = error;
  return typeof cause === "string" ? cause : inspect(cause);
}
