/**
 * ماذا يفعل `جمع` إذا فشل بعض ما جُمع.
 *
 * بغير `إرجاع_الأخطاء` يُرفض الكل بأول خطأ، والباقي ماض كما في asyncio. ومعه تأخذ الأخطاء أماكنها بين النتائج.
 */

import { تشغيل, جمع, نوم } from "@maktaba/std/async/ar";

async function قسمة(مقسوم: number, مقسوم_عليه: number): Promise<number> {
  await نوم(0.01);
  if (مقسوم_عليه === 0) throw new RangeError("لا يُقسم على صفر");
  return مقسوم / مقسوم_عليه;
}

const عمليات = [() => قسمة(8, 2), () => قسمة(8, 0), () => قسمة(8, 4)];

await تشغيل(async () => {
  try {
    await جمع(عمليات);
  } catch (خطأ) {
    console.log(`رُفض الكل: ${(خطأ as Error).message}`);
  }

  const نتائج = await جمع(عمليات, { إرجاع_الأخطاء: true });
  نتائج.forEach((نتيجة, رقم) => {
    console.log(`${رقم + 1}. ${نتيجة instanceof Error ? `خطأ: ${نتيجة.message}` : `نتيجة: ${نتيجة}`}`);
  });

  const ناجحة = نتائج.filter((نتيجة) => !(نتيجة instanceof Error));
  console.log(`نجح ${ناجحة.length} من ${نتائج.length}`);
});
