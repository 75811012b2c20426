import assert from "node:assert/strict";
import test from "node:test";
import { type Dialect, scan } from "../../db/engine/scan.ts";
import { assertProportional } from "../support/mod.ts";

const dialects: readonly Dialect[] = ["sqlite", "postgres", "mysql"];

/** The placeholders and foreign placeholders of a statement, as they are written. */
function marks(sql: string, dialect: Dialect): string[] {
  return scan(sql, dialect).pieces.filter(({ kind }) => kind !== "literal").map(({ start, end }) =>
    sql.slice(start, end)
  );
}

function literals(sql: string, dialect: Dialect): string[] {
  return scan(sql, dialect).pieces.filter(({ kind }) => kind === "literal").map(({ start, end }) =>
    sql.slice(start, end)
  );
}

/** Statements and the placeholders that each dialect sees in them. */
const cases: readonly (readonly [sql: string, found: string[], only?: readonly Dialect[]])[] = [
  ["select :a", [":a"]],
  ["select :a, :b, :a", [":a", ":b", ":a"]],
  ["select * from t where a=:a and b in(:b,:c)", [":a", ":b", ":c"]],
  ["select :اسم, :قيمة_2", [":اسم", ":قيمة_2"]],
  ["select :naïve, :größe, :名前", [":naïve", ":größe", ":名前"]],
  ["select ?, ?", ["?", "?"]],
  ["", []],
  [":a", [":a"]],
  ["?", ["?"]],
  // Strings
  ["select ':a', :b", [":b"]],
  ["select 'it''s :a', :b", [":b"]],
  ["select '''', :b", [":b"]],
  ["select '', :b", [":b"]],
  ["select '?', ?", ["?"]],
  ["select 'a' ':b' :c", [":c"]],
  ["select ':a", []],
  ["select '", []],
  ["select 'a\\', :b, 'c'", [":b"], ["sqlite", "postgres"]],
  ["select 'a\\', :b, 'c'", [], ["mysql"]],
  ["select 'a\\'', :b", [], ["sqlite", "postgres"]],
  ["select 'a\\'', :b", [":b"], ["mysql"]],
  ["select 'a\\\\', :b", [":b"]],
  // Escape strings of PostgreSQL
  ["select E'a\\', :b', :c", [":c"], ["postgres"]],
  ["select e'a\\', :b', :c", [":c"], ["postgres"]],
  ["select E'\\\\', :c", [":c"], ["postgres"]],
  ["select E'it''s \\' :b', :c", [":c"], ["postgres"]],
  ["select E'a'\n'b\\' :b', :c", [":c"], ["postgres"]],
  ["select E'a' -- more\n  'b\\' :b', :c", [":c"], ["postgres"]],
  ["select E'a' 'b\\', :c", [":c"], ["postgres"]],
  ["select type'a\\', :c", [":c"], ["postgres"]],
  ["select U&'\\0061', :c", [":c"], ["postgres"]],
  ["select B'01', X'1f', N'x', :c", [":c"]],
  // Quoted names
  ['select ":a", :b', [":b"]],
  ['select "a"":b", :c', [":c"]],
  ['select "\\", :c, "d"', [":c"], ["sqlite", "postgres"]],
  ['select "\\" :b", :c', [":c"], ["mysql"]],
  ["select `:a`, :b", [":b"], ["sqlite", "mysql"]],
  ["select `a``:b`, :c", [":c"], ["sqlite", "mysql"]],
  ["select [:a], :b", [":b"], ["sqlite"]],
  ["select [it's], :b", [":b"], ["sqlite"]],
  ["select [a]]:b", [":b"], ["sqlite"]],
  // Comments
  ["select 1 -- :a 'it\n, :b", [":b"]],
  ["select 1 -- :a", []],
  ["select 1 --", []],
  ["select /* :a ' \" */ :b", [":b"]],
  ["select /* :a", []],
  ["select /**/ :b", [":b"]],
  ["select /*/ :a */ :b", [":b"]],
  ["select /* /* :a */ :b */ :c", [":c"], ["postgres"]],
  ["select /* /* :a */ :b */", [":b"], ["sqlite", "mysql"]],
  ["select 1 # :a\n, :b", [":b"], ["mysql"]],
  ["select 1 # :a", [":a"], ["postgres"]],
  ["select 5--:a\n", [], ["sqlite", "postgres"]],
  ["select 5--:a\n", [":a"], ["mysql"]],
  ["select 5--\t:a\n, :b", [":b"], ["mysql"]],
  ["select a-:b", [":b"]],
  ["select a/:b", [":b"]],
  // Casts, assignments, labels
  ["select :a::text, '1'::int, x::y::z", [":a"], ["postgres"]],
  ["select :a :: text", [":a"], ["postgres"]],
  ["select f(a := :b, c:=:d)", [":b", ":d"]],
  ["set @x:=:y", [":y"], ["mysql"]],
  ["begin_it:loop select :a; end loop begin_it", [":a"], ["mysql"]],
  ["select : a, :", []],
  ["select LIMIT:a", [":a"], ["sqlite", "postgres"]],
  // Arrays and their slices
  ["select x[1:2], x[:n], x[1:n], x[a:b], x[:lo:hi]", [":n", ":lo"], ["postgres"]],
  ["select x[f(1):n], x[y[1]:n], x['1':n]", [], ["postgres"]],
  ["select x[1 :n], x[f() :n]", [], ["postgres"]],
  ["select x[:a + 1], x[y - :b], x[case when :c then 1 end]", [":a", ":b", ":c"], ["postgres"]],
  ["select array[:a, :b], (array[1,2])[:c]", [":a", ":b", ":c"], ["postgres"]],
  ["select x[1], y:z", [":z"], ["postgres"]],
  // Dollar quotes
  ["select $$ :a ' $$, :b", [":b"], ["postgres"]],
  ["select $tag$ :a $$ $other$ $tag$, :b", [":b"], ["postgres"]],
  ["select $وسم$ :a $وسم$, :b", [":b"], ["postgres"]],
  ["select $$ :a", [], ["postgres"]],
  ["select a$b$c, :d, a$b$", [":d"], ["postgres", "mysql"]],
  ["select $1, $23", ["$1", "$23"], ["postgres"]],
  ["select $1$ :a $1$", ["$1", ":a", "$1"], ["postgres"]],
  // Operators
  ["select j ? 'k', j ?| :a, j ?& b, j @? :c", ["?", "?", ":a", "?", "?", ":c"], ["postgres"]],
  ["select a @> :b, c <@ :d, j #>> :e, j -> :f ->> 'g'", [":b", ":d", ":e", ":f"], ["postgres"]],
  // SQLite's own placeholders
  ["select ?1, ?22, @a, $b, :1", ["?1", "?22", "@a", "$b", ":1"], ["sqlite"]],
  ["select @a, @@b, @'c', :d", [":d"], ["mysql"]],
  // Numbers
  ["select 1e5, 0x1F, 1.5, .5, 1_000, :a", [":a"]],
];

