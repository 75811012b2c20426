import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { setLocale } from "@maktaba/std/errors";
import { خطأ_تحقق, خطأ_تقسيم_ملف, خطأ_ملف } from "@maktaba/std/errors/ar";
import { fileStats } from "@maktaba/std/fs";
import * as arabic from "@maktaba/std/fs/ar";
import {
  إحصائيات_ملف,
  تحليل_csv,
  تحميل_sftp,
  type تقدم_ملف,
  تقسيم_ملف,
  دمج_ملف,
  رفع_sftp,
  صفوف_csv,
  ضغط_ملف,
  فك_ضغط_ملف,
  قراءة_ملف_نصي,
} from "@maktaba/std/fs/ar";
import { tempDir } from "../support/mod.ts";
import { namesIn, pattern } from "./helpers.ts";
import { remoteDir } from "./sftp_helpers.ts";

test("every name that is fixed is there, with its number of positional arguments", () => {
  const fixed: Record<string, number> = {
    تقسيم_ملف: 1,
    دمج_ملف: 2,
    ضغط_ملف: 1,
    فك_ضغط_ملف: 1,
    إحصائيات_ملف: 1,
    قراءة_ملف_نصي: 1,
    تحليل_csv: 1,
    تحميل_sftp: 5,
    رفع_sftp: 5,
  };
  const all = arabic as unknown as Record<string, unknown>;
  for (const [name, count] of Object.entries(fixed)) {
    const named = all[name];
    assert.ok(typeof named === "function", name);
    assert.equal(named.length, count, name);
  }
});

test("تقسيم_ملف() takes حجم_القطعة, 1048576 bytes by default", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("كتاب.txt"), pattern(1_048_577));
  const parts = await تقسيم_ملف(dir.join("كتاب.txt"));
  assert.deepEqual(parts, [dir.join("كتاب.جزء1.txt"), dir.join("كتاب.جزء2.txt")]);
  const small = await تقسيم_ملف(dir.join("كتاب.txt"), { حجم_القطعة: 600_000, استبدال: true });
  assert.equal((await readFile(small[0]!)).length, 600_000);
});

test("تقسيم_ملف() and دمج_ملف() tell their progress by Arabic names", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in"), "0123456789");
  const seen: تقدم_ملف[] = [];
  const عند_التقدم = (تقدم: تقدم_ملف) => void seen.push(تقدم);
  const parts = await تقسيم_ملف(dir.join("in"), { حجم_القطعة: 6, عند_التقدم });
  assert.deepEqual(seen, [{ بايتات: 6, الإجمالي: 10 }, { بايتات: 10, الإجمالي: 10 }]);
  assert.equal(await دمج_ملف(parts, dir.join("out"), { عند_التقدم }), dir.join("out"));
  assert.deepEqual(seen.at(-1), { بايتات: 10, الإجمالي: 10 });
  assert.equal(await readFile(dir.join("out"), "utf8"), "0123456789");
});

test("تقسيم_ملف() writes into مجلد_الإخراج and heeds إشارة", async () => {
  await using dir = await tempDir();
  await using other = await tempDir();
  await writeFile(dir.join("in.txt"), "abc");
  assert.deepEqual(await تقسيم_ملف(dir.join("in.txt"), { مجلد_الإخراج: other.path }), [other.join("in.جزء1.txt")]);
  const reason = new Error("قبل البدء");
  const splitting = تقسيم_ملف(dir.join("in.txt"), { إشارة: AbortSignal.abort(reason) });
  await assert.rejects(splitting, (error) => error === reason);
});

test("دمج_ملف() throws خطأ_تقسيم_ملف, whose members are Arabic", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("1"), "x");
  const missing = dir.join("2");
  const error = await دمج_ملف([dir.join("1"), missing], dir.join("out")).catch((error) => error);
  assert.ok(error instanceof خطأ_تقسيم_ملف);
  assert.ok(error instanceof خطأ_ملف);
  assert.equal((error as خطأ_تقسيم_ملف).المسار, missing);
  assert.equal((error as خطأ_تقسيم_ملف).الرمز, "FS_PART_MISSING");
});

