/**
 * ثلاث مهام في وقت واحدة.
 *
 * الانتظار بعد الاستدعاء مباشرة يجعلها متتابعة؛ فلتُبدأ كلها أولًا، ثم يُنتظر كل منها.
 */

import { إنشاء_مهمة, تشغيل, نوم } from "@maktaba/std/async/ar";
import { ثوان_منذ } from "./support/ثوان.ts";

await تشغيل(async () => {
  const بداية = performance.now();
  for (let رقم = 0; رقم < 3; رقم++) await نوم(0.2);
  console.log(`ثلاثة انتظارات متتابعة: ${ثوان_منذ(بداية)}`);

  const بداية_المعية = performance.now();
  const مهام = [1, 2, 3].map((رقم) =>
    إنشاء_مهمة(async () => {
      await نوم(0.2);
      return رقم;
    })
  );
  for (const المهمة of مهام) console.log(`انتهت المهمة ${await المهمة}`);
  console.log(`ثلاث مهام معًا: ${ثوان_منذ(بداية_المعية)}`);
});
