import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import test from "node:test";
import { projectFile } from "./command.ts";

/** Every file that is loaded with a file, before anything is done, and the packages and built-in modules they name. */
async function loadedWith(path: string, seen: Set<string> = new Set()): Promise<Set<string>> {
  if (seen.has(relative(projectFile("."), path))) return seen;
  seen.add(relative(projectFile("."), path));
  const text = await readFile(path, "utf8");
  for (const [, specifier = ""] of text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from "([^"]+)";/gms)) {
    if (specifier.startsWith(".")) await loadedWith(join(dirname(path), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

test("main loads nothing before it knows the command but what help needs", async () => {
  for (const name of ["cli/main.ts", "cli/main_ar.ts"]) {
    const loaded = await loadedWith(projectFile(name));
    const others = Array.from(loaded).filter((path) => !path.startsWith("cli/"));
    assert.deepEqual(others.sort(), ["errors/locale.ts", "internal/runtime.ts"]);
    for (const late of ["explain", "json", "print_rows", "run_command", "suggest", "table"]) {
      assert.equal(loaded.has(`cli/${late}.ts`), false, late);
    }
    assert.ok(loaded.has("cli/help.ts"));
  }
});