test("ضغط_ملف() and فك_ضغط_ملف() add and remove .gz, or take مسار_الإخراج", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("نص.txt"), "مرحبا ".repeat(100));
  assert.equal(await ضغط_ملف(dir.join("نص.txt")), dir.join("نص.txt.gz"));
  const other = await ضغط_ملف(dir.join("نص.txt"), { مسار_الإخراج: dir.join("آخر"), مستوى: 9 });
  assert.equal(other, dir.join("آخر"));
  await assert.rejects(فك_ضغط_ملف(dir.join("نص.txt.gz")), { code: "FS_EXISTS" });
  assert.equal(await فك_ضغط_ملف(dir.join("نص.txt.gz"), { استبدال: true }), dir.join("نص.txt"));
  const again = await فك_ضغط_ملف(other, { مسار_الإخراج: dir.join("مرة أخرى") });
  assert.equal(await readFile(again, "utf8"), "مرحبا ".repeat(100));
});

test("فك_ضغط_ملف() heeds أقصى_بايتات and أقصى_نسبة", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("in.gz"), gzipSync("x".repeat(1_000)));
  await assert.rejects(فك_ضغط_ملف(dir.join("in.gz"), { أقصى_بايتات: 999 }), { code: "FS_GZIP_TOO_LARGE" });
  await assert.rejects(فك_ضغط_ملف(dir.join("in.gz"), { أقصى_نسبة: 0 }), خطأ_تحقق);
  assert.deepEqual(await namesIn(dir.path), ["in.gz"]);
});

test("إحصائيات_ملف() gives حجم, تاريخ_التعديل, امتداد and قابل_للقراءة, and nothing else", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("بيانات.csv"), "رقم\n");
  const { size, modified, extension, readable } = await fileStats(dir.join("بيانات.csv"));
  assert.deepEqual(await إحصائيات_ملف(dir.join("بيانات.csv")), {
    حجم: size,
    تاريخ_التعديل: modified,
    امتداد: extension,
    قابل_للقراءة: readable,
  });
  assert.deepEqual([size, extension, readable], [7, ".csv", true]);
  await assert.rejects(إحصائيات_ملف(dir.join("لا شيء")), خطأ_ملف);
});

test("قراءة_ملف_نصي() reads by ترميز, within أقصى_بايتات", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("قديم.txt"), new Uint8Array([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]));
  assert.equal(await قراءة_ملف_نصي(dir.join("قديم.txt"), { ترميز: "windows-1256" }), "مرحبا");
  await assert.rejects(قراءة_ملف_نصي(dir.join("قديم.txt")), { code: "FS_TEXT_INVALID" });
  await assert.rejects(قراءة_ملف_نصي(dir.join("قديم.txt"), { أقصى_بايتات: 4 }), { code: "FS_TEXT_TOO_LARGE" });
});

test("تحليل_csv() takes فاصل, a comma by default, and gives records by the header", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("مدن.csv"), "رقم,مدينة\n1,القدس\n");
  assert.deepEqual(await تحليل_csv(dir.join("مدن.csv")), [{ رقم: "1", مدينة: "القدس" }]);
  await writeFile(dir.join("مدن.csv"), "رقم;مدينة\n1;القدس\n");
  assert.deepEqual(await تحليل_csv(dir.join("مدن.csv"), { فاصل: ";" }), [{ رقم: "1", مدينة: "القدس" }]);
});

