/** The kinds of SQL that are told apart, by how they quote, comment and mark placeholders. */
export type Dialect = "sqlite" | "postgres" | "mysql";

/** A piece of SQL that is of interest; all between pieces is passed on as it is. */
export interface Piece {
  /** `name`: `:name`; `position`: `?`; `foreign`: a placeholder that only the database knows; `literal`: a value. */
  kind: "name" | "position" | "foreign" | "literal";
  start: number;
  end: number;
}

/** What a statement is made of. */
export interface Scan {
  pieces: Piece[];
  /** The word that says what it does, in capitals: the one after the WITH part, if it has one. */
  verb: string;
  /** The word after the first one, in capitals. */
  second: string;
  /** Whether it has a RETURNING part. */
  isReturning: boolean;
  /** Whether it has a `*`, so that its columns may change with the table. */
  hasStar: boolean;
}

interface State extends Scan {
  sql: string;
  dialect: Dialect;
  at: number;
  /** Open parentheses. */
  depth: number;
  /** Open brackets of PostgreSQL's arrays. */
  brackets: number;
  words: number;
  isCommon: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}_$]+/uy;
const NUMBER = /[\p{L}\p{N}_.]+/uy;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
// SQLite takes :1 for a name too, and would read NULL for one that is not bound.
const SQLITE_NAME = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*/uy;
const DOLLAR_QUOTE = /\$(?:[\p{L}_][\p{L}\p{M}\p{N}_]*)?\$/uy;
const DOLLAR_NUMBER = /\$\d+/y;
const NUMBERED = /\?\d+/y;
// Between the parts of one literal: it goes on after a line break, by the same rules of escaping.
const CONTINUATION = /[^\S\n]*(?:--[^\n]*)?\n(?:\s|--[^\n]*\n)*'/y;
const OPERAND_END = /[\p{L}\p{M}\p{N}_$)\]'"]/u;
const MAIN_VERBS = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "VALUES", "TABLE"]);

/**
 * Finds the placeholders and literals of a statement, passing over what only looks like one: in strings, quoted names,
 * comments, casts, slices and dollar quotes, each by the rules of the dialect. What is never closed reaches to the end:
 * the database will complain of it.
 *
 * @param sql The statement.
 * @param dialect Whose rules.
 */
export function scan(sql: string, dialect: Dialect): Scan {
  const state: State = {
    sql,
    dialect,
    at: 0,
    pieces: [],
    verb: "",
    second: "",
    isReturning: false,
    hasStar: false,
    depth: 0,
    brackets: 0,
    words: 0,
    isCommon: false,
  };
  while (state.at < sql.length) step(state);
  return state;
}

function step(state: State): void {
  const { sql, dialect, at } = state;
  switch (sql[at]) {
    case "'":
      return string(state, at, dialect === "mysql");
    case '"':
      return dialect === "mysql" ? string(state, at, true) : quoted(state, '"');
    case "`":
      return dialect === "postgres" ? skip(state, 1) : quoted(state, "`");
    case "[":
      if (dialect === "sqlite") return upTo(state, "]", 1);
      state.brackets++;
      return skip(state, 1);
    case "]":
      state.brackets = Math.max(0, state.brackets - 1);
      return skip(state, 1);
    case "-":
      return isDashComment(state) ? upTo(state, "\n", 1) : skip(state, 1);
    case "#":
      return dialect === "mysql" ? upTo(state, "\n", 1) : skip(state, 1);
    case "/":
      return sql[at + 1] === "*" ? comment(state) : skip(state, 1);
    case "$":
      return dollar(state);
    case ":":
      return colon(state);
    case "?":
      return question(state);
    case "@":
      return dialect === "sqlite" ? foreign(state, SQLITE_NAME) : skip(state, 1);
    case "(":
      state.depth++;
      return skip(state, 1);
    case ")":
      state.depth--;
      return skip(state, 1);
    case "*":
      state.hasStar = true;
      return skip(state, 1);
    default:
      return plain(state);
  }
}

function skip(state: State, count: number): void {
  state.at += count;
}

function upTo(state: State, end: string, from: number): void {
  const found = state.sql.indexOf(end, state.at + from);
  state.at = found < 0 ? state.sql.length : found + end.length;
}

function add(state: State, kind: Piece["kind"], start: number): void {
  state.pieces.push({ kind, start, end: state.at });
}

