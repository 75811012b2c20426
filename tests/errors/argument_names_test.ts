import assert from "node:assert/strict";
import test from "node:test";
import * as std from "@maktaba/std";

test("messages about an Arabic call name what was written in Arabic", async (t) => {
  std.setLocale("ar");
  t.after(() => std.setLocale("en"));
  const calls: Readonly<Record<string, () => unknown>> = {
    بيانات: () => std.إنشاء_رمز_jwt(null as never, "م"),
    مسار_بعيد: () => std.تحميل_sftp("host", "user", "password", "", "a"),
    مضيف: () => std.تحميل_sftp("", "user", "password", "a", "b"),
    كتلة: () => std.مع_مجموعة_مهام(1 as never),
    "عناصر[0]": () => std.جمع([1 as never]),
    عدد: () => new std.سيمافور(-1),
    دالة: () => std.تأجيل(1 as never, 1),
    أجزاء: () => std.دمج_ملف("أ" as never, "ب"),
    رمز: () => new std.مدير_التشفير().فك_تشفير(1 as never),
    مواصفات: () => std.حفظ_مواصفات(1 as never),
  };
  for (const [name, call] of Object.entries(calls)) {
    await assert.rejects(async () => await call(), (error) => {
      assert.ok(error instanceof std.ValidationError, String(error));
      assert.ok(error.message.includes(`استخدام «${name}» إذ`), error.message);
      return true;
    });
  }
});

test("an option that does not exist is named as it was written, not by the Arabic name of another", async (t) => {
  std.setLocale("ar");
  t.after(() => std.setLocale("en"));
  await assert.rejects(
    std.تقسيم_ملف("أ", { partBytes: 2 } as never),
    { code: "ARGUMENT_UNKNOWN", message: /الخيار partBytes إذ/ },
  );
});
