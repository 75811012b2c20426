/**
 * الشبكة: طلب واحد، وطلبات دفعية، ورفع ملف، وGraphQL، وWebSocket. يشغّل خادمًا محليًّا يطلب منه، فلا يحتاج إلى الإنترنت.
 *
 *     node examples/الشبكة.ts
 *     deno run -A examples/الشبكة.ts
 *     bun examples/الشبكة.ts
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { البرمجة, تعيين_اللغة, خطأ_websocket, خطأ_شبكة } from "@maktaba/std/ar";
import { تشغيل_خادم_تجريبي } from "./support/ar.ts";

interface كتاب {
  id: number;
  title: string;
  author?: string;
}

تعيين_اللغة("ar");
const مجلد = await mkdtemp(join(tmpdir(), "مكتبة-"));
await using خادم = await تشغيل_خادم_تجريبي();
try {
  // طلب يعطي جواب JSON.
  const الكتاب = await البرمجة.طلب_شبكة<كتاب>("GET", `${خادم.رابط}/books/1`, { رؤوس: { "accept-language": "ar" } });
  console.log(`الكتاب: ${الكتاب.title}`);

  // بيانات تُرسل بصيغة JSON.
  const مضاف = await البرمجة.طلب_شبكة<كتاب>("POST", `${خادم.رابط}/books`, { بيانات: { title: "البيان والتبيين" } });
  console.log(`رقم الكتاب المضاف: ${مضاف.id}`);

  // ملف يُرفع.
  const صورة = join(مجلد, "غلاف.png");
  await writeFile(صورة, new Uint8Array(1000));
  const مرفوع = await البرمجة.طلب_شبكة<{ name: string; size: number }>("POST", `${خادم.رابط}/upload`, {
    تحميل_ملف: صورة,
  });
  console.log(`رُفع ${مرفوع.name} وحجمه ${مرفوع.size}`);

  // دفعة في وقت واحد: النتائج بترتيب الطلبات، والخطأ في مكان ما فشل.
  const نتائج = await البرمجة.طلبات_دفعية<كتاب>([
    { رابط: `${خادم.رابط}/books/1` },
    { رابط: `${خادم.رابط}/books/99` },
    { طريقة: "POST", رابط: `${خادم.رابط}/books`, بيانات: { title: "الحيوان" } },
  ]);
  for (const نتيجة of نتائج) {
    console.log(نتيجة instanceof Error ? `فشل: ${نتيجة.message}` : `نجح: ${نتيجة.title}`);
  }

  // قيمة يُرجع إليها حين يفشل كل شيء.
  const بديل = await البرمجة.طلب_شبكة<{ title: string }>("GET", "http://127.0.0.1:1/", {
    عدد_إعادة_المحاولة: 1,
    وقت_اتصال: 1,
    ذاكرة_مؤقتة: { title: "من الذاكرة" },
  });
  console.log(`البديل: ${بديل.title}`);

  const { data } = await البرمجة.استعلام_graphql<{ book: كتاب }>(
    `${خادم.رابط}/graphql`,
    "query ($id: Int!) { book(id: $id) { title author } }",
    { متغيرات: { id: 1 } },
  );
  console.log(`عبر GraphQL: ${data.book.title}، ${data.book.author}`);

  // ما ليس في المخطط خطأ.
  try {
    await البرمجة.استعلام_graphql(`${خادم.رابط}/graphql`, "{ book(id: 1) { price } }");
  } catch (خطأ) {
    console.log(`خطأ متوقع من الصنف خطأ_شبكة: ${خطأ instanceof خطأ_شبكة}`);
  }

  // رسائل تصل واحدة بعد الأخرى، حتى نكتفي ونغلق.
  const رسائل: string[] = [];
  await البرمجة.اتصال_websocket(خادم.رابط_websocket, async (رسالة, وصلة) => {
    رسائل.push(String(رسالة));
    if (رسائل.length === 3) await وصلة.إغلاق();
  });
  console.log(`وصل عبر WebSocket: ${رسائل.join("، ")}`);

  // خادم لا يجيب: تُعاد المحاولة، ثم يُطلق الخطأ.
  try {
    await البرمجة.اتصال_websocket("ws://127.0.0.1:1/", () => {}, { عدد_إعادة_المحاولة: 1, تأخير_إعادة_الاتصال: 0.1 });
  } catch (خطأ) {
    console.log(`خطأ متوقع من الصنف خطأ_websocket: ${خطأ instanceof خطأ_websocket}`);
  }
} finally {
  await rm(مجلد, { recursive: true });
}
