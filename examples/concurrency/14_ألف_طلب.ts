/**
 * حالات ألف طلب، بـ`جمع`.
 *
 *     node examples/concurrency/14_ألف_طلب.ts 1000
 *
 * النتائج بترتيب الطلبات لا بترتيب الأجوبة. ولا ينبغي أن يبدأ الألف معًا: لكل خادم ولكل جهاز طاقة، و`تزامن` حدها.
 */

import process from "node:process";
import { تشغيل, جمع } from "@maktaba/std/async/ar";
import { تشغيل_خادم_بطيء } from "./support/خادم_بطيء.ts";
import { ثوان_منذ } from "./support/ثوان.ts";

const عدد = Number(process.argv[2] ?? 1_000);

await تشغيل(async () => {
  await using خادم = await تشغيل_خادم_بطيء(0.01);

  // تُعطى العملية إشارة، لمن ينتظر من غير المكتبة: بها يُلغى `fetch` مع مهمته.
  const حالة = (مسار: string) => async (إشارة: AbortSignal) => {
    const جواب = await fetch(خادم.رابط + مسار, { signal: إشارة });
    await جواب.body?.cancel();
    return جواب.status;
  };

  const بداية = performance.now();
  const طلبات = Array.from({ length: عدد }, (_, رقم) => حالة(رقم % 10 === 9 ? "/404" : "/200"));
  const حالات = await جمع(طلبات, { تزامن: 100 });
  for (const [رمز, أجوبة] of Map.groupBy(حالات, (رمز) => رمز)) console.log(`الحالة ${رمز}: ${أجوبة.length}`);
  console.log(`المدة: ${ثوان_منذ(بداية)}`);
});
