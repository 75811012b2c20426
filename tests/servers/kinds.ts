import type { ServerKind, ServerName } from "./contract.ts";
import { mariadb } from "./mariadb.ts";
import { mongodb } from "./mongodb.ts";
import { postgres } from "./postgres.ts";
import { redis } from "./redis.ts";
import { sshd } from "./sshd.ts";

/** Every kind of server by the name that tests ask for. */
export const serverKinds: Readonly<Record<ServerName, ServerKind>> = {
  postgres,
  mysql: mariadb,
  redis,
  mongodb,
  sftp: sshd,
};
