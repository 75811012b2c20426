import assert from "node:assert/strict";
import test from "node:test";
import {
  connect,
  type ConnectOptions,
  Database,
  DatabaseSession,
  type DocumentDatabase,
  type ExecuteResult,
  type SqlParameters,
  type SqlRow,
  type SqlValue,
  type Transaction,
} from "../../db/mod.ts";
import { اتصال, type قاعدة_بيانات, type قاعدة_مستندات, type معاملة } from "../../db/ar.ts";

/** Compiles only where two types are the same. */
function same<A, B>(
  ..._proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]
): void {}

interface City {
  id: number;
  name: string;
}

test("connect() gives documents for URLs of MongoDB and rows for all others, by its type", async () => {
  // Not called: what matters is that it compiles.
  const documents = () => connect("mongodb://h/d");
  const cluster = () => connect("mongodb+srv://h/d");
  const sql = () => connect("sqlite::memory:");
  const later = (url: string, options: ConnectOptions) => connect(url, options);
  same<Awaited<ReturnType<typeof documents>>, DocumentDatabase>();
  same<Awaited<ReturnType<typeof cluster>>, DocumentDatabase>();
  same<Awaited<ReturnType<typeof sql>>, Database>();
  same<Awaited<ReturnType<typeof later>>, Database>();
  const arabic = () => اتصال("sqlite::memory:");
  const arabicDocuments = () => اتصال("mongodb://h/d");
  same<Awaited<ReturnType<typeof arabic>>, قاعدة_بيانات>();
  same<Awaited<ReturnType<typeof arabicDocuments>>, قاعدة_مستندات>();
  await using db = await sql();
  assert.ok(db instanceof Database);
});

test("Database gives rows of the type that it is told, else of unknown values", async () => {
  await using db = await connect("sqlite::memory:");
  await db.execute("create table city (id integer, name text)");
  const all = await db.all<City>("select * from city");
  const one = await db.one<City>("select * from city");
  const loose = await db.all("select * from city");
  const rows = db.rows<City>("select * from city");
  const result = await db.execute("insert into city values (1, 'مكة')");
  same<typeof all, City[]>();
  same<typeof one, City | undefined>();
  same<typeof loose, SqlRow[]>();
  same<typeof rows, AsyncGenerator<City, void, undefined>>();
  same<typeof result, ExecuteResult>();
  const names = await db.transaction(async (tx) => {
    same<typeof tx, Transaction>();
    return (await tx.all<City>("select * from city")).map(({ name }) => name);
  });
  same<typeof names, string[]>();
  assert.deepEqual(names, ["مكة"]);
});

test("SqlParameters takes what can be bound, and refuses what cannot while it compiles", async () => {
  const good: SqlParameters[] = [
    { a: null, b: true, c: 1, d: 1n, e: "x", f: new Uint8Array(1), g: new Date(0), h: { x: [1] }, i: [1, "x"] },
    [null, true, 1, 1n, "x", new Uint8Array(1), new Date(0), { x: 1 }, [1]],
    {},
    [],
  ];
  assert.equal(good.length, 4);
  // @ts-expect-error A missing value must not silently become NULL.
  const missing: SqlValue = undefined;
  // @ts-expect-error A function is no value.
  const work: SqlValue = () => 1;
  // @ts-expect-error A symbol is no value.
  const symbol: SqlValue = Symbol("x");
  await using db = await connect("sqlite::memory:");
  for (const v of [missing, work, symbol]) await assert.rejects(db.all("select :v as v", { v }));
});

test("Arabic and English types stand for each other", async () => {
  const english = (db: Database): Promise<unknown[]> => db.all("select 1 as n");
  const session = new DatabaseSession("sqlite::memory:");
  await using قاعدة = await اتصال("sqlite::memory:");
  assert.deepEqual(await english(قاعدة), [{ n: 1 }]);
  await قاعدة.معاملة(async (داخلها) => {
    same<typeof داخلها, معاملة>();
    const transaction: Transaction = داخلها;
    assert.deepEqual(await transaction.all("select 1 as n"), [{ n: 1 }]);
  });
  same<typeof session.kind, "sql" | "nosql">();
  await session.close();
});
