import type { TestResult } from "./test_result.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Reads the JUnit report of `bun test`. Bun reports a test's subtests as part of it, and a `describe()` as a suite. */
export function readBunReport(xml: string): TestResult[] {
  return parseXml(xml).children.flatMap((file) => file.children).map(readTest);
}

function readTest(item: XmlElement): TestResult {
  const name = item.attributes["name"] ?? "";
  const cases = item.name === "testsuite" ? descendants(item) : [item];
  const failures = cases.flatMap((element) => element.children.filter((child) => child.name === "failure"));
  if (failures.length > 0) return { name, status: "failed", message: failures.map(messageOf).join("\n") };
  const isSkipped = cases.length > 0 &&
    cases.every((element) => element.children.some((child) => child.name === "skipped"));
  return { name, status: isSkipped ? "skipped" : "passed" };
}

function descendants(item: XmlElement): XmlElement[] {
  return item.children.flatMap((child) => child.name === "testsuite" ? descendants(child) : [child]);
}

function messageOf(failure: XmlElement): string {
  return failure.text.trim() || (failure.attributes["message"] ?? "");
}
