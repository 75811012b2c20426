import type { Sql } from "postgres";
import type { DatabaseError } from "../../errors/database_error.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import { onAbort } from "../../internal/signals.ts";
import type { TlsOptions } from "../connect.ts";
import type { ExecuteResult } from "../queries.ts";
import { netFlag, placeOf, type ServerAddress } from "../engine/address.ts";
import { safeName, withNames } from "../engine/columns.ts";
import {
  BATCH_ROWS,
  type Connection,
  type ConnectSettings,
  type Cursor,
  type Loss,
  type SqlDriver,
} from "../engine/driver.ts";
import { databaseError } from "../engine/failure.ts";
import { fetched } from "../engine/fetched.ts";
import type { Statement } from "../engine/statement.ts";
import { stoppable } from "../engine/stop.ts";
import { Waiting } from "../engine/waiting.ts";
import type { SqlRow } from "../sql_value.ts";
import { classifyPostgres } from "./postgres_errors.ts";
import { closedError, PostgresSockets } from "./postgres_sockets.ts";
import {
  addArrayTypes,
  ARRAY_TYPES_QUERY,
  type ArrayType,
  ArrayValue,
  encodePostgres,
  postgresTypes,
  type TypeTables,
} from "./postgres_values.ts";
import { tlsSettings } from "./tls.ts";

/** What connections of one database share. */
interface Shared {
  address: ServerAddress;
  settings: ConnectSettings;
  place: string;
  tls: false | Record<string, unknown>;
  /** The server's types that have arrays, once they have been asked for. */
  arrayTypes: readonly ArrayType[] | undefined;
}

/**
 * The driver for PostgreSQL, over the package `postgres`. Each connection is a client of its own with a pool of one, so
 * that a statement that is stopped can never be somebody else's: the package sends several ahead on one connection.
 *
 * @param address Where the database is.
 * @param settings How it is connected to.
 */
export function postgresDriver(address: ServerAddress, settings: ConnectSettings): SqlDriver {
  const place = placeOf(address);
  const tls = tlsOf(address, settings.tls);
  const shared: Shared = { address, settings, place, tls, arrayTypes: undefined };
  return {
    dialect: "postgres",
    place,
    // The package reads what PostgreSQL's own clients read of the environment.
    flags: [netFlag(address), "--allow-env"],
    maxConnections: settings.maxConnections,
    isImmediate: false,
    maxAhead: 100,
    begin: "BEGIN",
    lockPatienceMs: 0,
    maxStatements: 2_000,
    encode: encodePostgres,
    open: (signal) => PostgresConnection.open(shared, signal),
    classify: classifyPostgres,
  };
}

/** `sslmode` as PostgreSQL's own clients read it, where the options do not say more. */
function tlsOf(
  { host, parameters }: ServerAddress,
  tls: boolean | TlsOptions | undefined,
): false | Record<string, unknown> {
  const mode = parameters["sslmode"] ?? "disable";
  if (tls !== undefined) return tlsSettings(tls, host);
  if (mode === "disable" || mode === "allow" || mode === "prefer") return false;
  return tlsSettings({ verify: mode === "verify-full" || mode === "verify-ca" }, host);
}

class PostgresConnection implements Connection {
  readonly #shared: Shared;
  readonly #sockets: PostgresSockets;
  readonly #sql: Sql;
  readonly #waiting: Waiting = new Waiting();
  /** The statements that the server keeps for this connection. */
  readonly #kept: Set<string> = new Set();
  #isUsable = true;
  #cursors = 0;
  /** Whether any column so far had to be renamed. */
  #hasRenamed = false;

