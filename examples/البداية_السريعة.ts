/**
 * ما المكتبة له، من أوله إلى آخره: ملف CSV يدخل SQLite ويخرج منه عبر HTTP وGraphQL وWebSocket، ثم يُحزم ويُشفَّر ويوصف.
 * يشغّله `npm start -- --lang ar`.
 */

import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  إحصائيات_ملف,
  إنشاء_رمز_jwt,
  اتصال,
  استعلام_graphql,
  التحقق_من_رمز_jwt,
  تقسيم_ملف,
  حفظ_مواصفات,
  خطأ_http,
  دمج_ملف,
  ذاكرة_محلية,
  صفوف_csv,
  ضغط_ملف,
  طلب_شبكة,
  طلبات_دفعية,
  فتح_websocket,
  فك_ضغط_ملف,
  type قاعدة_بيانات,
  مدير_التشفير,
} from "@maktaba/std/ar";
import { تسوية_الأعمدة, تشغيل_واجهة, جدول_سجلات, خطوات, type سجل, type واجهة } from "./support/ar.ts";

/**
 * يجري كل ذلك. لا تُمرَّر فيه إشارة: حين يجري في مهمة ينتهي كل انتظار فيه بإلغاء المهمة.
 *
 * @param مسار_csv ملف CSV، أيًّا كانت أعمدته.
 * @param مجلد مجلد فارغ للملفات.
 * @param طباعة تعرض ما يجري.
 */
export async function البداية_السريعة(
  مسار_csv: string,
  مجلد: string,
  طباعة: (نص: string) => void,
): Promise<void> {
  const الخطوات = new خطوات(طباعة);
  await إجراء_الخطوات(الخطوات, مسار_csv, مجلد);
  الخطوات.طباعة_الجدول();
  طباعة(`\nالملفات في ${مجلد}:\n${await سرد_الملفات(مجلد)}`);
}

async function إجراء_الخطوات(الخطوات: خطوات, مسار_csv: string, مجلد: string): Promise<void> {
  const ملف = (اسم: string) => join(مجلد, اسم);

  await using قاعدة = await اتصال(`sqlite:${ملف("السجلات.db")}`);
  const { جدول, عدد } = await الخطوات.تنفيذ(
    "قراءة CSV إلى SQLite",
    () => تحميل(مسار_csv, قاعدة),
    ({ جدول, عدد }) => `السجلات ${عدد}، والأعمدة ${جدول.أعمدة.length}`,
  );

  const سر = randomBytes(32).toString("hex");
  await using الواجهة = await الخطوات.تنفيذ(
    "تشغيل واجهة برمجية",
    () => تشغيل_واجهة({ جدول, سر, عنوان: "البداية السريعة" }),
    ({ رابط }) => `على ${رابط}`,
  );
  const رؤوس = await الخطوات.تنفيذ("الدخول برمز JWT", () => دخول(الواجهة, سر), () => "بغيره 401 وبه 200");

  const ذاكرة = new ذاكرة_محلية({ مدة_الصلاحية: 60 });
  const جلب = () => جلب_السجلات(الواجهة, عدد, رؤوس, ذاكرة);
  const وصف_الجلب = ({ سجلات, طلبات }: مجلوب) => `السجلات ${سجلات}، والطلبات إلى الخادم ${طلبات}`;
  await الخطوات.تنفيذ("جلب كل السجلات دفعة", جلب, وصف_الجلب);
  await الخطوات.تنفيذ("جلبها من الذاكرة المؤقتة", جلب, وصف_الجلب);
  await الخطوات.تنفيذ("السؤال عبر GraphQL", () => أكثر_القيم(الواجهة, رؤوس, جدول), (جواب) => جواب);
  await الخطوات.تنفيذ("الاستقبال عبر WebSocket", () => استقبال(الواجهة, رؤوس), (سجلات) => `السجلات ${سجلات}`);

  const نسخة = ملف("السجلات.ndjson");
  await الخطوات.تنفيذ("نسخ وضغط وتقسيم ودمج وتحقق", () => حزم(جدول, نسخة, ملف("أجزاء")), (نتيجة) => نتيجة);
  await الخطوات.تنفيذ("تشفير بـFernet وفكه", () => ختم(`${نسخة}.gz`, ملف("مفتاح.txt")), (نتيجة) => نتيجة);
  await الخطوات.تنفيذ(
    "كتابة مواصفات OpenAPI",
    () => وصف(الواجهة, ملف("مواصفات.json")),
    (مسارات) => `المسارات ${مسارات}`,
  );
}

