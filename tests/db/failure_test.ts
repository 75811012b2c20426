import assert from "node:assert/strict";
import { inspect } from "node:util";
import test from "node:test";
import { DatabaseError, errorCodes, formatMessage, setLocale } from "../../errors/mod.ts";
import { databaseError, networkFailure, withoutValues } from "../../db/engine/failure.ts";
import { classifyMongodb } from "../../db/drivers/mongodb_errors.ts";
import { classifyMysql } from "../../db/drivers/mysql_errors.ts";
import { classifyPostgres } from "../../db/drivers/postgres_errors.ts";
import { classifySqlite } from "../../db/drivers/sqlite_errors.ts";

setLocale("en");

test("withoutValues() shows a statement without its values, on one line, bounded", () => {
  assert.equal(
    withoutValues("select *\n  from t\n where a = 'secret' and b = 42 and c = :c", "sqlite"),
    "select * from t where a = ? and b = ? and c = :c",
  );
  assert.equal(withoutValues("select $$secret$$, E'\\'secret'", "postgres"), "select ?, ?");
  assert.equal(withoutValues('select "secret"', "mysql"), "select ?");
  assert.equal(withoutValues("select 'never closed secret", "sqlite"), "select ?");
  assert.equal(withoutValues("x".repeat(1_000), "sqlite").length, 200);
});

