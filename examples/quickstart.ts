/**
 * What the library is for, from end to end: a CSV file goes into SQLite and out again over HTTP, GraphQL and WebSocket,
 * is packed, encrypted and described. `npm start` runs it.
 */

import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MemoryCache } from "@maktaba/std/cache";
import { Fernet, signJwt, verifyJwt } from "@maktaba/std/crypto";
import { connect, type Database } from "@maktaba/std/db";
import { csvRecords, fileStats, gunzipFile, gzipFile, joinFiles, splitFile } from "@maktaba/std/fs";
import { connectWebSocket, graphql, HttpError, request, requestBatch } from "@maktaba/std/net";
import { type OpenApiDocument, saveOpenApi } from "@maktaba/std/openapi";
import { type Api, startApi } from "./support/api.ts";
import { columns, Steps } from "./support/steps.ts";
import { RecordTable, type TableRecord } from "./support/table.ts";

/**
 * Runs all of it. No signal is passed along: run as a task, every wait in it ends when the task is cancelled.
 *
 * @param csvPath The CSV file; any columns will do.
 * @param directory An empty directory for the files.
 * @param print Shows what is done.
 */
export async function quickstart(csvPath: string, directory: string, print: (text: string) => void): Promise<void> {
  const heads = { step: "Step", result: "Result", time: "Time" };
  const steps = new Steps({ print, heads, time: (ms) => `${ms.toFixed(0)} ms` });
  await runSteps(steps, csvPath, directory);
  steps.printTable();
  print(`\nFiles in ${directory}:\n${await listFiles(directory)}`);
}

async function runSteps(steps: Steps, csvPath: string, directory: string): Promise<void> {
  const file = (name: string) => join(directory, name);

  await using database = await connect(`sqlite:${file("records.db")}`);
  const told = ({ table, count }: Loaded) => `records: ${count}, columns: ${table.columns.length}`;
  const { table, count } = await steps.run("Stream the CSV into SQLite", () => load(csvPath, database), told);

  const secret = randomBytes(32).toString("hex");
  const title = "Quickstart";
  await using api = await steps.run("Serve the records", () => startApi({ table, secret, title }), ({ url }) => url);
  const headers = await steps.run("Log in by a JWT", () => logIn(api, secret), () => "401 without it, 200 with it");

  const cache = new MemoryCache({ ttlMs: 60_000 });
  const fetchAll = () => fetchRecords(api, count, headers, cache);
  const fetched = ({ records, requests }: Fetched) => `records: ${records}, requests to the server: ${requests}`;
  await steps.run("Fetch every record in a batch", fetchAll, fetched);
  await steps.run("Fetch every record from the cache", fetchAll, fetched);
  await steps.run("Ask by GraphQL", () => mostFrequent(api, headers, table), (answer) => answer);
  await steps.run("Receive over WebSocket", () => receive(api, headers), (records) => `records: ${records}`);

  const dump = file("records.ndjson");
  await steps.run("Dump, gzip, split, join, verify", () => pack(table, dump, file("parts")), (result) => result);
  await steps.run("Encrypt and decrypt with Fernet", () => seal(`${dump}.gz`, file("fernet.key")), (result) => result);
  await steps.run("Write the OpenAPI document", () => describe(api, file("openapi.json")), (paths) => paths);
}

interface Loaded {
  table: RecordTable;
  count: number;
}

/** Reads the CSV record by record into a table of its columns; all of it gets there, or nothing. */
async function load(csvPath: string, database: Database): Promise<Loaded> {
  return await database.transaction(async (transaction) => {
    let table: RecordTable | undefined;
    let count = 0;
    for await (const record of csvRecords(csvPath)) {
      if (table === undefined) {
        const columns = Object.keys(record);
        refuseOtherDelimiter(csvPath, columns);
        table = new RecordTable(database, "records", columns);
        await transaction.execute(table.createSql);
      }
      await transaction.execute(table.insertSql, table.parameters(record));
      count++;
    }
    if (table === undefined) throw new Error(`Cannot use ${csvPath} as it holds no records`);
    return { table, count };
  });
}

/** Spreadsheets of many countries write semicolons: without a word, all would land in one column. */
function refuseOtherDelimiter(csvPath: string, [only = "", ...others]: readonly string[]): void {
  if (others.length > 0 || !/[;\t]/.test(only)) return;
  throw new Error(
    `Cannot use ${csvPath} as commas must stand between its fields: line 1 has only ${JSON.stringify(only)}`,
  );
}

