import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { open, readdir } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { requireServer, tempDir, uniqueName } from "../support/mod.ts";
import { cli, exitCode, program, projectFile, runtimeArguments } from "./command.ts";

const memory = "sqlite::memory:";

test("query prints rows as a table or as lines of JSON", async () => {
  const sql = "SELECT 1 AS id, 'مصر' AS name, NULL AS note UNION ALL SELECT 2, 'Jordan', 'x' ORDER BY 1";
  const table = await cli(["query", memory, sql]);
  assert.deepEqual(table, {
    code: 0,
    stdout: "id  name    note\n──  ──────  ────\n1   مصر     \n2   Jordan  x\n",
    stderr: "",
  });
  const json = await cli(["query", memory, sql, "--json"]);
  assert.deepEqual(json, {
    code: 0,
    stdout: '{"id":1,"name":"مصر","note":null}\n{"id":2,"name":"Jordan","note":"x"}\n',
    stderr: "",
  });
});

test("query binds the values of --params", async () => {
  const params = JSON.stringify({ name: "'; DROP TABLE x; --", big: 9007199254740991 });
  for (const option of ["--params", "--معاملات"]) {
    const { code, stdout } = await cli([
      "query",
      memory,
      "SELECT :name AS name, :big AS big",
      option,
      params,
      "--json",
    ]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(params));
  }
});

test("query refuses params that are no JSON object, without showing them", async () => {
  for (const params of ["{", "[1]", "null", "s3cret"]) {
    const { code, stderr } = await cli(["query", memory, "SELECT 1", "--params", params]);
    assert.equal(code, 2);
    assert.match(stderr, /^maktaba: Cannot use --params as it must be a JSON object \[CLI_OPTION_NOT_JSON\]$/m);
  }
});

test("query says what a statement changed", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("shop.db")}`;
  assert.equal((await cli(["query", url, "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)"])).code, 0);
  const insert = "/* two */ INSERT INTO items (name) VALUES ('a'), ('b')";
  assert.deepEqual(JSON.parse((await cli(["query", url, insert, "--json"])).stdout), {
    rowsAffected: 2,
    lastInsertId: 2,
  });
  assert.match((await cli(["query", url, "DELETE FROM items WHERE id = 1"])).stdout, /^rowsAffected .*\n.*\n1 /);
  const arabic = await cli(["query", url, "UPDATE items SET name = 'x' WHERE 0"], { locale: "ar" });
  assert.match(arabic.stdout, /^صفوف_متأثرة {2}آخر_معرف\n.*\n0 /);
  const returning = await cli(["query", url, "INSERT INTO items (name) VALUES ('c') RETURNING id, name", "--json"]);
  assert.deepEqual(JSON.parse(returning.stdout), { id: 3, name: "c" });
  const rows = await cli([
    "query",
    url,
    "-- all\nWITH x AS (SELECT * FROM items) SELECT count(*) AS n FROM x",
    "--json",
  ]);
  assert.equal(rows.stdout, '{"n":2}\n');
});

test("query tells a person that there are no rows, and prints nothing", async () => {
  assert.deepEqual(await cli(["query", memory, "SELECT 1 AS a WHERE 0"]), { code: 0, stdout: "", stderr: "No rows\n" });
  assert.deepEqual(await cli(["query", memory, "SELECT 1 AS a WHERE 0", "--json"]), {
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("query keeps every digit and byte", async () => {
  const { stdout } = await cli(["query", memory, "SELECT 9007199254740993 AS big, x'010203' AS bytes", "--json"]);
  assert.equal(stdout, '{"big":"9007199254740993","bytes":"AQID"}\n');
});

test("query exits 1 with the database's complaint, and 2 for what is no database", async () => {
  const failed = await cli(["query", memory, "SELECT * FROM absent"]);
  assert.deepEqual([failed.code, failed.stdout], [1, ""]);
  assert.match(failed.stderr, /^maktaba: .* \[DB_\w+\]\n$/);
  const wrong = await cli(["query", "ftp://example.org/x", "SELECT 1"]);
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  const documents = await cli(["query", "mongodb://127.0.0.1:1/x", "SELECT 1"]);
  assert.equal(documents.code, 2);
  assert.match(documents.stderr, /^maktaba: Cannot query MongoDB .* \[CLI_QUERY_NOT_SQL\]$/m);
  const refused = await cli(["query", "postgres://user:s3cret@127.0.0.1:1/x", "SELECT 1"]);
  assert.equal(refused.code, 1);
  assert.doesNotMatch(refused.stderr, /s3cret/);
});

test("query streams: a result without end ends with its reader", async () => {
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  const controller = new AbortController();
  let text = "";
  const { code } = await cli(["query", memory, endless, "--json"], {
    signal: controller.signal,
    stdout: {
      write: (part) => {
        text += part;
        if (text.length > 100_000) controller.abort();
      },
    },
  });
  assert.equal(code, 130);
  assert.match(text, /^\{"i":1\}\n\{"i":2\}\n/);
});

test("query stops at an interrupt and leaves the database as it was", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("shop.db")}`;
  await cli(["query", url, "CREATE TABLE items (id INTEGER)"]);
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  let isInterrupted = false;
  const run = await program("cli/main.ts", ["query", url, endless, "--json"], {
    onStdout: (_text, child) => isInterrupted ||= child.kill("SIGINT"),
  });
  assert.equal(run.code, 130);
  assert.equal(run.stderr, "maktaba: Interrupted\n");
  assert.deepEqual((await cli(["query", url, "SELECT count(*) AS n FROM items", "--json"])).stdout, '{"n":0}\n');
});

