import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { Database } from "./database.ts";
import type { DocumentDatabase } from "./document_database.ts";

const opening = lazy(() => import("./engine/open.ts"));

/** How a connection to a server is encrypted; certificates are verified unless `verify` says otherwise. */
export interface TlsOptions {
  /** Certificates that sign the server's, in PEM; those that the runtime trusts by default. */
  ca?: string | undefined;
  /** The client's certificate, in PEM. */
  cert?: string | undefined;
  /** The client's private key, in PEM. */
  key?: string | undefined;
  /**
   * Whether the server's certificate is verified.
   *
   * @default true
   */
  verify?: boolean | undefined;
}

/**
 * What may be done to a file of SQLite's, by the names of its own URIs (https://sqlite.org/uri.html): read, written and
 * made where it is not there (`rwc`); read and written (`rw`); only read (`ro`).
 */
export type SqliteMode = "rwc" | "rw" | "ro";

/** Options for {@linkcode connect}. */
export interface ConnectOptions {
  /** Cancels the connecting; what was opened is closed again. */
  signal?: AbortSignal | undefined;
  /**
   * How long a connection to a server may take to be made, in milliseconds.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How many connections to a server there may be at a time, from 1. SQLite has one.
   *
   * @default 10
   */
  maxConnections?: number | undefined;
  /**
   * How long a call waits for a connection that others use, in milliseconds.
   *
   * @default 30000
   */
  acquireTimeoutMs?: number | undefined;
  /**
   * How long a statement of SQLite waits for a lock that another connection or process holds, in milliseconds. Other
   * work of the program goes on meanwhile.
   *
   * @default 5000
   */
  busyTimeoutMs?: number | undefined;
  /**
   * What may be done to the file of an SQLite database. With `"rw"` and `"ro"` a file that is not there is an error, where
   * a mistyped path would else make an empty database. Reading alone leaves the file as it is too, though SQLite may put
   * files of its own beside it (`-shm`, `-wal`).
   *
   * @default What the URL says, as in `sqlite:data.db?mode=ro`, else "rwc".
   */
  mode?: SqliteMode | undefined;
  /**
   * Whether statements are prepared on PostgreSQL's server and kept there. Poolers that hand each statement to another
   * connection (PgBouncer before 1.21, in transaction mode) need `false`.
   *
   * @default true
   */
  prepare?: boolean | undefined;
  /**
   * Whether the connection to a server is encrypted, and how.
   *
   * @default false, or what the URL says by `sslmode` (PostgreSQL) or `ssl` (MySQL).
   */
  tls?: boolean | TlsOptions | undefined;
}

/**
 * Opens a database of documents (MongoDB).
 *
 * @param url `mongodb://user:password@host:27017/database`, or `mongodb+srv://…`.
 * @param options Time limits and the number of connections.
 * @returns The database, once it has answered.
 * @throws {ValidationError} If the URL or an option is wrong.
 * @throws {DatabaseError} If it cannot be reached or refuses the login.
 */
export function connect(
  url: `mongodb://${string}` | `mongodb+srv://${string}`,
  options?: ConnectOptions,
): Promise<DocumentDatabase>;
/**
 * Opens an SQL database.
 *
 * | URL | database |
 * | --- | --- |
 * | `sqlite:data.db`, `sqlite:/var/lib/data.db` | a file of SQLite, made if it is not there |
 * | `sqlite:data.db?mode=rw`, `sqlite:data.db?mode=ro` | a file that must be there; the second is only read |
 * | `sqlite:///data.db`, `sqlite:////var/lib/data.db` | the same in SQLAlchemy's form: three slashes for a relative path, four for an absolute one |
 * | `sqlite::memory:` | one in memory, gone when it is closed |
 * | `postgres://user:password@host:5432/name` | PostgreSQL; also `postgresql://` |
 * | `mysql://user:password@host:3306/name` | MySQL or MariaDB; also `mariadb://` |
 * | `mongodb://user:password@host:27017/name` | MongoDB: a {@linkcode DocumentDatabase} |
 *
 * A Python driver in the scheme (`postgresql+asyncpg://`) is passed over. After three slashes, a path whose folder is
 * there from the root alone is taken as absolute.
 *
 * A URL that is only known at run time is taken for one of SQL by its type.
 *
 * @param url Where the database is.
 * @param options Time limits, the number of connections, encryption.
 * @returns The database, once a connection stands.
 * @throws {ValidationError} If the URL or an option is wrong.
 * @throws {DatabaseError} If it cannot be reached or opened, or refuses the login.
 *
 * @example In memory
 * ```ts
 * import { connect } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * await using db = await connect("sqlite::memory:");
 * assert.deepEqual(await db.one("select upper(:word) as word", { word: "sql" }), { word: "SQL" });
 * ```
 *
 * @example Nothing answers
 * ```ts
 * import { connect, DatabaseError } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(
 *   connect("postgres://127.0.0.1:1/app"),
 *   (error) => error instanceof DatabaseError && error.code === "DB_UNREACHABLE",
 * );
 * ```
 */
export function connect(url: string, options?: ConnectOptions): Promise<Database>;
export async function connect(url: string, options: ConnectOptions = {}): Promise<Database | DocumentDatabase> {
  try {
    const { open } = opening.module ?? await opening.load();
    return await open(url, options);
  } catch (error) {
    throw fromCaller(error, connect);
  }
}
