import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { Fernet } from "../../crypto/mod.ts";
import { connect } from "../../db/mod.ts";
import { program } from "../cli/command.ts";
import { type TempDir, tempDir } from "../support/mod.ts";

/** What the two programs call their files. */
const programs = {
  en: {
    db: "records.db",
    table: "records",
    dump: "records.ndjson",
    parts: "parts",
    joined: "records.ndjson.joined",
    key: "fernet.key",
    openapi: "openapi.json",
  },
  ar: {
    db: "السجلات.db",
    table: "السجلات",
    dump: "السجلات.ndjson",
    parts: "أجزاء",
    joined: "السجلات.ndjson.مدموج",
    key: "مفتاح.txt",
    openapi: "مواصفات.json",
  },
} as const;

async function quickstart(dir: TempDir, argv: readonly string[]) {
  // With a temporary directory of its own, what it leaves behind can be seen.
  await mkdir(dir.join("tmp"), { recursive: true });
  return await program("examples/run.ts", argv, { env: { TMPDIR: dir.join("tmp") } });
}

for (const [language, names] of Object.entries(programs)) {
  test(`quickstart in ${language} does all it says with the countries`, async () => {
    await using dir = await tempDir();
    const out = dir.join("out");
    const { code, stdout, stderr } = await quickstart(dir, ["--lang", language, "--out", out]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, stdout);
    const steps = stdout.split("\n").filter((line) => /^\d+\. .*… .* \(\d+ .*\)$/u.test(line));
    assert.equal(steps.length, 10, stdout);
    assert.match(steps[0]!, /\b249\b.*\b8\b/);
    assert.match(steps[3]!, /\b249\b.*\b249\b/);
    assert.match(steps[4]!, /\b249\b.*\b0\b/);
    assert.match(steps[6]!, /\b249\b/);

    await using database = await connect(`sqlite:${out}/${names.db}`);
    assert.deepEqual(
      await database.one(`SELECT name_ar, name_en FROM "${names.table}" WHERE alpha2 = :code`, { code: "PS" }),
      { name_ar: "فلسطين", name_en: "Palestine" },
    );
    const dump = await readFile(`${out}/${names.dump}`, "utf8");
    const records = dump.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(records.length, 249);
    assert.deepEqual(records[0], {
      id: 1,
      alpha2: "AD",
      alpha3: "AND",
      numeric: "020",
      name_ar: "أندورا",
      name_en: "Andorra",
      currency: "EUR",
      currency_ar: "يورو",
      currency_en: "Euro",
    });
    const packed = await readFile(`${out}/${names.dump}.gz`);
    assert.equal(gunzipSync(packed).toString("utf8"), dump);
    assert.equal(await readFile(`${out}/${names.joined}`, "utf8"), dump);
    const parts = (await readdir(`${out}/${names.parts}`)).sort();
    assert.equal(parts.length, 4);
    assert.deepEqual(
      Buffer.concat(await Promise.all(parts.map((part) => readFile(`${out}/${names.parts}/${part}`)))),
      packed,
    );
    const fernet = new Fernet(await readFile(`${out}/${names.key}`, "utf8"));
    const token = await readFile(`${out}/${names.dump}.gz.fernet`, "utf8");
    assert.deepEqual(Buffer.from(await fernet.decrypt(token)), packed);
    assert.equal((await stat(`${out}/${names.key}`)).mode & 0o077, 0);
    const document = JSON.parse(await readFile(`${out}/${names.openapi}`, "utf8"));
    assert.deepEqual([document.openapi, Object.keys(document.paths)], ["3.1.0", ["/records"]]);

    const end = stdout.slice(stdout.lastIndexOf(out));
    for (const name of [names.db, names.dump, names.key, names.openapi]) assert.ok(end.includes(name), name);
    assert.deepEqual(await readdir(dir.join("tmp")), []);
  });

  test(`quickstart in ${language} says which line of a bad CSV is wrong, exits 1 and leaves nothing`, async () => {
    await using dir = await tempDir();
    await writeFile(dir.join("bad.csv"), "a,b\n1,2\n3,4,5\n");
    const { code, stdout, stderr } = await quickstart(dir, ["--lang", language, dir.join("bad.csv")]);
    assert.equal(code, 1, stdout + stderr);
    assert.match(stderr, language === "ar" ? /السطر 3|سطر 3/ : /\bline 3\b/);
    assert.ok(stderr.includes(dir.join("bad.csv")) && /\[FS_CSV_\w+\]\n$/.test(stderr), stderr);
    assert.deepEqual(await readdir(dir.join("tmp")), []);
  });
}

