import type { Db, Document, FindOptions as DriverFindOptions, MongoClient } from "mongodb";
import { DatabaseError, type DatabaseErrorInit } from "../../errors/database_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { currentAmbient } from "../../internal/ambient.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import { abandonOnAbort, LinkedSignal, withSignal } from "../../internal/signals.ts";
import type { DocumentFilter, DocumentRecord, FindOptions } from "../document_database.ts";
import type { DocumentDriver } from "../engine/document_driver.ts";
import type { ConnectSettings } from "../engine/driver.ts";
import { databaseError, isReason, notAllowed, withoutValuesIn } from "../engine/failure.ts";
import { exact, plainBytes } from "../engine/values.ts";
import { classifyMongodb } from "./mongodb_errors.ts";
import { tlsSettings } from "./tls.ts";

/**
 * Opens the driver for MongoDB, over the package `mongodb`.
 *
 * @param url Where the database is; the package reads it.
 * @param settings How it is connected to.
 * @param signal Cancels the connecting.
 * @throws {ValidationError} If the package cannot read the URL.
 */
export async function mongodbDriver(
  url: string,
  settings: ConnectSettings,
  signal: AbortSignal | undefined,
): Promise<DocumentDriver> {
  const mongodb = await loadDriver("mongodb", () => import("mongodb"));
  const client = makeClient(mongodb, url, settings);
  const place = placeOf(client);
  try {
    await withSignal(signal, (live) => abandonOnAbort(connected(client), live));
    return new MongodbDriver(client, place);
  } catch (error) {
    await client.close(true);
    if (isReason(error, signal) || isReason(error, currentAmbient()?.signal)) throw error;
    const refused = notAllowed(error, place, flagsFor(url));
    if (refused !== undefined) throw refused;
    const failure = classifyMongodb(error);
    const code = failure.code === "DB_CONNECTION_LOST"
      ? "DB_UNREACHABLE"
      : failure.code === "DB_DOCUMENTS_FAILED"
      ? "DB_CONNECT_FAILED"
      : failure.code;
    throw databaseError({ ...failure, code }, { place }, error);
  }
}

function makeClient(mongodb: typeof import("mongodb"), url: string, settings: ConnectSettings): MongoClient {
  const { connectTimeoutMs, maxConnections, tls } = settings;
  const secure = tls === undefined ? {} : tls === false ? { tls: false } : { tls: true, ...withoutHost(tls) };
  try {
    return new mongodb.MongoClient(url, {
      connectTimeoutMS: connectTimeoutMs,
      serverSelectionTimeoutMS: connectTimeoutMs,
      maxPoolSize: maxConnections,
      promoteBuffers: true,
      // A missing value must not silently become null.
      ignoreUndefined: true,
      ...secure,
    });
  } catch (error) {
    const refused = notAllowed(error, `mongodb://${hostsIn(url)}`, flagsFor(url));
    if (refused !== undefined) throw refused;
    // The package's message may show the URL with its password.
    throw new ValidationError({
      code: "ARGUMENT_NOT_URL",
      params: { name: "url", protocols: ["mongodb://", "mongodb+srv://"], value: "mongodb://[redacted]" },
      context: { reason: (error as Error).name },
    });
  }
}

// What stands before an @ is the login.
function hostsIn(url: string): string {
  const rest = url.slice(url.indexOf("://") + 3);
  return rest.slice(rest.lastIndexOf("@") + 1).split(/[/?]/)[0]!;
}

/** What Deno must be told to allow: the package looks at the environment and the system. */
function flagsFor(url: string): string[] {
  // Which servers an SRV record leads to is known only when it has been asked for.
  if (url.startsWith("mongodb+srv:")) return ["--allow-net", "--allow-env"];
  const hosts = hostsIn(url).split(",").map((host) => /:\d+$/.test(host) ? host : `${host}:27017`);
  return [`--allow-net=${hosts.join(",")}`, "--allow-env"];
}

function withoutHost(tls: Exclude<ConnectSettings["tls"], boolean | undefined> | true): Record<string, unknown> {
  const { host: _host, servername: _servername, ...rest } = tlsSettings(tls, "") as Record<string, unknown>;
  return rest;
}

function placeOf(client: MongoClient): string {
  const { hosts, srvHost, dbName } = client.options;
  return `mongodb://${srvHost ?? hosts.map(String).join(",")}/${dbName}`;
}

