import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Check } from "../../scripts/checks/outcome.ts";
import { tempDir } from "../support/mod.ts";

/** The files of a small project, by path. */
export type Files = Readonly<Record<string, string>>;

const common: Files = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: { module: "nodenext", noEmit: true, allowImportingTsExtensions: true, types: [] },
  }),
};

/** Runs a check over a project made of the files given, and gives its problems. */
export async function problemsOf(check: Check, files: Files): Promise<string[]> {
  await using dir = await tempDir();
  for (const [path, text] of Object.entries({ ...common, ...files })) {
    await mkdir(dirname(dir.join(path)), { recursive: true });
    await writeFile(dir.join(path), text);
  }
  const { seen, problems } = await check(dir.path);
  assert.ok(seen > 0, "the check looked at nothing");
  return problems;
}

/** Asserts that a check passes one project, and finds exactly the problems named in a second. */
export async function assertTells(check: Check, good: Files, bad: Files, problems: readonly string[]): Promise<void> {
  assert.deepEqual(await problemsOf(check, good), []);
  assert.deepEqual((await problemsOf(check, bad)).sort(), [...problems].sort());
}
