import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import { خطأ_تحقق, خطأ_ملف } from "../../errors/ar.ts";
import { إنشاء_عميل, type تقدم_نقل, تنزيل_ملف, خطأ_http } from "../../net/ar.ts";
import { listen, tempDir } from "../support/mod.ts";
import { failureOf } from "./support.ts";

setLocale("ar");

test("تنزيل_ملف() writes a file, with Arabic options, progress and result", async () => {
  await using مجلد = await tempDir();
  const محتوى = "السلام عليكم";
  await using خادم = await listen(({ url, headers }, جواب) => {
    جواب.writeHead(200, {
      "content-type": "text/plain",
      "content-length": Buffer.byteLength(محتوى),
      etag: '"1"',
      "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT",
      "x-seen": `${url} ${headers["x-mine"]}`,
    }).end(محتوى);
  });
  const تقدم: تقدم_نقل[] = [];
  const ملف = await تنزيل_ملف(خادم.url, مجلد.join("تحية.txt"), {
    رؤوس: { "x-mine": "yes" },
    معاملات: { صفحة: 2 },
    استبدال: true,
    استكمال: true,
    بصمة: { "sha-256": createHash("sha256").update(محتوى).digest("hex") },
    أقصى_بايتات: 100,
    وقت_اتصال: 5,
    وقت_قراءة: 5,
    وقت_كلي: 30,
    عدد_إعادة_المحاولة: 2,
    عند_التقدم: (حال) => void تقدم.push(حال),
  });
  assert.deepEqual(ملف, {
    مسار: مجلد.join("تحية.txt"),
    حجم: 23,
    الرابط: `${خادم.url}/?${new URLSearchParams({ صفحة: "2" })}`,
    نوع_المحتوى: "text/plain",
    علامة: '"1"',
    تاريخ_التعديل: new Date("1994-11-06T08:49:37Z"),
    هل_استكمل: false,
  });
  assert.equal(await readFile(ملف.مسار, "utf8"), محتوى);
  const آخر = تقدم.at(-1)!;
  assert.deepEqual([آخر.بايتات, آخر.الإجمالي, آخر.المدة_الباقية], [23, 23, 0]);
  assert.equal(typeof آخر.بايتات_في_الثانية, "number");
});

test("تنزيل_ملف() fails with Arabic errors and messages", async () => {
  await using مجلد = await tempDir();
  await using خادم = await listen((_طلب, جواب) => void جواب.writeHead(404).end());
  const حالة = await failureOf<خطأ_http>(تنزيل_ملف(خادم.url, مجلد.join("ملف")));
  assert.ok(حالة instanceof خطأ_http);
  assert.equal(حالة.الحالة, 404);
  const ملف = await failureOf(تنزيل_ملف(خادم.url, مجلد.join("غائب", "ملف")));
  assert.ok(ملف instanceof خطأ_ملف);
  assert.match(ملف.message, /لأن مجلده غير موجود$/);
  const بصمة = await failureOf(تنزيل_ملف(خادم.url, مجلد.join("ملف"), { بصمة: { "sha-256": "x" } }));
  assert.ok(بصمة instanceof خطأ_تحقق);
  const غريب = await failureOf(تنزيل_ملف(خادم.url, مجلد.join("ملف"), { استئناف: true } as never));
  assert.match(غريب.message, /استئناف/);
});

test("تنزيل_ملف() goes by عميل", async () => {
  await using مجلد = await tempDir();
  await using خادم = await listen(({ url, headers }, جواب) => void جواب.end(`${url} ${headers.authorization}`));
  const عميل = إنشاء_عميل({ الرابط_الأساسي: خادم.url, مصادقة: { رمز: "abc" } });
  const ملف = await تنزيل_ملف("كتاب", مجلد.join("ملف"), { عميل });
  assert.equal(await readFile(ملف.مسار, "utf8"), `/${encodeURIComponent("كتاب")} Bearer abc`);
});

test("تنزيل_ملف() counts attempts as the original library does", async () => {
  await using مجلد = await tempDir();
  let عدد = 0;
  await using خادم = await listen((_طلب, جواب) => {
    عدد++;
    جواب.writeHead(503).end();
  });
  const سياسة = { عدد_المحاولات: 3, تأخير: 0.001 };
  await failureOf(تنزيل_ملف(خادم.url, مجلد.join("ملف"), { عدد_إعادة_المحاولة: سياسة }));
  assert.equal(عدد, 3);
});
