import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import * as logtape from "@logtape/logtape";
import { setLocale } from "@maktaba/std/errors";
import { خطأ_تحقق, خطأ_مهلة } from "@maktaba/std/errors/ar";
import { ErrorLogger, Logger } from "@maktaba/std/log";
import {
  إعداد_السجل,
  إغلاق_السجل,
  إفراغ_السجل,
  إنشاء_مصب_سجل,
  جلب_مسجل,
  type خيارات_إعداد_السجل,
  ضمن_سياق_سجل,
  type قيد_سجل,
  type مستوى_سجل,
  مسجل,
  مسجل_الأخطاء,
} from "@maktaba/std/log/ar";
import { tempDir } from "../support/mod.ts";
import { readLines } from "./lines.ts";
import { startMailServer } from "./mail_server.ts";

setLocale("en");

async function سماع(خيارات: خيارات_إعداد_السجل = {}): Promise<AsyncDisposable & { قيود: قيد_سجل[] }> {
  const قيود: قيد_سجل[] = [];
  const سجل = await إعداد_السجل({ طرفية: false, مصبات: [(قيد) => قيود.push(قيد)], ...خيارات });
  return { قيود, [Symbol.asyncDispose]: () => سجل[Symbol.asyncDispose]() };
}

test("مسجل_الأخطاء takes the original library's options and defaults", async () => {
  await using dir = await tempDir();
  const before = process.cwd();
  process.chdir(dir.path);
  try {
    await using مسجل = new مسجل_الأخطاء();
    assert.equal(مسجل.المستوى, "خطأ");
    مسجل.تسجيل_تحذير("دون المستوى");
    مسجل.تسجيل_معلومات("دون المستوى");
    assert.deepEqual(await readdir(dir.path), []);
    مسجل.تسجيل_الخطأ("تعذر الحفظ");
    assert.deepEqual(await readdir(dir.path), ["سجل_الأخطاء.log"]);
  } finally {
    process.chdir(before);
  }
});

test("مسجل_الأخطاء records at the levels of the original library, with context and error", async () => {
  await using dir = await tempDir();
  const مسار_السجل = dir.join("سجل.log");
  await using مسجل = new مسجل_الأخطاء({ مسار_السجل, مستوى_السجل: "DEBUG", طباعة_للمستخدم: false });
  for (
    const مستوى of ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "تنقيح", "معلومات", "تحذير", "خطأ", "حرج"] as const
  ) {
    مسجل.تسجيل(مستوى, مستوى);
  }
  مسجل.تسجيل("ERROR", "رسالة", {
    سياق: { طلب: 7, كلمة_مرور: "سر" },
    خطأ: new خطأ_مهلة({ code: "TIMEOUT", params: { ms: 5 } }),
  });
  مسجل.تسجيل_الخطأ("خطأ", { سياق: { أ: 1 } });
  مسجل.تسجيل_تحذير("تحذير", { خطأ: new Error("x") });
  await مسجل.تسجيل_معلومات("معلومات");
  const lines = await readLines(مسار_السجل);
  const five = ["debug", "info", "warning", "error", "critical"];
  assert.deepEqual(lines.map(({ level }) => level), [...five, ...five, "error", "error", "warning", "info"]);
  assert.deepEqual(lines[10]?.properties, { طلب: 7, كلمة_مرور: "[redacted]" });
  assert.equal(lines[10]?.error?.code, "TIMEOUT");
  assert.deepEqual([lines[11]?.properties, lines[12]?.error?.message], [{ أ: 1 }, "x"]);
});

test("مسجل_الأخطاء mails ERROR and CRITICAL by إرسال_تنبيهات.email, with the original library's keys", async () => {
  await using dir = await tempDir();
  const account = { user: "ali", password: "s3cret-5" };
  await using server = await startMailServer({ account });
  {
    await using مسجل = new مسجل_الأخطاء({
      مسار_السجل: dir.join("سجل.log"),
      مستوى_السجل: "INFO",
      إرسال_تنبيهات: {
        email: {
          smtp_server: "127.0.0.1",
          port: server.port,
          ...account,
          from: "log@example.com",
          to: "ali@example.com",
        },
      },
    });
    مسجل.تسجيل_تحذير("ليس هذا");
    مسجل.تسجيل_الخطأ("تعذر الحفظ", { خطأ: new Error("امتلأ القرص") });
    await مسجل.إفراغ();
    مسجل.تسجيل("CRITICAL", "توقف الخادم");
    await مسجل.إفراغ();
    await مسجل.إغلاق();
  }
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[ERROR] تعذر الحفظ", "[CRITICAL] توقف الخادم"]);
  assert.deepEqual([server.mails[0]?.from, server.mails[0]?.to, server.mails[0]?.user], [
    "log@example.com",
    ["ali@example.com"],
    "ali",
  ]);
  assert.ok(server.mails[0]?.text.includes("امتلأ القرص"));
});

