import assert from "node:assert/strict";
import test from "node:test";
import type { SqlValue } from "../../mod.ts";
import { drivers, openDatabase } from "./drivers.ts";

/** Numbers from 0 up to 1, always the same ones, so that a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Values of all kinds, made from random numbers. */
class Values {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = generator(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  integer(): number | bigint {
    const bits = BigInt(this.below(63));
    const size = (1n << bits) + BigInt(this.below(1_000));
    const value = this.below(2) === 0 ? size : -size;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  float(): number {
    return (this.#random() - 0.5) * 10 ** (this.below(200) - 100);
  }

  text(): string {
    const ranges = [[0x20, 0x7e], [0x600, 0x6ff], [0x1f600, 0x1f64f], [0x4e00, 0x4eff], [0xa0, 0x24f], [0x0a, 0x0d]];
    return Array.from({ length: this.below(40) }, () => {
      const [from, to] = ranges[this.below(ranges.length)]!;
      return String.fromCodePoint(from! + this.below(to! - from! + 1));
    }).join("");
  }

  bytes(): Uint8Array {
    return Uint8Array.from({ length: this.below(300) }, () => this.below(256));
  }

  time(): Date {
    // What every database can say: from 1970 to 2038, to the millisecond.
    return new Date(1_000 + this.below(2_147_483_646) * 1_000 + this.below(1_000));
  }

  json(depth = 0): Record<string, unknown> {
    const entries = Array.from({ length: this.below(4) }, (_, index) => [`${this.text()}${index}`, this.#item(depth)]);
    return Object.fromEntries(entries);
  }

  #item(depth: number): unknown {
    switch (this.below(depth > 2 ? 4 : 6)) {
      case 0:
        return this.text();
      case 1:
        return this.below(1_000_000) / 64;
      case 2:
        return this.below(2) === 0;
      case 3:
        return null;
      case 4:
        return Array.from({ length: this.below(3) }, () => this.#item(depth + 1));
      default:
        return this.json(depth + 1);
    }
  }

  /** The value, or sometimes NULL. */
  or<T>(value: T): T | null {
    return this.below(10) === 0 ? null : value;
  }
}

for (const driver of drivers) {
  test(`Database gives back hundreds of random values exactly on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    const { time, bytes, json } = driver.types;
    await db.execute(`create table ${table} (id integer primary key, i bigint, f double precision, s text, b ${bytes},
      ok boolean, at ${time}, j ${json})`);
    const values = new Values(20_240_607);
    const rows = Array.from({ length: 300 }, (_, id) => ({
      id,
      i: values.or(values.integer()),
      f: values.or(values.float()),
      s: values.or(values.text()),
      b: values.or(values.bytes()),
      ok: values.or(values.below(2) === 0),
      at: values.or(values.time()),
      j: values.or(values.json()),
    }));
    const insert = `insert into ${table} values (:id, :i, :f, :s, :b, :ok, :at, :j)`;
    await db.transaction(async (tx) => {
      for (const row of rows) await tx.execute(insert, row as Record<string, SqlValue>);
    });
    const read = await db.all(`select * from ${table} order by id`);
    assert.equal(read.length, rows.length);
    for (const [index, row] of rows.entries()) assert.deepEqual(read[index], row);
    const streamed: unknown[] = [];
    for await (const row of db.rows(`select * from ${table} order by id`)) streamed.push(row);
    assert.deepEqual(streamed, rows);
    for (const row of rows.slice(0, 40)) {
      assert.deepEqual(await db.one(`select * from ${table} where id = ?`, [row.id]), row);
      // By the value itself as well, as far as databases compare such values.
      const { id, i, s, b } = row;
      const found = await db.all(
        `select id from ${table} where id = :id and (i = :i or :noI = 1) and (b = :b or :noB = 1)
          and (s = :s or :noS = 1)`,
        {
          id,
          i: i ?? 0,
          noI: i === null ? 1 : 0,
          b: b ?? new Uint8Array(),
          noB: b === null ? 1 : 0,
          s: s ?? "",
          noS: s === null ? 1 : 0,
        },
      );
      assert.deepEqual(found, [{ id }]);
    }
  });

  test(`Database takes hundreds of placeholders in one statement on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, s varchar(20))`);
    const params: Record<string, SqlValue> = {};
    const groups = Array.from({ length: 400 }, (_, n) => {
      params[`id${n}`] = n;
      params[`s${n}`] = `نص ${n}`;
      return `(:id${n}, :s${n})`;
    });
    const { rowsAffected } = await db.execute(`insert into ${table} values ${groups.join(", ")}`, params);
    assert.equal(rowsAffected, 400);
    const list = Array.from({ length: 300 }, (_, n) => n);
    const marks = list.map(() => "?").join(", ");
    assert.equal((await db.all(`select * from ${table} where id in (${marks})`, list)).length, 300);
    assert.deepEqual(await db.one(`select s from ${table} where id = :id and s = :s`, { id: 399, s: "نص 399" }), {
      s: "نص 399",
    });
  });

  test(`Database takes values of a megabyte on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    const [text, bytes] = driver.name === "mysql" ? ["longtext", "longblob"] : ["text", driver.types.bytes];
    await db.execute(`create table ${table} (s ${text}, b ${bytes})`);
    const s = "مكتبة ".repeat(100_000);
    const b = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251);
    await db.execute(`insert into ${table} values (:s, :b)`, { s, b });
    const row = (await db.one<{ s: string; b: Uint8Array }>(`select * from ${table}`))!;
    assert.ok(row.s === s, "the text came back changed");
    assert.deepEqual(row.b, b);
  });

  test(`Database gives a name that two columns have once, the last one's value on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    assert.deepEqual(await it.db.one("select 1 as n, 2 as n"), { n: 2 });
  });

  test(`Database runs one statement with values of changing kinds on ${driver.name}`, async (t) => {
    await using it = await openDatabase(t, driver);
    if (it === undefined) return;
    const { db, table } = it;
    await db.execute(`create table ${table} (id integer, f double precision, s varchar(50))`);
    const insert = `insert into ${table} values (:id, :f, :s)`;
    const rows: readonly (readonly [number, number | null, string | null])[] = [
      [1, 1, "1"],
      [2, 1.5, null],
      [3, null, "true"],
      [4, -7, ""],
      [5, 1e300, "x"],
      [6, 0, "2024-01-01"],
    ];
    for (const [id, f, s] of rows) await db.execute(insert, { id, f, s });
    const read = await db.all<{ id: number; f: number; s: string }>(`select * from ${table} order by id`);
    assert.deepEqual(read.map(({ id, f, s }) => [id, f, s]), rows);
  });
}
