// A reporter for `node --test` that writes a JSON line when a top-level test is found and when it has ended. Node's own JUnit
// report leaves out the failure of a test that has subtests, and tests that a process ended without running.
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";
import type { TestResult } from "./test_result.ts";

/** A line of the report: a test that is now known to the runtime, or what became of it. */
export type NodeReportLine = TestResult | { name: string; status: "waiting" };

export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  let ofSubtests: string[] = [];
  for await (const { type, data } of events) {
    if (type === "test:enqueue" && data.nesting === 0) yield line({ name: data.name, status: "waiting" });
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isExpected = type === "test:pass" || data.todo !== undefined;
    if (!isExpected) ofSubtests.push(`${data.nesting > 0 ? `${data.name}: ` : ""}${describe(data.details.error)}`);
    if (data.nesting > 0) continue;
    yield line(resultOf(data, isExpected ? [] : ofSubtests));
    ofSubtests = [];
  }
}

function line(content: NodeReportLine): string {
  return JSON.stringify(content) + "\n";
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