test("مسجل_الأخطاء and ErrorLogger are one class, and can be extended", async () => {
  await using dir = await tempDir();
  const arabic = new مسجل_الأخطاء({ مسار_السجل: { مسار: dir.join("a.log"), أقصى_بايتات: 100, عدد_الملفات: 1 } });
  const english = new ErrorLogger({ file: dir.join("e.log") });
  assert.ok(arabic instanceof ErrorLogger && arabic instanceof مسجل_الأخطاء);
  assert.ok(english instanceof مسجل_الأخطاء);
  english.تسجيل_الخطأ("بالعربية");
  arabic.error("in English");
  assert.equal((await readLines(dir.join("e.log")))[0]?.message, "بالعربية");
  class خاص extends مسجل_الأخطاء {
    override error(message: string): void {
      super.error(`خاص: ${message}`);
    }
  }
  const own = new خاص({ مسار_السجل: dir.join("c.log") });
  assert.ok(own instanceof خاص && own instanceof ErrorLogger);
  own.تسجيل_الخطأ("x");
  assert.equal((await readLines(dir.join("c.log")))[0]?.message, "خاص: x");
  await Promise.all([arabic, english, own].map((logger) => logger.close()));
});

test("مسجل_الأخطاء refuses wrong options, naming them in Arabic", () => {
  setLocale("ar");
  try {
    assert.throws(() => new مسجل_الأخطاء({ مستوى_السجل: "عال" as مستوى_سجل }), (error) => {
      assert.ok(error instanceof خطأ_تحقق);
      assert.match(
        error.الرسالة,
        /لا يمكن استخدام «مستوى_السجل» إذ يجب أن يكون مستوى، واحدًا من .*: القيمة الحالية عال$/,
      );
      return true;
    });
    assert.throws(() => new مسجل_الأخطاء({ مسار: "x" } as never), { code: "ARGUMENT_UNKNOWN" });
    assert.throws(() => new مسجل_الأخطاء({ مسار_السجل: "" }), /لا يمكن استخدام «مسار_السجل\.مسار» إذ/);
    const email = { smtp_server: "", from: "a@b", to: "a@b" };
    assert.throws(() => new مسجل_الأخطاء({ إرسال_تنبيهات: { email } }), /لا يمكن استخدام «email\.smtp_server» إذ/);
  } finally {
    setLocale("en");
  }
});

test("إعداد_السجل() turns the log on, and what it hands out is in Arabic", async () => {
  const مسجلي = جلب_مسجل("متجر.طلبات");
  مسجلي.خطأ("قبل الإعداد");
  await using سجل = await سماع({ مستوى: "تنقيح", مستويات: { "متجر.ضجيج": "خطأ" } });
  مسجلي.تنقيح("حُمّل {عدد}", { عدد: 2, كلمة_مرور: "سر" });
  مسجلي.معلومات("م");
  مسجلي.تحذير("ت");
  مسجلي.خطأ(new TypeError("خ"));
  مسجلي.حرج("ح", () => ({ متأخر: true }));
  مسجلي.تسجيل("تحذير", "س");
  مسجلي.مع_خصائص({ أ: 1 }).فرع("جديد").معلومات("ف");
  جلب_مسجل("متجر.ضجيج").تحذير("لا");
  assert.deepEqual(سجل.قيود.map(({ المستوى, الرسالة }) => [المستوى, الرسالة]), [
    ["تنقيح", "حُمّل 2"],
    ["معلومات", "م"],
    ["تحذير", "ت"],
    ["خطأ", "خ"],
    ["حرج", "ح"],
    ["تحذير", "س"],
    ["معلومات", "ف"],
  ]);
  assert.deepEqual(سجل.قيود[0]?.الخصائص, { عدد: 2, كلمة_مرور: "[redacted]" });
  assert.ok(سجل.قيود[0]?.الوقت instanceof Date);
  assert.equal(سجل.قيود[3]?.الخطأ?.name, "TypeError");
  assert.deepEqual([سجل.قيود[6]?.المسجل, سجل.قيود[6]?.الخصائص], ["متجر.طلبات.جديد", { أ: 1 }]);
  assert.deepEqual([مسجلي.هل_يسجل("تنقيح"), مسجلي.الاسم], [true, "متجر.طلبات"]);
  await إغلاق_السجل();
  assert.equal(مسجلي.هل_يسجل("حرج"), false);
});

test("إعداد_السجل() takes its options for the console, the file and secrets in Arabic", async () => {
  await using dir = await tempDir();
  const نصوص: string[] = [];
  const مسار = dir.join("سجل.log");
  await using _سجل = await إعداد_السجل({
    طرفية: { تنسيق: "مقروء", ألوان: false, مستوى: "تحذير", كتابة: (نص) => نصوص.push(نص) },
    ملف: { مسار, أقصى_بايتات: 1_000, عدد_الملفات: 2, مستوى: "معلومات" },
    حجب: { مفاتيح: ["آيبان"], أنماط: [/س\d+/] },
  });
  جلب_مسجل("متجر").معلومات("دفع س123", { آيبان: "DE02" });
  جلب_مسجل("متجر").تحذير("بقي القليل");
  await إفراغ_السجل();
  assert.equal(نصوص.length, 1);
  assert.ok(نصوص[0]?.includes("بقي القليل"));
  const lines = await readLines(مسار);
  assert.deepEqual([lines[0]?.message, lines[0]?.properties], ["دفع [redacted]", { آيبان: "[redacted]" }]);
  assert.equal(lines.length, 2);
});

