import assert from "node:assert/strict";
import test from "node:test";
import { connect, DatabaseError, setLocale } from "../../mod.ts";
import { setReporter } from "../../internal/report.ts";
import { printed, requireServer, uniqueName } from "../support/mod.ts";
import { drivers } from "./drivers.ts";

setLocale("en");

// Long enough to be in nothing else by chance, short enough for the column that it does not fit into.
// Made at run time, as Bun shows the source around an error.
const SECRET = ["kqzX", "w9vY"].join("");

/** Waits for a failure, and gives it once it is sure that nothing of the secret is shown. */
async function failureOf(work: () => Promise<unknown>): Promise<DatabaseError> {
  const error = await work().then(() => assert.fail("nothing failed"), (error) => error);
  assert.ok(error instanceof DatabaseError, printed(error));
  const shown = printed(error);
  assert.ok(!shown.includes(SECRET), shown);
  return error;
}

for (const driver of drivers) {
  test(`errors of ${driver.name} show no value, neither written in the statement nor bound`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    await using db = await connect(url);
    const table = uniqueName("t").replaceAll(/\W/g, "_");
    await db.execute(`create table ${table} (n integer primary key, name varchar(8) not null unique)`);
    try {
      await db.execute(`insert into ${table} values (1, '${SECRET}')`);
      const statements: [sql: string, params?: Record<string, string | number>][] = [
        [`insert into ${table} values (2, '${SECRET}')`],
        [`insert into ${table} values (2, :name)`, { name: SECRET }],
        [`insert into ${table} values ('${SECRET}', 'x')`],
        [`insert into ${table} values (:n, 'x')`, { n: SECRET }],
        [`selec name from ${table} where name = '${SECRET}'`],
        [`select name from ${table} where name = '${SECRET}' and`],
        [`select absent from ${table} where name = '${SECRET}'`],
        [`select * from absent where name = :name`, { name: SECRET }],
        [`select * from absent where name = '${SECRET}'`],
        [`select name from ${table} where name = '${SECRET}`],
      ];
      for (const [sql, params = {}] of statements) {
        const error = await failureOf(() => db.all(sql, params));
        assert.ok(error.cause instanceof Error, "the cause is kept");
        await failureOf(() => db.transaction((tx) => tx.execute(sql, params)));
        await failureOf(() => Array.fromAsync(db.rows(sql, params)));
      }
    } finally {
      await db.execute(`drop table ${table}`);
    }
  });

  test(`errors of ${driver.name} keep what helps, and the driver's own words for who asks for them`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    await using db = await connect(url);
    const absent = await failureOf(() => db.all("select * from no_such_table"));
    assert.match(printed(absent.cause), /no_such_table/);
    const { cause } = await failureOf(() => db.all(`selec '${SECRET}' from x`));
    assert.match(printed(cause), /syntax/);
    const { originalMessage, message } = cause as { originalMessage?: string; message: string };
    assert.match(originalMessage ?? message, /selec/);
  });
}

for (const name of ["postgres", "mysql"] as const) {
  test(`a login that ${name} refuses shows no password`, async (t) => {
    const given = requireServerOf(t, name);
    if (given === undefined) return;
    const url = new URL(given);
    url.password = SECRET;
    const error = await failureOf(() => connect(url.href));
    assert.equal(error.code, "DB_AUTHENTICATION");
    url.port = "1";
    await failureOf(() => connect(url.href));
  });
}

function requireServerOf(t: Parameters<typeof requireServer>[0], name: "postgres" | "mysql"): string | undefined {
  return name === "postgres" ? requireServer(t, "postgres") : requireServer(t, "mysql");
}

test("errors of MongoDB show no document, no filter and no password", async (t) => {
  const url = requireServer(t, "mongodb");
  if (url === undefined) return;
  await using db = await connect(url as `mongodb://${string}`);
  const collection = uniqueName("c");
  await db.insert(collection, { _id: SECRET });
  const many = Array.from({ length: 3 }, () => ({ _id: SECRET, password: SECRET }));
  assert.equal((await failureOf(() => db.insert(collection, { _id: SECRET }))).code, "DB_DOCUMENTS_UNIQUE");
  await failureOf(() => db.insert(collection, many));
  await failureOf(() => db.find(collection, { $nope: SECRET }));
  await failureOf(() => db.find(collection, { name: { $nope: SECRET } }));
  await failureOf(() => db.find(collection, { name: { $regex: `(${SECRET}` } }));
  await failureOf(() => db.insert(collection, { circle: circleOf(SECRET) }));
  const wrong = new URL(url);
  [wrong.username, wrong.password] = ["ali", SECRET];
  await failureOf(() => connect(wrong.href as `mongodb://${string}`));
  wrong.port = "1";
  await failureOf(() => connect(wrong.href as `mongodb://${string}`));
});

function circleOf(secret: string): Record<string, unknown> {
  const circle: Record<string, unknown> = { secret };
  circle["itself"] = circle;
  return circle;
}

test("what is reported of a driver's error shows no value", async (t) => {
  const reported: unknown[] = [];
  setReporter((report) => reported.push(report));
  t.after(() => setReporter(undefined));
  await using db = await connect("sqlite::memory:");
  await db.execute("create table t (n integer primary key)");
  await failureOf(() => db.transaction((tx) => tx.execute(`insert into t values ('${SECRET}')`)));
  for (const report of reported) assert.ok(!printed(report).includes(SECRET));
});
