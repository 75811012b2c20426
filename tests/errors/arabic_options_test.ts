import assert from "node:assert/strict";
import test from "node:test";
import * as std from "@maktaba/std/ar";
import { تشغيل_سطر_الأوامر } from "@maktaba/std/cli/ar";
import { setLocale, ValidationError } from "@maktaba/std/errors";

const رابط = "redis://127.0.0.1:1";
const سر = "0123456789abcdef0123456789abcdef";
const المدير = new std.مدير_التشفير();
const معلومات = { عنوان: "مكتبة", إصدار: "1" };

/** Every function, class and method with options; no call gets as far as a file or the network. */
const calls: Readonly<Record<string, (خيارات: never) => unknown>> = {
  ذاكرة_محلية: (خيارات) => new std.ذاكرة_محلية(خيارات),
  "ذاكرة_محلية.حفظ": (خيارات) => new std.ذاكرة_محلية().حفظ("م", 1, خيارات),
  "ذاكرة_محلية.جلب_أو_حفظ": (خيارات) => new std.ذاكرة_محلية().جلب_أو_حفظ("م", () => 1, خيارات),
  مدير_redis: (خيارات) => new std.مدير_redis(رابط, خيارات),
  "مدير_redis.حذف": (خيارات) => new std.مدير_redis(رابط).حذف("م", خيارات),
  "مدير_redis.يحوي": (خيارات) => new std.مدير_redis(رابط).يحوي("م", خيارات),
  "مدير_redis.جلب_أو_حفظ": (خيارات) => new std.مدير_redis(رابط).جلب_أو_حفظ("م", () => 1, خيارات),
  "مدير_redis.مسح": (خيارات) => new std.مدير_redis(رابط).مسح(خيارات),
  "مدير_redis.حفظ": (خيارات) => new std.مدير_redis(رابط).حفظ("م", 1, خيارات),
  "مدير_redis.جلب": (خيارات) => new std.مدير_redis(رابط).جلب("م", خيارات),
  "مدير_التشفير.تشفير": (خيارات) => المدير.تشفير("س", خيارات),
  "مدير_التشفير.فك_تشفير": (خيارات) => المدير.فك_تشفير("س", خيارات),
  "مدير_التشفير.فك_تشفير_بايتات": (خيارات) => المدير.فك_تشفير_بايتات("س", خيارات),
  إنشاء_رمز_jwt: (خيارات) => std.إنشاء_رمز_jwt({}, سر, خيارات),
  التحقق_من_رمز_jwt: (خيارات) => std.التحقق_من_رمز_jwt("س", سر, خيارات),
  اتصال: (خيارات) => std.اتصال("sqlite::memory:", خيارات),
  قاعدة_بيانات_متقدمة: (خيارات) => new std.قاعدة_بيانات_متقدمة("sqlite::memory:", "sql", خيارات),
  تقسيم_ملف: (خيارات) => std.تقسيم_ملف("غائب", خيارات),
  دمج_ملف: (خيارات) => std.دمج_ملف(["غائب"], "ناتج", خيارات),
  ضغط_ملف: (خيارات) => std.ضغط_ملف("غائب", خيارات),
  فك_ضغط_ملف: (خيارات) => std.فك_ضغط_ملف("غائب.gz", خيارات),
  إحصائيات_ملف: (خيارات) => std.إحصائيات_ملف("غائب", خيارات),
  قراءة_ملف_نصي: (خيارات) => std.قراءة_ملف_نصي("غائب", خيارات),
  صفوف_csv: (خيارات) => std.صفوف_csv("غائب", خيارات),
  تحليل_csv: (خيارات) => std.تحليل_csv("غائب", خيارات),
  تحميل_sftp: (خيارات) => std.تحميل_sftp("م", "ا", "ك", "بعيد", "غائب/محلي", خيارات),
  رفع_sftp: (خيارات) => std.رفع_sftp("م", "ا", "ك", "غائب", "بعيد", خيارات),
  إعداد_السجل: (خيارات) => std.إعداد_السجل(خيارات),
  إنشاء_مصب_سجل: (خيارات) => std.إنشاء_مصب_سجل(خيارات),
  مسجل_الأخطاء: (خيارات) => new std.مسجل_الأخطاء(خيارات),
  إنشاء_مواصفات: (خيارات) => std.إنشاء_مواصفات([], معلومات, خيارات),
  حفظ_مواصفات: (خيارات) => std.حفظ_مواصفات(std.إنشاء_مواصفات([], معلومات), "غائب/م.json", خيارات),
  تشغيل_سطر_الأوامر: (خيارات) => تشغيل_سطر_الأوامر(["--إصدار"], خيارات),
};

async function messageOf(call: () => unknown, code: string): Promise<string> {
  setLocale("ar");
  try {
    const error = await (async () => await call())().then(() => assert.fail("not refused"), (error) => error);
    assert.ok(error instanceof ValidationError, String(error));
    assert.equal(error.code, code, error.message);
    return error.message;
  } finally {
    setLocale("en");
  }
}

for (const [name, call] of Object.entries(calls)) {
  test(`${name} refuses unknown options and what is no object, by their Arabic names`, async () => {
    const unknown = await messageOf(() => call({ غريب: 1 } as never), "ARGUMENT_UNKNOWN");
    assert.match(unknown, /^لا يمكن استخدام الخيار غريب إذ يجب أن يكون واحدًا من [\u0600-\u06ff]/);
    // An option's English name is none of the Arabic function's.
    await messageOf(() => call({ signal: undefined } as never), "ARGUMENT_UNKNOWN");
    for (const value of [null, 100, "نص", ["غريب"]]) {
      assert.match(await messageOf(() => call(value as never), "ARGUMENT_NOT_OBJECT"), /^لا يمكن استخدام «خيارات» إذ/);
    }
  });
}
