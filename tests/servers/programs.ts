import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** Finds a program in the given directories, then on PATH and where Debian keeps servers; undefined when it is nowhere. */
export function findProgram(name: string, directories: readonly string[] = []): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return [...directories, ...path, "/usr/sbin", "/usr/bin"].map((directory) => join(directory, name)).find(
    isExecutable,
  );
}

/** Names those of the programs that cannot be found, for a reason why a server is missing. */
export function missingPrograms(names: readonly string[]): string | undefined {
  const missing = names.filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(", ")} not installed`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
