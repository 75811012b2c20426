// The same scenarios in Python's asyncio and here: both must tell the same events in the same order, but for the
// differences that are listed with their reasons. To read what Python tells: python3 scenarios.py [topic]
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test, { type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { python, requirePython } from "../../support/mod.ts";
import { differences, type DifferentEvents } from "./differences.ts";
import { type Event, record } from "./support/scenario.ts";
import { topics } from "./topics/mod.ts";

/** What scenarios tell in Python, as JSON lines, by topic and name. */
interface Told {
  /** Python's version, such as `[3, 11]`. */
  version: [major: number, minor: number];
  topics: Record<string, Record<string, string[]>>;
}

for (const [topic, scenarios] of Object.entries(topics)) {
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`${topic}: ${name}`, async (t) => {
      const told = await toldByPython(t);
      if (told === undefined) return;
      const there = told.topics[topic]?.[name];
      const here = await record(scenario);
      const difference = findDifference(`${topic}: ${name}`, told.version);
      if (difference === undefined) return assert.deepEqual(here, there);
      assert.deepEqual(there, toLines(difference.python), "Python tells something else than the list of differences");
      assert.deepEqual(here, toLines(difference.here), "We tell something else than the list of differences");
    });
  }
}

test("asyncio: each scenario is there in both languages, and each difference has its scenario", async (t) => {
  const told = await toldByPython(t);
  if (told === undefined) return;
  assert.deepEqual(namesOf(topics), namesOf(told.topics));
  const known = new Set(namesOf(topics));
  for (const [name, { python, here }] of differences.flatMap(({ scenarios }) => Object.entries(scenarios))) {
    assert.ok(known.has(name), `no scenario "${name}"`);
    assert.notDeepEqual(python, here, `no difference in "${name}"`);
  }
});

test("asyncio: the documents list the differences, all of them and no others", async () => {
  for (const [place, language] of ["en", "ar"].entries()) {
    const path = new URL(`../../../docs/${language}/asyncio.md`, import.meta.url);
    const titles = [...(await readFile(path, "utf8")).matchAll(/^\d+\. \*\*(.+?)\.\*\*/gm)].map(([, title]) => title);
    assert.deepEqual(titles, differences.map((difference) => difference.titles[place]));
  }
});

let running: Promise<Told> | undefined;

/** Runs all scenarios in Python, once; skips the test where there is no Python from 3.11, which has all that they use. */
async function toldByPython(t: TestContext): Promise<Told | undefined> {
  if (running === undefined && !requirePython(t, "json", "asyncio.taskgroups")) return undefined;
  const script =
    "import sys\nsys.path.insert(0, data['folder'])\nimport scenarios\nresult = scenarios.run(data['topics'])";
  const folder = fileURLToPath(new URL(".", import.meta.url));
  return await (running ??= python<Told>(script, { folder, topics: Object.keys(topics) }));
}

function findDifference(name: string, [major, minor]: Told["version"]): DifferentEvents | undefined {
  const difference = differences.find(({ scenarios }) => name in scenarios);
  const [untilMajor = Infinity, untilMinor = 0] = difference?.untilPython?.split(".").map(Number) ?? [];
  const isOver = major > untilMajor || (major === untilMajor && minor >= untilMinor);
  return isOver ? undefined : difference?.scenarios[name];
}

function namesOf(topics: Record<string, object>): string[] {
  return Object.entries(topics).flatMap(([topic, scenarios]) =>
    Object.keys(scenarios).map((name) => `${topic}: ${name}`)
  );
}

function toLines(events: readonly Event[]): string[] {
  return events.map((event) => JSON.stringify(event));
}
