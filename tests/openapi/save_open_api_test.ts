import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, MaktabaError, setLocale, ValidationError } from "@maktaba/std/errors";
import { createOpenApi, type OpenApiDocument, saveOpenApi } from "@maktaba/std/openapi";
import { tempDir } from "../support/mod.ts";

setLocale("en");

const document = createOpenApi([{ path: "/users", method: "get", summary: "كل المستخدمين" }], {
  title: "Users",
  version: "1.0.0",
});

test("saveOpenApi() writes the document as JSON and gives the path", async () => {
  await using dir = await tempDir();
  const path = dir.join("openapi.json");
  assert.equal(await saveOpenApi(document, path), path);
  const text = await readFile(path, "utf8");
  assert.deepEqual(JSON.parse(text), document);
  assert.ok(text.startsWith('{\n  "openapi": "3.1.1",\n'));
  assert.ok(text.endsWith("}\n"));
  assert.ok(text.includes("كل المستخدمين"));
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("saveOpenApi() writes openapi.json in the current directory by default", async () => {
  await using dir = await tempDir();
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    assert.equal(await saveOpenApi(document), "openapi.json");
  } finally {
    process.chdir(before);
  }
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("saveOpenApi() indents as it is told", async () => {
  await using dir = await tempDir();
  await saveOpenApi(document, dir.join("0.json"), { indent: 0 });
  await saveOpenApi(document, dir.join("4.json"), { indent: 4 });
  assert.equal((await readFile(dir.join("0.json"), "utf8")).trim(), JSON.stringify(document));
  assert.ok((await readFile(dir.join("4.json"), "utf8")).includes('\n    "openapi"'));
});

test("saveOpenApi() replaces a file only when asked", async () => {
  await using dir = await tempDir();
  const path = dir.join("openapi.json");
  await writeFile(path, "mine");
  await assert.rejects(saveOpenApi(document, path), (error) => {
    assert.ok(error instanceof MaktabaError);
    assert.equal(error.code, "OPENAPI_FILE_EXISTS");
    assert.equal(error.context["path"], path);
    assert.equal((error.cause as { code: string }).code, "EEXIST");
    assert.match(error.message, /give the option overwrite to replace it$/);
    return true;
  });
  assert.equal(await readFile(path, "utf8"), "mine");
  await saveOpenApi(document, path, { overwrite: true });
  assert.deepEqual(JSON.parse(await readFile(path, "utf8")), document);
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("saveOpenApi() tells why it could not write, and leaves nothing behind", async () => {
  await using dir = await tempDir();
  await assert.rejects(saveOpenApi(document, dir.join("none", "openapi.json")), (error) => {
    assert.ok(error instanceof MaktabaError);
    assert.equal(error.code, "OPENAPI_FILE_NOT_WRITTEN");
    assert.equal((error.cause as { code: string }).code, "ENOENT");
    return true;
  });
  await mkdir(dir.join("directory"));
  await assert.rejects(saveOpenApi(document, dir.join("directory"), { overwrite: true }), {
    code: "OPENAPI_FILE_NOT_WRITTEN",
  });
  assert.deepEqual(await readdir(dir.path), ["directory"]);
});

test("saveOpenApi() writes nothing when its signal has fired or its task is cancelled", async () => {
  await using dir = await tempDir();
  const path = dir.join("openapi.json");
  const reason = new Error("stopped");
  await assert.rejects(saveOpenApi(document, path, { signal: AbortSignal.abort(reason) }), reason);
  const task = createTask(async () => {
    await Promise.resolve();
    await saveOpenApi(document, path);
  }, { name: "save" });
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.deepEqual(await readdir(dir.path), []);
});

test("saveOpenApi() leaves the file as it was when it is cancelled in the middle", async () => {
  await using dir = await tempDir();
  const path = dir.join("openapi.json");
  await writeFile(path, "mine");
  const description = "x".repeat(50_000_000);
  const controller = new AbortController();
  const saving = saveOpenApi({ ...document, info: { ...document.info, description } }, path, {
    overwrite: true,
    signal: controller.signal,
  });
  const reason = new Error("stopped");
  setTimeout(() => controller.abort(reason), 1);
  await assert.rejects(saving, reason);
  assert.equal(await readFile(path, "utf8"), "mine");
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("saveOpenApi() refuses what is no OpenAPI document, and wrong options", async () => {
  const wrong: readonly unknown[] = [null, "x", [], {}, { openapi: "3.1.1" }, { openapi: 3, info: {} }];
  for (const one of wrong) await assert.rejects(saveOpenApi(one as OpenApiDocument, "unused"), ValidationError);
  await assert.rejects(saveOpenApi(document, ""), { code: "ARGUMENT_NOT_TEXT", option: "path" });
  for (const indent of [-1, 11, 1.5, "2"]) {
    await assert.rejects(saveOpenApi(document, "unused", { indent: indent as number }), { option: "indent" });
  }
  await assert.rejects(saveOpenApi(document, "unused", { overwrite: "yes" as never }), { option: "overwrite" });
  const cyclic: OpenApiDocument = { ...document };
  cyclic["x-self"] = cyclic;
  await assert.rejects(saveOpenApi(cyclic, "unused"), { code: "OPENAPI_NOT_JSON" });
});

test("saveOpenApi() lets several writers of one file win one after the other, each whole", async () => {
  await using dir = await tempDir();
  const path = dir.join("openapi.json");
  const versions = Array.from({ length: 20 }, (_, index) => `${index}.0.0`);
  await Promise.all(
    versions.map((version) =>
      saveOpenApi({ ...document, info: { title: "Users", version } }, path, { overwrite: true })
    ),
  );
  const saved: OpenApiDocument = JSON.parse(await readFile(path, "utf8"));
  assert.ok(versions.includes(saved.info.version));
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("saveOpenApi() tells in words, in either language, that the directory is missing", async () => {
  await using dir = await tempDir();
  const document = createOpenApi([{ path: "/a", method: "get" }], { title: "A", version: "1" });
  const path = dir.join("missing", "openapi.json");
  const saying = (text: string) => (error: Error) => error.message.endsWith(text) && !/ENOENT|tmp"/.test(error.message);
  await assert.rejects(saveOpenApi(document, path), saying("its directory does not exist"));
  setLocale("ar");
  try {
    await assert.rejects(saveOpenApi(document, path), saying("لأن مجلده غير موجود"));
  } finally {
    setLocale("en");
  }
});
