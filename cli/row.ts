/** A result with named values, such as a database's row or a CSV file's record. */
export type Row = Readonly<Record<string, unknown>>;
