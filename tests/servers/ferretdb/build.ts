import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { findProgram } from "../programs.ts";
import { runProgram } from "../run_program.ts";

const sources = fileURLToPath(new URL(".", import.meta.url));

/**
 * Builds our FerretDB program, which takes a minute or more, and gives its path. It is kept in the user's cache under a hash
 * of its sources and built once for each state of them.
 */
export async function buildFerretdb(signal?: AbortSignal): Promise<string> {
  const directory = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "maktaba-std");
  const program = join(directory, `ferretdb-${await hashOfSources()}`);
  if (existsSync(program)) return program;
  process.stderr.write("building FerretDB for MongoDB's tests (once)…\n");
  await mkdir(directory, { recursive: true });
  // Built aside, so that neither a failed nor a second build leaves half a program.
  const unfinished = `${program}.${process.pid}`;
  try {
    await runProgram([findProgram("go")!, "build", "-trimpath", "-o", unfinished, "."], {
      cwd: sources,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false" },
      timeoutMs: 15 * 60_000,
      signal,
    });
    await rename(unfinished, program);
  } catch (error) {
    throw new Error(`FerretDB could not be built: ${(error as Error).message.trim()}`, { cause: error });
  } finally {
    await rm(unfinished, { force: true });
  }
  return program;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const name of ["go.mod", "go.sum", "main.go"]) hash.update(await readFile(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}