test("quickstart takes any CSV: keywords, quotes, line breaks, names that clash", async () => {
  await using dir = await tempDir();
  const header = ["id", "ID", "rowid", '"na""me"', "عمود; DROP TABLE records;--", "select", " ", "2020", "c0", "#"];
  const row = ["7", "x", "1", '"it\'s ""q"""', '"م\nسطر"', "😀", "", "5", "z", "0"];
  await writeFile(dir.join("odd.csv"), [header, row, row].map((fields) => `${fields.join(",")}\r\n`).join(""));
  const { code, stdout, stderr } = await quickstart(dir, [dir.join("odd.csv"), "--out", dir.join("out")]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, stdout);
  const lines = (await readFile(dir.join("out", "records.ndjson"), "utf8")).trimEnd().split("\n");
  assert.equal(lines.length, 2);
  assert.deepEqual(JSON.parse(lines[1]!), {
    __id: 2,
    id: "7",
    _ID: "x",
    rowid: "1",
    'na"me': 'it\'s "q"',
    "عمود; DROP TABLE records;--": "م\nسطر",
    select: "😀",
    " ": "",
    2020: "5",
    c0: "z",
    "#": "0",
  });
});

test("quickstart without records, or without the file, says so and exits 1", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("empty.csv"), "a,b\n");
  const empty = await quickstart(dir, [dir.join("empty.csv")]);
  assert.equal(empty.code, 1);
  assert.match(empty.stderr, /^Cannot use .*empty\.csv as it holds no records\n$/);
  await writeFile(dir.join("semicolons.csv"), "name;code\nمصر;EG\n");
  for (const language of ["ar", "en"]) {
    const semicolons = await quickstart(dir, ["--lang", language, dir.join("semicolons.csv")]);
    assert.equal(semicolons.code, 1);
    assert.match(semicolons.stderr, /semicolons\.csv .* 1 .*"name;code"\n$/);
  }
  const absent = await quickstart(dir, [dir.join("absent.csv")]);
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /absent\.csv.*\[FS_NOT_FOUND\]\n$/);
  assert.deepEqual(await readdir(dir.join("tmp")), []);
});

test("quickstart neither mixes its files with others nor removes them", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("mine"));
  await writeFile(dir.join("mine", "letter.txt"), "keep");
  const { code, stderr } = await quickstart(dir, ["--out", dir.join("mine")]);
  assert.equal(code, 2);
  assert.equal(stderr, `Cannot write into ${dir.join("mine")} as it is not empty\n`);
  assert.equal(await readFile(dir.join("mine", "letter.txt"), "utf8"), "keep");
});

test("quickstart refuses what it does not know, and shows help when asked", async () => {
  await using dir = await tempDir();
  for (const argv of [["--colour"], ["--lang", "fr"], ["a.csv", "b.csv"]]) {
    const { code, stdout, stderr } = await quickstart(dir, argv);
    assert.deepEqual([code, stdout], [2, ""], argv.join(" "));
    assert.match(stderr, /^Cannot use .*\n\nUsage: npm start/);
    const arabic = await quickstart(dir, ["--lang", "ar", ...argv]);
    assert.match(arabic.stderr, /^لا يمكن استخدام .*\n\nالاستعمال: npm start/);
  }
  const help = await quickstart(dir, ["--help"]);
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, /^Usage: npm start/);
  assert.match((await quickstart(dir, ["--help", "--lang", "ar"])).stdout, /^الاستعمال: npm start/);
});

const interruptions = [["1.", "en", "new/out"], ["4.", "ar", "empty"], ["7.", "en", "empty"], [
  "8.",
  "ar",
  "new/out",
]] as const;
for (const [step, language, out] of interruptions) {
  test(`quickstart stops at an interrupt in step ${step} removes what it wrote, and exits 130`, async () => {
    await using dir = await tempDir();
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},name ${index % 100},${index * 3}`);
    await writeFile(dir.join("large.csv"), ["a,b,c", ...rows].join("\n"));
    await mkdir(dir.join("tmp"));
    await mkdir(dir.join("empty"));
    let isInterrupted = false;
    const argv = [dir.join("large.csv"), "--lang", language, "--out", dir.join(out)];
    const { code, stdout, stderr } = await program("examples/run.ts", argv, {
      env: { TMPDIR: dir.join("tmp") },
      onStdout: (text, child) => {
        if (text.includes(step)) isInterrupted ||= child.kill("SIGINT");
      },
    });
    assert.equal(code, 130, stdout + stderr);
    assert.equal(
      stderr,
      language === "ar"
        ? "أُوقف العمل: أُلغي كل شيء، وأُزيل ما كُتب\n"
        : "Interrupted: everything was cancelled, and what was written is removed\n",
    );
    assert.equal(existsSync(dir.join("new")), false);
    assert.deepEqual(await readdir(dir.join("empty")), []);
    assert.deepEqual(await readdir(dir.join("tmp")), []);
  });
}
