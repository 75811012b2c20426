import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import { خطأ_تحقق } from "@maktaba/std/errors/ar";
import { createOpenApi, OpenApiError } from "@maktaba/std/openapi";
import { إنشاء_مواصفات, حفظ_مواصفات, خطأ_مواصفات } from "@maktaba/std/openapi/ar";
import { tempDir } from "../support/mod.ts";

const معلومات = { عنوان: "واجهة المستخدمين", إصدار: "1.0.0", وصف: "كل ما يخص المستخدمين" };

test("إنشاء_مواصفات() takes the original library's endpoint and gives an OpenAPI document", () => {
  const مواصفات = إنشاء_مواصفات([{
    مسار: "/مستخدمون/{رقم}",
    طريقة: "post",
    ملخص: "تعديل مستخدم",
    وصف: "يعدل مستخدمًا واحدًا",
    استجابات: { "200": { description: "عُدل" }, "404": {} },
    معاملات: [{ name: "لغة", in: "query", schema: { type: "string" } }],
    جسم_الطلب: { content: { "application/json": { schema: { type: "object" } } } },
  }], معلومات);
  assert.deepEqual(مواصفات, {
    openapi: "3.1.1",
    info: { title: "واجهة المستخدمين", version: "1.0.0", description: "كل ما يخص المستخدمين" },
    paths: {
      "/مستخدمون/{رقم}": {
        post: {
          summary: "تعديل مستخدم",
          description: "يعدل مستخدمًا واحدًا",
          parameters: [
            { name: "رقم", in: "path", required: true, schema: { type: "string" } },
            { name: "لغة", in: "query", schema: { type: "string" } },
          ],
          requestBody: { content: { "application/json": { schema: { type: "object" } } } },
          responses: { "200": { description: "عُدل" }, "404": { description: "غير موجود" } },
        },
      },
    },
  });
});