  private constructor(shared: Shared, postgres: typeof import("postgres")) {
    this.#shared = shared;
    const { address, settings, tls } = shared;
    this.#sockets = new PostgresSockets(address, settings.connectTimeoutMs, (error) => this.#lose(error));
    const options = {
      host: address.host,
      port: address.port,
      ...(address.user === undefined ? {} : { user: address.user }),
      ...(address.password === undefined ? {} : { pass: address.password }),
      ...(address.database === undefined ? {} : { database: address.database }),
      max: 1,
      ssl: tls,
      sslnegotiation: null,
      connect_timeout: settings.connectTimeoutMs / 1_000,
      idle_timeout: 0,
      // The package would close the connection at that age, be it in the middle of a transaction.
      max_lifetime: 0,
      keep_alive: 60,
      backoff: false,
      prepare: settings.prepare,
      fetch_types: false,
      no_subscribe: true,
      connection: {
        application_name: address.parameters["application_name"] ?? "maktaba",
        // A timestamp without zone means UTC, for NOW() too.
        TimeZone: "UTC",
      },
      types: postgresTypes,
      transform: { undefined: undefined, column: { from: (name: string) => this.#named(name) } },
      onnotice: () => {},
      onclose: () => this.#lose(closedError()),
      socket: () => this.#sockets.connect(),
    };
    this.#sql = postgres(options as unknown as Parameters<typeof postgres>[0]) as unknown as Sql;
  }

  static async open(shared: Shared, signal: AbortSignal | undefined): Promise<PostgresConnection> {
    const { default: postgres } = await loadDriver("postgres", () => import("postgres"));
    signal?.throwIfAborted();
    const connection = new PostgresConnection(shared, postgres as unknown as typeof import("postgres"));
    using _ = onAbort(signal, () => connection.destroy());
    try {
      await connection.#learnTypes();
      return connection;
    } catch (error) {
      connection.destroy();
      throw signal?.aborted ? signal.reason : error;
    }
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  async execute(
    statement: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<ExecuteResult> {
    const result = await this.#run(statement, values, signal);
    const isInsert = statement.verb === "INSERT" && statement.isReturning;
    const first = isInsert ? Object.values(result.at(-1) ?? {})[0] : undefined;
    return {
      rowsAffected: statement.isWrite ? result.count : 0,
      lastInsertId: typeof first === "number" || typeof first === "bigint" ? first : undefined,
    };
  }

  async all(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Promise<SqlRow[]> {
    return Array.from(await this.#run(statement, values, signal));
  }

  async one(
    statement: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<SqlRow | undefined> {
    return (await this.#run(statement, values, signal))[0];
  }

  async cursor(statement: Statement, values: readonly unknown[], isInside: boolean): Promise<Cursor> {
    // Only these can be read through a cursor.
    if (statement.verb !== "SELECT" && statement.verb !== "VALUES") return fetched(this, statement, values);
    const name = `maktaba_rows_${++this.#cursors}`;
    await this.#declare(`DECLARE ${name} NO SCROLL CURSOR FOR ${statement.text}`, values, isInside);
    return {
      isShared: isInside,
      next: async (signal) =>
        Array.from(await this.#query(`FETCH FORWARD ${BATCH_ROWS} FROM ${name}`, [], signal, false)),
      close: async (hasTurn) => {
        // A cursor ends with its transaction, which here is its own.
        if (hasTurn && this.#isUsable) await this.#simple(isInside ? `CLOSE ${name}` : "COMMIT");
      },
    };
  }

  async #declare(sql: string, values: readonly unknown[], isInside: boolean): Promise<void> {
    if (isInside) return void await this.#query(sql, values, undefined, false);
    await this.#simple("BEGIN");
    try {
      await this.#query(sql, values, undefined, false);
    } catch (error) {
      if (this.#isUsable) await this.#simple("ROLLBACK");
      throw error;
    }
  }

  async command(sql: string): Promise<void> {
    const outcome = await this.#simple(sql);
    // PostgreSQL answers a COMMIT after a failure with a ROLLBACK, and calls that a success.
    if (sql === "COMMIT" && outcome === "ROLLBACK") {
      throw databaseError({ code: "DB_TRANSACTION_ABORTED" }, { place: this.#shared.place });
    }
  }

  lossAfter({ sqlState }: DatabaseError): Loss {
    return sqlState === undefined ? "nothing" : "savepoint";
  }

  async close(): Promise<void> {
    this.#isUsable = false;
    // Only a first end() with a time limit is sure to settle.
    await this.#sql.end({ timeout: 1 });
    this.#sockets.destroy();
  }

  destroy(): void {
    this.#lose(closedError());
    this.#sql.end({ timeout: 0 }).catch(() => {});
    this.#sockets.destroy();
  }

  #lose(error: unknown): void {
    this.#isUsable = false;
    this.#waiting.fail(error);
  }

  #run(
    { verb, text }: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<SqlRow[] & { count: number }> {
    // The connection would wait for rows that come through a stream, which the package gives instead of an answer.
    if (verb === "COPY" && /\bstd(?:in|out)\b/i.test(text)) {
      throw databaseError({ code: "DB_COPY" }, { place: this.#shared.place });
    }
    return this.#query(text, values, signal);
  }

  #query(
    text: string,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
    isKept: boolean = this.#keeps(text),
  ): Promise<SqlRow[] & { count: number }> {
    const options = { prepare: isKept, simple: false };
    const query = this.#sql.unsafe<SqlRow[]>(text, values.map((value) => this.#parameter(value)) as never[], options);
    // Settles like the query, which starts by this.
    const work = this.#settled(query.then((rows) => this.#withNames(rows as unknown as SqlRow[] & { count: number })));
    return stoppable(work, signal, {
      cancel: () => this.#sockets.cancel(() => query.cancel()),
      destroy: () => this.destroy(),
    });
  }

  #named(column: string): string {
    const name = safeName(column);
    this.#hasRenamed ||= name !== column;
    return name;
  }

  #withNames<Rows extends SqlRow[]>(rows: Rows): Rows {
    if (this.#hasRenamed) rows.forEach((row, index) => rows[index] = withNames(row));
    return rows;
  }

  /** An array gets its type from the server: the package would take the type of its first element. */
  #parameter(value: unknown): unknown {
    return value instanceof ArrayValue ? this.#sql.typed(value as never, 0) : value;
  }

  /** Whether the server keeps a statement; it keeps them as long as the connection lives, so only so many. */
  #keeps(text: string): boolean {
    if (this.#kept.has(text)) return true;
    if (this.#kept.size >= MAX_KEPT) return false;
    this.#kept.add(text);
    return true;
  }

  /** Waits for an answer; after an error that is not the answer to a statement, the connection is of no more use. */
  async #settled<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.#waiting.for(work);
    } catch (error) {
      if ((error as { severity?: unknown }).severity !== "ERROR") this.destroy();
      throw error;
    }
  }

  async #simple(sql: string): Promise<string> {
    const result = await this.#settled(this.#sql.unsafe(sql).then((rows) => rows));
    return (result as unknown as { command: string }).command;
  }

  async #learnTypes(): Promise<void> {
    const shared = this.#shared;
    if (shared.arrayTypes === undefined) {
      const types = this.#sql.unsafe<(ArrayType & SqlRow)[]>(ARRAY_TYPES_QUERY);
      shared.arrayTypes = Array.from(await this.#settled(types.then((rows) => rows)));
    } else await this.#simple("SELECT 1");
    addArrayTypes(this.#sql.options as unknown as TypeTables, shared.arrayTypes);
  }
}

const MAX_KEPT = 500;