/** يقرأ CSV سجلًّا بعد سجل إلى جدول له أعمدته؛ يصل كله أو لا يصل منه شيء. */
async function تحميل(
  مسار_csv: string,
  قاعدة: قاعدة_بيانات,
): Promise<{ جدول: جدول_سجلات; عدد: number }> {
  return await قاعدة.معاملة(async (معاملة) => {
    let جدول: جدول_سجلات | undefined;
    let عدد = 0;
    for await (const سجل of صفوف_csv(مسار_csv)) {
      if (جدول === undefined) {
        const أعمدة = Object.keys(سجل);
        رفض_فاصل_آخر(مسار_csv, أعمدة);
        جدول = new جدول_سجلات(قاعدة, "السجلات", أعمدة);
        await معاملة.تنفيذ(جدول.جملة_الإنشاء);
      }
      await معاملة.تنفيذ(جدول.جملة_الإدراج, جدول.معاملات(سجل));
      عدد++;
    }
    if (جدول === undefined) throw new Error(`لا يمكن استخدام ${مسار_csv} إذ لا سجلات فيه`);
    return { جدول, عدد };
  });
}

/** تكتب جداول بلاد كثيرة فاصلة منقوطة؛ ولولا هذا لصار كل شيء في عمود واحد بلا تنبيه. */
function رفض_فاصل_آخر(مسار_csv: string, [وحيد = "", ...غيره]: readonly string[]): void {
  if (غيره.length > 0 || !/[;\t]/.test(وحيد)) return;
  throw new Error(
    `لا يمكن استخدام ${مسار_csv} إذ يجب أن تفصل الفاصلة (,) بين حقوله: ليس في السطر 1 إلا ${JSON.stringify(وحيد)}`,
  );
}

/** يأخذ رمزًا، ويرى أن الواجهة لا تُدخل أحدًا بغيره. */
async function دخول(الواجهة: واجهة, سر: string): Promise<Record<string, string>> {
  const رابط = `${الواجهة.رابط}/records?limit=1`;
  try {
    await طلب_شبكة("GET", رابط);
    throw new Error("أدخلت الواجهة أحدًا بغير رمز");
  } catch (خطأ) {
    if (!(خطأ instanceof خطأ_http && خطأ.الحالة === 401)) throw خطأ;
  }
  const رمز = await إنشاء_رمز_jwt({ sub: "البداية السريعة" }, سر, { مدة_الصلاحية: 600 });
  await التحقق_من_رمز_jwt(رمز, سر);
  const رؤوس = { authorization: `Bearer ${رمز}` };
  await طلب_شبكة("GET", رابط, { رؤوس });
  return رؤوس;
}

interface مجلوب {
  سجلات: number;
  طلبات: number;
}

/** يجلب السجلات كلها في 250 طلبًا على الأكثر، كل 16 منها في وقت واحد. */
async function جلب_السجلات(
  الواجهة: واجهة,
  عدد: number,
  رؤوس: Record<string, string>,
  مخزن: ذاكرة_محلية,
): Promise<مجلوب> {
  const حد = Math.ceil(عدد / 250);
  const طلبات = Array.from({ length: Math.ceil(عدد / حد) }, (_, صفحة) => ({
    رابط: `${الواجهة.رابط}/records?from=${صفحة * حد + 1}&limit=${حد}`,
  }));
  const قبل = الواجهة.عدد_الطلبات;
  const صفحات = await طلبات_دفعية<سجل[]>(طلبات, { تزامن: 16, رؤوس, تخزين_مؤقت: { مخزن, مدة_الصلاحية: 60 } });
  let سجلات = 0;
  for (const صفحة of صفحات) {
    // الطلب الذي فشل خطؤه في مكانه.
    if (صفحة instanceof Error) throw صفحة;
    سجلات += صفحة.length;
  }
  return { سجلات, طلبات: الواجهة.عدد_الطلبات - قبل };
}

/** يسأل عن أكثر قيم عمود ورودًا. */
async function أكثر_القيم(الواجهة: واجهة, رؤوس: Record<string, string>, جدول: جدول_سجلات): Promise<string> {
  const عمود = جدول.أعمدة.includes("currency_ar") ? "currency_ar" : جدول.أعمدة[0]!;
  const { data } = await استعلام_graphql<{ groups: { value: string | null; count: number }[] }>(
    `${الواجهة.رابط}/graphql`,
    "query ($column: String!) { groups(column: $column, first: 3) { value count } }",
    { متغيرات: { column: عمود }, رؤوس },
  );
  return `الأكثر ورودًا: ${data.groups.map(({ value, count }) => `${value || "(فارغ)"} (${count})`).join("، ")}`;
}