test("صفوف_csv() takes every option by its Arabic name", async () => {
  const rows = صفوف_csv(["1؛'أ؛ب'\n"], {
    فاصل: "؛",
    علامة_اقتباس: "'",
    ترويسة: ["رقم", "حروف"],
    ترميز: "utf-8",
    أقصى_بايتات_للصف: 1_000,
    إشارة: undefined,
  });
  for await (const { رقم, حروف } of rows) assert.deepEqual([رقم, حروف], ["1", "أ؛ب"]);
});

test("تحليل_csv() tells السطر and العمود of a mistake, in Arabic where that is set", async () => {
  setLocale("ar");
  try {
    const error = await تحليل_csv(["رقم,مدينة\n1,القدس\n2\n"]).catch((error) => error) as خطأ_ملف;
    assert.ok(error instanceof خطأ_ملف);
    assert.equal(error.السطر, 3);
    assert.equal(error.العمود, 2);
    assert.equal(error.الموضع, undefined);
    assert.equal(
      error.الرسالة,
      "لا يمكن قراءة CSV لأن في السطر 3 من الحقول 1 والمطلوب 2: الحقل مدينة مفقود",
    );
  } finally {
    setLocale("en");
  }
});

test("an option by an English or unknown name is refused, and a wrong one named in Arabic", async () => {
  await assert.rejects(تقسيم_ملف("x", { partBytes: 1 } as never), خطأ_تحقق);
  await assert.rejects(تحليل_csv("x", { فاصلة: ";" } as never), خطأ_تحقق);
  setLocale("ar");
  try {
    await assert.rejects(تقسيم_ملف("x", { حجم_القطعة: 0 }), /حجم_القطعة/);
    assert.throws(() => صفوف_csv("x", { فاصل: ";;" }), /فاصل/);
    await assert.rejects(ضغط_ملف("غائب", { استبدال: "لا" as never }), /استبدال/);
  } finally {
    setLocale("en");
  }
});

test("رفع_sftp() and تحميل_sftp() take host, account, password and paths in their order", async (t) => {
  await using remote = await remoteDir(t);
  if (remote === undefined) return;
  await using dir = await tempDir();
  await writeFile(dir.join("رسالة.txt"), "سلام");
  const { host, username, password, port, hostKey } = remote.options;
  const خيارات = { منفذ: port, بصمة_المضيف: hostKey, وقت_اتصال: 20 };
  const there = await رفع_sftp(host, username, password, dir.join("رسالة.txt"), remote.join("رسالة.txt"), خيارات);
  assert.equal(there, remote.join("رسالة.txt"));
  const seen: تقدم_ملف[] = [];
  const back = await تحميل_sftp(host, username, password, there, dir.join("عودة.txt"), {
    ...خيارات,
    عند_التقدم: (تقدم) => void seen.push(تقدم),
  });
  assert.equal(await readFile(back, "utf8"), "سلام");
  assert.deepEqual(seen, [{ بايتات: 8, الإجمالي: 8 }]);
});

test("تحميل_sftp() counts وقت_اتصال in seconds and refuses wrong options", async () => {
  await using dir = await tempDir();
  const { createServer } = await import("node:net");
  const server = createServer((socket) => void socket.on("error", () => {}).resume());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port: منفذ } = server.address() as { port: number };
  const بصمة_المضيف = `SHA256:${"A".repeat(43)}`;
  const get = (خيارات: arabic.خيارات_sftp) => تحميل_sftp("127.0.0.1", "علي", "سر", "in", dir.join("out"), خيارات);
  try {
    await assert.rejects(get({ منفذ, بصمة_المضيف, وقت_اتصال: 0.15 }), /150 ms/);
  } finally {
    await new Promise<void>((done) => server.close(() => done()));
  }
  await assert.rejects(get({ منفذ: 0, بصمة_المضيف }), خطأ_تحقق);
  await assert.rejects(get({ بصمة_المضيف: "غير بصمة" }), خطأ_تحقق);
  await assert.rejects(تحميل_sftp("h", "علي", undefined, "in", dir.join("out"), { بصمة_المضيف }), خطأ_تحقق);
});