/** Gets a token and sees that the API lets nobody in without one. */
async function logIn(api: Api, secret: string): Promise<Record<string, string>> {
  const url = `${api.url}/records?limit=1`;
  try {
    await request("GET", url);
    throw new Error("The API let somebody in without a token");
  } catch (error) {
    if (!(error instanceof HttpError && error.status === 401)) throw error;
  }
  const token = await signJwt({ sub: "quickstart" }, secret, { expiresInMs: 600_000 });
  await verifyJwt(token, secret, { algorithms: ["HS256"] });
  const headers = { authorization: `Bearer ${token}` };
  await request("GET", url, { headers });
  return headers;
}

interface Fetched {
  records: number;
  requests: number;
}

/** Fetches all records in at most 250 requests, 16 at a time. */
async function fetchRecords(
  api: Api,
  count: number,
  headers: Record<string, string>,
  store: MemoryCache,
): Promise<Fetched> {
  const limit = Math.ceil(count / 250);
  const urls = Array.from(
    { length: Math.ceil(count / limit) },
    (_, page) => `${api.url}/records?from=${page * limit + 1}&limit=${limit}`,
  );
  const before = api.requestCount;
  const pages = await requestBatch<TableRecord[]>(urls.map((url) => ({ url })), {
    concurrency: 16,
    headers,
    cache: { store, ttlMs: 60_000 },
  });
  let records = 0;
  for (const page of pages) {
    // A request that failed has its error in its place.
    if (page instanceof Error) throw page;
    records += page.length;
  }
  return { records, requests: api.requestCount - before };
}

/** Asks which values a column holds most often. */
async function mostFrequent(api: Api, headers: Record<string, string>, table: RecordTable): Promise<string> {
  const column = table.columns.includes("currency_en") ? "currency_en" : table.columns[0]!;
  const { data } = await graphql<{ groups: { value: string | null; count: number }[] }>(
    `${api.url}/graphql`,
    "query ($column: String!) { groups(column: $column, first: 3) { value count } }",
    { variables: { column }, headers },
  );
  return `${column}: ${data.groups.map(({ value, count }) => `${value || "(empty)"} (${count})`).join(", ")}`;
}

/** Asks for records and receives them, until the server closes the connection after the last. */
async function receive(api: Api, headers: Record<string, string>): Promise<number> {
  let records = 0;
  await using connection = await connectWebSocket(api.liveUrl, { headers, retries: 0 });
  await connection.send("next");
  for await (const message of connection) {
    records += JSON.parse(String(message)).length;
    await connection.send("next");
  }
  return records;
}

/** Writes the table as lines of JSON, packs the file into parts, and sees that what comes out again is the same. */
async function pack(table: RecordTable, dump: string, directory: string): Promise<string> {
  await pipeline(Readable.from(jsonLines(table)), createWriteStream(dump));
  const packed = await gzipFile(dump);
  const { size } = await fileStats(packed);
  await mkdir(directory);
  const parts = await splitFile(packed, { partBytes: Math.max(1, Math.ceil(size / 4)), outputDirectory: directory });
  const joined = await joinFiles(parts, `${dump}.joined.gz`);
  const unpacked = await gunzipFile(joined);
  if (await digest(unpacked) !== await digest(dump)) throw new Error("What was joined is not what was split");
  const { size: plain } = await fileStats(dump);
  return `bytes: ${plain}, packed: ${size}, parts: ${parts.length}`;
}

async function* jsonLines(table: RecordTable): AsyncGenerator<string> {
  let lines = "";
  for await (const record of table.records()) {
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length < 65_536) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

async function digest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

/** Encrypts a file into one beside it, keeps the key, and sees that it can be decrypted. */
async function seal(path: string, keyPath: string): Promise<string> {
  const plain = await readFile(path);
  const fernet = new Fernet();
  const token = await fernet.encrypt(plain);
  await writeFile(keyPath, fernet.key, { mode: 0o600 });
  await writeFile(`${path}.fernet`, token);
  const decrypted = await new Fernet(fernet.key).decrypt(token);
  if (!plain.equals(decrypted)) throw new Error("What was decrypted is not what was encrypted");
  return `characters: ${token.length}`;
}

/** Saves what the API says of itself. */
async function describe(api: Api, path: string): Promise<string> {
  const document = await request<OpenApiDocument>("GET", `${api.url}/openapi.json`);
  await saveOpenApi(document, path);
  return Object.keys(document.paths).join(", ");
}

async function listFiles(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const rows = await Promise.all(
    paths.map(async (path) => [relative(directory, path), String((await fileStats(path)).size)]),
  );
  return columns(rows);
}
