import {
  checkArray,
  checkDelay,
  checkInteger,
  checkObject,
  checkOptions,
  checkText,
  type OptionNames,
} from "../internal/validate.ts";
import type { CloseOptions } from "./database.ts";
import type { DocumentDriver } from "./engine/document_driver.ts";
import { closeOptions } from "./engine/option_names.ts";

/** A document: a plain object. Its `_id` is made by the database where it has none. */
export type DocumentRecord = Record<string, unknown>;

/** Which documents: a filter of MongoDB's, such as `{ age: { $gte: 18 } }`; `{}` for all. */
export type DocumentFilter = Readonly<Record<string, unknown>>;

/** Options for {@linkcode DocumentDatabase.insert}. */
export interface InsertOptions {
  /** Cancels the insertion before it is sent; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** Options for {@linkcode DocumentDatabase.findOne}. */
export interface FindOneOptions {
  /** The fields to sort by, the first one first: 1 for ascending, -1 for descending. */
  sort?: Readonly<Record<string, 1 | -1>> | undefined;
  /**
   * How long the server may work on it, in milliseconds.
   *
   * @default No limit.
   */
  maxTimeMs?: number | undefined;
  /** Stops the search; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** Options for {@linkcode DocumentDatabase.find}. */
export interface FindOptions extends FindOneOptions {
  /**
   * How many documents at most, from 1.
   *
   * @default All of them.
   */
  limit?: number | undefined;
}

const insertOptions: OptionNames<InsertOptions> = { signal: true };
const findOneOptions: OptionNames<FindOneOptions> = { sort: true, maxTimeMs: true, signal: true };
const findOptions: OptionNames<FindOptions> = { ...findOneOptions, limit: true };

/**
 * A database of documents: MongoDB, or a server that speaks its protocol. {@linkcode connect} opens one.
 *
 * Integers of 64 bits come as `number` where that is exact and as `bigint` where not; a `bigint` is stored as such an
 * integer. Dates are `Date`, bytes are `Uint8Array`; types of MongoDB's own (`ObjectId`, `Decimal128`) are the driver's
 * objects.
 *
 * @example Insert and find
 * ```ts ignore
 * import { connect } from "@maktaba/std/db";
 *
 * await using db = await connect("mongodb://127.0.0.1:27017/library");
 * const id = await db.insert("books", { title: "كليلة ودمنة", pages: 320 });
 * const long = await db.find("books", { pages: { $gt: 300 } }, { sort: { title: 1 }, limit: 10 });
 * ```
 */
export class DocumentDatabase implements AsyncDisposable {
  readonly #driver: DocumentDriver;

  /**
   * Made by {@linkcode connect}.
   *
   * @internal
   * @param driver What speaks to the server.
   */
  constructor(driver: DocumentDriver) {
    this.#driver = driver;
  }

  /**
   * Inserts documents. What is passed in is not changed.
   *
   * @param collection The collection's name; it is made if it is not there.
   * @param documents The documents, at least one.
   * @param options A signal.
   * @returns The `_id` of each, in order.
   * @throws {ValidationError} If the name is empty, or a document is not an object.
   * @throws {DatabaseError} If the database refuses one; those before it are inserted.
   */
  insert(collection: string, documents: readonly DocumentRecord[], options?: InsertOptions): Promise<unknown[]>;
  /**
   * Inserts one document.
   *
   * @param collection The collection's name; it is made if it is not there.
   * @param document The document.
   * @param options A signal.
   * @returns Its `_id`.
   * @throws {ValidationError} If the name is empty, or the document is not an object.
   * @throws {DatabaseError} If the database refuses it.
   */
  insert(collection: string, document: DocumentRecord, options?: InsertOptions): Promise<unknown>;
  async insert(
    collection: string,
    documents: DocumentRecord | readonly DocumentRecord[],
    options: InsertOptions = {},
  ): Promise<unknown> {
    checkText("collection", collection);
    checkOptions(options, insertOptions);
    const isOne = !Array.isArray(documents);
    const list: readonly DocumentRecord[] = isOne ? [documents as DocumentRecord] : documents;
    checkArray("documents", list);
    list.forEach((document, index) => checkObject(isOne ? "documents" : `documents[${index}]`, document));
    if (list.length === 0) return [];
    const ids = await this.#driver.insert(collection, list, options.signal);
    return isOne ? ids[0] : ids;
  }

  /**
   * Finds documents.
   *
   * @typeParam T The type of a document.
   * @param collection The collection's name.
   * @param filter Which documents; all by default.
   * @param options How many, in which order, a signal.
   * @returns The documents.
   * @throws {ValidationError} If an argument is wrong.
   * @throws {DatabaseError} If the database refuses it or cannot be reached.
   */
  async find<T = DocumentRecord>(
    collection: string,
    filter: DocumentFilter = {},
    options: FindOptions = {},
  ): Promise<T[]> {
    const found: T[] = [];
    for await (const document of this.documents<T>(collection, filter, options)) found.push(document);
    return found;
  }

  /**
   * Finds the first document.
   *
   * @typeParam T The type of a document.
   * @param collection The collection's name.
   * @param filter Which documents; all by default.
   * @param options In which order, a signal.
   * @returns The document, or undefined where there is none.
   * @throws {ValidationError} If an argument is wrong.
   * @throws {DatabaseError} If the database refuses it or cannot be reached.
   */
  async findOne<T = DocumentRecord>(
    collection: string,
    filter: DocumentFilter = {},
    options: FindOneOptions = {},
  ): Promise<T | undefined> {
    checkOptions(options, findOneOptions);
    return (await this.find<T>(collection, filter, { ...options, limit: 1 }))[0];
  }

  /**
   * Finds documents and gives them as they come, a batch at a time, so that they need not fit into memory. Leaving the
   * loop ends the search.
   *
   * @typeParam T The type of a document.
   * @param collection The collection's name.
   * @param filter Which documents; all by default.
   * @param options How many, in which order, a signal.
   * @returns The documents; the search starts with the first that is asked for.
   * @throws {ValidationError} If an argument is wrong.
   * @throws {DatabaseError} If the database refuses it or cannot be reached.
   */
  documents<T = DocumentRecord>(
    collection: string,
    filter: DocumentFilter = {},
    options: FindOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    checkText("collection", collection);
    checkObject("filter", filter);
    checkOptions(options, findOptions);
    const { limit, sort, maxTimeMs } = options;
    if (limit !== undefined) checkInteger("limit", limit, { min: 1 });
    if (sort !== undefined) checkObject("sort", sort);
    if (maxTimeMs !== undefined) checkDelay("maxTimeMs", maxTimeMs);
    return this.#driver.find(collection, filter, options) as AsyncGenerator<T, void, undefined>;
  }

  /**
   * Closes the database. It refuses new calls, waits for those under way, then closes by force; it always returns.
   *
   * @param options How long it waits.
   * @throws {ValidationError} If `drainTimeoutMs` is not a number of milliseconds.
   */
  async close(options: CloseOptions = {}): Promise<void> {
    checkOptions(options, closeOptions);
    const { drainTimeoutMs = 5_000 } = options;
    checkDelay("drainTimeoutMs", drainTimeoutMs);
    await this.#driver.close(drainTimeoutMs);
  }

  /** Closes the database, as `await using` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
