/** خادم TCP يعيد إلى كل عميل ما أرسله: لثلاثة، ثم لألف في وقت واحد على خيط واحد. */

import { تشغيل, جمع, حاجز } from "@maktaba/std/async/ar";
import { تشغيل_خادم, فتح_وصلة, type وصلة_tcp } from "@maktaba/std/net/ar";

/** ينتهي حين يغلق العميل طرفه، وينتظر إذا امتلأ الطريق إليه. */
async function صدى(وصلة: وصلة_tcp): Promise<void> {
  for await (const قطعة of وصلة) await وصلة.كتابة(قطعة);
}

// لا يرسل أحد حتى يتصل الجميع: فالخادم لهم كلهم في وقت واحد.
async function عميل(منفذ: number, الجميع: حاجز, قوله: string): Promise<string | undefined> {
  await using وصلة = await فتح_وصلة({ منفذ });
  await الجميع.انتظار();
  await وصلة.كتابة(قوله);
  await وصلة.إنهاء_الكتابة();
  return await وصلة.قراءة_سطر();
}

async function أصداء(منفذ: number, أقوال: readonly string[]): Promise<(string | undefined)[]> {
  const الجميع = new حاجز(أقوال.length);
  return await جمع(أقوال.map((قول) => () => عميل(منفذ, الجميع, قول)));
}

await تشغيل(async () => {
  await using خادم = await تشغيل_خادم(صدى);
  for (const نص of await أصداء(خادم.المنفذ, ["أنا ليلى", "أنا سعاد", "أنا عمر"])) console.log(`عاد: ${نص}`);

  const أقوال = Array.from({ length: 1_000 }, (_, رقم) => `أنا ${رقم + 1}`);
  const عائدة = await أصداء(خادم.المنفذ, أقوال);
  console.log(`ألف عميل معًا، وعاد لكل منهم قوله: ${عائدة.every((نص, رقم) => نص === أقوال[رقم]) ? "نعم" : "لا"}`);
});