test("إعداد_السجل() mails by تنبيهات, whose times are in seconds", async () => {
  await using server = await startMailServer();
  const email = {
    smtp_server: "127.0.0.1",
    port: server.port,
    from: "log@example.com",
    to: ["a@example.com", "b@example.com"],
    مشفر: false,
    إلزام_tls: false,
    مهلة: 5,
    عدد_المحاولات: 1,
  };
  await using _سجل = await سماع({
    تنبيهات: { email, مستوى: "تحذير", أقصى_عدد_رسائل: 1, مدة: 0.2, أقصى_انتظار: 5 },
  });
  جلب_مسجل("متجر").تحذير("الأول");
  await إفراغ_السجل();
  جلب_مسجل("متجر").تحذير("الثاني");
  const awake = setInterval(() => {}, 50);
  await server.received(2);
  clearInterval(awake);
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[WARNING] متجر: الأول", "[WARNING] متجر: الثاني"]);
});

test("إعداد_السجل() names wrong options in Arabic", async () => {
  setLocale("ar");
  try {
    for (
      const [خيارات, نص] of [
        [{ مستوى: "x" }, "مستوى"],
        [{ مستويات: { أ: "x" } }, "مستويات"],
        [{ طرفية: { تنسيق: "xml" } }, "طرفية.تنسيق"],
        [{ ملف: { مسار: "x", أقصى_بايتات: 0 } }, "ملف.أقصى_بايتات"],
        [{ مصبات: [1] }, "مصبات[0]"],
        [{ حجب: { أنماط: ["x"] } }, "حجب.أنماط[0]"],
        [{ انضمام_إلى_logtape: true, ملف: "x" }, "ملف"],
      ] as const
    ) {
      await assert.rejects(إعداد_السجل(خيارات as never), (error) => {
        assert.ok(error instanceof خطأ_تحقق, String(error));
        assert.ok(error.الرسالة.includes(`استخدام «${نص}» `), `${نص}: ${error.الرسالة}`);
        return true;
      });
    }
  } finally {
    setLocale("en");
  }
});

test("إعداد_السجل() joins and leaves alone the LogTape configuration of the program", async () => {
  const records: logtape.LogRecord[] = [];
  await logtape.configure({
    sinks: { own: (record) => records.push(record) },
    loggers: [{ category: [], sinks: ["own"] }, { category: "logtape", lowestLevel: "error" }],
  });
  try {
    await assert.rejects(إعداد_السجل(), { code: "LOG_LOGTAPE_CONFIGURED" });
    await using _سجل = await إعداد_السجل({ انضمام_إلى_logtape: true });
    جلب_مسجل("متجر").حرج("توقف");
    assert.deepEqual(records.map(({ level }) => level), ["fatal"]);
  } finally {
    await logtape.reset();
  }
});

test("إنشاء_مصب_سجل() is a sink of LogTape's with Arabic members", async () => {
  await using dir = await tempDir();
  const مسار = dir.join("x.log");
  const مصب = إنشاء_مصب_سجل({ طرفية: false, ملف: مسار });
  مصب({ category: ["أ"], level: "fatal", message: ["توقف"], rawMessage: "توقف", timestamp: 0, properties: {} });
  await مصب.إفراغ();
  await مصب.إغلاق();
  assert.equal(
    await readFile(مسار, "utf8"),
    '{"time":"1970-01-01T00:00:00.000Z","level":"critical","logger":"أ","message":"توقف"}\n',
  );
});

test("ضمن_سياق_سجل() gives properties to all that is logged inside of it", async () => {
  await using سجل = await سماع();
  const نتيجة = await ضمن_سياق_سجل({ طلب: 7 }, async () => {
    await Promise.resolve();
    جلب_مسجل("متجر").معلومات("س");
    return "نتيجة";
  });
  assert.equal(نتيجة, "نتيجة");
  assert.deepEqual(سجل.قيود[0]?.الخصائص, { طلب: 7 });
});

test("مسجل is Logger, and refuses what it does not know", () => {
  assert.equal(مسجل, Logger as unknown);
  assert.ok(new مسجل("أ", { ب: 1 }) instanceof Logger);
  assert.throws(() => جلب_مسجل(""), خطأ_تحقق);
  assert.throws(() => جلب_مسجل("أ").تسجيل("x" as مستوى_سجل, "س"), { code: "ARGUMENT_NOT_LOG_LEVEL" });
  assert.throws(() => جلب_مسجل("أ").هل_يسجل("constructor" as مستوى_سجل), { code: "ARGUMENT_NOT_LOG_LEVEL" });
});
