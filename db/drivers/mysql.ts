import type { Connection as Client, FieldPacket, QueryOptions } from "mysql2";
import type { DatabaseError } from "../../errors/database_error.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import { onAbort } from "../../internal/signals.ts";
import type { ExecuteResult } from "../queries.ts";
import { netFlag, placeOf, type ServerAddress } from "../engine/address.ts";
import { safeName } from "../engine/columns.ts";
import {
  BATCH_ROWS,
  type Connection,
  type ConnectSettings,
  type Cursor,
  type Loss,
  type SqlDriver,
} from "../engine/driver.ts";
import { fetched } from "../engine/fetched.ts";
import type { Statement } from "../engine/statement.ts";
import { stoppable } from "../engine/stop.ts";
import { Waiting } from "../engine/waiting.ts";
import type { SqlRow } from "../sql_value.ts";
import { classifyMysql } from "./mysql_errors.ts";
import { type IntegerFactory, mysqlEncoder, readRows } from "./mysql_values.ts";
import { tlsSettings } from "./tls.ts";

type Package = typeof import("mysql2");

/**
 * The driver for MySQL and MariaDB, over the package `mysql2`.
 *
 * @param address Where the database is.
 * @param settings How it is connected to.
 */
export function mysqlDriver(address: ServerAddress, settings: ConnectSettings): SqlDriver {
  const options = clientOptions(address, settings);
  let integer: IntegerFactory | undefined;
  return {
    dialect: "mysql",
    place: placeOf(address),
    flags: [netFlag(address)],
    maxConnections: settings.maxConnections,
    isImmediate: false,
    // It answers one before it looks at the next.
    maxAhead: 1,
    begin: "START TRANSACTION",
    lockPatienceMs: 0,
    maxStatements: 2_000,
    // There are values to bind only after a connection was opened, which loads the package.
    encode: mysqlEncoder(() => integer!),
    async open(signal) {
      const mysql = await loadDriver("mysql2", () => import("mysql2"));
      integer = integerFactory(mysql);
      return await MysqlConnection.open(mysql, options, signal);
    },
    classify: classifyMysql,
  };
}

function integerFactory(mysql: Package): IntegerFactory {
  // A namespace made from CommonJS may show lazy members on its default alone.
  const { TypedParameter } = (mysql as Package & { default?: Package }).default ?? mysql;
  return TypedParameter.LONGLONG as IntegerFactory;
}

