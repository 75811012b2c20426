/**
 * ذاكرة مؤقتة في Redis.
 *
 *     node examples/ذاكرة_redis.ts
 *     deno run -A examples/ذاكرة_redis.ts
 *     bun examples/ذاكرة_redis.ts
 *
 * يحتاج إلى خادم Redis على العنوان المعتاد `redis://localhost:6379`، أو على عنوان في متغير البيئة `MAKTABA_TEST_REDIS_URL`.
 */

import { randomUUID } from "node:crypto";
import process from "node:process";
import { تعيين_اللغة, خطأ_redis, مدير_redis, نوم } from "@maktaba/std/ar";

تعيين_اللغة("ar");
const رابط_الاتصال = process.env["MAKTABA_TEST_REDIS_URL"] || "redis://localhost:6379";
// مفاتيح لا يستعملها برنامج آخر على الخادم نفسه.
const بادئة = `مثال:${randomUUID()}`;

try {
  await using مدير = new مدير_redis(رابط_الاتصال);

  await مدير.حفظ(`${بادئة}:تحية`, "مرحبًا بالعالم", { مدة_الصلاحية: 60 });
  console.log(`النص: ${await مدير.جلب(`${بادئة}:تحية`)}`);

  // كائن يُحفظ بصيغة JSON ويُجلب كائنًا.
  await مدير.حفظ(`${بادئة}:مستخدم`, { اسم: "سعاد", عمر: 31 }, { مدة_الصلاحية: 60 });
  const مستخدم = await مدير.جلب<{ اسم: string; عمر: number }>(`${بادئة}:مستخدم`, { كائن: true });
  console.log(`المستخدم: ${مستخدم?.اسم}، وعمرها ${مستخدم?.عمر}`);

  // قيمة تُنسى بعد ثانية.
  await مدير.حفظ(`${بادئة}:رمز`, "٤٢٧١", { مدة_الصلاحية: 1 });
  console.log(`الرمز الآن: ${await مدير.جلب(`${بادئة}:رمز`)}`);
  await نوم(1.2);
  console.log(`الرمز بعد انقضاء مدته: ${await مدير.جلب(`${بادئة}:رمز`) ?? "لا شيء"}`);
} catch (خطأ) {
  if (!(خطأ instanceof خطأ_redis)) throw خطأ;
  console.error(`${خطأ.الرسالة} [${خطأ.الرمز}]`);
  process.exitCode = 1;
}