/** Connects; fails as soon as every server has refused, where the package would try until its time is over. */
async function connected(client: MongoClient): Promise<void> {
  const { promise: refused, reject } = Promise.withResolvers<never>();
  refused.catch(() => {});
  const failed = new Set<string>();
  const listener = ({ connectionId, failure }: { connectionId: string; failure: Error }) => {
    failed.add(connectionId);
    if (failed.size >= client.options.hosts.length) reject(failure);
  };
  client.on("serverHeartbeatFailed", listener);
  try {
    await Promise.race([client.connect(), refused]);
  } finally {
    client.off("serverHeartbeatFailed", listener);
  }
}

class MongodbDriver implements DocumentDriver {
  readonly place: string;
  readonly #client: MongoClient;
  readonly #database: Db;
  #underWay = 0;
  #whenIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(client: MongoClient, place: string) {
    this.#client = client;
    this.#database = client.db();
    this.place = place;
  }

  async insert(
    collection: string,
    documents: readonly DocumentRecord[],
    signal: AbortSignal | undefined,
  ): Promise<unknown[]> {
    return await this.#working(collection, "insert", undefined, () =>
      withSignal(signal, async () => {
        // The package adds an _id to what it is given.
        const copies = documents.map((document): Document => ({ ...document }));
        await this.#database.collection(collection).insertMany(copies);
        return copies.map(({ _id }) => _id);
      }));
  }

  async *find(collection: string, filter: DocumentFilter, options: FindOptions): AsyncGenerator<DocumentRecord> {
    const { limit, sort, maxTimeMs } = options;
    using linked = new LinkedSignal([options.signal, currentAmbient()?.signal]);
    const { signal } = linked;
    signal.throwIfAborted();
    const wanted: DriverFindOptions & { signal: AbortSignal } = {
      signal,
      ...(limit === undefined ? {} : { limit }),
      ...(sort === undefined ? {} : { sort: { ...sort } }),
      ...(maxTimeMs === undefined ? {} : { maxTimeMS: maxTimeMs }),
    };
    this.#checkOpen();
    const cursor = this.#database.collection(collection).find({ ...filter }, wanted);
    try {
      for (;;) {
        const document = await this.#working(collection, "find", signal, () => cursor.next());
        if (document === null) return;
        yield plain(document) as DocumentRecord;
        signal.throwIfAborted();
      }
    } finally {
      await cursor.close();
    }
  }

  async close(drainTimeoutMs: number): Promise<void> {
    await (this.#closing ??= this.#close(drainTimeoutMs));
  }

  async #close(drainTimeoutMs: number): Promise<void> {
    if (this.#underWay > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#whenIdle = resolve;
      const timer = setTimeout(resolve, drainTimeoutMs);
      await promise;
      clearTimeout(timer);
    }
    await this.#client.close(true);
  }

  async #working<T>(
    collection: string,
    operation: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    this.#checkOpen();
    this.#underWay++;
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw isOfDriver(error) ? this.#error(error, collection, operation) : error;
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#whenIdle?.();
    }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw databaseError({ code: "DB_CLOSED" }, { place: this.place });
  }

  #error(error: unknown, collection: string, operation: string): DatabaseError {
    const { code, constraint, reason } = classifyMongodb(error);
    const isRetryable = code === "DB_CONNECTION_LOST" || code === "DB_UNREACHABLE";
    const init = {
      code,
      params: { operation, collection, reason, constraint: constraint ?? "?", place: this.place },
      constraint,
      context: { place: this.place, collection },
      cause: withoutValuesIn(error),
      retryable: isRetryable,
    };
    return new DatabaseError(init as DatabaseErrorInit);
  }
}

function isOfDriver(error: unknown): boolean {
  return error instanceof Error && /^(Mongo|BSON)/.test(error.name);
}

/** A document's values as they are on every database; the document is changed. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    value.forEach((item, index) => value[index] = plain(item));
    return value;
  }
  if (value instanceof Uint8Array) return plainBytes(value);
  if ((value as { _bsontype?: unknown })._bsontype === "Long") {
    return exact((value as { toBigInt(): bigint }).toBigInt());
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  for (const [key, item] of Object.entries(value)) (value as DocumentRecord)[key] = plain(item);
  return value;
}
