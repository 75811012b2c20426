// How much of the bare drivers' speed is left under one interface for all databases.
import process from "node:process";
import { startServers } from "../../scripts/lib/test_servers.ts";
import { measureGroups } from "../harness/in_process.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "../harness/suite.ts";

const LEAST = 0.9;

/** Measures SQLite in a file, and PostgreSQL where a server can be started. */
export async function sql(options: SuiteOptions): Promise<SuiteResult> {
  await using servers = await startServers(["postgres"]);
  Object.assign(process.env, servers.env);
  const missing = servers.descriptions.filter(({ isMissing }) => isMissing);
  const rows = [
    ...measureGroups("bench/db/sqlite_groups.ts", options),
    ...(missing.length > 0 ? [] : measureGroups("bench/db/postgres_groups.ts", options)),
  ];
  return {
    units: { value: "1000/s", compared: "of the driver" },
    rows,
    aims: rows.flatMap(aimOf),
    skipped: missing.map(({ name, description }) => `${name}: ${description}`),
  };
}

function aimOf({ runtime, name, compared }: Row): Aim[] {
  // Many rows are for the call that takes many; what a call for each costs is shown beside it.
  if (compared === undefined || !/: ours(?:, executeMany)?$/.test(name)) return [];
  const text = `${name.replace(/: ours/, "")} reaches ${LEAST} of the driver`;
  return [{ runtime, text, measured: digits(compared.median), holds: compared.median >= LEAST }];
}
