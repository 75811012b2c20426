import type { SQLOutputValue, StatementSync } from "node:sqlite";
import { jsonText, REFUSED } from "../engine/bind.ts";
import { isRenamed, safeName, withNames } from "../engine/columns.ts";
import { BATCH_ROWS } from "../engine/driver.ts";
import { dateOf, exact, MAX_INTEGER, MIN_INTEGER, parsedJson } from "../engine/values.ts";
import type { SqlRow } from "../sql_value.ts";

/** Turns a value into what SQLite stores. */
export function encodeSqlite(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      // A number is bound as a double, which makes 5.0 of 5 in columns of text or of no type.
      return Number.isSafeInteger(value) ? BigInt(value) : Number.isFinite(value) ? value : REFUSED;
    case "bigint":
      return value <= MAX_INTEGER && value >= MIN_INTEGER ? value : REFUSED;
    case "boolean":
      return value ? 1n : 0n;
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      return REFUSED;
  }
}

function encodeObject(value: object): unknown {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? REFUSED : value.toISOString();
  return jsonText(value) ?? REFUSED;
}

/** How the rows of a statement are made. */
export interface RowShape {
  /** The names of its columns; empty where it gives no rows. */
  readonly names: readonly string[];
  /** Whether a name is not the column's own. */
  readonly isRenamed: boolean;
  /** For each column, what makes a value of what SQLite stores; undefined where that is the same. */
  readonly readers: readonly (((value: SQLOutputValue) => unknown) | undefined)[];
}

/** Learns the columns of a statement. */
export function rowShape(statement: StatementSync): RowShape {
  const columns = statement.columns();
  const names = columns.map(({ name }) => safeName(name));
  return { names, isRenamed: names.some(isRenamed), readers: columns.map(({ type }) => reader(type)) };
}

/** Reads values of a column by what it is declared as; SQLite itself has no such types. */
function reader(type: string | null): ((value: SQLOutputValue) => unknown) | undefined {
  switch (/^\s*(\w+)/.exec(type ?? "")?.[1]?.toUpperCase()) {
    case "BOOLEAN":
    case "BOOL":
      return (value) => value === 1 || value === 1n ? true : value === 0 || value === 0n ? false : value;
    case "DATE":
    case "DATETIME":
    case "TIMESTAMP":
    case "TIMESTAMPTZ":
      return (value) => typeof value === "string" ? dateOf(value) : value;
    case "JSON":
    case "JSONB":
      return (value) => typeof value === "string" ? parsedJson(value) : value;
    default:
      return undefined;
  }
}

/** Makes a row. */
export function toRow(values: readonly SQLOutputValue[], { names, readers, isRenamed }: RowShape): SqlRow {
  const row: SqlRow = {};
  for (let index = 0; index < names.length; index++) {
    const read = readers[index];
    const value = read === undefined ? values[index] : read(values[index]!);
    row[names[index]!] = typeof value === "bigint" ? exact(value) : value;
  }
  return isRenamed ? withNames(row) : row;
}

/** Makes the next rows, as many as a batch has. */
export function nextRows(rows: Iterator<SQLOutputValue[]>, shape: RowShape): SqlRow[] {
  const batch: SqlRow[] = [];
  while (batch.length < BATCH_ROWS) {
    const { done, value } = rows.next();
    if (done) break;
    batch.push(toRow(value, shape));
  }
  return batch;
}
