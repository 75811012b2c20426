import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Where a program writes its files. */
export interface OutputDirectory {
  /** Its absolute path. */
  readonly path: string;
  /** Removes everything that was written, and the directory if it was made for it. */
  remove(): Promise<void>;
}

/** The directory that was asked for holds files already, which must not be mixed with ours, nor removed with them. */
export class DirectoryInUse extends Error {}

/** Makes a new directory, or takes the one that was asked for if it is empty. */
export async function openOutputDirectory(wanted: string | undefined): Promise<OutputDirectory> {
  if (wanted === undefined) {
    const path = await mkdtemp(join(tmpdir(), "maktaba-quickstart-"));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  }
  const path = resolve(wanted);
  const made = await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) throw new DirectoryInUse(path);
  return { path, remove: () => made === undefined ? empty(path) : rm(made, { recursive: true, force: true }) };
}

async function empty(path: string): Promise<void> {
  for (const name of await readdir(path)) await rm(join(path, name), { recursive: true, force: true });
}
