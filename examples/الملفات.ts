/**
 * الملفات: تقسيم ودمج، وضغط وفك ضغط، وتحليل CSV، وإحصائيات.
 *
 *     node examples/الملفات.ts
 *     deno run -A examples/الملفات.ts
 *     bun examples/الملفات.ts
 */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { خطأ_ملف, مدير_الملفات } from "@maktaba/std/ar";

const مجلد = await mkdtemp(join(tmpdir(), "مكتبة-"));
try {
  // ملف نعمل عليه: فواتير ألف يوم.
  const مسار = join(مجلد, "فواتير.csv");
  const أسطر = Array.from({ length: 1000 }, (_, رقم) => `${رقم + 1},"عميل ${رقم % 7}",${(رقم * 37) % 500}`);
  await writeFile(مسار, ["رقم,عميل,مبلغ", ...أسطر].join("\n") + "\n");

  const إحصائيات = await مدير_الملفات.إحصائيات_ملف(مسار);
  console.log(`الحجم ${إحصائيات.حجم} بايت، والامتداد ${إحصائيات.امتداد}، وقابل للقراءة: ${إحصائيات.قابل_للقراءة}`);

  const سجلات = await مدير_الملفات.تحليل_csv(مسار);
  const مجموع = سجلات.reduce((ناتج, سجل) => ناتج + Number(سجل["مبلغ"]), 0);
  console.log(`عدد السجلات ${سجلات.length}، ومجموع المبالغ ${مجموع}`);

  const أجزاء = await مدير_الملفات.تقسيم_ملف(مسار, { حجم_القطعة: 10_000 });
  console.log(`عدد الأجزاء ${أجزاء.length}`);

  const مدموج = join(مجلد, "مدموج.csv");
  await مدير_الملفات.دمج_ملف(أجزاء, مدموج);
  const الأصل = await readFile(مسار);
  console.log(`هل المدموج كالأصل: ${الأصل.equals(await readFile(مدموج))}`);

  const مضغوط = await مدير_الملفات.ضغط_ملف(مسار);
  const { حجم } = await مدير_الملفات.إحصائيات_ملف(مضغوط);
  console.log(`حجم المضغوط أقل من النصف: ${حجم < إحصائيات.حجم / 2}`);

  const مفكوك = await مدير_الملفات.فك_ضغط_ملف(مضغوط, { مسار_الإخراج: join(مجلد, "مفكوك.csv") });
  console.log(`هل المفكوك كالأصل: ${الأصل.equals(await readFile(مفكوك))}`);

  const نص = await مدير_الملفات.قراءة_ملف_نصي(مسار);
  console.log(`السطر الأول: ${نص.split("\n")[0]}`);

  // كل فشل في ملف خطأ من صنف واحد، يذكر الملف.
  await مدير_الملفات.تقسيم_ملف(join(مجلد, "غير_موجود.csv")).catch((خطأ) => {
    console.log(`خطأ متوقع من الصنف خطأ_ملف: ${خطأ instanceof خطأ_ملف}`);
  });
} finally {
  await rm(مجلد, { recursive: true });
}
