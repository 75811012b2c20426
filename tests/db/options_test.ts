import assert from "node:assert/strict";
import test from "node:test";
import { connect, DatabaseSession, DocumentDatabase } from "@maktaba/std/db";
import { اتصال, قاعدة_بيانات_متقدمة } from "@maktaba/std/db/ar";
import { setLocale } from "@maktaba/std/errors";
import { type CallWithOptions, testOptions } from "../support/mod.ts";

setLocale("en");

const url = "sqlite::memory:";

const statements: Record<string, (target: Statements, options: never) => unknown> = {
  "execute()": (target, options) => target.execute("create table t (n integer)", {}, options),
  "executeMany()": (target, options) => target.executeMany("create table t (n integer)", [{}], options),
  "all()": (target, options) => target.all("select 1", {}, options),
  "one()": (target, options) => target.one("select 1", {}, options),
};
const streams: typeof statements = {
  "rows()": (target, options) => target.rows("select 1", {}, options),
  "transaction()": (target, options) => target.transaction(() => {}, options),
};

interface Statements {
  execute(sql: string, params: object, options: never): unknown;
  executeMany(sql: string, rows: object[], options: never): unknown;
  all(sql: string, params: object, options: never): unknown;
  one(sql: string, params: object, options: never): unknown;
  rows(sql: string, params: object, options: never): unknown;
  transaction(work: () => void, options: never): unknown;
}

function callsOf(name: string, calls: typeof statements, withTarget: WithTarget): Record<string, CallWithOptions> {
  return Object.fromEntries(
    Object.entries(calls).map(([call, run]) => [
      `${name}.${call}`,
      (options: never) => withTarget((target) => run(target as Statements, options)),
    ]),
  );
}

type WithTarget = (run: (target: unknown) => unknown) => unknown;

const withDatabase: WithTarget = async (run) => {
  await using db = await connect(url);
  await run(db);
};
const withTransaction: WithTarget = async (run) => {
  await using db = await connect(url);
  await db.transaction(async (tx) => await run(tx));
};
const withSession: WithTarget = async (run) => {
  await using session = new DatabaseSession(url);
  await run(session);
};

testOptions({
  "connect() to SQLite": (options) => connect(url, options),
  // Where nothing listens: a call that got as far as the network would fail with another error.
  "connect() to PostgreSQL": (options) => connect("postgres://127.0.0.1:1/x", options),
  "connect() to MongoDB": (options) => connect("mongodb://127.0.0.1:1/x" as string, options),
  "new DatabaseSession()": (options) => new DatabaseSession(url, undefined, options),
  "Database.close()": (options) => withDatabase((db) => (db as { close(options: never): unknown }).close(options)),
  ...callsOf("Database", { ...statements, ...streams }, withDatabase),
  ...callsOf("Transaction", { ...statements, ...streams }, withTransaction),
  ...callsOf("DatabaseSession", statements, withSession),
});

const documents = new DocumentDatabase({
  place: "mongodb://nowhere",
  insert: () => Promise.resolve([1]),
  async *find() {},
  close: () => Promise.resolve(),
});

testOptions({
  "DocumentDatabase.insert()": (options) => documents.insert("books", {}, options),
  "DocumentDatabase.find()": (options) => documents.find("books", {}, options),
  "DocumentDatabase.findOne()": (options) => documents.findOne("books", {}, options),
  "DocumentDatabase.documents()": (options) => documents.documents("books", {}, options),
  "DocumentDatabase.close()": (options) => documents.close(options),
});

// True and false are what it may be beside an object.
const withTls: CallWithOptions = (tls) => connect(url, { tls: typeof tls === "boolean" ? null as never : tls });
testOptions({ "connect({ tls })": withTls }, "tls");

test("DocumentDatabase.findOne() refuses a limit, as it has its own", async () => {
  await assert.rejects(documents.findOne("books", {}, { limit: 3 } as never), { code: "ARGUMENT_UNKNOWN" });
});

test("connect() refuses options of the wrong kind, whichever database it is", async () => {
  for (const options of [{ prepare: "no" }, { tls: { verify: "no" } }, { tls: { verify: null } }, { tls: { ca: 1 } }]) {
    await assert.rejects(connect(url, options as never), /^ValidationError: Cannot use (prepare|tls\.\w+) as/);
  }
});

test("Arabic functions name the Arabic options where one is unknown or wrong", async () => {
  setLocale("ar");
  try {
    await assert.rejects(اتصال(url, { مهله: 1 } as never), /الخيار مهله .*وقت_اتصال/);
    await assert.rejects(اتصال(url, { tls: { تحقق: "لا" } } as never), /tls\.تحقق/);
    assert.throws(() => new قاعدة_بيانات_متقدمة(url, "sql", { مهله: 1 } as never), /الخيار مهله .*وقت_اتصال/);
  } finally {
    setLocale("en");
  }
});
