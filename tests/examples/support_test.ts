import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import test from "node:test";
import { request } from "../../net/mod.ts";
import { signJwt } from "../../crypto/mod.ts";
import { connect, type Database } from "../../db/mod.ts";
import { startApi } from "../../examples/support/api.ts";
import { DirectoryInUse, openOutputDirectory } from "../../examples/support/output_directory.ts";
import { columns, Steps } from "../../examples/support/steps.ts";
import { RecordTable } from "../../examples/support/table.ts";
import { graphql, HttpError } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";

async function fill(database: Database, header: readonly string[], rows: readonly Record<string, string>[]) {
  const table = new RecordTable(database, "records", header);
  await database.execute(table.createSql);
  for (const row of rows) await database.execute(table.insertSql, table.parameters(row));
  return table;
}

const cities = [
  { name: "مكة", country: "SA" },
  { name: "القاهرة", country: "EG" },
  { name: "جدة", country: "SA" },
];

test("RecordTable numbers records and gives them in pages", async () => {
  await using database = await connect("sqlite::memory:");
  const table = await fill(database, ["name", "country"], cities);
  assert.deepEqual(await table.page(2, 1), [{ id: 2, name: "القاهرة", country: "EG" }]);
  assert.deepEqual(await table.page(4, 10), []);
  assert.equal(await table.count(), 3);
  assert.deepEqual((await Array.fromAsync(table.records())).map(({ id }) => id), [1, 2, 3]);
});

test("RecordTable counts the values of a column, and of no other", async () => {
  await using database = await connect("sqlite::memory:");
  const table = await fill(database, ["name", "country"], cities);
  assert.deepEqual(await table.groups("country", 5), [{ value: "SA", count: 2 }, { value: "EG", count: 1 }]);
  assert.deepEqual(await table.groups("country", 1), [{ value: "SA", count: 2 }]);
  await assert.rejects(table.groups('country" FROM records; DROP TABLE records; --', 1), /no column/);
});

test("RecordTable keeps names apart that the database takes for one, and quotes all of them", async () => {
  await using database = await connect("sqlite::memory:");
  const header = ["id", "ID", "_id", 'a"b', "select", "Id"];
  const row = Object.fromEntries(header.map((name, index) => [name, String(index)]));
  const table = await fill(database, header, [row]);
  assert.deepEqual(table.columns, ["id", "_ID", "__id", 'a"b', "select", "___Id"]);
  assert.equal(table.id, "____id");
  const [record] = await table.page(1, 1);
  assert.deepEqual(record, { ____id: 1, id: "0", _ID: "1", __id: "2", 'a"b': "3", select: "4", ___Id: "5" });
});

test("startApi() lets in those with a token alone, but shows its document to everybody", async () => {
  await using database = await connect("sqlite::memory:");
  const table = await fill(database, ["name", "country"], cities);
  await using api = await startApi({ table, secret: "s".repeat(32), title: "مدن" });
  const ask = (headers: Record<string, string>, path = "/records") => request("GET", api.url + path, { headers });
  const isRefused = (error: unknown) => error instanceof HttpError && error.status === 401;
  const forged = await signJwt({}, "t".repeat(32));
  const expired = await signJwt({ exp: 1 }, "s".repeat(32));
  for (const token of [undefined, "", "x", forged, expired]) {
    await assert.rejects(ask(token === undefined ? {} : { authorization: `Bearer ${token}` }), isRefused);
  }
  const headers = { authorization: `Bearer ${await signJwt({}, "s".repeat(32))}` };
  assert.deepEqual((await ask(headers) as unknown[]).length, 3);
  assert.deepEqual(await ask(headers, "/records?from=3&limit=5"), [{ id: 3, name: "جدة", country: "SA" }]);
  const refused = (error: unknown) => error instanceof HttpError && error.status === 400;
  for (const query of ["from=0", "from=x", "limit=0", "limit=1.5"]) {
    await assert.rejects(ask(headers, `/records?${query}`), refused, query);
  }
  const document = await ask({}, "/openapi.json") as { info: { title: string }; paths: object };
  assert.deepEqual([document.info.title, Object.keys(document.paths)], ["مدن", ["/records"]]);
});

test("startApi() answers GraphQL, with errors for what it does not know", async () => {
  await using database = await connect("sqlite::memory:");
  const table = await fill(database, ["name", "country"], cities);
  await using api = await startApi({ table, secret: "s".repeat(32), title: "cities" });
  const headers = { authorization: `Bearer ${await signJwt({}, "s".repeat(32))}` };
  const { data } = await graphql(`${api.url}/graphql`, "{ count columns }", { headers });
  assert.deepEqual({ ...data }, { count: 3, columns: ["name", "country"] });
  await assert.rejects(graphql(`${api.url}/graphql`, '{ groups(column: "x") { count } }', { headers }), /no column x/);
  await assert.rejects(graphql(`${api.url}/graphql`, "{ count }"), HttpError);
});

test("startApi() stops with its block, whoever is connected", async () => {
  await using database = await connect("sqlite::memory:");
  const table = await fill(database, ["name", "country"], cities);
  let url = "";
  {
    await using api = await startApi({ table, secret: "s".repeat(32), title: "cities" });
    url = api.url;
    await request("GET", `${url}/openapi.json`);
    assert.equal(api.requestCount, 1);
  }
  await assert.rejects(fetch(url));
});

test("Steps prints a title before the work and the result after it", async () => {
  let text = "";
  const steps = new Steps({
    print: (part) => text += part,
    time: () => "TIME",
    heads: { step: "Step", result: "Result", time: "Time" },
  });
  const value = await steps.run("Count", () => {
    assert.equal(text, "1. Count… ");
    return 3;
  }, (count) => `${count} things`);
  assert.equal(value, 3);
  await assert.rejects(steps.run("Fail", () => Promise.reject(new Error("no")), String), /no/);
  steps.printTable();
  assert.equal(text, "1. Count… 3 things (TIME)\n2. Fail… \n\nStep   Result    Time\nCount  3 things  TIME\n");
});

test("columns() lines up by what is seen, and ends no line in spaces", () => {
  assert.equal(columns([["مَكَّة", "1"], ["Cairo", ""], ["x", "22"]]), "مَكَّة    1\nCairo\nx      22\n");
});

test("openOutputDirectory() makes what is missing and removes just that", async () => {
  await using dir = await tempDir();
  const made = await openOutputDirectory(dir.join("a", "b"));
  await writeFile(`${made.path}/file`, "x");
  await made.remove();
  assert.equal(existsSync(dir.join("a")), false);

  await mkdir(dir.join("mine"));
  const taken = await openOutputDirectory(dir.join("mine"));
  await mkdir(`${taken.path}/sub`);
  await writeFile(`${taken.path}/sub/file`, "x");
  await taken.remove();
  assert.deepEqual(await readdir(dir.join("mine")), []);

  await writeFile(dir.join("mine", "letter"), "x");
  await assert.rejects(openOutputDirectory(dir.join("mine")), DirectoryInUse);
  const temporary = await openOutputDirectory(undefined);
  assert.deepEqual(await readdir(temporary.path), []);
  await temporary.remove();
  assert.equal(existsSync(temporary.path), false);
});
