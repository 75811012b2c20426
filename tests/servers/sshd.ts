import { chmod, chown, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { inServerDirectory } from "./directory.ts";
import { ask, freePort } from "./ports.ts";
import { findProgram, missingPrograms } from "./programs.ts";
import { runProgram } from "./run_program.ts";
import { addSshAccount, type SshAccount } from "./ssh_account.ts";

/**
 * OpenSSH's sshd, for SFTP only, with one account that may log in by password and by key. Its URL ends in the account's
 * home directory. Beside the URL the tests get
 *
 * - `MAKTABA_TEST_SFTP_HOST_KEY`: the host key's fingerprint, `SHA256:…`;
 * - `MAKTABA_TEST_SFTP_KNOWN_HOSTS`: the line for a `known_hosts` file;
 * - `MAKTABA_TEST_SFTP_PRIVATE_KEY`: the path of the account's private key.
 */
export const sshd: ServerKind = {
  name: "sftp",
  packages: ["openssh-server", "openssl"],
  missing: () => {
    if (process.getuid?.() !== 0) return "sshd checks passwords only as root";
    return missingPrograms(["sshd", "ssh-keygen", "openssl"]);
  },
  start: () => startSshd(),
};

/** Starts sshd with an account made in the given way. */
export function startSshd(addAccount: AddAccount = addSshAccount): Promise<RunningServer> {
  return inServerDirectory("sshd", undefined, (directory) => start(directory, addAccount));
}

type AddAccount = (directory: string) => Promise<SshAccount>;

async function start(directory: string, addAccount: AddAccount): Promise<RunningServer> {
  await using undo = new AsyncDisposableStack();
  const account = await addAccount(directory);
  undo.defer(account.remove);
  const home = await prepareFiles(directory, account.uid);
  const port = await freePort();
  const daemon = await startDaemon({
    command: account.throughIt([findProgram("sshd")!, "-D", "-e", "-f", await configure(directory, port)]),
    directory,
    ready: () => ask(port),
  });
  undo.move();
  const { name, password } = account;
  return {
    url: `sftp://${name}:${password}@127.0.0.1:${port}${home}`,
    description: await version(),
    env: {
      MAKTABA_TEST_SFTP_HOST_KEY: await fingerprint(directory),
      MAKTABA_TEST_SFTP_KNOWN_HOSTS: `[127.0.0.1]:${port} ${
        (await readFile(hostKey(directory) + ".pub", "utf8")).trim()
      }`,
      MAKTABA_TEST_SFTP_PRIVATE_KEY: clientKey(directory),
    },
    stop: async () => {
      await daemon.stop();
      await account.remove();
    },
  };
}

const hostKey = (directory: string) => join(directory, "host_key");
const clientKey = (directory: string) => join(directory, "client_key");

async function prepareFiles(directory: string, uid: number): Promise<string> {
  for (const path of [hostKey(directory), clientKey(directory)]) {
    await runProgram(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
  }
  await copyFile(clientKey(directory) + ".pub", join(directory, "authorized_keys"));
  const home = join(directory, "home");
  await mkdir(home);
  await chown(home, uid, uid);
  // The account must be able to reach its home and the list of its keys.
  await chmod(directory, 0o711);
  return home;
}

async function configure(directory: string, port: number): Promise<string> {
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey(directory)}`,
    `AuthorizedKeysFile ${join(directory, "authorized_keys")}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication yes",
    "Subsystem sftp internal-sftp",
    "ForceCommand internal-sftp",
    "MaxStartups 100",
    "MaxAuthTries 20",
  ];
  const path = join(directory, "sshd_config");
  // Where the daemon would lock out an address after failed logins it is told not to; older ones do not know the option.
  await writeFile(path, [...lines, "PerSourcePenalties no", ""].join("\n"));
  await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  const accepted = await runProgram([findProgram("sshd")!, "-t", "-f", path]).then(() => true, () => false);
  if (!accepted) await writeFile(path, [...lines, ""].join("\n"));
  return path;
}

/** `256 SHA256:… comment (ED25519)` */
async function fingerprint(directory: string): Promise<string> {
  const [, hash = ""] = (await runProgram(["ssh-keygen", "-l", "-E", "sha256", "-f", hostKey(directory)])).split(" ");
  return hash;
}

/** OpenSSH's programs tell their version on stderr. */
async function version(): Promise<string> {
  return (await runProgram(["/bin/sh", "-c", "ssh -V 2>&1"])).trim();
}
