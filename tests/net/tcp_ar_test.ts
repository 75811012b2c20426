import assert from "node:assert/strict";
import { test } from "node:test";
import { ValidationError } from "@maktaba/std/errors";
import { خطأ_شبكة } from "@maktaba/std/errors/ar";
import { openConnection } from "@maktaba/std/net";
import { تشغيل_خادم, فتح_وصلة, type وصلة_tcp } from "@maktaba/std/net/ar";
import { selfSigned } from "./fixtures/self_signed.ts";

test("فتح_وصلة() و تشغيل_خادم(): كل أعضاء الوصلة والخادم بالعربية", async () => {
  const { promise: الطرف, resolve: سلم } = Promise.withResolvers<وصلة_tcp>();
  const { promise: انتهى, resolve: أنه } = Promise.withResolvers<void>();
  await using خادم = await تشغيل_خادم(async (وصلة) => {
    سلم(وصلة);
    await Promise.race([انتهى, وصلة.الانتهاء]);
  }, { أقصى_اتصالات: 5, أقصى_بايتات_السطر: 40, مهلة_السكوت: 60 });
  assert.equal(خادم.المضيف, "127.0.0.1");
  assert.ok(خادم.المنفذ > 0);

  await using وصلة = await فتح_وصلة({ مضيف: "127.0.0.1", منفذ: خادم.المنفذ, وقت_اتصال: 10 });
  const عميل = await الطرف;
  assert.equal(خادم.الوصلات.size, 1);
  assert.deepEqual(وصلة.الطرف_الآخر, { مضيف: "127.0.0.1", منفذ: خادم.المنفذ });
  assert.equal(عميل.الطرف_الآخر.منفذ, وصلة.هذا_الطرف.منفذ);
  assert.equal(وصلة.مشفرة, false);
  assert.equal(وصلة.بروتوكول_alpn, undefined);

  await وصلة.كتابة("سطر\nثان\nأب|جد");
  await وصلة.إنهاء_الكتابة();
  assert.equal(await عميل.قراءة_سطر(), "سطر");
  for await (const سطر of عميل.سطور({ أقصى_بايتات: 30 })) {
    assert.equal(سطر, "ثان");
    break;
  }
  assert.equal(new TextDecoder().decode(await عميل.قراءة_حتى("|")), "أب|");
  assert.equal(new TextDecoder().decode(await عميل.قراءة_تامة(2)), "ج");
  assert.equal(new TextDecoder().decode(await عميل.قراءة({ أقصى_بايتات: 10 })), "د");
  assert.equal(await عميل.قراءة(), undefined);
  assert.equal(عميل.بايتات_مقروءة, وصلة.بايتات_مكتوبة);

  const كاتب = عميل.تدفق_الكتابة.getWriter();
  await كاتب.write("تدفق");
  await كاتب.close();
  assert.equal(await new Response(وصلة.تدفق_القراءة).text(), "تدفق");
  await assert.rejects(وصلة.قراءة({ أقصى_بايت: 1 } as never), /أقصى_بايت/);
  أنه();
  await عميل.إغلاق();
  await عميل.الانتهاء;
  وصلة.قطع();
  await خادم.إغلاق();
  await خادم.الانتهاء;
});

test("بدء_التشفير(): تُشفر الوصلة من طرفيها، وكل خيار له اسم عربي", async () => {
  const { cert: شهادة, key: مفتاح } = selfSigned;
  await using خادم = await تشغيل_خادم(async (عميل) => {
    assert.equal(await عميل.قراءة_سطر(), "STARTTLS");
    await عميل.كتابة("220\n");
    await عميل.بدء_التشفير({ شهادة, مفتاح, جهات_توثيق_العملاء: شهادة, بروتوكولات_alpn: ["maktaba"], وقت_المصافحة: 20 });
    for await (const سطر of عميل.سطور()) await عميل.كتابة(`${سطر}!\n`);
  });
  await using وصلة = await فتح_وصلة({ منفذ: خادم.المنفذ });
  await وصلة.كتابة("STARTTLS\n");
  assert.equal(await وصلة.قراءة_سطر(), "220");
  const { signal: إشارة } = new AbortController();
  await assert.rejects(وصلة.بدء_التشفير({ وقت_مصافحة: 1 } as never), /وقت_مصافحة/);
  await assert.rejects(وصلة.بدء_التشفير({ وقت_المصافحة: 0 }), ValidationError);
  const هوية = { شهادة, مفتاح, جهات_التوثيق: شهادة, اسم_الخادم: "localhost" };
  await وصلة.بدء_التشفير({ ...هوية, بروتوكولات_alpn: ["maktaba"], وقت_المصافحة: 20, إشارة });
  assert.equal(وصلة.مشفرة, true);
  assert.equal(وصلة.بروتوكول_alpn, "maktaba");
  await وصلة.كتابة("سر\n");
  assert.equal(await وصلة.قراءة_سطر(), "سر!");
  await وصلة.إنهاء_الكتابة({ إشارة });
});

test("تشغيل_خادم(): ما يلقيه المعالج يُسلَّم مع الوصلة", async () => {
  const أخطاء: string[] = [];
  await using خادم = await تشغيل_خادم(() => {
    throw new Error("فشل");
  }, { عند_الخطأ: (خطأ, وصلة) => أخطاء.push(`${(خطأ as Error).message} ${وصلة.مشفرة}`) });
  await using وصلة = await openConnection({ port: خادم.المنفذ });
  await assert.rejects(async () => {
    if (await وصلة.read() === undefined) {
      throw new خطأ_شبكة({ code: "NET_TCP_LOST", params: { address: "" }, reason: "reset" });
    }
  }, خطأ_شبكة);
  assert.deepEqual(أخطاء, ["فشل false"]);
  await assert.rejects(تشغيل_خادم("صدى" as never), /معالج/);
});