test("databaseError() copies what can be acted on, and keeps the driver's error as its cause", () => {
  const cause = new Error("duplicate key value (email)=(secret)");
  const error = databaseError(
    { code: "DB_UNIQUE", sqlState: "23505", constraint: "users_email_key" },
    { place: "postgres://h:1/d", sql: "insert into users values ('secret')", dialect: "postgres" },
    cause,
  );
  assert.ok(error instanceof DatabaseError);
  assert.equal(error.sqlState, "23505");
  assert.equal(error.constraint, "users_email_key");
  assert.equal(error.cause, cause);
  assert.equal(error.retryable, false);
  assert.equal(error.message, "Cannot write as users_email_key must be unique: insert into users values (?)");
  assert.deepEqual(error.context, { place: "postgres://h:1/d", sql: "insert into users values (?)" });
  assert.deepEqual(error.toJSON().context, { ...error.context, sqlState: "23505", constraint: "users_email_key" });
  assert.match(inspect(error), /sqlState: ['"]23505['"]/);
});

test("databaseError() says in Arabic what it says in English", () => {
  setLocale("ar");
  try {
    const { message } = databaseError({ code: "DB_CLOSED" }, { place: "sqlite::memory:" });
    assert.equal(message, "لا يمكن استخدام sqlite::memory: إذ أُغلقت قاعدة البيانات");
  } finally {
    setLocale("en");
  }
});

test("databaseError() leaves no placeholder in any message, in either language", () => {
  for (const code of errorCodes().filter((name) => name.startsWith("DB_") && !name.startsWith("DB_DOCUMENTS"))) {
    const circumstances = {
      place: "PLACE",
      sql: "select 1",
      dialect: "sqlite",
      ms: 5,
      operation: "all",
      flags: "--allow-net",
      mode: "ro",
    } as const;
    const error = databaseError({ code: code as "DB_CLOSED" }, circumstances, new Error("cause"));
    assert.doesNotMatch(error.message, /\{|undefined/, code);
    const params = { ...circumstances, constraint: "C", reason: "R", collection: "C" };
    assert.doesNotMatch(formatMessage(code as "DB_CLOSED", params, "ar"), /\{|undefined/, code);
  }
});

test("databaseError() marks what may succeed when it is done again", () => {
  const retryable = errorCodes().filter((code) =>
    code.startsWith("DB_") && databaseError({ code: code as "DB_CLOSED" }, { place: "" }).retryable
  );
  assert.deepEqual(retryable.sort(), [
    "DB_CONNECTION_LOST",
    "DB_CONNECT_TIMEOUT",
    "DB_DEADLOCK",
    "DB_LOCKED",
    "DB_POOL_TIMEOUT",
    "DB_SERIALIZATION",
    "DB_TOO_MANY_CONNECTIONS",
    "DB_UNREACHABLE",
  ]);
});

test("networkFailure() knows the network's errors, wrapped or not", () => {
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  assert.equal(networkFailure(refused)?.code, "DB_UNREACHABLE");
  assert.equal(networkFailure(new Error("wrapped", { cause: refused }))?.code, "DB_UNREACHABLE");
  assert.equal(networkFailure(Object.assign(new Error("x"), { code: "ECONNRESET" }))?.code, "DB_CONNECTION_LOST");
  assert.equal(networkFailure(new Error("other")), undefined);
  const cycle: Error = new Error("cycle");
  cycle.cause = cycle;
  assert.equal(networkFailure(cycle), undefined);
});

test("classifySqlite() reads result codes, and texts where there is no code", () => {
  const of = (errcode: number | undefined, message: string) => classifySqlite({ errcode, message });
  assert.deepEqual(of(2067, "UNIQUE constraint failed: t.a, t.b"), { code: "DB_UNIQUE", constraint: "t.a, t.b" });
  assert.deepEqual(of(1555, "UNIQUE constraint failed: t.id"), { code: "DB_UNIQUE", constraint: "t.id" });
  assert.deepEqual(of(787, "FOREIGN KEY constraint failed"), { code: "DB_FOREIGN_KEY", constraint: undefined });
  assert.equal(of(5, "database is locked").code, "DB_LOCKED");
  assert.equal(of(517, "database is locked").code, "DB_LOCKED");
  assert.equal(of(8, "attempt to write a readonly database").code, "DB_READ_ONLY");
  assert.equal(of(13, "database or disk is full").code, "DB_FULL");
  assert.equal(of(1, "no such table: x").code, "DB_TABLE_UNKNOWN");
  assert.equal(of(1, "table t has no column named x").code, "DB_COLUMN_UNKNOWN");
  assert.equal(of(1, "table t already exists").code, "DB_ALREADY_EXISTS");
  assert.equal(of(1, 'near "x": syntax error').code, "DB_SYNTAX");
  assert.equal(of(1, "incomplete input").code, "DB_SYNTAX");
  assert.equal(of(undefined, "unable to open database file: /x").code, "DB_FILE_UNAVAILABLE");
  assert.equal(of(undefined, "something new").code, "DB_STATEMENT_FAILED");
});

test("classifyPostgres() reads states, their classes, and the driver's own codes", () => {
  const of = (code: string, more: object = { severity: "ERROR" }) => classifyPostgres({ code, ...more });
  assert.deepEqual(of("23505", { severity: "ERROR", constraint_name: "k", detail: "Key (a)=(secret)" }), {
    code: "DB_UNIQUE",
    sqlState: "23505",
    constraint: "k",
    isNamesOnly: true,
  });
  const isNamesOnly = (code: string) => of(code).isNamesOnly;
  assert.deepEqual(["42P01", "42703", "23502"].map(isNamesOnly), [true, true, true]);
  assert.deepEqual(["22P02", "42601", "P0001", "XX000"].map(isNamesOnly), [false, false, false, false]);
  assert.equal(of("22P02").code, "DB_VALUE");
  assert.equal(of("08006").code, "DB_CONNECTION_LOST");
  assert.equal(of("28P01").code, "DB_AUTHENTICATION");
  assert.equal(
    of("57014", { severity: "ERROR", message: "canceling statement due to statement timeout" }).code,
    "DB_TIMEOUT",
  );
  assert.equal(
    of("57014", { severity: "ERROR", message: "canceling statement due to user request" }).code,
    "DB_STOPPED",
  );
  const internal = { code: "DB_STATEMENT_FAILED", sqlState: "XX000", constraint: undefined, isNamesOnly: false };
  assert.deepEqual(of("XX000"), internal);
  assert.equal(of("CONNECT_TIMEOUT", {}).code, "DB_CONNECT_TIMEOUT");
  assert.equal(of("CONNECTION_CLOSED", {}).code, "DB_CONNECTION_LOST");
  assert.equal(classifyPostgres(new TypeError("bug")).code, "DB_STATEMENT_FAILED");
});

test("classifyMysql() takes names and never values from the servers' texts", () => {
  const of = (errno: number, message: string) => classifyMysql({ errno, sqlState: "23000", message });
  assert.equal(of(1062, "Duplicate entry 'a' for key 'users.email'").constraint, "users.email");
  assert.equal(of(1062, "Duplicate entry 'x' for key 'fake'' for key 'real'").constraint, "real");
  assert.equal(of(1062, "Duplicate entry 'multi\nline' for key 'k'").constraint, "k");
  assert.equal(
    of(
      1452,
      "Cannot add or update a child row: a foreign key constraint fails (`d`.`t`, CONSTRAINT `fk` FOREIGN KEY (`a`)",
    )
      .constraint,
    "fk",
  );
  assert.equal(of(1048, "Column 'a' cannot be null").constraint, "a");
  assert.equal(of(1364, "Field 'a' doesn't have a default value").constraint, "a");
  assert.equal(of(3819, "Check constraint 'positive' is violated.").constraint, "positive");
  assert.equal(of(4025, "CONSTRAINT `positive` failed for `d`.`t`").constraint, "positive");
  assert.equal(of(1366, "Incorrect integer value: 'secret' for column `d`.`t`.`n` at row 1").constraint, undefined);
  assert.equal(of(9999, "new").code, "DB_STATEMENT_FAILED");
  assert.equal(classifyMysql({ code: "PROTOCOL_CONNECTION_LOST", fatal: true }).code, "DB_CONNECTION_LOST");
  assert.equal(
    classifyMysql(Object.assign(new Error("x"), { code: "ECONNREFUSED", errno: -111 })).code,
    "DB_UNREACHABLE",
  );
});

test("classifyMongodb() reads codes and the driver's classes", () => {
  const message = 'E11000 duplicate key error collection: d.users index: email_1 dup key: { email: "secret" }';
  assert.deepEqual(classifyMongodb({ name: "MongoServerError", code: 11_000, message }), {
    code: "DB_DOCUMENTS_UNIQUE",
    reason: "11000",
    constraint: "email_1",
  });
  assert.equal(classifyMongodb({ name: "MongoServerError", code: 18 }).code, "DB_AUTHENTICATION");
  assert.equal(classifyMongodb({ name: "MongoServerError", code: 50 }).code, "DB_DOCUMENTS_TIMEOUT");
  assert.equal(classifyMongodb({ name: "MongoNetworkError" }).code, "DB_CONNECTION_LOST");
  assert.equal(classifyMongodb({ name: "MongoServerSelectionError" }).code, "DB_UNREACHABLE");
  assert.equal(classifyMongodb({ name: "MongoClientClosedError" }).code, "DB_CLOSED");
  assert.deepEqual(classifyMongodb({ name: "MongoServerError", code: 2, codeName: "BadValue" }), {
    code: "DB_DOCUMENTS_FAILED",
    reason: "BadValue",
  });
});