test("query hears an interrupt when its output goes to a file, where no write waits", async () => {
  await using dir = await tempDir();
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  await using file = await open(dir.join("rows.json"), "w");
  const args = [...runtimeArguments, projectFile("cli/main.ts"), "query", memory, endless, "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", file.fd, "ignore"] });
  while ((await file.stat()).size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGINT");
  assert.equal(await exitCode(child), 130);
});

for (const server of ["postgres", "mysql"] as const) {
  test(`query asks a real ${server}`, async (t) => {
    const url = server === "postgres" ? requireServer(t, "postgres") : requireServer(t, "mysql");
    if (url === undefined) return;
    const table = uniqueName("cli");
    try {
      assert.equal((await cli(["query", url, `CREATE TABLE ${table} (id int, name varchar(50))`])).code, 0);
      const insert = await cli([
        "query",
        url,
        `INSERT INTO ${table} VALUES (:id, :name)`,
        "--params",
        '{"id":1,"name":"مكة"}',
      ]);
      assert.deepEqual([insert.code, insert.stderr], [0, ""]);
      assert.equal((await cli(["query", url, `SELECT * FROM ${table}`, "--json"])).stdout, '{"id":1,"name":"مكة"}\n');
    } finally {
      await cli(["query", url, `DROP TABLE ${table}`]);
    }
  });
}

test("query makes no database where there is none, unless it is told to or makes a table", async () => {
  await using dir = await tempDir();
  const url = `sqlite:${dir.join("typo.db")}`;
  for (const sql of ["SELECT 1", "-- CREATE\nSELECT 1", "INSERT INTO t VALUES (1)", "PRAGMA user_version", ""]) {
    const { code, stdout, stderr } = await cli(["query", url, sql]);
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /^maktaba: Cannot open sqlite:.*typo\.db as there is no such file.*\[DB_FILE_MISSING\]$/m);
  }
  const arabic = await cli(["تنفيذ_استعلام", url, "SELECT 1", "--لغة", "ar"]);
  assert.match(arabic.stderr, /^مكتبة: لا يمكن فتح sqlite:.*typo\.db إذ لا يوجد ملف بهذا المسار/m);
  assert.deepEqual(await readdir(dir.path), []);
  assert.equal((await cli(["query", `${url}?mode=rwc`, "SELECT 1"])).code, 0);
  assert.equal((await cli(["query", `${url}?mode=ro`, "CREATE TABLE t (n)"])).code, 1);
  const made = `sqlite:${dir.join("made.db")}`;
  assert.equal((await cli(["query", made, "/* new */ CREATE TABLE t (n)"])).code, 0);
  assert.equal((await cli(["query", made, "SELECT * FROM t"])).code, 0);
});
