/**
 * حسابان طويلان: واحد بعد الآخر في الخيط الرئيس، ثم معًا على عاملين.
 *
 *     node examples/concurrency/02_فيبوناتشي.ts 40 41
 *
 * الحساب لا ينتظر شيئًا، فلا تنفعه المهام: هي كلها على خيط واحد. ينفعه التوازي، أي معالج آخر.
 */

import process from "node:process";
import { إنشاء_مجمع_عمال, تشغيل, جمع } from "@maktaba/std/async/ar";
import { فيبوناتشي } from "./support/أعمال.ts";

type أعمال = typeof import("./support/أعمال.ts");
const أرقام = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [40, 41];

await تشغيل(async () => {
  const بداية = performance.now();
  for (const رقم of أرقام) console.log(`فيبوناتشي ${رقم} هو ${فيبوناتشي(رقم)}`);
  const متتابعان = performance.now() - بداية;
  console.log(`واحدًا بعد الآخر: ${ثوان(متتابعان)}`);

  // تدخل في المدة بداية العاملين أيضًا.
  const بداية_العمال = performance.now();
  await using مجمع = إنشاء_مجمع_عمال({ الحجم: أرقام.length });
  const على_العمال = مجمع.دوال<أعمال>(new URL("support/أعمال.ts", import.meta.url));
  const نتائج = await جمع(أرقام.map((رقم) => () => على_العمال.فيبوناتشي(رقم)));
  const متوازيان = performance.now() - بداية_العمال;
  console.log(`من العمال: ${نتائج.join(" و")}`);
  console.log(`على العمال: ${ثوان(متوازيان)}`);
  console.log(`النسبة بينهما: ${(متتابعان / متوازيان).toFixed(2)}`);
});

function ثوان(ملي_ثانية: number): string {
  return `${(ملي_ثانية / 1_000).toFixed(2)} ثانية`;
}
