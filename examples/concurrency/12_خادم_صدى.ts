/**
 * خادم TCP يعيد إلى كل عميل ما أرسله، وعملاؤه كثيرون في وقت واحد على خيط واحد.
 *
 * ليس في المكتبة وحدة TCP بعد، فالمقابس هنا من `node:net`، وهي في البيئات الثلاث.
 */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { تشغيل, جمع, حاجز, مجموعة_مهام } from "@maktaba/std/async/ar";

const أسماء = ["ليلى", "سعاد", "عمر"];

/** تنتهي حين يغلق العميل طرفه. */
async function صدى(مقبس: Socket): Promise<void> {
  for await (const قطعة of مقبس) {
    // إذا امتلأ المخزن بينهما فليُنتظر حتى يفرغ، وإلا كبر بلا حد.
    if (!مقبس.write(قطعة)) await once(مقبس, "drain");
  }
  مقبس.end();
}

// لا يرسل أحد حتى يتصل الجميع: فالخادم لهم كلهم في وقت واحد.
const الجميع = new حاجز(أسماء.length);

async function عميل(منفذ: number, اسم: string): Promise<string> {
  const مقبس = connect(منفذ, "127.0.0.1").setEncoding("utf8");
  await once(مقبس, "connect");
  await الجميع.انتظار();
  مقبس.end(`أنا ${اسم}`);
  let المعاد = "";
  for await (const قطعة of مقبس) المعاد += قطعة;
  return المعاد;
}

await تشغيل(async () => {
  await using الخدمات = new مجموعة_مهام();
  const خادم = createServer({ allowHalfOpen: true }, (مقبس) => void الخدمات.بدء(() => صدى(مقبس)));
  خادم.listen(0, "127.0.0.1");
  await once(خادم, "listening");
  const { port } = خادم.address() as AddressInfo;

  const الأصداء = await جمع(أسماء.map((اسم) => () => عميل(port, اسم)));
  for (const نص of الأصداء) console.log(`عاد: ${نص}`);
  خادم.close();
});
