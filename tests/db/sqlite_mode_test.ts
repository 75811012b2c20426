import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import { connect, type SqliteMode } from "@maktaba/std/db";
import { اتصال } from "@maktaba/std/db/ar";
import { DatabaseError, setLocale } from "@maktaba/std/errors";
import { tempDir } from "../support/mod.ts";

setLocale("en");

async function makeDatabase(path: string): Promise<void> {
  await using db = await connect(`sqlite:${path}`);
  await db.execute("create table city (name text)");
  await db.execute("insert into city values ('مكة')");
}

/** Names that mean something in a URL. */
const NAMES = ["data.db", "بيانات 100%.db", "a#b&c.db"];

for (const mode of ["rw", "ro"] as const) {
  test(`connect() with the mode ${mode} makes no file where there is none, and says so`, async () => {
    await using dir = await tempDir();
    for (const name of NAMES) {
      const calls = [
        connect(`sqlite:${dir.join(name)}`, { mode }),
        connect(`sqlite:${dir.join(name)}?mode=${mode}`),
        connect(`sqlite:${dir.join(`absent/${name}`)}?mode=${mode}`),
      ];
      for (const call of calls) {
        await assert.rejects(call, (error) => {
          assert.ok(error instanceof DatabaseError && error.code === "DB_FILE_MISSING", String(error));
          assert.match(error.message, /as there is no such file, and the mode r[wo] makes none$/);
          return true;
        });
      }
    }
    assert.deepEqual(await readdir(dir.path), []);
  });

  test(`connect() with the mode ${mode} opens a file that is there, whatever its name`, async () => {
    await using dir = await tempDir();
    for (const name of NAMES) {
      await makeDatabase(dir.join(name));
      await using db = await connect(`sqlite:${dir.join(name)}`, { mode });
      assert.deepEqual(await db.all("select * from city"), [{ name: "مكة" }]);
      const inside = await db.transaction((tx) => tx.all("select count(*) as n from city"));
      assert.deepEqual(inside, [{ n: 1 }]);
    }
  });
}

test("connect() with the mode ro refuses to write, and leaves the file as it was", async () => {
  await using dir = await tempDir();
  const path = dir.join("data.db");
  await makeDatabase(path);
  const before = await readFile(path);
  {
    await using db = await connect(`sqlite:${path}?mode=ro`);
    await assert.rejects(db.execute("insert into city values ('x')"), { code: "DB_READ_ONLY" });
    await assert.rejects(db.execute("create table t (n)"), { code: "DB_READ_ONLY" });
    assert.deepEqual(await db.all("select count(*) as n from city"), [{ n: 1 }]);
  }
  assert.deepEqual(await readFile(path), before);
});

test("connect() takes the mode of the options before that of the URL, and makes the file by default", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("data.db")}`;
  await assert.rejects(connect(`${url}?mode=rwc`, { mode: "rw" }), { code: "DB_FILE_MISSING" });
  assert.ok(!existsSync(dir.join("data.db")));
  for (const open of [() => connect(url), () => connect(`${url}?mode=ro`, { mode: "rwc" })]) {
    await using db = await open();
    await db.execute("create table if not exists t (n)");
  }
  assert.ok(existsSync(dir.join("data.db")));
});

test("connect() tells a file that is no database from one that is not there", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("text.db"), "no database at all, but long enough to be looked at".repeat(20));
  for (const mode of ["rw", "ro"] as const) {
    await assert.rejects(async () => {
      await using db = await connect(`sqlite:${dir.join("text.db")}`, { mode });
      await db.all("select * from sqlite_schema");
    }, { code: "DB_FILE_INVALID" });
  }
});

test("connect() refuses a mode that there is not, and passes over it in memory", async () => {
  for (const mode of ["memory", "r", null, true]) {
    await assert.rejects(connect("sqlite:x.db", { mode: mode as SqliteMode }), { code: "ARGUMENT_NOT_ONE_OF" });
  }
  await using db = await connect("sqlite::memory:", { mode: "rw" });
  await db.execute("create table t (n)");
});

test("اتصال takes the mode by its Arabic names", async () => {
  await using dir = await tempDir();
  const رابط = `sqlite:${dir.join("بيانات.db")}`;
  setLocale("ar");
  try {
    for (const وضع of ["قراءة", "كتابة"] as const) {
      await assert.rejects(اتصال(رابط, { وضع }), /إذ لا يوجد ملف بهذا المسار/);
    }
    await assert.rejects(اتصال(رابط, { وضع: "ro" as never }), /وضع» إذ يجب أن يكون واحدًا من إنشاء.*كتابة.*قراءة/);
    await using قاعدة = await اتصال(رابط, { وضع: "إنشاء" });
    await قاعدة.تنفيذ("create table t (n)");
  } finally {
    setLocale("en");
  }
});