/** A string, in which a doubled quote, and where the dialect says so a backslash, does not end it. */
function string(state: State, start: number, hasEscapes: boolean): void {
  const { sql } = state;
  const quote = sql[state.at]!;
  let at = state.at + 1;
  while (at < sql.length) {
    const character = sql[at];
    if (character === quote) {
      if (sql[at + 1] !== quote) break;
      at += 2;
    } else at += hasEscapes && character === "\\" ? 2 : 1;
  }
  state.at = Math.min(at + 1, sql.length);
  if (state.dialect === "postgres" && hasEscapes && match(state, CONTINUATION) !== undefined) {
    state.at = CONTINUATION.lastIndex - 1;
    return string(state, start, true);
  }
  add(state, "literal", start);
}

function quoted(state: State, quote: string): void {
  do upTo(state, quote, 1); while (state.sql[state.at] === quote);
}

// In MySQL two dashes are a comment only before a space: 5--1 is 6.
function isDashComment({ sql, at, dialect }: State): boolean {
  if (sql[at + 1] !== "-") return false;
  return dialect !== "mysql" || at + 2 >= sql.length || /\s/.test(sql[at + 2]!);
}

// Only PostgreSQL's comments nest.
function comment(state: State): void {
  if (state.dialect !== "postgres") return upTo(state, "*/", 2);
  const edge = /\/\*|\*\//g;
  edge.lastIndex = state.at;
  let depth = 0;
  for (let found = edge.exec(state.sql); found !== null; found = edge.exec(state.sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return void (state.at = edge.lastIndex);
  }
  state.at = state.sql.length;
}

function dollar(state: State): void {
  if (state.dialect === "mysql") return plain(state);
  if (state.dialect === "sqlite") return foreign(state, SQLITE_NAME);
  const start = state.at;
  const quote = match(state, DOLLAR_QUOTE);
  if (quote !== undefined) {
    upTo(state, quote, quote.length);
    return add(state, "literal", start);
  }
  if (match(state, DOLLAR_NUMBER) === undefined) return skip(state, 1);
  state.at = DOLLAR_NUMBER.lastIndex;
  add(state, "foreign", start);
}

/** A placeholder of SQLite's own: the mark and a name. */
function foreign(state: State, name: RegExp): void {
  const start = state.at;
  skip(state, 1);
  if (match(state, name) === undefined) return;
  state.at = name.lastIndex;
  add(state, "foreign", start);
}

function colon(state: State): void {
  const { sql, at, dialect } = state;
  const next = sql[at + 1];
  // A cast, or an assignment.
  if (next === ":" || next === "=") return skip(state, 2);
  if (isSeparator(state)) return skip(state, 1);
  const name = dialect === "sqlite" ? SQLITE_NAME : NAME;
  skip(state, 1);
  if (match(state, name) === undefined) return;
  state.at = name.lastIndex;
  add(state, "name", at);
}

/** Whether a colon stands between the bounds of a slice, or after a label. */
function isSeparator({ sql, at, dialect, brackets }: State): boolean {
  if (dialect === "sqlite" || at === 0) return false;
  if (dialect === "mysql") return /[\p{L}\p{M}\p{N}_$]/u.test(sql[at - 1]!);
  if (brackets === 0) return false;
  if (OPERAND_END.test(sql[at - 1]!)) return true;
  // After a space, a word may be a keyword before a placeholder, but nothing else that ends an operand can.
  return /[\p{N})\]'"]/u.test(sql.slice(0, at).trimEnd().at(-1) ?? "");
}

function question(state: State): void {
  const start = state.at;
  if (state.dialect === "sqlite" && match(state, NUMBERED) !== undefined) {
    state.at = NUMBERED.lastIndex;
    return add(state, "foreign", start);
  }
  skip(state, 1);
  add(state, "position", start);
}

/** A number, a word, or a character that means nothing here. */
function plain(state: State): void {
  const { at } = state;
  if (/\d/.test(state.sql[at]!) && match(state, NUMBER) !== undefined) {
    state.at = NUMBER.lastIndex;
    return add(state, "literal", at);
  }
  const found = match(state, WORD);
  if (found === undefined) return skip(state, 1);
  state.at = WORD.lastIndex;
  if (state.dialect === "postgres" && /^e$/i.test(found) && state.sql[state.at] === "'") return string(state, at, true);
  word(state, found.toUpperCase());
}

function word(state: State, text: string): void {
  state.words++;
  if (state.words === 1) {
    state.verb = text;
    state.isCommon = text === "WITH";
  } else if (state.words === 2) state.second = text;
  if (state.depth !== 0) return;
  if (state.isCommon && MAIN_VERBS.has(text)) {
    state.verb = text;
    state.isCommon = false;
  }
  if (text === "RETURNING") state.isReturning = true;
}

function match(state: State, pattern: RegExp): string | undefined {
  pattern.lastIndex = state.at;
  return pattern.exec(state.sql)?.[0];
}
