import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { skip, type SkippableTest } from "./skip.ts";
import { tempDir } from "./temp_dir.ts";

const root = new URL("../../", import.meta.url);

/**
 * Runs a program on Deno with certain permissions, and gives what it has printed; skips the test on other runtimes.
 *
 * @param t The test.
 * @param flags What is allowed, such as `"--allow-net"`; a program that asks for more is refused.
 * @param program A module's text; `#` at the start of an import's path stands for the root of the package.
 */
export async function runDeno(
  t: SkippableTest,
  flags: readonly string[],
  program: string,
): Promise<string | undefined> {
  if (process.versions["deno"] === undefined) {
    skip(t, "only Deno asks for permissions");
    return undefined;
  }
  await using dir = await tempDir();
  const path = dir.join("program.ts");
  await writeFile(path, program.replaceAll('"#', `"${root.href}`));
  const config = fileURLToPath(new URL("deno.json", root));
  // Without any flag about permissions, Deno takes it for a call of Node, and allows everything.
  const args = ["run", "--deny-run", "--no-prompt", "--no-check", "--config", config, ...flags, path];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}
