import assert from "node:assert/strict";
import test from "node:test";
import { Fernet, setLocale } from "../../mod.ts";
import { إنشاء_رمز_jwt, التحقق_من_رمز_jwt, خطأ_تحقق, خطأ_تشفير, مدير_التشفير } from "../../ar.ts";
import * as كل_الأسماء from "../../crypto/ar.ts";

setLocale("en");

const مفتاح_سري = "مفتاح سري لا يعرفه أحد";

test("مدير_التشفير encrypts text and gives it back, as the original library's example does", async () => {
  const المدير = new مدير_التشفير();
  const المشفر = await المدير.تشفير("نص سري");
  assert.match(المشفر, /^gAAAAA/);
  assert.equal(await المدير.فك_تشفير(المشفر), "نص سري");
  const آخر = new مدير_التشفير(المدير.مفتاح);
  assert.equal(await آخر.فك_تشفير(المشفر), "نص سري");
});

test("مدير_التشفير is Fernet, and its objects are of both", async () => {
  const عربي = new مدير_التشفير();
  const english = new Fernet(عربي.key);
  assert.ok(عربي instanceof Fernet);
  assert.ok(english instanceof مدير_التشفير);
  assert.equal(عربي.مفتاح, english.key);
  assert.equal(await english.decryptText(await عربي.تشفير("س")), "س");
  assert.equal(await (english as unknown as مدير_التشفير).فك_تشفير(await english.encrypt("ص")), "ص");
  assert.match(مدير_التشفير.توليد_مفتاح(), /^[\w-]{43}=$/);
});

test("مدير_التشفير.فك_تشفير_بايتات() gives what is no text", async () => {
  const المدير = new مدير_التشفير();
  const رمز = await المدير.تشفير(new Uint8Array([0xff, 1]));
  await assert.rejects(المدير.فك_تشفير(رمز), (خطأ) => خطأ instanceof خطأ_تشفير && خطأ.الرمز === "CRYPTO_NOT_TEXT");
  assert.deepEqual(await المدير.فك_تشفير_بايتات(رمز), new Uint8Array([0xff, 1]));
});

test("مدير_التشفير.فك_تشفير() counts ages in seconds", async () => {
  const المدير = new مدير_التشفير();
  const رمز = await المدير.تشفير("س", { الآن: 1_000 });
  assert.equal(await المدير.فك_تشفير(رمز, { أقصى_عمر: 5, الآن: 1_005 }), "س");
  await assert.rejects(
    المدير.فك_تشفير(رمز, { أقصى_عمر: 5, الآن: 1_006 }),
    (خطأ) => خطأ instanceof خطأ_تشفير && خطأ.الرمز === "CRYPTO_TOKEN_EXPIRED",
  );
  const فرق = { أقصى_عمر: 5, الآن: 990, أقصى_فرق_ساعة: 10 };
  assert.equal((await المدير.فك_تشفير_بايتات(رمز, فرق)).length, 2);
  await assert.rejects(المدير.فك_تشفير_بايتات(رمز, { ...فرق, الآن: 989 }), خطأ_تشفير);
});

test("مدير_التشفير refuses a wrong key without showing it, in Arabic", () => {
  setLocale("ar");
  try {
    assert.throws(() => new مدير_التشفير("ليس مفتاحا"), (خطأ) => {
      assert.ok(خطأ instanceof خطأ_تحقق);
      assert.match(خطأ.الرسالة, /مفتاح Fernet/);
      return !خطأ.الرسالة.includes("ليس مفتاحا");
    });
  } finally {
    setLocale("en");
  }
});