test("scan() finds the placeholders of every dialect and nothing that only looks like one", () => {
  for (const [sql, found, only = dialects] of cases) {
    for (const dialect of only) assert.deepEqual(marks(sql, dialect), found, `${dialect}: ${sql}`);
  }
});

test("scan() tells names, positions and foreign placeholders apart", () => {
  const kinds = (sql: string, dialect: Dialect) => scan(sql, dialect).pieces.map(({ kind }) => kind);
  assert.deepEqual(kinds("select :a, ?, 'x', ?1, @b", "sqlite"), ["name", "position", "literal", "foreign", "foreign"]);
  assert.deepEqual(kinds("select :a, ?, $1, $$x$$", "postgres"), ["name", "position", "foreign", "literal"]);
  assert.deepEqual(kinds('select :a, ?, "x", 5', "mysql"), ["name", "position", "literal", "literal"]);
});

test("scan() finds the literals, so that errors can leave them out", () => {
  assert.deepEqual(literals("select 'a''b', 42, x1, 1.5e3", "sqlite"), ["'a''b'", "42", "1.5e3"]);
  assert.deepEqual(literals("select $q$ secret $q$, E'\\'x' from t2", "postgres"), ["$q$ secret $q$", "E'\\'x'"]);
  assert.deepEqual(literals('select "secret", `name`', "mysql"), ['"secret"']);
  assert.deepEqual(literals("select 'never closed", "sqlite"), ["'never closed"]);
});

