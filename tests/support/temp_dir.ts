import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory that is removed with everything in it when its block ends. */
export interface TempDir extends AsyncDisposable {
  /** Its absolute path. */
  readonly path: string;
  /** The path of something inside it. */
  join(...parts: string[]): string;
}

/**
 * Makes a new, empty directory of this test's own.
 *
 * @example
 * ```ts ignore
 * await using dir = await tempDir();
 * await writeFile(dir.join("in.txt"), "مرحبا");
 * ```
 */
export async function tempDir(prefix = "maktaba-test-"): Promise<TempDir> {
  const path = await mkdtemp(join(await realpath(tmpdir()), prefix));
  return {
    path,
    join: (...parts) => join(path, ...parts),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
