// What the db suite measures of PostgreSQL: the bare package, and our interface over it.
import process from "node:process";
import postgres from "postgres";
import { connect } from "../../db/mod.ts";
import type { Group } from "../harness/in_process.ts";

const url = process.env["MAKTABA_TEST_POSTGRES_URL"]!;
const CONNECTIONS = 10;
const ROWS = 1_000;

const bare = postgres(url, { max: CONNECTIONS, onnotice: () => {} });
const ours = await connect(url, { maxConnections: CONNECTIONS });
const table = `bench_${process.pid}`;
await ours.execute(`create table ${table} (id integer primary key, name text not null)`);
await ours.execute(`insert into ${table} select n, 'item ' || n from generate_series(1, ${ROWS}) n`);

const sql = `select id, name from ${table} where id = :id`;
const bareSql = sql.replace(":id", "$1");
const bareRow = (id: number) => bare.unsafe(bareSql, [id], { prepare: true });
const ourRow = (id: number) => ours.one(sql, { id });

/** Runs so many statements, so many of them at a time. */
async function run(count: number, atATime: number, row: (id: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await row(1 + next++ % ROWS);
  };
  await Promise.all(Array.from({ length: atATime }, work));
}

const names = Array.from({ length: ROWS }, (_, index) => ({ id: -1 - index, name: `item ${index}` }));
const insert = `insert into ${table} values (:id, :name)`;
const bareInsert = insert.replace(":id", "$1").replace(":name", "$2");

const inserts: Group = {
  name: "PostgreSQL: inserts in one transaction",
  operations: ROWS,
  contenders: {
    postgres: async () => {
      await bare.begin(async (tx) => {
        await Promise.all(names.map(({ id, name }) => tx.unsafe(bareInsert, [id, name], { prepare: true })));
      });
      await ours.execute(`delete from ${table} where id < 0`);
    },
    "ours, executeMany": async () => {
      await ours.executeMany(insert, names);
      await ours.execute(`delete from ${table} where id < 0`);
    },
    "ours, one by one": async () => {
      await ours.transaction(async (tx) => {
        for (const row of names) await tx.execute(insert, row);
      });
      await ours.execute(`delete from ${table} where id < 0`);
    },
  },
};

const questions = [50, 10, 1].map((atATime): Group => ({
  name: `PostgreSQL: one row by its key, ${atATime} at a time`,
  operations: atATime === 1 ? 500 : 4_000,
  contenders: {
    postgres: (count) => run(count, atATime, bareRow as (id: number) => Promise<unknown>),
    ours: (count) => run(count, atATime, ourRow),
  },
}));

/** The groups of the suite. */
export const groups: readonly Group[] = [...questions, inserts];
