/** خادم TCP يعيد إلى كل عميل ما أرسله، وعملاؤه كثيرون في وقت واحد على خيط واحد. */

import { تشغيل, جمع, حاجز } from "@maktaba/std/async/ar";
import { تشغيل_خادم, فتح_وصلة, type وصلة_tcp } from "@maktaba/std/net/ar";

const أسماء = ["ليلى", "سعاد", "عمر"];

/** ينتهي حين يغلق العميل طرفه، وينتظر إذا امتلأ الطريق إليه. */
async function صدى(وصلة: وصلة_tcp): Promise<void> {
  for await (const قطعة of وصلة) await وصلة.كتابة(قطعة);
}

// لا يرسل أحد حتى يتصل الجميع: فالخادم لهم كلهم في وقت واحد.
const الجميع = new حاجز(أسماء.length);

async function عميل(منفذ: number, اسم: string): Promise<string | undefined> {
  await using وصلة = await فتح_وصلة({ منفذ });
  await الجميع.انتظار();
  await وصلة.كتابة(`أنا ${اسم}`);
  await وصلة.إنهاء_الكتابة();
  return await وصلة.قراءة_سطر();
}

await تشغيل(async () => {
  await using خادم = await تشغيل_خادم(صدى);
  const الأصداء = await جمع(أسماء.map((اسم) => () => عميل(خادم.المنفذ, اسم)));
  for (const نص of الأصداء) console.log(`عاد: ${نص}`);
});
