import { connect, type ConnectOptions, type Database } from "../../db/mod.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/skip.ts";

/** What the conformance suite has to know of a database to write its SQL. */
export interface TestDriver {
  name: "sqlite" | "postgres" | "mysql";
  /** The URL of a database, or undefined where the test was skipped. */
  url(t: SkippableTest): string | undefined;
  /** Names of types. */
  types: { time: string; bytes: string; json: string };
  /** What makes a primary key that numbers rows by itself. */
  serial: string;
  /** A statement that takes so many seconds and gives a row; undefined where none can be stopped. */
  slow: ((seconds: number) => string) | undefined;
  /** How many such statements the server runs. */
  running(seconds: number): string;
  /** How a table, a unique constraint… is named in errors. */
  constraint(table: string, column: string, kind: "unique" | "foreign" | "null"): string;
}

/** A database on a server, whose statements can be stopped, and whose connections can be ended. */
export interface ServerDriver extends TestDriver {
  slow: NonNullable<TestDriver["slow"]>;
  /** Gives the number of the connection, as `id`. */
  connectionId: string;
  /** Ends the connection of a number. */
  kill(id: number): string;
}

export const sqlite: TestDriver = {
  name: "sqlite",
  url: () => "sqlite::memory:",
  types: { time: "timestamp", bytes: "blob", json: "json" },
  serial: "integer primary key",
  slow: undefined,
  running: () => "select 0 as c",
  constraint: (table, column, kind) => kind === "foreign" ? "?" : `${table}.${column}`,
};

export const postgres: ServerDriver = {
  name: "postgres",
  url: (t) => requireServer(t, "postgres"),
  types: { time: "timestamp", bytes: "bytea", json: "jsonb" },
  serial: "serial primary key",
  slow: (seconds) => `select pg_sleep(${seconds})`,
  connectionId: "select pg_backend_pid() as id",
  kill: (id) => `select pg_terminate_backend(${id}, 5000)`,
  running: (seconds) =>
    `select count(*) as c from pg_stat_activity where query = 'select pg_sleep(${seconds})' and state = 'active'`,
  constraint: (table, column, kind) =>
    kind === "null" ? column : `${table}_${column}_${kind === "unique" ? "key" : "fkey"}`,
};

export const mysql: ServerDriver = {
  name: "mysql",
  url: (t) => requireServer(t, "mysql"),
  types: { time: "datetime(3)", bytes: "blob", json: "json" },
  serial: "integer primary key auto_increment",
  slow: (seconds) => `select sleep(${seconds})`,
  connectionId: "select connection_id() as id",
  kill: (id) => `kill ${id}`,
  running: (seconds) =>
    `select count(*) as c from information_schema.processlist where info = 'select sleep(${seconds})'`,
  constraint: (table, column, kind) => kind === "foreign" ? `${table}_ibfk_1` : column,
};

export const drivers: readonly TestDriver[] = [sqlite, postgres, mysql];
export const serverDrivers: readonly ServerDriver[] = [postgres, mysql];

/** A database with the names of a table or two of the test's own, which are dropped at its end. */
export interface TestDatabase extends AsyncDisposable {
  url: string;
  db: Database;
  driver: TestDriver;
  table: string;
  other: string;
}

/** Opens a database for a test, or skips it. */
export async function openDatabase(
  t: SkippableTest,
  driver: TestDriver,
  options: ConnectOptions = {},
): Promise<TestDatabase | undefined> {
  const url = driver.url(t);
  if (url === undefined) return undefined;
  const db = await connect(url, options);
  const [table, other] = [uniqueName("t"), uniqueName("o")];
  return {
    url,
    db,
    driver,
    table,
    other,
    async [Symbol.asyncDispose](): Promise<void> {
      await db.close({ drainTimeoutMs: 2_000 });
      // A database in memory is gone with its connection.
      if (driver.name === "sqlite") return;
      await using cleaner = await connect(url);
      for (const name of [table, other]) await cleaner.execute(`drop table if exists ${name}`);
    },
  };
}

/** About half a minute: a length of its own tells a statement from those of other tests and runtimes. */
export function someSeconds(): number {
  return 30 + Math.round(Math.random() * 1e6) / 1e6;
}

/** A check for `assert.rejects`: an error of a code. */
export function hasCode(code: string): (error: unknown) => boolean {
  return (error) => {
    if ((error as { code?: unknown }).code === code) return true;
    throw new Error(`This is not ${code}`, { cause: error });
  };
}
