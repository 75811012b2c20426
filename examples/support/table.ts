import type { Database } from "@maktaba/std/db";

/** One record as the API gives it: its number under `id`, and its fields by their columns. */
export type TableRecord = Record<string, string | number | null>;

/** A table of records, numbered from 1, all of whose columns but the number are text. */
export class RecordTable {
  readonly database: Database;
  readonly name: string;
  /** The columns, as the CSV's first line names them, without the number. */
  readonly columns: readonly string[];
  /** The column that holds the number; not one of the others. */
  readonly id: string;
  readonly #header: readonly string[];

  constructor(database: Database, name: string, header: readonly string[]) {
    this.database = database;
    this.name = name;
    this.#header = header;
    this.columns = header.reduce<string[]>((names, column) => [...names, freeName(column, names)], []);
    this.id = freeName("id", this.columns);
  }

  /** The statement that creates the table. */
  get createSql(): string {
    const fields = this.columns.map((column) => `${quoted(column)} TEXT`);
    return `CREATE TABLE ${quoted(this.name)} (${[`${quoted(this.id)} INTEGER PRIMARY KEY`, ...fields].join(", ")})`;
  }

  /** The statement that inserts a record, whose fields are the parameters `:c0`, `:c1`… */
  get insertSql(): string {
    const parameters = this.columns.map((_, index) => `:c${index}`);
    return `INSERT INTO ${quoted(this.name)} (${this.columns.map(quoted).join(", ")}) VALUES (${
      parameters.join(", ")
    })`;
  }

  /** The parameters of `insertSql` for a record. */
  parameters(record: Readonly<Record<string, string>>): Record<string, string | null> {
    return Object.fromEntries(this.#header.map((column, index) => [`c${index}`, record[column] ?? null]));
  }

  /** How many records there are. */
  async count(): Promise<number> {
    const row = await this.database.one<{ count: number }>(`SELECT count(*) AS count FROM ${quoted(this.name)}`);
    return row!.count;
  }

  /** All records, as they are asked for. */
  records(): AsyncIterable<TableRecord> {
    return this.database.rows<TableRecord>(`SELECT * FROM ${quoted(this.name)} ORDER BY ${quoted(this.id)}`);
  }

  /** The records from one number on. */
  async page(from: number, limit: number): Promise<TableRecord[]> {
    return await this.database.all<TableRecord>(
      `SELECT * FROM ${quoted(this.name)} WHERE ${quoted(this.id)} >= :from ORDER BY ${quoted(this.id)} LIMIT :limit`,
      { from, limit },
    );
  }

  /** The values that a column holds most often. */
  async groups(column: string, first: number): Promise<{ value: string | null; count: number }[]> {
    if (!this.columns.includes(column)) throw new Error(`There is no column ${column}`);
    return await this.database.all<{ value: string | null; count: number }>(
      `SELECT ${quoted(column)} AS value, count(*) AS count FROM ${quoted(this.name)}
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :first`,
      { first },
    );
  }
}

// Values are bound as parameters. Names cannot be, so that whatever the CSV calls its columns is quoted.
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

// For a database, two names that differ only in capitals are the same.
function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  while (names.has(name.toLowerCase())) name = `_${name}`;
  return name;
}
