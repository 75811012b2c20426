/**
 * مواصفات OpenAPI لواجهة برمجية، وتسجيل الأخطاء في ملف.
 *
 *     node examples/المواصفات_والأخطاء.ts
 *     deno run -A examples/المواصفات_والأخطاء.ts
 *     bun examples/المواصفات_والأخطاء.ts
 */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { تعيين_اللغة, خطأ_المكتبة, مسجل_الأخطاء, مولد_openapi } from "@maktaba/std/ar";

تعيين_اللغة("ar");
const مجلد = await mkdtemp(join(tmpdir(), "مكتبة-"));
try {
  const مواصفات = مولد_openapi.إنشاء_مواصفات(
    [
      {
        مسار: "/كتب",
        طريقة: "get",
        ملخص: "سرد الكتب",
        معاملات: [{ name: "حد", in: "query", schema: { type: "integer", default: 20 } }],
        استجابات: { 200: "قائمة الكتب" },
      },
      {
        مسار: "/كتب",
        طريقة: "post",
        ملخص: "إضافة كتاب",
        جسم_الطلب: {
          required: true,
          content: { "application/json": { schema: { type: "object", required: ["عنوان"] } } },
        },
        استجابات: { 201: "أُضيف الكتاب", 400: "بيانات غير صالحة" },
      },
      {
        مسار: "/كتب/{رقم}",
        طريقة: "get",
        ملخص: "جلب كتاب",
        وصف: "كتاب واحد برقمه",
        استجابات: { 200: "الكتاب", 404: {} },
      },
    ],
    { عنوان: "مكتبة الحي", إصدار: "1.0.0" },
  );
  const مسار_المواصفات = await مولد_openapi.حفظ_مواصفات(مواصفات, join(مجلد, "openapi.json"));
  const محفوظ = JSON.parse(await readFile(مسار_المواصفات, "utf8"));
  console.log(`العنوان ${محفوظ.info.title}، والمسارات ${Object.keys(محفوظ.paths).join("، ")}`);

  const مسار_السجل = join(مجلد, "سجل_الأخطاء.log");
  {
    await using مسجل = new مسجل_الأخطاء({ مسار_السجل, مستوى_السجل: "INFO" });
    مسجل.تسجيل_معلومات("بدأت الخدمة", { سياق: { منفذ: 8080 } });
    مسجل.تسجيل_تحذير("الذاكرة تكاد تمتلئ");
    try {
      await مولد_openapi.حفظ_مواصفات(مواصفات, join(مجلد, "مجلد_غير_موجود", "openapi.json"));
    } catch (خطأ) {
      if (!(خطأ instanceof خطأ_المكتبة)) throw خطأ;
      مسجل.تسجيل_الخطأ("تعذر حفظ المواصفات", { خطأ, سياق: { مستخدم: "ليلى", كلمة_مرور: "لا تظهر" } });
    }
    مسجل.تسجيل("CRITICAL", "توقفت الخدمة");
  }
  const السجل = await readFile(مسار_السجل, "utf8");
  console.log(`في السجل ${السجل.trim().split("\n").length} أسطر، وكلمة المرور فيه: ${السجل.includes("لا تظهر")}`);
} finally {
  await rm(مجلد, { recursive: true });
}
