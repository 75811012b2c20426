import { lazy } from "../../internal/lazy.ts";
import { checkDelay, checkInteger, checkOneOf, checkOptions, checkText } from "../../internal/validate.ts";
import type { ConnectOptions, SqliteMode, TlsOptions } from "../connect.ts";
import { Database } from "../database.ts";
import { DocumentDatabase } from "../document_database.ts";
import { type Address, parseAddress, SQLITE_MODES } from "./address.ts";
import type { ConnectSettings, SqlDriver } from "./driver.ts";
import { connectOptions, tlsOptions } from "./option_names.ts";

const sqlite = lazy(() => import("../drivers/sqlite.ts"));
const postgres = lazy(() => import("../drivers/postgres.ts"));
const mysql = lazy(() => import("../drivers/mysql.ts"));
const mongodb = lazy(() => import("../drivers/mongodb.ts"));
const handles = lazy(() => import("./open_handle.ts"));

/**
 * Opens a database.
 *
 * @param url Where it is.
 * @param options The caller's options.
 */
export async function open(url: string, options: ConnectOptions): Promise<Database | DocumentDatabase> {
  const { acquireTimeoutMs, busyTimeoutMs, mode, ...settings } = checked(options);
  const address = parseAddress(url);
  // Each kind of database is loaded by those who use it.
  if (address.engine === "mongodb") {
    const { mongodbDriver } = mongodb.module ?? await mongodb.load();
    return new DocumentDatabase(await mongodbDriver(address.url, settings, options.signal));
  }
  const driver = await sqlDriver(address, settings, { busyTimeoutMs, mode });
  const { openHandle } = handles.module ?? await handles.load();
  return new Database(await openHandle(driver, acquireTimeoutMs, options.signal));
}

function checked(options: ConnectOptions): ConnectSettings & SqliteSettings & { acquireTimeoutMs: number } {
  checkOptions(options, connectOptions);
  const {
    connectTimeoutMs = 10_000,
    maxConnections = 10,
    acquireTimeoutMs = 30_000,
    busyTimeoutMs = 5_000,
    mode,
    prepare = true,
    tls,
  } = options;
  checkDelay("connectTimeoutMs", connectTimeoutMs);
  checkInteger("maxConnections", maxConnections, { min: 1, max: 10_000 });
  checkDelay("acquireTimeoutMs", acquireTimeoutMs);
  checkDelay("busyTimeoutMs", busyTimeoutMs);
  if (mode !== undefined) checkOneOf("mode", mode, SQLITE_MODES);
  if (tls !== undefined && typeof tls !== "boolean") checkTls(tls);
  return { connectTimeoutMs, maxConnections, acquireTimeoutMs, busyTimeoutMs, mode, prepare, tls };
}

function checkTls(tls: TlsOptions): void {
  checkOptions(tls, tlsOptions, "tls");
  for (const name of ["ca", "cert", "key"] as const) if (tls[name] !== undefined) checkText(`tls.${name}`, tls[name]);
}

/** The options that only SQLite has. */
interface SqliteSettings {
  busyTimeoutMs: number;
  mode: SqliteMode | undefined;
}

async function sqlDriver(
  address: Exclude<Address, { engine: "mongodb" }>,
  settings: ConnectSettings,
  own: SqliteSettings,
): Promise<SqlDriver> {
  if (address.engine === "sqlite") {
    const { sqliteDriver } = sqlite.module ?? await sqlite.load();
    const { mode = address.mode ?? "rwc", busyTimeoutMs } = own;
    return sqliteDriver({ ...address, mode }, busyTimeoutMs);
  }
  if (address.engine === "postgres") {
    const { postgresDriver } = postgres.module ?? await postgres.load();
    return postgresDriver(address, settings);
  }
  const { mysqlDriver } = mysql.module ?? await mysql.load();
  return mysqlDriver(address, settings);
}
