/**
 * قاعدة بيانات SQL بـ`await using`، على SQLite. والبرنامج نفسه يعمل على PostgreSQL وMySQL برابط آخر.
 *
 *     node examples/قاعدة_البيانات.ts
 *     deno run -A examples/قاعدة_البيانات.ts
 *     bun examples/قاعدة_البيانات.ts
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { تعيين_اللغة, خطأ_قاعدة_بيانات, قاعدة_بيانات_متقدمة } from "@maktaba/std/ar";

تعيين_اللغة("ar");
const مجلد = await mkdtemp(join(tmpdir(), "مكتبة-"));
const رابط_الاتصال = `sqlite:${join(مجلد, "متجر.db")}`;

interface منتج {
  اسم: string;
  سعر: number;
}

async function إعداد(): Promise<void> {
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط_الاتصال, "sql");
  await قاعدة.تنفيذ('CREATE TABLE "منتجات" ("اسم" TEXT PRIMARY KEY, "سعر" REAL NOT NULL)');
  const منتجات: منتج[] = [{ اسم: "تمر", سعر: 25.5 }, { اسم: "زيت", سعر: 40 }, { اسم: "قهوة", سعر: 60 }];
  for (const { اسم, سعر } of منتجات) {
    await قاعدة.تنفيذ('INSERT INTO "منتجات" VALUES (:name, :price)', { name: اسم, price: سعر });
  }
  // تُحفظ التغييرات كلها عند نهاية الكتلة.
}

async function عرض(): Promise<void> {
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط_الاتصال);
  const كل_المنتجات = await قاعدة.جلب_الكل<منتج>('SELECT * FROM "منتجات" ORDER BY "سعر"');
  for (const { اسم, سعر } of كل_المنتجات) console.log(`${اسم}: ${سعر}`);
  const زيت = await قاعدة.جلب_واحد<منتج>('SELECT * FROM "منتجات" WHERE "اسم" = :name', { name: "زيت" });
  console.log(`سعر الزيت ${زيت?.سعر}`);
}

/** يفشل في منتصفه، فلا يبقى منه شيء. */
async function إضافة_خاطئة(): Promise<void> {
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط_الاتصال);
  await قاعدة.تنفيذ('INSERT INTO "منتجات" VALUES (:name, :price)', { name: "سكر", price: 12 });
  await قاعدة.تنفيذ('INSERT INTO "منتجات" VALUES (:name, :price)', { name: "تمر", price: 1 });
}

/** الصيغة التي معناها تام: كل ما في الدالة أو لا شيء منه. */
async function رفع_الأسعار(): Promise<void> {
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط_الاتصال);
  await قاعدة.معاملة(async (معاملة) => {
    await معاملة.تنفيذ('UPDATE "منتجات" SET "سعر" = "سعر" * :factor', { factor: 2 });
  });
  const قهوة = await قاعدة.جلب_واحد<منتج>('SELECT * FROM "منتجات" WHERE "اسم" = :name', { name: "قهوة" });
  console.log(`سعر القهوة بعد الرفع ${قهوة?.سعر}`);
}

try {
  await إعداد();
  await عرض();
  try {
    await إضافة_خاطئة();
  } catch (خطأ) {
    if (!(خطأ instanceof خطأ_قاعدة_بيانات)) throw خطأ;
    console.log(`خطأ متوقع [${خطأ.الرمز}]، ولم يُضف شيء`);
  }
  await عرض();
  await رفع_الأسعار();
} finally {
  await rm(مجلد, { recursive: true });
}