/** يطلب السجلات ويستقبلها، حتى يغلق الخادم الاتصال بعد آخرها. */
async function استقبال(الواجهة: واجهة, رؤوس: Record<string, string>): Promise<number> {
  let سجلات = 0;
  await using وصلة = await فتح_websocket(الواجهة.رابط_websocket, { رؤوس, عدد_إعادة_المحاولة: 0 });
  await وصلة.إرسال("التالي");
  for await (const رسالة of وصلة) {
    سجلات += JSON.parse(String(رسالة)).length;
    await وصلة.إرسال("التالي");
  }
  return سجلات;
}

/** يكتب الجدول أسطرًا بصيغة JSON، ويحزم الملف في أجزاء، ويرى أن ما يخرج منها هو ما دخل. */
async function حزم(جدول: جدول_سجلات, نسخة: string, مجلد: string): Promise<string> {
  await pipeline(Readable.from(أسطر_json(جدول)), createWriteStream(نسخة));
  const مضغوط = await ضغط_ملف(نسخة);
  const { حجم: حجم_المضغوط } = await إحصائيات_ملف(مضغوط);
  await mkdir(مجلد);
  const أجزاء = await تقسيم_ملف(مضغوط, {
    حجم_القطعة: Math.max(1, Math.ceil(حجم_المضغوط / 4)),
    مجلد_الإخراج: مجلد,
  });
  const مدموج = await دمج_ملف(أجزاء, `${نسخة}.مدموج.gz`);
  const مفكوك = await فك_ضغط_ملف(مدموج);
  if (await بصمة(مفكوك) !== await بصمة(نسخة)) throw new Error("ما دُمج ليس ما قُسّم");
  const { حجم } = await إحصائيات_ملف(نسخة);
  return `الحجم ${حجم} بايت، ومضغوطًا ${حجم_المضغوط}، والأجزاء ${أجزاء.length}`;
}

async function* أسطر_json(جدول: جدول_سجلات): AsyncGenerator<string> {
  let أسطر = "";
  for await (const سجل of جدول.سجلات()) {
    أسطر += `${JSON.stringify(سجل)}\n`;
    if (أسطر.length < 65_536) continue;
    yield أسطر;
    أسطر = "";
  }
  yield أسطر;
}

async function بصمة(مسار: string): Promise<string> {
  const تجزئة = createHash("sha256");
  for await (const قطعة of createReadStream(مسار)) تجزئة.update(قطعة);
  return تجزئة.digest("hex");
}

/** يشفر ملفًّا إلى ملف بجانبه، ويحفظ المفتاح، ويرى أن فكه ممكن. */
async function ختم(مسار: string, مسار_المفتاح: string): Promise<string> {
  const أصل = await readFile(مسار);
  const مدير = new مدير_التشفير();
  const رمز = await مدير.تشفير(أصل);
  await writeFile(مسار_المفتاح, مدير.مفتاح, { mode: 0o600 });
  await writeFile(`${مسار}.fernet`, رمز);
  const مفكوك = await new مدير_التشفير(مدير.مفتاح).فك_تشفير_بايتات(رمز);
  if (!أصل.equals(مفكوك)) throw new Error("ما فُك ليس ما شُفّر");
  return `طول الرمز ${رمز.length}`;
}

type مواصفات_openapi = Parameters<typeof حفظ_مواصفات>[0];

/** يحفظ ما تقوله الواجهة عن نفسها. */
async function وصف(الواجهة: واجهة, مسار: string): Promise<string> {
  const مواصفات = await طلب_شبكة<مواصفات_openapi>("GET", `${الواجهة.رابط}/openapi.json`);
  await حفظ_مواصفات(مواصفات, مسار);
  return Object.keys(مواصفات.paths).join("، ");
}

async function سرد_الملفات(مجلد: string): Promise<string> {
  const محتوى = await readdir(مجلد, { recursive: true, withFileTypes: true });
  const مسارات = محتوى.filter((مدخل) => مدخل.isFile()).map((مدخل) => join(مدخل.parentPath, مدخل.name)).sort();
  const صفوف = await Promise.all(
    مسارات.map(async (مسار) => [relative(مجلد, مسار), String((await إحصائيات_ملف(مسار)).حجم)]),
  );
  return تسوية_الأعمدة(صفوف);
}
