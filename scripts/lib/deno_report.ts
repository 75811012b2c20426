import type { TestResult } from "./test_result.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/**
 * Reads the JUnit report of `deno test`. Deno lists the steps of a test after all the tests, named `test > step`, and
 * reports a failed step for its test too. A test that was running when the process ended is an error named "Cancelled".
 */
export function readDenoReport(xml: string): TestResult[] {
  const cases = parseXml(xml).children.flatMap((suite) => suite.children);
  const names = new Set(cases.map(nameOf));
  return cases.filter((item) => !isStep(nameOf(item), names)).map((item) => {
    const problem = child(item, "failure") ?? child(item, "error");
    if (problem === undefined) return { name: nameOf(item), status: child(item, "skipped") ? "skipped" : "passed" };
    const steps = cases.filter((other) => nameOf(other).startsWith(`${nameOf(item)} > `));
    return {
      name: nameOf(item),
      status: "failed",
      message: [messageOf(problem), ...steps.flatMap(failureOf)].join("\n"),
    };
  });
}

function isStep(name: string, names: ReadonlySet<string>): boolean {
  const parts = name.split(" > ");
  return parts.slice(1).some((_, index) => names.has(parts.slice(0, index + 1).join(" > ")));
}

function failureOf(step: XmlElement): string[] {
  const failure = child(step, "failure");
  return failure === undefined ? [] : [`${nameOf(step)}: ${messageOf(failure)}`];
}

function nameOf(item: XmlElement): string {
  return item.attributes["name"] ?? "";
}

function child(item: XmlElement, name: string): XmlElement | undefined {
  return item.children.find((element) => element.name === name);
}

function messageOf(problem: XmlElement): string {
  return problem.text.trim() || (problem.attributes["message"] ?? "");
}
