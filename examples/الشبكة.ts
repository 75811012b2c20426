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
import { البرمجة, تعيين_اللغة, خطأ_شبكة } from "@maktaba/std/ar";
import { تشغيل_خادم_تجريبي } from "./support/ar.ts";

تعيين_اللغة("ar");
const مجلد = await mkdtemp(join(tmpdir(), "مكتبة-"));
await using خادم = await تشغيل_خادم_تجريبي();
try {
  // طلب يعطي جواب JSON.
  const كتاب = await البرمجة.طلب_شبكة("GET", `${خادم.رابط}/books/1`, { رؤوس: { "accept-language": "ar" } });
  console.log(`الكتاب: ${كتاب.title}`);

  // بيانات تُرسل بصيغة JSON.
  const مضاف = await البرمجة.طلب_شبكة("POST", `${خادم.رابط}/books`, { بيانات: { title: "البيان والتبيين" } });
  console.log(`رقم الكتاب المضاف: ${مضاف.id}`);

  // ملف يُرفع.
  const صورة = join(مجلد, "غلاف.png");
  await writeFile(صورة, new Uint8Array(1000));
  const مرفوع = await البرمجة.طلب_شبكة("POST", `${خادم.رابط}/upload`, { تحميل_ملف: صورة });
  console.log(`رُفع ${مرفوع.name} وحجمه ${مرفوع.size}`);

  // دفعة في وقت واحد: النتائج بترتيب الطلبات، والخطأ في مكان ما فشل.
  const نتائج = await البرمجة.طلبات_دفعية([
    { رابط: `${خادم.رابط}/books/1` },
    { رابط: `${خادم.رابط}/books/99` },
    { طريقة: "POST", رابط: `${خادم.رابط}/books`, بيانات: { title: "الحيوان" } },
  ]);
  for (const نتيجة of نتائج) {
    console.log(نتيجة instanceof خطأ_شبكة ? `فشل: ${نتيجة.الرمز}` : `نجح: ${نتيجة.title}`);
  }

  // قيمة يُرجع إليها حين يفشل كل شيء.
  const بديل = await البرمجة.طلب_شبكة("GET", "http://127.0.0.1:1/", {
    عدد_إعادة_المحاولة: 1,
    وقت_اتصال: 1,
    ذاكرة_مؤقتة: { title: "من الذاكرة" },
  });
  console.log(`البديل: ${بديل.title}`);

  const جواب = await البرمجة.استعلام_graphql(
    `${خادم.رابط}/graphql`,
    "query ($id: Int!) { book(id: $id) { title author } }",
    { متغيرات: { id: 1 } },
  );
  console.log(`GraphQL: ${جواب.book.title} — ${جواب.book.author}`);

  // رسائل تصل واحدة بعد الأخرى، حتى نكتفي.
  const رسائل: string[] = [];
  await new Promise<void>((تم, فشل) => {
    البرمجة.اتصال_websocket(`${خادم.رابط_websocket}`, (رسالة) => {
      رسائل.push(String(رسالة));
      if (رسائل.length === 3) تم();
    }, { عدد_إعادة_المحاولة: 1, تأخير_إعادة_الاتصال: 0.1 }).catch(فشل);
  });
  console.log(`وصل عبر WebSocket: ${رسائل.join("، ")}`);
} finally {
  await rm(مجلد, { recursive: true });
}
