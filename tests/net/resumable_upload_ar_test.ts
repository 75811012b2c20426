import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import { خطأ_تحقق, خطأ_شبكة, خطأ_ملف } from "../../errors/ar.ts";
import { إنشاء_عميل, type تقدم_نقل, خطأ_http, رفع_ملف, type رفع_منشأ } from "../../net/ar.ts";
import { tempDir } from "../support/mod.ts";
import { failureOf } from "./support.ts";
import { serveTus } from "./tus_server.ts";

setLocale("ar");

const محتوى = "السلام عليكم";

test("رفع_ملف() sends a file, with Arabic options, progress and result", async () => {
  await using مجلد = await tempDir();
  const مسار = مجلد.join("تحية.txt");
  await writeFile(مسار, محتوى);
  await using خادم = await serveTus({
    offer: { "tus-version": "1.0.0", "tus-extension": "checksum", "tus-checksum-algorithm": "sha1" },
    created: { "upload-expires": "Sun, 06 Nov 1994 08:49:37 GMT" },
  });
  const تقدم: تقدم_نقل[] = [];
  const منشأ: رفع_منشأ[] = [];
  const ملف = await رفع_ملف(خادم.url, مسار, {
    رؤوس: { "x-mine": "yes" },
    معاملات: { صفحة: 2 },
    بيانات_وصفية: { filename: "x" },
    حجم_القطعة: 10,
    تحقق_القطع: false,
    استكمال: مجلد.join("سجل.json"),
    وقت_اتصال: 5,
    وقت_قراءة: 5,
    وقت_كلي: 30,
    عدد_إعادة_المحاولة: 2,
    عند_الإنشاء: (رفع) => void منشأ.push(رفع),
    عند_التقدم: (حال) => void تقدم.push(حال),
  });
  const الرابط = `${خادم.origin}/files/upload1`;
  assert.deepEqual(ملف, { مسار, حجم: 23, الرابط, هل_استكمل: false });
  assert.deepEqual(منشأ, [{ الرابط, الانتهاء: new Date("1994-11-06T08:49:37Z") }]);
  assert.equal(خادم.only.content.toString(), محتوى);
  assert.equal(خادم.only.metadata, `filename ${btoa("x")}`);
  const [أول] = خادم.of("PATCH");
  assert.deepEqual([خادم.of("PATCH").length, أول!.headers["x-mine"], أول!.headers["upload-checksum"]], [
    3,
    "yes",
    undefined,
  ]);
  assert.equal(خادم.of("POST")[0]!.url, `/files?${new URLSearchParams({ صفحة: "2" })}`);
  const آخر = تقدم.at(-1)!;
  assert.deepEqual([آخر.بايتات, آخر.الإجمالي, آخر.المدة_الباقية], [23, 23, 0]);
  assert.equal(typeof آخر.بايتات_في_الثانية, "number");
  assert.deepEqual(await readdir(مجلد.path), ["تحية.txt"]);
});

test("رفع_ملف() goes on with what an earlier call left, and by رابط_الرفع", async () => {
  await using مجلد = await tempDir();
  const مسار = مجلد.join("تحية.txt");
  await writeFile(مسار, محتوى);
  await using خادم = await serveTus({ breaksAfter: (عدد) => عدد === 1 ? 5 : undefined });
  await failureOf(رفع_ملف(خادم.url, مسار, { استكمال: true, عدد_إعادة_المحاولة: 1 }));
  assert.equal((await رفع_ملف(خادم.url, مسار, { استكمال: true })).هل_استكمل, true);
  assert.equal((await رفع_ملف(خادم.url, مسار, { رابط_الرفع: "/files/upload1" })).هل_استكمل, true);
  assert.equal(خادم.only.content.toString(), محتوى);
});

test("رفع_ملف() fails with Arabic errors and messages", async () => {
  await using مجلد = await tempDir();
  const مسار = مجلد.join("تحية.txt");
  await writeFile(مسار, محتوى);
  await using خادم = await serveTus({ instead: ({ method }) => method === "PATCH" ? { status: 403 } : undefined });
  const حالة = await failureOf<خطأ_http>(رفع_ملف(خادم.url, مسار, { حذف_عند_الفشل: true }));
  assert.ok(حالة instanceof خطأ_http);
  assert.deepEqual([حالة.الحالة, خادم.uploads.size], [403, 0]);
  const غائب = await failureOf(رفع_ملف(خادم.url, مسار, { رابط_الرفع: "/files/none" }));
  assert.ok(غائب instanceof خطأ_شبكة);
  assert.match(غائب.message, /لم يعد عند الخادم$/);
  assert.ok(await failureOf(رفع_ملف(خادم.url, مجلد.join("غائب"))) instanceof خطأ_ملف);
  const معا = await failureOf(رفع_ملف(خادم.url, مسار, { حذف_عند_الفشل: true, استكمال: true }));
  assert.ok(معا instanceof خطأ_تحقق);
  assert.match(معا.message, /«حذف_عند_الفشل» مع استكمال/);
  const وصف = await failureOf(رفع_ملف(خادم.url, مسار, { بيانات_وصفية: { "a b": "" } }));
  assert.match(وصف.message, /«بيانات_وصفية»/);
  const غريب = await failureOf(رفع_ملف(خادم.url, مسار, { استئناف: true } as never));
  assert.match(غريب.message, /استئناف/);
});

test("رفع_ملف() goes by عميل", async () => {
  await using مجلد = await tempDir();
  const مسار = مجلد.join("تحية.txt");
  await writeFile(مسار, محتوى);
  await using خادم = await serveTus();
  const عميل = إنشاء_عميل({ الرابط_الأساسي: خادم.origin, مصادقة: { رمز: "abc" } });
  const ملف = await رفع_ملف("files", مسار, { عميل });
  assert.equal(ملف.الرابط, `${خادم.origin}/files/upload1`);
  assert.ok(خادم.seen.every(({ headers }) => headers.authorization === "Bearer abc"));
});
