import assert from "node:assert/strict";
import { mkdir, readdir } from "node:fs/promises";
import test from "node:test";
import { program } from "../cli/command.ts";
import { requireServer, type TempDir, tempDir } from "../support/mod.ts";

/** Runs an example with a temporary directory of its own, and sees that it leaves nothing there. */
async function example(name: string, env: Record<string, string> = {}) {
  await using dir: TempDir = await tempDir();
  await mkdir(dir.join("tmp"));
  const run = await program(`examples/${name}.ts`, [], { env: { TMPDIR: dir.join("tmp"), ...env } });
  assert.deepEqual(await readdir(dir.join("tmp")), []);
  return run;
}

const texts: Record<string, string> = {
  الشبكة: `الكتاب: كليلة ودمنة
رقم الكتاب المضاف: 2
رُفع غلاف.png وحجمه 1000
نجح: كليلة ودمنة
فشل: لا يمكن تنفيذ GET على http://127.0.0.1:PORT/books/99 إذ أجاب الخادم: 404 Not Found: There is no such book
نجح: الحيوان
البديل: من الذاكرة
عبر GraphQL: كليلة ودمنة، ابن المقفع
خطأ متوقع من الصنف خطأ_شبكة: true
وصل عبر WebSocket: كتاب، قلم، ورق
خطأ متوقع من الصنف خطأ_websocket: true
`,
  قاعدة_البيانات: `تمر: 25.5
زيت: 40
قهوة: 60
سعر الزيت 40
خطأ متوقع [DB_UNIQUE]، ولم يُضف شيء
تمر: 25.5
زيت: 40
قهوة: 60
سعر الزيت 40
سعر القهوة بعد الرفع 120
`,
  الملفات: `الحجم 20698 بايت، والامتداد .csv، وقابل للقراءة: true
عدد السجلات 1000، ومجموع المبالغ 249500
عدد الأجزاء 3
هل المدموج كالأصل: true
حجم المضغوط أقل من النصف: true
هل المفكوك كالأصل: true
السطر الأول: رقم,عميل,مبلغ
خطأ متوقع من الصنف خطأ_ملف: true
`,
  التشفير: `طول المفتاح 44، وطول الرسالة المشفرة 140
الرسالة: الاجتماع في التاسعة
بمفتاح آخر: لا يمكن فك تشفير الرمز لأنه ليس رمزًا صالحًا مشفرًا بهذا المفتاح
المستخدم ليلى، وصلاحيته مدير
البيانات لم تتغير: true
رمز قديم: لا يمكن قبول رمز JWT لأن صلاحيته انتهت
رمز مزور: لا يمكن قبول رمز JWT لأن توقيعه لا يطابق المفتاح
`,
  المواصفات_والأخطاء: `العنوان مكتبة الحي، والمسارات /كتب، /كتب/{رقم}
في السجل 4 أسطر، وكلمة المرور فيه: false
`,
};

for (const [name, text] of Object.entries(texts)) {
  test(`the usage example ${name} says what it did, and leaves nothing behind`, async () => {
    const { code, stdout, stderr } = await example(name);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, stdout);
    assert.equal(stdout.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT"), text);
  });
}

test("the usage example ذاكرة_redis says what it did", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { code, stdout, stderr } = await example("ذاكرة_redis", { MAKTABA_TEST_REDIS_URL: url });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, stdout);
  assert.equal(
    stdout,
    "النص: مرحبًا بالعالم\nالمستخدم: سعاد، وعمرها 31\nالرمز الآن: ٤٢٧١\nالرمز بعد انقضاء مدته: لا شيء\n",
  );
});

test("the usage example ذاكرة_redis says that there is no server, and exits 1", async () => {
  const { code, stdout, stderr } = await example("ذاكرة_redis", { MAKTABA_TEST_REDIS_URL: "redis://127.0.0.1:1" });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^لا يمكن الاتصال .* \[CACHE_CONNECT\]\n$/);
});
