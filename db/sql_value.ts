/**
 * A value that can be bound to a placeholder, the same on every database.
 *
 * | JavaScript | is bound as |
 * | --- | --- |
 * | `null` | NULL |
 * | `boolean` | a boolean; 1 or 0 where there are none (SQLite, MySQL) |
 * | `number` | an integer where it is a safe one, else a double; NaN and the infinities are refused |
 * | `bigint` | an integer, exactly |
 * | `string` | text |
 * | `Uint8Array` | bytes |
 * | `Date` | a point in time in UTC; in SQLite its ISO 8601 text |
 * | plain object, array | its JSON text; for PostgreSQL an array is an array where one is expected, as in `= ANY(:ids)` |
 *
 * `undefined` is refused: a missing property must not silently become NULL.
 */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/**
 * The values of a statement's placeholders: by name for `:name`, in order for `?`.
 */
export type SqlParameters = Readonly<Record<string, SqlValue>> | readonly SqlValue[];

/**
 * One row, as a plain object with the names of the columns, whatever they are, as properties of its own; the last of two
 * columns of the same name counts.
 *
 * | column | comes as |
 * | --- | --- |
 * | NULL | `null` |
 * | integers | `number` where it is a safe integer, else `bigint`: never rounded |
 * | floating point | `number` |
 * | `DECIMAL`, `NUMERIC` | `string`, exactly; in SQLite, which has no decimals, a `number` |
 * | booleans | `boolean`: PostgreSQL's, MySQL's `TINYINT(1)`, SQLite's columns declared `BOOLEAN` |
 * | text | `string` |
 * | bytes | `Uint8Array` |
 * | `DATE`, `DATETIME`, `TIMESTAMP` | `Date`, read as UTC where the column has no zone, to the millisecond; `string` where a `Date` cannot say it (`infinity`, `0000-00-00`); in SQLite for columns declared so |
 * | `TIME`, `INTERVAL`, `UUID` and the like | `string` |
 * | `JSON` | the parsed value; in SQLite for columns declared `JSON` |
 * | arrays of PostgreSQL | `Array` of the above |
 *
 * In SQLite, where a value has a type and a column only a declaration, an expression such as `max(day)` comes as it is
 * stored.
 */
export type SqlRow = Record<string, unknown>;
