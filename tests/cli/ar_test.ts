import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import test from "node:test";
import { خطأ_تحقق } from "../../errors/ar.ts";
import { تشغيل_سطر_الأوامر, type خيارات_سطر_الأوامر } from "../../cli/ar.ts";
import { tempDir } from "../support/mod.ts";

async function نفذ(معاملات: readonly string[], خيارات: خيارات_سطر_الأوامر = {}) {
  const ناتج = { رمز: 0, نص: "", أخطاء: "" };
  ناتج.رمز = await تشغيل_سطر_الأوامر(معاملات, {
    إخراج: { كتابة: (نص) => void (ناتج.نص += نص) },
    إخراج_الأخطاء: { كتابة: (نص) => void (ناتج.أخطاء += نص) },
    ...خيارات,
  });
  return ناتج;
}

test("تشغيل_سطر_الأوامر() speaks Arabic unless told otherwise", async () => {
  assert.match((await نفذ(["--مساعدة"])).نص, /^الاستعمال: مكتبة <أمر> \[خيارات\]$/m);
  assert.match((await نفذ(["--مساعدة"], { لغة: "en" })).نص, /^Usage: /m);
  const { رمز, نص, أخطاء } = await نفذ(["تقسيم_ملف"]);
  assert.deepEqual([رمز, نص], [2, ""]);
  assert.match(أخطاء, /^مكتبة: لا يمكن تنفيذ تقسيم_ملف إذ يحتاج إلى <مسار_ملف> /);
});

test("تشغيل_سطر_الأوامر() stops when its signal fires", async () => {
  const { رمز, أخطاء } = await نفذ(["تقسيم_ملف", "كتاب.txt"], { إشارة: AbortSignal.abort() });
  assert.deepEqual([رمز, أخطاء], [130, "مكتبة: أُوقف العمل\n"]);
});

test("تشغيل_سطر_الأوامر() refuses unknown options of its own", async () => {
  await assert.rejects(تشغيل_سطر_الأوامر([], { مجهول: 1 } as never), خطأ_تحقق);
});

test("what a command refuses is named as its help names it", async () => {
  const refused = async (...arguments_: string[]) => (await نفذ(arguments_)).أخطاء;
  assert.match(await refused("تحليل_csv", "أ.csv", "--فاصل", ";;"), /استخدام «فاصل» إذ/);
  assert.match(await refused("تنفيذ_استعلام", "ftp://example.com/", "SELECT 1"), /استخدام «رابط_الاتصال» إذ/);
  assert.match(await refused("تنفيذ_استعلام", "sqlite::memory:", " "), /استخدام «استعلام» إذ/);
});

test("the four commands have the names and options of the original", async () => {
  await using مجلد = await tempDir();
  await writeFile(مجلد.join("كتاب.txt"), "0123456789");
  await writeFile(مجلد.join("مدن.csv"), "اسم;سكان\nالقدس;١\n");
  const تقسيم = await نفذ(["تقسيم_ملف", مجلد.join("كتاب.txt"), "--حجم_القطعة", "4"]);
  assert.deepEqual(تقسيم, {
    رمز: 0,
    نص: [1, 2, 3].map((رقم) => `${مجلد.join(`كتاب.جزء${رقم}.txt`)}\n`).join(""),
    أخطاء: "",
  });
  const تحليل = await نفذ(["تحليل_csv", مجلد.join("مدن.csv"), "--فاصل", ";"]);
  assert.deepEqual(تحليل, { رمز: 0, نص: "اسم    سكان\n─────  ────\nالقدس  ١\n", أخطاء: "" });
  const استعلام = await نفذ(["تنفيذ_استعلام", "sqlite::memory:", "SELECT 'سلام' AS تحية, 1 AS عدد"]);
  assert.deepEqual(استعلام, { رمز: 0, نص: "تحية  عدد\n────  ───\nسلام  1\n", أخطاء: "" });
  const مواصفات = await نفذ(["إنشاء_openapi", مجلد.join("مواصفات.json")]);
  assert.deepEqual(مواصفات, { رمز: 0, نص: `${مجلد.join("مواصفات.json")}\n`, أخطاء: "" });
  assert.ok((await readdir(مجلد.path)).includes("مواصفات.json"));
});