function clientOptions(
  { host, port, user, password, database, parameters }: ServerAddress,
  { connectTimeoutMs, tls }: ConnectSettings,
): Record<string, unknown> {
  const wantsTls = parameters["ssl"] !== undefined && !["false", "0", "disabled"].includes(parameters["ssl"]);
  const ssl = tlsSettings(tls ?? wantsTls, host);
  return {
    ...(host.startsWith("/") ? { socketPath: host } : { host, port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    ...(ssl === false ? {} : { ssl }),
    connectTimeout: connectTimeoutMs,
    charset: "utf8mb4",
    timezone: "Z",
    // Read here: the package's dates are invalid for 0000-00-00, and its large integers rounded.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    maxPreparedStatements: 500,
    // The server must not be able to ask for files of this machine.
    flags: ["-LOCAL_FILES"],
  };
}

/** What the package gives for a statement. */
interface Outcome {
  rows: SqlRow[] | undefined;
  affectedRows: number;
  insertId: number | string;
}

class MysqlConnection implements Connection {
  readonly #mysql: Package;
  readonly #options: Record<string, unknown>;
  readonly #client: Client;
  readonly #waiting: Waiting = new Waiting();
  #isUsable = true;

  private constructor(mysql: Package, options: Record<string, unknown>) {
    this.#mysql = mysql;
    this.#options = options;
    this.#client = mysql.createConnection(options as never);
    this.#client.on("error", (error) => this.#lose(error));
    this.#client.on("end", () => this.#isUsable = false);
  }

  static async open(
    mysql: Package,
    options: Record<string, unknown>,
    signal: AbortSignal | undefined,
  ): Promise<MysqlConnection> {
    signal?.throwIfAborted();
    const connection = new MysqlConnection(mysql, options);
    using _ = onAbort(signal, () => connection.destroy());
    try {
      await connection.#wait((done) => connection.#client.connect((error) => done(error)));
      // A timestamp means UTC, for NOW() too.
      await connection.command("SET time_zone = '+00:00'");
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
    const { rows, affectedRows, insertId } = await this.#run(statement, values, signal);
    if (rows !== undefined) {
      const first = statement.isWrite ? Object.values(rows.at(-1) ?? {})[0] : undefined;
      return {
        rowsAffected: statement.isWrite ? rows.length : 0,
        lastInsertId: typeof first === "number" || typeof first === "bigint" ? first : undefined,
      };
    }
    const id = typeof insertId === "string" ? BigInt(insertId) : insertId;
    return { rowsAffected: statement.isWrite ? affectedRows : 0, lastInsertId: id === 0 ? undefined : id };
  }

  async all(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Promise<SqlRow[]> {
    return (await this.#run(statement, values, signal)).rows ?? [];
  }

  async one(
    statement: Statement,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<SqlRow | undefined> {
    return (await this.#run(statement, values, signal)).rows?.[0];
  }

  cursor(statement: Statement, values: readonly unknown[], isInside: boolean): Cursor {
    // While rows come, the protocol lets nothing else through: inside a transaction that could wait for ever.
    if (isInside) return fetched(this, statement, values);
    let fields: readonly FieldPacket[] = [];
    const command = isPreparable(statement) || values.length > 0
      ? this.#client.execute(statement.text, values as never)
      : this.#client.query(statement.text);
    command.on("fields", (columns: FieldPacket[] | undefined) => fields = renamed(columns));
    const stream = command.stream({ highWaterMark: BATCH_ROWS });
    // An error is thrown to whoever reads; one that comes when nobody does must not end the program.
    stream.on("error", () => {});
    command.on("error", () => {});
    const rows = stream[Symbol.asyncIterator]();
    let isDone = false;
    const collect = async () => {
      const batch: SqlRow[] = [];
      while (batch.length < BATCH_ROWS && !isDone) {
        const { done, value } = await rows.next();
        if (done) isDone = true;
        else if (fields.length > 0) batch.push(value as SqlRow);
      }
      return readRows(batch, fields);
    };
    return {
      isShared: false,
      next: (signal) => {
        const destroy = () => {
          stream.destroy();
          this.destroy();
        };
        return stoppable(this.#waiting.for(collect()), signal, {
          cancel: () => this.#kill().finally(destroy),
          destroy,
        });
      },
      close: () => {
        // The rows that were not read are on their way: a new connection is sooner there than they.
        if (!isDone) this.destroy();
      },
    };
  }

  async command(sql: string): Promise<void> {
    await this.#wait((done) => this.#client.query(sql, done as never));
  }

  lossAfter({ code }: DatabaseError): Loss {
    return code === "DB_DEADLOCK" ? "transaction" : "nothing";
  }

  async close(): Promise<void> {
    this.#isUsable = false;
    const timer = setTimeout(() => this.destroy(), 1_000);
    try {
      await this.#wait((done) => this.#client.end((error) => done(error)));
    } catch {
      // It was lost before: closed all the same.
    } finally {
      clearTimeout(timer);
      this.destroy();
    }
  }

  destroy(): void {
    this.#lose(
      Object.assign(new Error("The connection was closed"), { code: "PROTOCOL_CONNECTION_LOST", fatal: true }),
    );
    this.#client.destroy();
    (this.#client as unknown as { stream?: { destroy?(): void } }).stream?.destroy?.();
  }

  #lose(error: unknown): void {
    this.#isUsable = false;
    this.#waiting.fail(error);
  }

  async #run(statement: Statement, values: readonly unknown[], signal: AbortSignal | undefined): Promise<Outcome> {
    const { text } = statement;
    const work = this.#wait<Outcome>((done) => {
      const take = (error: unknown, result: unknown, fields: FieldPacket[] | undefined) =>
        done(error, error ? undefined : outcome(result, fields));
      const command = isPreparable(statement) || values.length > 0
        ? this.#client.execute(text, values as never, take as never)
        : this.#client.query({ sql: text } as QueryOptions, take as never);
      command.on("fields", renamed);
    });
    return await stoppable(work, signal, { cancel: () => this.#kill(), destroy: () => this.destroy() });
  }

  async #wait<T>(start: (done: (error: unknown, result?: T) => void) => void): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    start((error, result) => error ? reject(error) : resolve(result as T));
    try {
      return await this.#waiting.for(promise);
    } catch (error) {
      if ((error as { fatal?: unknown }).fatal === true) this.#isUsable = false;
      throw error;
    }
  }

  /** Stops the statement under way: by another connection, as this one listens only when it is done. */
  async #kill(): Promise<void> {
    const { threadId } = this.#client;
    const other = await MysqlConnection.open(this.#mysql, this.#options, undefined);
    try {
      await other.command(`KILL QUERY ${Number(threadId)}`);
    } finally {
      await other.close();
    }
  }
}

const PREPARABLE = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "VALUES"]);

// Prepared statements answer in the binary protocol, in which floats are exact.
function isPreparable({ verb }: Statement): boolean {
  return PREPARABLE.has(verb);
}

/** Renames columns before rows are made of them: the package would close the connection over some names. */
function renamed(fields: FieldPacket[] = []): FieldPacket[] {
  for (const field of fields) field.name = safeName(field.name);
  return fields;
}

function outcome(result: unknown, fields: FieldPacket[] | undefined): Outcome {
  if (Array.isArray(result)) {
    return { rows: readRows(firstRows(result), firstFields(fields)), affectedRows: 0, insertId: 0 };
  }
  const { affectedRows = 0, insertId = 0 } = result as Partial<Outcome>;
  return { rows: undefined, affectedRows, insertId };
}

/** A procedure answers with several results: its first rows count. */
function firstRows(result: unknown[]): SqlRow[] {
  return Array.isArray(result[0]) ? result[0] : result.filter((row) => !Array.isArray(row)) as SqlRow[];
}

function firstFields(fields: FieldPacket[] | undefined): FieldPacket[] {
  const [first] = fields ?? [];
  return (Array.isArray(first) ? first : fields ?? []) as FieldPacket[];
}
