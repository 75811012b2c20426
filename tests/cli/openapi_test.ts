import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import { tempDir } from "../support/mod.ts";
import { cli, program } from "./command.ts";

interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
}

async function readDocument(path: string): Promise<Document> {
  return JSON.parse(await readFile(path, "utf8")) as Document;
}

test("openapi writes a document to start from, in the language of the run", async () => {
  await using dir = await tempDir();
  const english = await cli(["openapi", dir.join("api.json")]);
  assert.deepEqual(english, { code: 0, stdout: `${dir.join("api.json")}\n`, stderr: "" });
  const document = await readDocument(dir.join("api.json"));
  assert.match(document.openapi, /^3\.1\./);
  assert.deepEqual(Object.keys(document.paths), ["/health", "/items", "/items/{id}"]);
  assert.equal(document.paths["/items"]!["post"]!.summary, "Add an item");
  await cli(["إنشاء_openapi", dir.join("واجهة.json"), "--لغة", "ar"]);
  assert.equal((await readDocument(dir.join("واجهة.json"))).paths["/items"]!["post"]!.summary, "إضافة عنصر");
});

test("openapi writes openapi.json into the working directory by default", async () => {
  await using dir = await tempDir();
  const { code, stdout } = await program("cli/main.ts", ["openapi"], { cwd: dir.path });
  assert.deepEqual([code, stdout], [0, "openapi.json\n"]);
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("openapi overwrites a file only when told to", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("api.json"), "mine");
  const { code, stdout, stderr } = await cli(["openapi", dir.join("api.json")]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /\[OPENAPI_FILE_EXISTS\]\nTo replace it, add --force\n$/);
  assert.equal(await readFile(dir.join("api.json"), "utf8"), "mine");
  assert.equal((await cli(["openapi", dir.join("api.json"), "--force"])).code, 0);
  assert.match((await readDocument(dir.join("api.json"))).openapi, /^3\.1\./);
});

test("openapi describes the endpoints of a file, by English or Arabic keys", async () => {
  await using dir = await tempDir();
  const cases: [string, unknown][] = [
    ["english.json", {
      info: { title: "Cities", version: "2.0.0" },
      endpoints: [{ path: "/cities/{id}", method: "GET", summary: "One city" }],
    }],
    ["عربي.json", {
      معلومات: { عنوان: "Cities", إصدار: "2.0.0" },
      نقاط_نهائية: [{ مسار: "/cities/{id}", طريقة: "get", ملخص: "One city" }],
    }],
  ];
  for (const [name, description] of cases) {
    await writeFile(dir.join(name), JSON.stringify(description));
    const run = await cli(["openapi", dir.join("out.json"), "--endpoints", dir.join(name), "--json", "--force"]);
    assert.deepEqual({ ...run, stdout: JSON.parse(run.stdout) }, {
      code: 0,
      stdout: { path: dir.join("out.json"), operations: 1 },
      stderr: "",
    });
    const document = await readDocument(dir.join("out.json"));
    assert.deepEqual([document.info.title, document.info.version], ["Cities", "2.0.0"]);
    assert.equal(document.paths["/cities/{id}"]!["get"]!.summary, "One city");
  }
});

test("openapi says what is wrong with a description, exits 1 and writes nothing", async () => {
  await using dir = await tempDir();
  const cases: [string, RegExp][] = [
    ["{", /must be JSON: .*\[CLI_DESCRIPTION_NOT_JSON\]/],
    ["[]", /must be a JSON object with info and endpoints \[CLI_DESCRIPTION_SHAPE\]/],
    ["null", /\[CLI_DESCRIPTION_SHAPE\]/],
    ['{"endpoints": []}', /with info and endpoints \[CLI_DESCRIPTION_SHAPE\]/],
    ['{"نقاط_نهائية": []}', /with معلومات and نقاط_نهائية \[CLI_DESCRIPTION_SHAPE\]/],
    [
      '{"info": {"title": "x", "version": "1"}, "endpoints": [{"path": "x", "method": "get"}]}',
      /\[OPENAPI_PATH_START\]/,
    ],
    ['{"info": {"title": "x", "version": "1"}, "endpoints": [{"path": "/", "methd": "get"}]}', /\[OPENAPI_\w+\]/],
  ];
  for (const [text, message] of cases) {
    await writeFile(dir.join("description.json"), text);
    const run = await cli(["openapi", dir.join("out.json"), "--endpoints", dir.join("description.json")]);
    assert.deepEqual([run.code, run.stdout], [1, ""], text);
    assert.match(run.stderr, message);
  }
  assert.equal((await cli(["openapi", dir.join("out.json"), "--endpoints", dir.join("absent.json")])).code, 1);
  assert.deepEqual(await readdir(dir.path), ["description.json"]);
});
