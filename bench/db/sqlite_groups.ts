// What the db suite measures of SQLite: the bare module, and our interface over it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { connect } from "../../db/mod.ts";
import type { Group } from "../harness/in_process.ts";

const ROWS = 20_000;
const directory = mkdtempSync(join(tmpdir(), "bench-"));
process.on("exit", () => rmSync(directory, { recursive: true }));

const bare = new DatabaseSync(join(directory, "bare.db"));
bare.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
const ours = await connect(`sqlite:${join(directory, "ours.db")}`);
const create = "create table item (id integer primary key, name text not null, price real, stock integer)";
bare.exec(create);
await ours.execute(create);

const insertSql = "insert into item (name, price, stock) values (:name, :price, :stock)";
const selectSql = "select id, name, price, stock from item where id = :id";
const allSql = "select id, name, price, stock from item where id between :first and :last";
const insert = bare.prepare(insertSql.replaceAll(/:\w+/g, "?"));
const select = bare.prepare(selectSql.replaceAll(/:\w+/g, "?"));
const all = bare.prepare(allSql.replaceAll(/:\w+/g, "?"));

function* items(count: number): Generator<{ name: string; price: number; stock: number }> {
  for (let n = 1; n <= count; n++) yield { name: `item ${n}`, price: n + 0.5, stock: n };
}

/** The groups of the suite; those that read find the rows of the one that writes. */
export const groups: readonly Group[] = [
  {
    name: "SQLite: inserts in one transaction",
    operations: ROWS,
    contenders: {
      "node:sqlite": (count) => {
        bare.exec("begin immediate; delete from item");
        for (let n = 1; n <= count; n++) insert.run(`item ${n}`, n + 0.5, n);
        bare.exec("commit");
      },
      // What awaiting alone costs, where each row is a call of its own.
      "node:sqlite, awaited": async (count) => {
        bare.exec("begin immediate; delete from item");
        for (let n = 1; n <= count; n++) await Promise.resolve(insert.run(`item ${n}`, n + 0.5, n));
        bare.exec("commit");
      },
      "ours, executeMany": async (count) => {
        await ours.execute("delete from item");
        await ours.executeMany(insertSql, items(count));
      },
      "ours, one by one": async (count) => {
        await ours.transaction(async (tx) => {
          await tx.execute("delete from item");
          for (let n = 1; n <= count; n++) {
            await tx.execute(insertSql, { name: `item ${n}`, price: n + 0.5, stock: n });
          }
        });
      },
    },
  },
  {
    name: "SQLite: one row by its key",
    operations: ROWS,
    contenders: {
      "node:sqlite": (count) => {
        for (let n = 1; n <= count; n++) select.get(n);
      },
      ours: async (count) => {
        for (let n = 1; n <= count; n++) await ours.one(selectSql, { id: n });
      },
    },
  },
  {
    name: "SQLite: a hundred rows at a time",
    operations: 500,
    contenders: {
      "node:sqlite": (count) => {
        for (let n = 0; n < count; n++) all.all(n * 10, n * 10 + 99);
      },
      ours: async (count) => {
        for (let n = 0; n < count; n++) await ours.all(allSql, { first: n * 10, last: n * 10 + 99 });
      },
    },
  },
];
