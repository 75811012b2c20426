import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { findProgram } from "./programs.ts";
import { runProgram } from "./run_program.ts";

type Command = readonly [string, ...string[]];

/** An account that exists for one sshd only. */
export interface SshAccount {
  name: string;
  password: string;
  uid: number;
  /** Turns the daemon's command into one that knows the account. */
  throughIt: (command: Command) => Command;
  /** Removes the account; may be called more than once. */
  remove: () => Promise<void>;
}

const password = "kalima-sirr";

/**
 * Adds an account that can log in by password. sshd takes accounts from the system's own files: where mount namespaces are
 * allowed it is shown a private copy of them and the system stays as it is, elsewhere (in most containers) the account is
 * added to the system and removed at the end.
 */
export async function addSshAccount(directory: string): Promise<SshAccount> {
  return await namespacesWork() ? await addToCopy(directory) : await addToSystem();
}

async function namespacesWork(): Promise<boolean> {
  if (findProgram("unshare") === undefined) return false;
  return await runProgram(["unshare", "--mount", "true"]).then(() => true, () => false);
}

/**
 * Adds the account to a copy of the system's settings, which sshd sees in their place. The whole directory is covered: a
 * mount over a single file would go away when somebody adds a user to the system, which replaces that file.
 */
export async function addToCopy(directory: string): Promise<SshAccount> {
  const name = "maktaba-test";
  // Above the ranges that Debian gives to users and to packages.
  const uid = 64_999;
  const settings = join(directory, "etc");
  await runProgram(["cp", "--archive", "/etc", settings]);
  await appendFile(join(settings, "passwd"), `${name}:x:${uid}:${uid}::${join(directory, "home")}:/bin/sh\n`);
  await appendFile(join(settings, "shadow"), `${name}:${await passwordHash()}:19000::::::\n`);
  const mount = `mount --bind '${settings}' /etc && exec "$@"`;
  const throughIt = (
    command: Command,
  ): Command => [findProgram("unshare")!, "--mount", "sh", "-c", mount, "sh", ...command];
  return { name, password, uid, throughIt, remove: () => Promise.resolve() };
}

/** Adds the account to the system. */
export async function addToSystem(): Promise<SshAccount> {
  await removeLeftovers();
  const name = `maktaba-${process.pid}`;
  const options = ["--system", "--no-create-home", "--shell", "/bin/sh"];
  await runProgram(["useradd", ...options, "--password", await passwordHash(), name]);
  const uid = Number(await runProgram(["id", "--user", name]));
  return { name, password, uid, throughIt: (command) => command, remove: () => removeUser(name) };
}

/** Removes the accounts of runs that were killed before they could do it themselves. */
async function removeLeftovers(): Promise<void> {
  for (const [, pid] of (await readFile("/etc/passwd", "utf8")).matchAll(/^maktaba-(\d+):/gm)) {
    if (!existsSync(`/proc/${pid}`)) await removeUser(`maktaba-${pid}`);
  }
}

async function removeUser(name: string): Promise<void> {
  // Forced, because a session of the account may not have ended yet; again, because somebody else may be at the list.
  for (let attempt = 0; attempt < 20 && await hasUser(name); attempt++) {
    await runProgram(["userdel", "--force", name]).catch(() => delay(100));
  }
}

async function hasUser(name: string): Promise<boolean> {
  return (await readFile("/etc/passwd", "utf8")).includes(`\n${name}:`);
}

async function passwordHash(): Promise<string> {
  return (await runProgram(["openssl", "passwd", "-6", password])).trim();
}
