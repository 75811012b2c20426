import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { runProgram } from "./run_program.ts";

/**
 * Makes an empty directory for a server, which belongs to its user where it runs as another one, and starts the server in
 * it. The server removes the directory when it stops; where it does not start, this does.
 */
export async function inServerDirectory<Server>(
  name: string,
  user: string | undefined,
  start: (directory: string) => Promise<Server>,
): Promise<Server> {
  const directory = await serverDirectory(name, user);
  try {
    return await start(directory);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function serverDirectory(name: string, user: string | undefined): Promise<string> {
  const path = await mkdtemp(join(await realpath(tmpdir()), `maktaba-${name}-`));
  if (user !== undefined) {
    await runProgram(["chown", `${user}:`, path]);
    await chmod(path, 0o755);
  }
  return path;
}

/** The user that a server must run as because it refuses to be root, or undefined where we are not root. */
export function insteadOfRoot(user: string): string | undefined {
  return process.getuid?.() === 0 ? user : undefined;
}
