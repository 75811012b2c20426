import { ValidationError } from "../../errors/validation_error.ts";
import { checkOneOf, checkText } from "../../internal/validate.ts";
import type { SqliteMode } from "../connect.ts";

/** A kind of database. */
export type Engine = "sqlite" | "postgres" | "mysql" | "mongodb";

/** A database on a server. */
export interface ServerAddress {
  engine: "postgres" | "mysql";
  host: string;
  port: number;
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  /** What stood after the question mark. */
  parameters: Readonly<Record<string, string>>;
}

/** A database in a file. */
export interface FileAddress {
  engine: "sqlite";
  /** The file, or `:memory:`. */
  path: string;
  /** Whether three slashes stood before the path, which many mean as an absolute one. */
  isAmbiguous: boolean;
  /** What may be done to the file, where the URL says it. */
  mode: SqliteMode | undefined;
}

/** A MongoDB server or cluster: its driver reads the URL itself. */
export interface DocumentAddress {
  engine: "mongodb";
  url: string;
}

/** Where a database is. */
export type Address = ServerAddress | FileAddress | DocumentAddress;

const ENGINES: Readonly<Record<string, Engine>> = {
  sqlite: "sqlite",
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  mongodb: "mongodb",
};
const SCHEMES = ["sqlite:", "postgres://", "postgresql://", "mysql://", "mariadb://", "mongodb://", "mongodb+srv://"];
/** What may be done to a file of SQLite's. */
export const SQLITE_MODES: readonly SqliteMode[] = ["rwc", "rw", "ro"];
const PORTS = { postgres: 5_432, mysql: 3_306 };
const PARAMETERS = {
  sqlite: ["mode"],
  postgres: ["sslmode", "application_name"],
  mysql: ["ssl"],
};

/**
 * Tells which kind of database a URL is for. A Python driver in the scheme, as in `sqlite+aiosqlite:`, is passed over.
 *
 * @param url The URL.
 */
export function engineOf(url: string): Engine {
  checkText("url", url);
  const [, scheme = "", suffix = ""] = /^([a-z][a-z0-9]*)(\+[a-z0-9_]+)?:/i.exec(url) ?? [];
  const engine = ENGINES[scheme.toLowerCase()];
  if (engine !== undefined && (engine !== "mongodb" || suffix === "" || suffix === "+srv")) return engine;
  // No more of it than the scheme is shown: the rest may hold a password in a form that nothing recognises.
  const value = scheme === "" ? "no scheme" : `${scheme}${suffix}:`;
  throw new ValidationError({ code: "ARGUMENT_DATABASE_URL", params: { name: "url", schemes: SCHEMES, value } });
}

/**
 * Takes a database's URL apart.
 *
 * @param url The URL.
 */
export function parseAddress(url: string): Address {
  const engine = engineOf(url);
  if (engine === "sqlite") return fileAddress(url);
  return engine === "mongodb" ? { engine, url } : serverAddress(engine, url);
}

/**
 * The part after the scheme: a path; or after two slashes a relative one, after three slashes a relative one (as in
 * SQLAlchemy), after four an absolute one; or nothing or `:memory:` for a database in memory.
 */
function fileAddress(url: string): FileAddress {
  const [rest = "", query = ""] = url.slice(url.indexOf(":") + 1).split(/\?(.*)/s);
  const path = rest.startsWith("///") ? rest.slice(3) : rest.startsWith("//") ? rest.slice(2) : rest;
  const isMemory = path === "" || path === ":memory:";
  return {
    engine: "sqlite",
    path: isMemory ? ":memory:" : path,
    isAmbiguous: !isMemory && rest.startsWith("///") && !rest.startsWith("////"),
    mode: modeIn(checkParameters(new URLSearchParams(query), PARAMETERS.sqlite)),
  };
}

function modeIn({ mode }: Readonly<Record<string, string>>): SqliteMode | undefined {
  if (mode !== undefined) checkOneOf("mode", mode, SQLITE_MODES);
  return mode;
}

function serverAddress(engine: "postgres" | "mysql", url: string): ServerAddress {
  const parsed = parseUrl(url);
  return {
    engine,
    host: parsed.hostname.replace(/^\[|\]$/g, "") || "localhost",
    port: parsed.port === "" ? PORTS[engine] : Number(parsed.port),
    user: decoded(parsed.username),
    password: decoded(parsed.password),
    database: decoded(parsed.pathname.slice(1)),
    parameters: checkParameters(parsed.searchParams, PARAMETERS[engine]),
  };
}

function parseUrl(url: string): URL {
  // A scheme that the URL standard does not know reads hosts and paths in the same way for all of them.
  const standard = `maktaba:${url.slice(url.indexOf(":") + 1)}`;
  if (url.includes("://") && URL.canParse(standard)) return new URL(standard);
  const value = `${url.slice(0, url.indexOf(":"))}://[redacted]`;
  throw new ValidationError({ code: "ARGUMENT_NOT_URL", params: { name: "url", protocols: SCHEMES, value } });
}

function decoded(part: string): string | undefined {
  if (part === "") return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return part;
  }
}

function checkParameters(given: URLSearchParams, allowed: readonly string[]): Record<string, string> {
  const parameters = Object.fromEntries(given);
  const name = Object.keys(parameters).find((key) => !allowed.includes(key));
  if (name === undefined) return parameters;
  throw new ValidationError({ code: "ARGUMENT_UNKNOWN", params: { name, allowed } });
}

/** A server as messages show it: without user and password. */
export function placeOf({ engine, host, port, database }: ServerAddress): string {
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return `${engine}://${shownHost}:${port}${database === undefined ? "" : `/${database}`}`;
}

/** What allows Deno to reach a server. */
export function netFlag({ host, port }: Pick<ServerAddress, "host" | "port">): string {
  // A socket in the file system.
  if (host.startsWith("/")) return `--allow-read=${host} --allow-write=${host}`;
  return `--allow-net=${host.includes(":") ? `[${host}]` : host}:${port}`;
}