test("إنشاء_رمز_jwt() and التحقق_من_رمز_jwt() keep the original's arguments and the default of 3600 seconds", async () => {
  const بيانات = { المستخدم: "علي", الدور: "مدير" };
  const رمز = await إنشاء_رمز_jwt(بيانات, مفتاح_سري, { الآن: 100 });
  assert.deepEqual(بيانات, { المستخدم: "علي", الدور: "مدير" });
  const نتيجة = await التحقق_من_رمز_jwt(رمز, مفتاح_سري, { الآن: 3_699 });
  assert.deepEqual({ ...نتيجة }, { المستخدم: "علي", الدور: "مدير", exp: 3_700 });
  await assert.rejects(
    التحقق_من_رمز_jwt(رمز, مفتاح_سري, { الآن: 3_700 }),
    (خطأ) => خطأ instanceof خطأ_تشفير && خطأ.الرمز === "CRYPTO_JWT_EXPIRED",
  );
  const مؤقت = await إنشاء_رمز_jwt(بيانات, مفتاح_سري, { مدة_الصلاحية: 60, الآن: 100 });
  assert.equal((await التحقق_من_رمز_jwt(مؤقت, مفتاح_سري, { الآن: 100 })).exp, 160);
});

test("التحقق_من_رمز_jwt() accepts HS256 alone unless told otherwise", async () => {
  const رمز = await إنشاء_رمز_jwt({}, مفتاح_سري.repeat(3), { خوارزمية: "HS512" });
  await assert.rejects(التحقق_من_رمز_jwt(رمز, مفتاح_سري.repeat(3)), خطأ_تشفير);
  await التحقق_من_رمز_jwt(رمز, مفتاح_سري.repeat(3), { خوارزميات: ["HS512"] });
});

test("إنشاء_رمز_jwt() and التحقق_من_رمز_jwt() know every option by its Arabic name", async () => {
  const رمز = await إنشاء_رمز_jwt({}, مفتاح_سري, {
    مدة_الصلاحية: 10,
    موضوع: "م",
    مصدر: "ص",
    جمهور: ["ج"],
    بداية_الصلاحية: new Date(50_000),
    الآن: 50,
  });
  const شروط = { موضوع: "م", مصدر: "ص", جمهور: "ج", خصائص_لازمة: ["nbf"], الآن: 45, فرق_الساعة: 5 };
  const بيانات = await التحقق_من_رمز_jwt(رمز, مفتاح_سري, شروط);
  assert.deepEqual({ ...بيانات }, { sub: "م", iss: "ص", aud: ["ج"], nbf: 50, exp: 60 });
  for (const [اسم, قيمة] of Object.entries({ موضوع: "غ", مصدر: "غ", جمهور: "غ", خصائص_لازمة: ["غ"], فرق_الساعة: 4 })) {
    await assert.rejects(التحقق_من_رمز_jwt(رمز, مفتاح_سري, { ...شروط, [اسم]: قيمة }), خطأ_تشفير, اسم);
  }
});

test("the Arabic names refuse an option that they do not know", async () => {
  await assert.rejects(إنشاء_رمز_jwt({}, مفتاح_سري, { مدة: 5 } as never), خطأ_تحقق);
  await assert.rejects(التحقق_من_رمز_jwt("س", مفتاح_سري, { algorithms: ["none"] } as never), خطأ_تحقق);
  await assert.rejects(new مدير_التشفير().تشفير("س", { وقت: 5 } as never), خطأ_تحقق);
});

test("crypto/ar.ts has the names of the original library", () => {
  for (const اسم of ["إنشاء_رمز_jwt", "التحقق_من_رمز_jwt", "مدير_التشفير"]) assert.ok(اسم in كل_الأسماء, اسم);
  for (const عضو of ["مفتاح", "تشفير", "فك_تشفير"]) assert.ok(عضو in مدير_التشفير.prototype, عضو);
});

test("إنشاء_رمز_jwt and التحقق_من_رمز_jwt accept a short key unless مفتاح_قصير says no, as the original does", async () => {
  for (const مفتاح of ["م", "secret"]) {
    const رمز = await إنشاء_رمز_jwt({ ا: 1 }, مفتاح);
    assert.equal((await التحقق_من_رمز_jwt(رمز, مفتاح)).ا, 1);
    setLocale("ar");
    try {
      const قصير = /مفتاح» إذ يجب ألا يقل طوله مع HS256 عن 32 بايتًا .*الخيار مفتاح_قصير$/;
      await assert.rejects(إنشاء_رمز_jwt({}, مفتاح, { مفتاح_قصير: false }), قصير);
      await assert.rejects(التحقق_من_رمز_jwt(رمز, مفتاح, { مفتاح_قصير: false }), قصير);
    } finally {
      setLocale("en");
    }
  }
});
