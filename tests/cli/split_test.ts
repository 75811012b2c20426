import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import { tempDir } from "../support/mod.ts";
import { cli } from "./command.ts";

test("split writes parts and prints their paths, one a line", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("book.txt"), "0123456789");
  for (const size of ["4", "٤", "۴"]) {
    const { code, stdout, stderr } = await cli(["split", dir.join("book.txt"), "--chunk-size", size, "--force"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const parts = stdout.trimEnd().split("\n");
    assert.deepEqual(parts, [1, 2, 3].map((number) => dir.join(`book.جزء${number}.txt`)));
    const contents = await Promise.all(parts.map((part) => readFile(part, "utf8")));
    assert.deepEqual(contents, ["0123", "4567", "89"]);
  }
});

test("split takes its options by both names, before and after the path", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("أجزاء"));
  await writeFile(dir.join("book.txt"), "0123456789");
  const forms = [
    ["--حجم_القطعة=5", "--مجلد_الإخراج", dir.join("أجزاء"), dir.join("book.txt")],
    [dir.join("book.txt"), "--force", "--output-dir", dir.join("أجزاء"), "--chunk-size=5"],
    ["--استبدال", "--chunk-size", "5", `--output-dir=${dir.join("أجزاء")}`, "--", dir.join("book.txt")],
  ];
  for (const form of forms) {
    assert.equal((await cli(["split", ...form])).code, 0, form.join(" "));
    assert.deepEqual((await readdir(dir.join("أجزاء"))).sort(), ["book.جزء1.txt", "book.جزء2.txt"]);
  }
});

test("split --json prints one object", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("book.txt"), "0123456789");
  const { code, stdout } = await cli(["split", dir.join("book.txt"), "--json"]);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), { parts: [dir.join("book.جزء1.txt")] });
  assert.equal(stdout.split("\n").length, 2);
});

test("split keeps parts that are there, and says how to replace them", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("book.txt"), "new");
  await writeFile(dir.join("book.جزء1.txt"), "old");
  const { code, stdout, stderr } = await cli(["split", dir.join("book.txt")]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /\[FS_EXISTS\]\nTo replace it, add --force\n$/);
  assert.equal(await readFile(dir.join("book.جزء1.txt"), "utf8"), "old");
  assert.match((await cli(["split", dir.join("book.txt"), "--lang", "ar"])).stderr, /\nلاستبداله، أضف --استبدال\n$/);
  assert.equal((await cli(["split", dir.join("book.txt"), "--force"])).code, 0);
  assert.equal(await readFile(dir.join("book.جزء1.txt"), "utf8"), "new");
});

test("split stops when the signal fires", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("book.bin"), new Uint8Array(30_000_000));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1);
  const { code, stderr } = await cli(["split", dir.join("book.bin"), "--chunk-size", "1000"], {
    signal: controller.signal,
  });
  assert.deepEqual({ code, stderr }, { code: 130, stderr: "maktaba: Interrupted\n" });
  assert.deepEqual(await readdir(dir.path), ["book.bin"]);
});