test("scan() tells the verb of a statement, past its WITH part", () => {
  const verb = (sql: string) => scan(sql, "postgres").verb;
  assert.equal(verb("select 1"), "SELECT");
  assert.equal(verb("  -- insert\n /* update */ Select 1"), "SELECT");
  assert.equal(verb("((select 1))"), "SELECT");
  assert.equal(verb("with x as (delete from t returning *) select * from x"), "SELECT");
  assert.equal(verb("with x as (select 1) insert into t select * from x"), "INSERT");
  assert.equal(verb('with recursive "select"(n) as (values (1)) update t set a = 1'), "UPDATE");
  assert.equal(verb("create table t (a int)"), "CREATE");
  assert.equal(verb("-- nothing"), "");
  assert.equal(scan("start transaction", "mysql").second, "TRANSACTION");
});

test("scan() sees RETURNING only where it is a part of the statement itself", () => {
  assert.equal(scan("insert into t values (1) returning id", "sqlite").isReturning, true);
  assert.equal(scan("insert into t values ('returning')", "sqlite").isReturning, false);
  assert.equal(scan("with x as (delete from t returning *) select 1", "postgres").isReturning, false);
});

test("scan() sees a star anywhere but in strings and comments", () => {
  assert.equal(scan("select * from t", "sqlite").hasStar, true);
  assert.equal(scan("select '*', \"*\" /* * */ from t -- *", "sqlite").hasStar, false);
});

/** Statements as programs have them, and the names that they want values for. */
const programs: readonly (readonly [dialect: Dialect, sql: string, names: string[]])[] = [
  [
    "postgres",
    `WITH RECURSIVE tree(id, path) AS (
       SELECT id, ARRAY[name]::text[] FROM node WHERE parent IS NULL AND kind = :kind::node_kind
       UNION ALL
       SELECT n.id, t.path || n.name FROM node n JOIN tree t ON n.parent = t.id WHERE t.path[1:2] <> ARRAY[:a, :b]
     ) SELECT path[array_length(path, 1)] AS "the :name", path[:first:2] FROM tree`,
    [":kind", ":a", ":b", ":first"],
  ],
  [
    "postgres",
    String
      .raw`INSERT INTO event (at, data, note) VALUES (now() AT TIME ZONE 'UTC', :data::jsonb || '{"a":":b"}', E'it\'s :c')
     ON CONFLICT (id) DO UPDATE SET data = excluded.data || jsonb_build_object('x', :x)
     RETURNING id, data ->> 'k', data #>> '{a,b}', (data -> 'list') ? 'y'`,
    [":data", ":x"],
  ],
  [
    "postgres",
    `CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $body$
     DECLARE b int := a; -- :no
     BEGIN RETURN b + $1; EXECUTE 'select ' || quote_literal(':no'); END $body$`,
    [],
  ],
  [
    "postgres",
    "SELECT * FROM t WHERE at > :since AND at <= timestamp '2024-01-01 10:20:30' + :days * interval '1 day'",
    [":since", ":days"],
  ],
  [
    "postgres",
    `SELECT x.a, 'a:b', "c:d".e, :n+1, -:m, (:list)::int[], f(x => :y, z:=:z) FROM x`,
    [":n", ":m", ":list", ":y", ":z"],
  ],
  [
    "mysql",
    'INSERT INTO `log:x` (a, b) VALUES (:a, "it\'s \\" :no") ON DUPLICATE KEY UPDATE c = IF(:c, 1, 0) # :no\n -- :no',
    [":a", ":c"],
  ],
  [
    "mysql",
    "SELECT @row := @row + 1 AS n, JSON_EXTRACT(j, '$.a:b'), a->>'$.x' FROM t WHERE day = :day LIMIT :n",
    [":day", ":n"],
  ],
  ["mysql", "SELECT /*+ MAX_EXECUTION_TIME(:no) */ 1--:a\n + :b", [":a", ":b"]],
  [
    "sqlite",
    "INSERT INTO [odd:name] (\"a:b\", `c:d`) SELECT :a, json_extract(:j, '$.x:y') WHERE strftime('%H:%M', :at) > '10:20'",
    [":a", ":j", ":at"],
  ],
  [
    "sqlite",
    `CREATE TRIGGER keep AFTER UPDATE ON t BEGIN
       INSERT INTO log VALUES ('old:' || old.a, 'new:' || new.a); -- :no
     END`,
    [],
  ],
  [
    "sqlite",
    "SELECT * FROM fts WHERE fts MATCH 'title:' || :word AND rank < :rank ORDER BY bm25(fts)",
    [":word", ":rank"],
  ],
];

