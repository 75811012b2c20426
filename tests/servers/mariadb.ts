import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { inServerDirectory, insteadOfRoot } from "./directory.ts";
import { ask, freePort } from "./ports.ts";
import { findProgram, missingPrograms } from "./programs.ts";
import { runProgram } from "./run_program.ts";

/** MariaDB, with a user `maktaba` who may do everything and a database of the same name. */
export const mariadb: ServerKind = {
  name: "mysql",
  packages: ["mariadb-server"],
  missing: () => missingPrograms(["mariadbd", "mariadb-install-db"]),
  start: () => inServerDirectory("mariadb", user, start),
};

const user = insteadOfRoot("mysql");

const password = "kalima-sirr";

const users = `CREATE USER 'maktaba'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO 'maktaba'@'%' WITH GRANT OPTION;
CREATE DATABASE maktaba CHARACTER SET utf8mb4;
`;

async function start(directory: string): Promise<RunningServer> {
  const data = join(directory, "data");
  const initFile = join(directory, "users.sql");
  await writeFile(initFile, users, { mode: 0o644 });
  await initialize(data);
  const port = await freePort();
  const { stop } = await startDaemon({
    // Options in the same order as the manual: "--no-defaults" must come first.
    command: [
      findProgram("mariadbd")!,
      "--no-defaults",
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${join(directory, "socket")}`,
      `--pid-file=${join(directory, "pid")}`,
      `--init-file=${initFile}`,
      "--bind-address=127.0.0.1",
      "--skip-name-resolve",
      "--character-set-server=utf8mb4",
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-buffer-pool-size=64M",
      "--max-connections=200",
    ],
    directory,
    user,
    // The server speaks first, with its version.
    ready: () => ask(port),
    // SIGTERM would flush pages that are thrown away in any case.
    stopSignal: "SIGKILL",
  });
  const description = (await runProgram([findProgram("mariadbd")!, "--version"])).trim();
  return { url: `mysql://maktaba:${password}@127.0.0.1:${port}/maktaba`, description, stop };
}

async function initialize(data: string): Promise<void> {
  await runProgram([
    findProgram("mariadb-install-db")!,
    "--no-defaults",
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    ...(user === undefined ? [] : [`--user=${user}`]),
  ]);
}