test("إنشاء_مواصفات() gives the document that createOpenApi() gives for the same in English", () => {
  const arabic = إنشاء_مواصفات([{
    مسار: "/users",
    طريقة: "GET",
    معرف_العملية: "users",
    وسوم: ["users"],
    أمان: [{ bearer: [] }],
    مهمل: true,
    مراجع: { url: "https://example.com" },
    خوادم: [{ url: "https://example.com" }],
    استجابات: { 200: "كلهم" },
  }], {
    عنوان: "Users",
    إصدار: "1",
    ملخص: "s",
    شروط_الاستخدام: "https://example.com",
    جهة_الاتصال: { name: "علي" },
    رخصة: { name: "MIT" },
    خوادم: [{ url: "/" }],
    وسوم: [{ name: "users" }],
    أمان: [{}],
    مراجع: { url: "https://example.com" },
    مكونات: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
  const english = createOpenApi([{
    path: "/users",
    method: "GET",
    operationId: "users",
    tags: ["users"],
    security: [{ bearer: [] }],
    deprecated: true,
    externalDocs: { url: "https://example.com" },
    servers: [{ url: "https://example.com" }],
    responses: { 200: "كلهم" },
  }], {
    title: "Users",
    version: "1",
    summary: "s",
    termsOfService: "https://example.com",
    contact: { name: "علي" },
    license: { name: "MIT" },
    servers: [{ url: "/" }],
    tags: [{ name: "users" }],
    security: [{}],
    externalDocs: { url: "https://example.com" },
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
  assert.deepEqual(arabic, english);
});

test("إنشاء_مواصفات() gives an endpoint without responses a success in Arabic, and takes OpenAPI's own names in info", () => {
  const مواصفات = إنشاء_مواصفات([{ مسار: "/", طريقة: "get" }], { title: "Users", version: "1.0.0" });
  assert.deepEqual(مواصفات.info, { title: "Users", version: "1.0.0" });
  assert.deepEqual(مواصفات.paths["/"]?.get?.responses, { "200": { description: "نجاح" } });
});

test("إنشاء_مواصفات() fills in phrases in the language asked for, as createOpenApi() does", () => {
  const نقاط = [{ مسار: "/", طريقة: "get", استجابات: { 404: {} } }] as const;
  const وصف = (لغة: "ar" | "en") => إنشاء_مواصفات(نقاط, معلومات, { لغة }).paths["/"]?.get?.responses["404"];
  assert.deepEqual([وصف("ar"), وصف("en")], [{ description: "غير موجود" }, { description: "Not Found" }]);
  const document = createOpenApi([{ path: "/", method: "get" }], { title: "x", version: "1" }, { locale: "ar" });
  assert.deepEqual(document.paths["/"]?.get?.responses, { "200": { description: "نجاح" } });
  assert.throws(() => createOpenApi([], { title: "x", version: "1" }, { locale: "fr" as "ar" }), { option: "locale" });
});

test("إنشاء_مواصفات() names the Arabic property in an Arabic message", () => {
  setLocale("ar");
  try {
    assert.throws(() => إنشاء_مواصفات([{ مسار: "users", طريقة: "get" }], معلومات), (error) => {
      assert.ok(error instanceof OpenApiError && error instanceof خطأ_مواصفات && error instanceof خطأ_تحقق);
      assert.equal(error.النقطة, "GET users");
      assert.equal(error.الرمز, "OPENAPI_PATH_START");
      assert.equal(
        error.الرسالة,
        "لا يمكن وصف GET users إذ يجب أن يبدأ «مسار» بشرطة مائلة: القيمة الحالية users",
      );
      return true;
    });
    assert.throws(() => إنشاء_مواصفات([{ مسار: "/", طريقة: "get", معاملات: [null as never] }], معلومات), {
      message: "لا يمكن وصف GET / إذ يجب أن يكون «معاملات[0]» كائنًا: القيمة الحالية null",
    });
    assert.throws(() => إنشاء_مواصفات([{ طريقة: "get" } as never], معلومات), {
      message: "لا يمكن وصف نقاط_نهائية[0] إذ إن «مسار» ناقص",
    });
    assert.throws(() => إنشاء_مواصفات([], { عنوان: "س" } as never), {
      message: "لا يمكن وصف معلومات إذ إن «إصدار» ناقص",
    });
  } finally {
    setLocale("en");
  }
});

test("إنشاء_مواصفات() refuses names that it does not know", () => {
  assert.throws(() => إنشاء_مواصفات([{ مسار: "/", طريقة: "get", ملاحظة: "x" } as never], معلومات), {
    code: "ARGUMENT_UNKNOWN",
  });
  assert.throws(() => إنشاء_مواصفات({} as never, معلومات), { code: "ARGUMENT_NOT_ARRAY" });
});

test("حفظ_مواصفات() writes openapi.json by default, and again over it, as the original library did", async () => {
  await using dir = await tempDir();
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    assert.equal(await حفظ_مواصفات(إنشاء_مواصفات([], معلومات)), "openapi.json");
    const مواصفات = إنشاء_مواصفات([{ مسار: "/", طريقة: "get" }], معلومات);
    await حفظ_مواصفات(مواصفات);
    assert.deepEqual(JSON.parse(await readFile("openapi.json", "utf8")), مواصفات);
  } finally {
    process.chdir(before);
  }
  assert.deepEqual(await readdir(dir.path), ["openapi.json"]);
});

test("حفظ_مواصفات() takes its options in Arabic", async () => {
  await using dir = await tempDir();
  const مسار = dir.join("مواصفات.json");
  const مواصفات = إنشاء_مواصفات([], معلومات);
  await حفظ_مواصفات(مواصفات, مسار, { مسافة_بادئة: 0, استبدال: false });
  assert.equal((await readFile(مسار, "utf8")).split("\n").length, 2);
  await assert.rejects(حفظ_مواصفات(مواصفات, مسار, { استبدال: false }), { code: "OPENAPI_FILE_EXISTS" });
  const reason = new Error("كفى");
  await assert.rejects(حفظ_مواصفات(مواصفات, مسار, { إشارة: AbortSignal.abort(reason) }), reason);
});