test("scan() finds the placeholders of statements as programs have them", () => {
  for (const [dialect, sql, names] of programs) {
    assert.deepEqual(marks(sql, dialect).filter((mark) => mark[0] === ":"), names, sql);
  }
});

/** Pieces of SQL: what is opaque, and what is a placeholder. Any sequence of them is scanned alike. */
const parts: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ["':no'", '":no"', "`:no`", "[:no]", "-- :no\n", "/* :no */", "'it''s ?'", '"a""?"', "1", "x"],
  postgres: [
    "':no'",
    '":no"',
    "-- :no ?\n",
    "/* :no /* ? */ :no */",
    "E'\\':no'",
    "$$ :no $$",
    "$t$ $$ :no $t$",
    "'it''s :no'",
    "x::text",
    "1",
    "x",
  ],
  mysql: ["'\\':no'", '"\\":no"', "`:no`", "-- :no\n", "# :no\n", "/* :no */", "'it''s ?'", "1", "x"],
};

test("scan() finds every placeholder between parts that hide others, in thousands of mixtures", () => {
  // A generator of numbers of our own, so that a failure can be repeated.
  let seed = 20_240_607;
  const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let round = 0; round < 6_000; round++) {
    const dialect = dialects[round % 3]!;
    const expected: string[] = [];
    let sql = "";
    for (let length = 1 + random(8); length > 0; length--) {
      if (random(3) === 0) {
        const name = `:p${random(5)}`;
        expected.push(name);
        sql += ` ${name} `;
      } else sql += ` ${parts[dialect][random(parts[dialect].length)]} `;
    }
    assert.deepEqual(marks(sql, dialect), expected, `${dialect}: ${sql}`);
  }
});

test("scan() takes time in proportion to the length, whatever it is made of", async () => {
  const hostile: ((long: number) => string)[] = [
    (long) => "'".repeat(long),
    (long) => `'${"''".repeat(long / 2)}`,
    (long) => "$".repeat(long),
    (long) => "$a$".repeat(long / 3),
    (long) => "/*".repeat(long / 2),
    (long) => "-".repeat(long),
    (long) => ":".repeat(long),
    (long) => "[".repeat(long),
    (long) => "(".repeat(long),
    (long) => "\\".repeat(long),
    (long) => `E'${"\\'".repeat(long / 2)}`,
    (long) => "?".repeat(long),
    (long) => "ا".repeat(long),
    (long) => `${" ".repeat(long)}:a`,
  ];
  for (const make of hostile) {
    for (const dialect of dialects) {
      await assertProportional(6_000, (long) => scan(make(long), dialect), `${dialect}: ${make(12)}`);
    }
  }
});
