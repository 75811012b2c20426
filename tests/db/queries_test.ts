import assert from "node:assert/strict";
import test from "node:test";
import { connect, Queries } from "../../mod.ts";

test("Queries is what a function takes that works on a database and in a transaction alike", async () => {
  const add = async (on: Queries, name: string) => {
    assert.ok(on instanceof Queries);
    await on.executeMany("insert into city values (:name)", [{ name }]);
    await on.transaction((inner) => inner.execute("update city set name = upper(name)"));
    return (await on.all("select name from city")).length;
  };
  await using db = await connect("sqlite::memory:");
  await db.execute("create table city (name text)");
  assert.equal(await add(db, "fez"), 1);
  assert.equal(await db.transaction((tx) => add(tx, "tunis")), 2);
  assert.deepEqual(await Array.fromAsync(db.rows("select name from city order by name")), [
    { name: "FEZ" },
    { name: "TUNIS" },
  ]);
});
