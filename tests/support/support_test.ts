import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { listen, python, requirePython, requireServer, tempDir, uniqueName } from "./mod.ts";

test("tempDir() removes the directory and what is in it when its block ends", async () => {
  let path = "";
  {
    await using dir = await tempDir();
    path = dir.path;
    await writeFile(dir.join("ملف.txt"), "مرحبا");
    assert.ok(existsSync(path));
  }
  assert.ok(!existsSync(path));
});

test("uniqueName() gives names that need no quoting and do not repeat", () => {
  const names = new Set(Array.from({ length: 100 }, () => uniqueName("db")));
  assert.equal(names.size, 100);
  for (const name of names) assert.match(name, /^db_[a-z0-9]{12}$/);
});

test("listen() serves on a free port and refuses connections after its block", async () => {
  let url = "";
  {
    await using server = await listen((_request, response) => response.end("مرحبا"));
    url = server.url;
    assert.equal(await (await fetch(url)).text(), "مرحبا");
  }
  await assert.rejects(fetch(url));
});

test("listen() closes connections that are still open", async () => {
  let pending: Promise<unknown>;
  {
    await using server = await listen((_request, response) => void response.writeHead(200).write("first"));
    const response = await fetch(server.url);
    pending = assert.rejects(response.text());
  }
  await pending;
});

test("python() exchanges JSON with a script and reports its failure", async (t) => {
  if (!requirePython(t, "json")) return;
  assert.deepEqual(await python("result = {'sum': sum(data), 'text': 'مرحبا'}", [1, 2, 3]), { sum: 6, text: "مرحبا" });
  await assert.rejects(python("raise ValueError('broken')"), /ValueError: broken/);
});

test("requireServer() skips with the reason, and fails where CI requires the server", () => {
  const saved = { ...process.env };
  const reasons: (string | undefined)[] = [];
  const t = { name: "a test", skip: (reason?: string) => void reasons.push(reason) };
  try {
    process.env["MAKTABA_TEST_REDIS_URL"] = "";
    process.env["MAKTABA_TEST_REDIS_MISSING"] = "not installed";
    process.env["MAKTABA_TEST_NOTES"] = "";
    process.env["CI"] = "";
    assert.equal(requireServer(t, "redis"), undefined);
    assert.deepEqual(reasons, ["no redis server: not installed"]);
    process.env["CI"] = "true";
    assert.throws(() => requireServer(t, "redis"), /no redis server: not installed/);
    process.env["MAKTABA_TEST_REDIS_URL"] = "redis://127.0.0.1:1";
    assert.equal(requireServer(t, "redis"), "redis://127.0.0.1:1");
  } finally {
    for (const name of ["CI", "MAKTABA_TEST_NOTES", "MAKTABA_TEST_REDIS_URL", "MAKTABA_TEST_REDIS_MISSING"]) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  }
});
