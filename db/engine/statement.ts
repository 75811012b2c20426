import { ValidationError } from "../../errors/validation_error.ts";
import { LruMap } from "../../internal/lru_map.ts";
import { checkText } from "../../internal/validate.ts";
import { type Dialect, type Piece, type Scan, scan } from "./scan.ts";

/** A statement, ready to be given to a driver with its values in order. */
export interface Statement {
  /** As the user wrote it. */
  readonly source: string;
  /** As the driver takes it. */
  readonly text: string;
  /** For each value in order, the name of its placeholder; undefined where values are given in order. */
  readonly names: readonly string[] | undefined;
  /** How many values the user gives: a name counts once. */
  readonly size: number;
  /** What it does, such as `"SELECT"`; the word after the WITH part, if it has one. */
  readonly verb: string;
  /** Whether it changes rows. */
  readonly isWrite: boolean;
  /** Whether it answers with rows though it changes them. */
  readonly isReturning: boolean;
  /** Whether its columns may change with the table. */
  readonly hasStar: boolean;
  /** Whether a name is one that every object has something under. */
  readonly isInherited: boolean;
  /** What a driver keeps with it. */
  native: unknown;
}

/** Statements that have been made ready, the most recent ones kept. */
export class Statements {
  readonly #dialect: Dialect;
  readonly #named: LruMap<Statement>;
  readonly #positional: LruMap<Statement>;
  #last: Statement | undefined;
  #isLastPositional = false;

  /**
   * Starts empty.
   *
   * @param dialect How the database writes SQL.
   * @param max How many statements are kept.
   */
  constructor(dialect: Dialect, max: number) {
    this.#dialect = dialect;
    this.#named = new LruMap({ maxEntries: max });
    this.#positional = new LruMap({ maxEntries: max });
  }

  /**
   * Gives a statement, made ready once.
   *
   * @param sql As the user wrote it.
   * @param isPositional Whether values come in order.
   */
  get(sql: string, isPositional: boolean): Statement {
    // A program that loops over one statement need not look for it each time.
    if (this.#last !== undefined && this.#last.source === sql && this.#isLastPositional === isPositional) {
      return this.#last;
    }
    this.#last = this.#find(sql, isPositional);
    this.#isLastPositional = isPositional;
    return this.#last;
  }

  #find(sql: string, isPositional: boolean): Statement {
    const cache = isPositional ? this.#positional : this.#named;
    const known = cache.get(sql);
    if (known !== undefined) return known;
    const statement = prepare(sql, this.#dialect, isPositional);
    cache.set(sql, statement);
    return statement;
  }
}

const WRITES = new Set(["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"]);

function prepare(sql: string, dialect: Dialect, isPositional: boolean): Statement {
  checkText("sql", sql);
  const found = scan(sql, dialect);
  if (found.verb === "") throw new ValidationError({ code: "ARGUMENT_SQL_EMPTY", params: { name: "sql" } });
  refuseTransactions(found);
  const placeholders = choose(sql, found.pieces, dialect, isPositional);
  const { text, names } = translate(sql, placeholders, dialect);
  const isNamed = placeholders.some(({ kind }) => kind === "name");
  return {
    source: sql,
    text,
    names: isNamed ? names : undefined,
    size: isNamed ? new Set(names).size : placeholders.length,
    verb: found.verb,
    isWrite: WRITES.has(found.verb),
    isReturning: found.isReturning,
    hasStar: found.hasStar,
    isInherited: isNamed && names.some((name) => name in Object.prototype),
    native: undefined,
  };
}

const TRANSACTION_VERBS = new Set(["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END", "ABORT"]);

// A transaction that is begun by hand stays open on a connection that the next caller gets.
function refuseTransactions({ verb, second }: Scan): void {
  if (!TRANSACTION_VERBS.has(verb) && !(verb === "START" && second === "TRANSACTION")) return;
  throw new ValidationError({ code: "ARGUMENT_SQL_TRANSACTION", params: { name: "sql", verb } });
}

/** The placeholders that values are wanted for. */
function choose(sql: string, pieces: readonly Piece[], dialect: Dialect, isPositional: boolean): Piece[] {
  const names = pieces.filter(({ kind }) => kind === "name");
  const positions = pieces.filter(({ kind }) => kind === "position");
  // In PostgreSQL a question mark is an operator too: it is a placeholder where values come in order.
  const wanted = dialect === "postgres" && !isPositional ? names : [...names, ...positions];
  const foreign = pieces.find(({ kind }) => kind === "foreign");
  if (foreign !== undefined && (dialect === "sqlite" || wanted.length > 0)) {
    const placeholder = sql.slice(foreign.start, foreign.end);
    throw new ValidationError({ code: "ARGUMENT_SQL_PLACEHOLDER", params: { name: "sql", placeholder } });
  }
  if (wanted.length > names.length && names.length > 0) {
    throw new ValidationError({ code: "ARGUMENT_SQL_MIXED", params: { name: "sql" } });
  }
  return wanted;
}

function translate(sql: string, placeholders: readonly Piece[], dialect: Dialect): { text: string; names: string[] } {
  const names: string[] = [];
  let text = "";
  let from = 0;
  for (const { kind, start, end } of placeholders) {
    const name = kind === "name" ? sql.slice(start + 1, end) : String(names.length + 1);
    let index = dialect === "mysql" ? -1 : names.indexOf(name);
    if (index < 0) index = names.push(name) - 1;
    text += sql.slice(from, start) + mark(dialect, index + 1);
    from = end;
  }
  return { text: text + sql.slice(from), names };
}

function mark(dialect: Dialect, index: number): string {
  if (dialect === "mysql") return "?";
  return dialect === "postgres" ? `$${index}` : `?${index}`;
}
